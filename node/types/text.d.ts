import type { Language, TextOptionValues } from './options.js'

export type { Language }

/**
 * What a text is counted in. `gsm`: the GSM 7-bit default alphabet with its extension table, in septets. `ucs2`: in UTF-16 code
 * units. `unicode`: in code points, on channels that have no pages.
 */
export type Alphabet = 'gsm' | 'ucs2' | 'unicode'

/** How a text is counted on several pages. */
interface ReferenceOption {
  /**
   * Bits of the number that the pages of one text share: 8 (153 septets or 67 UCS-2 units on a page; unless set) or 16 (152 or
   * 66).
   */
  referenceBits?: 8 | 16 | undefined
}

/** Under which conditions a text is sent. */
export interface EstimateOptions extends Pick<TextOptionValues, 'pageLimit' | 'forceGsm'>, ReferenceOption {
  /** What the text is sent over; `sms` unless set. */
  channel?: 'sms' | 'whatsapp' | 'rcs' | undefined
}

/** How a text is split. */
export interface SplitOptions extends Pick<TextOptionValues, 'wholeWords'>, ReferenceOption {}

/** A place in a text, in the units of every language, each counted from 0. */
export interface Position {
  /** The character that stands there. */
  readonly character: string
  /** Its offset in octets of UTF-8. */
  readonly byte: number
  /** Its offset in code points. */
  readonly codePoint: number
  /** Its offset in UTF-16 code units: the index of a string. */
  readonly utf16: number
}

/** A rule that a text breaks. */
export interface LimitProblem {
  /**
   * `page_limit`: more pages than the limit, the service cuts the text. `max_length`: more characters than the channel takes.
   * `force_gsm`: characters outside GSM, where they are forbidden.
   */
  readonly code: 'page_limit' | 'max_length' | 'force_gsm' | (string & {})
  /** How many pages or characters the rule is about. */
  readonly found: number
  /** How many it allows. Absent where it is no number (`force_gsm`). */
  readonly limit?: number
}

/** Where the service would cut a text. (Provisional: its documentation says no more than "truncated".) */
export interface Cut {
  /** The first character that is lost. */
  readonly from: Position
  /** How many characters (code points) are lost, 1 at least. */
  readonly characters: number
}

/** What a text would cost after {@link toGsm}. */
export interface Saving {
  /** What it would be counted in. */
  readonly alphabet: Alphabet
  /** How many pages it would take. */
  readonly pages: number
  /** How many units it would have. */
  readonly units: number
}

/**
 * What will become of a text: what it costs and why, which limits it breaks, and where the service would cut it.
 *
 * The numbers are members of their own. The rest is made where it is first asked for, and by `JSON.stringify`; a spread or a
 * structured clone has the numbers only.
 */
export declare class Estimate {
  protected constructor()
  /** What the text is counted in. */
  readonly alphabet: Alphabet
  /** How many pages it takes, whatever the limits: 1 at least; 1 on channels without pages. */
  readonly pages: number
  /**
   * Its length: septets in GSM (characters of the extension table two), UTF-16 code units in UCS-2 (most emoji two), code points on
   * channels without pages.
   */
  readonly units: number
  /**
   * The room on the last page, in units: so many one-unit characters of the alphabet can follow before it costs another page (on
   * channels without pages, before the limit).
   */
  readonly unitsLeft: number
  /**
   * What a page of this text holds, in units: 160 or 70 alone, 153 or 67 in parts (152 or 66 with a reference of 16 bits). The limit
   * of characters on channels without pages.
   */
  readonly pageUnits: number
  /** The characters that GSM does not have, in order: why the text is UCS-2. Empty where it is not. */
  get forcing(): readonly Position[]
  /** The characters that cost two units, in order: those of the extension table in GSM, most emoji in UCS-2. */
  get doubled(): readonly Position[]
  /** The rules that the text breaks. Empty where it can be sent whole. */
  get problems(): readonly LimitProblem[]
  /** Where the service would cut the text; undefined where all of it is sent. */
  get cut(): Cut | undefined
  /** What {@link toGsm} would make of it; undefined where that is neither another alphabet nor fewer pages. */
  get transliterated(): Saving | undefined
  /** Everything, as a plain object. */
  toJSON(): Record<string, unknown>
}

/** What many texts cost: at each index what is known of the text at that index. */
export interface Columns {
  /** How many pages each takes. */
  readonly pages: Uint32Array
  /** How long each is, in units of its alphabet. */
  readonly units: Uint32Array
  /** What each is counted in. */
  readonly alphabet: Alphabet[]
}

/** A page of a text. */
export interface Page {
  /** Its part of the text. */
  readonly text: string
  /** What it costs, in units of the alphabet. */
  readonly units: number
}

/** A text in pages. */
export interface Split {
  /** What it is counted in. */
  readonly alphabet: Alphabet
  /** The pages, one at least. Together they are the text. */
  readonly pages: readonly Page[]
}

/** One replacement. */
export interface Replacement {
  /** The first character that was replaced, at its place in the text that was given. */
  readonly at: Position
  /** What stood there: a character, or a letter with its combining marks, or marks alone. */
  readonly from: string
  /** What stands there now; empty where it was removed. */
  readonly to: string
}

/** What {@link toGsm} made of a text. */
export interface Transliteration {
  /** The new text: characters of the GSM alphabet, and those that were left. */
  readonly text: string
  /** What was replaced, in the order of the text. */
  readonly replacements: readonly Replacement[]
  /** What has no substitute and was kept, at its place in the text that was given. Empty where the new text is wholly GSM. */
  readonly left: readonly Position[]
}

/** The tables that GSM text is read with, as a header names them; `default` unless set. */
export interface Shifts {
  /** The language whose table stands for the default alphabet. */
  locking?: Language | undefined
  /** The language whose table stands for the extension table. */
  single?: Language | undefined
}

/** Which part of which text. */
export interface Concatenation {
  /** What the parts of one text share: 0 to 255 or, with 16 bits, to 65535. */
  readonly reference: number
  /** How long the reference is, in bits. */
  readonly bits: 8 | 16
  /** How many parts there are, 1 to 255. */
  readonly total: number
  /** Which one this is, 1 to `total`. */
  readonly number: number
}

/** One element of a user data header. */
export interface HeaderElement {
  /** The information element identifier, 0 to 255. */
  readonly id: number
  /** What it says, 0 to 253 octets. */
  readonly data: Uint8Array
}

/** A user data header, and what follows it. */
export interface Header {
  /** Of which text this is a part, and which. Absent where the header does not say so in a valid element. */
  readonly concatenation?: Concatenation
  /** The language whose table stands for the default alphabet. */
  readonly locking: Language
  /** The language whose table stands for the extension table. */
  readonly single: Language
  /** How many bits, 0 to 6, stand between the header and the first packed septet. */
  readonly fillBits: number
  /** The elements in their order, also those that are unknown or repeated. */
  readonly elements: readonly HeaderElement[]
  /** The octets after the header. */
  readonly body: Uint8Array
}

/** How much a {@link Reassembler} keeps, and how long. */
export interface Limits {
  /**
   * The most texts that are open at once, 1 at least; 1000 unless set. Where one more begins, the one that waits longest for its
   * next part comes out incomplete.
   */
  maxOpen?: number | undefined
  /** How long an open text waits for its next part, in milliseconds; 600 000 unless set. */
  timeoutMs?: number | undefined
  /** How long the parts of a complete text are known again, in milliseconds; 60 000 unless set, 0 is not at all. */
  duplicateMs?: number | undefined
}

/** A part of a text as it arrived: `{ from, to, ...header.concatenation, body: header.body }`. */
export interface Part {
  /** The sender's address, as the network gives it. */
  readonly from: string
  /** The recipient's address, as the network gives it. */
  readonly to: string
  /** What the parts of one text share, 0 to 65535. */
  readonly reference: number
  /** How long the reference is, in bits; 8 unless set. */
  readonly bits?: 8 | 16 | undefined
  /** How many parts there are, 0 to 255. */
  readonly total: number
  /** Which one this is, 0 to 255. */
  readonly number: number
  /** Its septets, unpacked, or octets of UCS-2: they are decoded after all is put together, because a character may be cut in two. */
  readonly body: Uint8Array
}

/** A complete text. */
export interface Assembled {
  /** The sender's address. */
  readonly from: string
  /** The recipient's address. */
  readonly to: string
  /** What the parts shared. */
  readonly reference: number
  /** How long the reference was, in bits. */
  readonly bits: 8 | 16
  /** The bodies of all parts, in their order; `Buffer.concat` puts them together. */
  readonly bodies: readonly Uint8Array[]
}

/** A text of which parts are missing. */
export interface Incomplete {
  /** The sender's address. */
  readonly from: string
  /** The recipient's address. */
  readonly to: string
  /** What the parts share. */
  readonly reference: number
  /** How long the reference is, in bits. */
  readonly bits: 8 | 16
  /** How many parts there should be. */
  readonly total: number
  /** The parts that arrived, in their order. */
  readonly parts: readonly { readonly number: number; readonly body: Uint8Array }[]
  /** The numbers of the parts that did not. */
  readonly missing: readonly number[]
}

/** What became of a part that was pushed. `displaced` is a text that had to go. */
export type Pushed =
  /** The part was the last that was missing. */
  | { readonly outcome: 'complete'; readonly text: Assembled; readonly displaced?: Incomplete }
  /** Other parts are missing. */
  | { readonly outcome: 'waiting'; readonly displaced?: Incomplete }
  /** It had arrived before, with the same body. Here it is back. */
  | { readonly outcome: 'duplicate'; readonly part: Required<Part> }
  /** Its numbers make no sense. Here it is back; what it says may be read as a text of its own. */
  | {
      readonly outcome: 'invalid'
      readonly part: Required<Part>
      readonly problem: 'no_parts' | 'number_zero' | 'number_over_total' | 'reference_over_8_bits' | (string & {})
    }

/**
 * Puts long texts together. It has no clock: the caller gives the time with every call, in milliseconds from any beginning, never
 * falling (`Date.now()`). Nothing that is pushed is lost silently: every part comes out again, in a complete text, in an incomplete
 * one, or at once.
 */
export declare class Reassembler {
  /** @throws {InvalidArgumentError} for a limit that is no whole number, or that there is not */
  constructor(limits?: Limits)
  /**
   * Takes a part, in any order and more than once.
   *
   * @throws {InvalidArgumentError} for an argument of the wrong type or range; the part is not taken then
   */
  push(part: Part, nowMs: number): Pushed
  /** Gives out what has waited too long for its next part. Nothing happens between calls, so it has to be called now and then. */
  expire(nowMs: number): Incomplete[]
  /** Gives out all that is open, as at the end of a connection. */
  drain(): Incomplete[]
  /** How many texts are open. */
  get open(): number
  /** When {@link expire} will next have something to give; undefined where nothing is open. */
  get nextExpiryMs(): number | undefined
}

// All functions throw an `InvalidArgumentError` for an argument of the wrong type, and for a text with half a surrogate pair (the rule
// of the field is then `unicode`).

/**
 * Says what a text costs and why, which limits it breaks, and where the service would cut it.
 *
 * @throws {InvalidArgumentError} naming every option that is wrong
 */
export declare function estimate(text: string, options?: EstimateOptions): Estimate

/**
 * Says what each of many texts costs: several times faster than {@link estimate} for each. Of limits that are broken nothing is said.
 *
 * @throws {InvalidArgumentError} naming every option that is wrong, or the first of `texts` that is no string
 */
export declare function estimateMany(texts: Iterable<string> & object, options?: EstimateOptions): Columns

/**
 * Splits an SMS's text into its pages: as many as its estimate says. What reads as one character is kept whole wherever that costs no
 * page.
 *
 * @throws {InvalidArgumentError} naming every option that is wrong
 */
export declare function split(text: string, options?: SplitOptions): Split

/**
 * Replaces what is not in the GSM alphabet by what is customary in plain text: typographic quotes, dashes, letters with diacritics,
 * ligatures, fractions. What has no customary substitute (emoji, other alphabets) stays.
 */
export declare function toGsm(text: string): Transliteration

/**
 * A text as unpacked septets of the GSM alphabet, one to an octet (0 to 127); characters of the extension table are two.
 *
 * @throws {InvalidArgumentError} where the text has characters outside GSM; the field's `length` says how many
 */
export declare function encodeGsm(text: string): Uint8Array

/**
 * The text of unpacked septets, one to an octet. What is void becomes what 3GPP TS 23.038 says, an octet over 127 U+FFFD.
 *
 * @throws {InvalidArgumentError} for a language that has no tables
 */
export declare function decodeGsm(septets: Uint8Array, shifts?: Shifts): string

/**
 * Packs septets, one to an octet, as SMS carries them: seven bits each.
 *
 * @param fillBits zero bits before the first septet, 0 to 6, so that a header ends on a septet's border; 0 unless given
 */
export declare function pack(septets: Uint8Array, fillBits?: number): Uint8Array

/**
 * Takes septets out of packed octets; the result is shorter where they do not hold so many.
 *
 * @param septets how many there are
 * @param fillBits bits before the first that are passed over, 0 to 6; 0 unless given
 */
export declare function unpack(octets: Uint8Array, septets: number, fillBits?: number): Uint8Array

/** A text as octets of UCS-2: two for each UTF-16 code unit, the higher first, without a byte order mark. */
export declare function encodeUcs2(text: string): Uint8Array

/** The text of octets of UCS-2; half a surrogate pair and an odd octet at the end become U+FFFD. */
export declare function decodeUcs2(octets: Uint8Array): string

/**
 * A text as octets of Latin-1 (ISO 8859-1).
 *
 * @throws {InvalidArgumentError} where the text has characters outside Latin-1; the field's `length` says how many
 */
export declare function encodeLatin1(text: string): Uint8Array

/** The text of octets of Latin-1: every octet is a character. */
export declare function decodeLatin1(octets: Uint8Array): string

/**
 * The international form of a telephone number, `+` and up to 15 digits.
 *
 * @param defaultCountry the calling code (`41`) for numbers that are written without one; without it they are refused
 * @throws {InvalidArgumentError} for what is no such number, naming the rule and the lengths, never the number
 */
export declare function normaliseMsisdn(text: string, defaultCountry?: string): string

/**
 * Reads the user data header at the start of a received part's octets.
 *
 * @throws {InvalidArgumentError} for octets that are no header; a receiver then ignores the header as a whole
 */
export declare function parseHeader(octets: Uint8Array): Header
