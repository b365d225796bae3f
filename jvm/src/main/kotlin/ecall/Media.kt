package ecall

import ecall.ffi.ByteReader
import ecall.ffi.ByteWriter
import ecall.ffi.DownloadTarget
import ecall.ffi.Progress
import ecall.ffi.UploadSource
import java.io.InputStream
import java.io.OutputStream
import java.nio.file.Path

/** A file to send. One of bytes or at a path is sent again after a failure that will pass, one of a stream is not. */
public class MediaSource private constructor(private val open: () -> Pair<UploadSource, Reading?>) {
    internal fun opened(): Pair<UploadSource, Reading?> = open()

    public companion object {
        /** A file in memory. */
        @JvmStatic
        public fun of(bytes: ByteArray): MediaSource = MediaSource { UploadSource.Bytes(bytes) to null }

        /** A file on disk. */
        @JvmStatic
        public fun of(path: Path): MediaSource = MediaSource { UploadSource.Path(path.toString()) to null }

        /**
         * What [stream] gives until its end, read on a thread of the library's and not closed. [length]: how many bytes these are,
         * where that is known; an upload of any other number fails.
         */
        @JvmStatic
        @JvmOverloads
        public fun of(stream: InputStream, length: Long? = null): MediaSource = MediaSource {
            val reading = Reading(stream)
            UploadSource.Reader(reading, length) to reading
        }
    }
}

/** Where a file that is fetched goes. */
public class MediaTarget private constructor(private val open: () -> Pair<DownloadTarget, Writing?>) {
    internal fun opened(): Pair<DownloadTarget, Writing?> = open()

    public companion object {
        /** Into memory, up to `maxBytes` of [DownloadOptions]. */
        @JvmField
        public val MEMORY: MediaTarget = MediaTarget { DownloadTarget.Memory to null }

        /** Into a file, which is there as a whole or not at all. */
        @JvmStatic
        public fun of(path: Path): MediaTarget = MediaTarget { DownloadTarget.Path(path.toString()) to null }

        /** Into a stream, which is written on a thread of the library's, flushed, and not closed. */
        @JvmStatic
        public fun of(stream: OutputStream): MediaTarget = MediaTarget {
            val writing = Writing(stream)
            DownloadTarget.Writer(writing) to writing
        }
    }
}

/** Is told how far a transfer has come: so many bytes, and how many there are, where that is known. */
public fun interface MediaProgress {
    /**
     * Called on a thread of the library's, one call after the other; values are skipped while it is busy. What it throws goes to
     * the thread's handler of uncaught exceptions.
     */
    public fun transferred(transferred: Long, total: Long?)
}

internal fun MediaProgress.asProgress(): Progress = object : Progress {
    override fun told(transferred: Long, total: Long?) = hooked { transferred(transferred, total) }
}

/** The caller's own end of a transfer, and what it threw. */
internal sealed class OwnEnd {
    @Volatile
    private var thrown: Throwable? = null

    protected inline fun <T> held(failed: T, use: () -> T): T =
        try {
            use()
        } catch (problem: Throwable) {
            thrown = problem
            failed
        }

    /** Says of an error what the caller's own end threw. */
    fun explain(error: EcallException): EcallException = error.also { if (it.cause == null) thrown?.let(it::initCause) }
}

internal class Reading(private val stream: InputStream) : OwnEnd(), ByteReader {
    override fun read(most: Int): ByteArray? = held(null) {
        val piece = ByteArray(most)
        val count = stream.read(piece)
        if (count < 0) ByteArray(0) else piece.copyOf(count)
    }
}

internal class Writing(private val stream: OutputStream) : OwnEnd(), ByteWriter {
    override fun write(piece: ByteArray): Boolean = held(false) {
        stream.write(piece)
        true
    }

    override fun flush(): Boolean = held(false) {
        stream.flush()
        true
    }
}

/** Makes a transfer; an error that the caller's own end brought about has what was thrown there as its cause. */
internal inline fun <T> transferred(own: OwnEnd?, transfer: () -> T): T =
    try {
        transfer()
    } catch (error: EcallException) {
        throw own?.explain(error) ?: error
    }
