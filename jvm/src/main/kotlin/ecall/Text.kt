package ecall

import ecall.ffi.ReceivedPart

/** Texts and telephone numbers: what a text costs and why, its pages, the octets of an alphabet, received parts. Needs no client. */
public object Text {
    /** Says what will become of a text: what it costs and why, which limits it breaks, and where it would be cut. */
    @JvmStatic
    @JvmOverloads
    public fun estimate(text: String, options: TextOptions = TextOptions()): Estimate =
        translated { ecall.ffi.textEstimate(text, optionsJson(options)) }

    /** The numbers of an estimate alone, which take less time. */
    @JvmStatic
    @JvmOverloads
    public fun measure(text: String, options: TextOptions = TextOptions()): ecall.ffi.TextMeasure =
        translated { ecall.ffi.textMeasure(text, optionsJson(options)) }

    /** Splits an SMS's text into its pages. */
    @JvmStatic
    @JvmOverloads
    public fun split(text: String, options: TextOptions = TextOptions()): ecall.ffi.Split =
        translated { ecall.ffi.textSplit(text, optionsJson(options)) }

    /** Replaces what is not in the GSM alphabet by what is customary in plain text. */
    @JvmStatic
    public fun toGsm(text: String): ecall.ffi.Transliteration = translated { ecall.ffi.textToGsm(text) }

    /** A text as unpacked septets of the GSM alphabet. */
    @JvmStatic
    public fun encodeGsm(text: String): ByteArray = translated { ecall.ffi.encodeGsm(text) }

    /** The text of septets; [locking] and [single] name the national languages of the shift tables. */
    @JvmStatic
    @JvmOverloads
    public fun decodeGsm(septets: ByteArray, locking: String? = null, single: String? = null): String =
        translated { ecall.ffi.decodeGsm(septets, locking, single) }

    /** Septets packed into octets, after 0 to 6 fill bits. */
    @JvmStatic
    @JvmOverloads
    public fun pack(septets: ByteArray, fillBits: Int = 0): ByteArray = translated { ecall.ffi.pack(septets, fillBits) }

    /** So many septets out of packed octets, after 0 to 6 fill bits; fewer where the octets do not hold them. */
    @JvmStatic
    @JvmOverloads
    public fun unpack(octets: ByteArray, septets: Int, fillBits: Int = 0): ByteArray =
        translated { ecall.ffi.unpack(octets, septets, fillBits) }

    /** A text as octets of UCS-2 (in fact UTF-16, big-endian). */
    @JvmStatic
    public fun encodeUcs2(text: String): ByteArray = translated { ecall.ffi.encodeUcs2(text) }

    /** The text of octets of UCS-2. */
    @JvmStatic
    public fun decodeUcs2(octets: ByteArray): String = translated { ecall.ffi.decodeUcs2(octets) }

    /** A text as octets of Latin-1. */
    @JvmStatic
    public fun encodeLatin1(text: String): ByteArray = translated { ecall.ffi.encodeLatin1(text) }

    /** The text of octets of Latin-1. */
    @JvmStatic
    public fun decodeLatin1(octets: ByteArray): String = translated { ecall.ffi.decodeLatin1(octets) }

    /** The international form of a telephone number, `+` and up to 15 digits. [defaultCountry]: the calling code of national numbers. */
    @JvmStatic
    @JvmOverloads
    public fun normaliseMsisdn(text: String, defaultCountry: String? = null): String =
        translated { ecall.ffi.normaliseMsisdn(text, defaultCountry) }

    /** Reads the user data header at the start of received octets. */
    @JvmStatic
    public fun parseHeader(octets: ByteArray): ecall.ffi.UserDataHeader = translated { ecall.ffi.parseHeader(octets) }
}

/**
 * Puts the parts of long texts together. May be used by many threads at once. Times are milliseconds on a clock of the caller's
 * that does not go back.
 *
 * @param maxOpen how many texts may be open; the oldest makes room for another.
 * @param timeoutMs how long a text waits for its parts.
 * @param duplicateMs how long a part that comes again is known.
 */
public class Reassembler @JvmOverloads constructor(
    maxOpen: Int? = null,
    timeoutMs: Long? = null,
    duplicateMs: Long? = null,
) {
    private val inner = ecall.ffi.Reassembler(maxOpen, timeoutMs, duplicateMs)

    /** Takes a part. */
    public fun push(part: ReceivedPart, nowMs: Long): ecall.ffi.Pushed = translated { inner.push(part, nowMs) }

    /** Gives out what has waited too long. */
    public fun expire(nowMs: Long): List<ecall.ffi.IncompleteText> = inner.expire(nowMs)

    /** Gives out all that is open. */
    public fun drain(): List<ecall.ffi.IncompleteText> = inner.drain()

    /** How many texts are open. */
    public val open: Int get() = inner.open()

    /** When [expire] will next have something to give. */
    public val nextExpiryMs: Long? get() = inner.nextExpiryMs()
}
