//! What stands for a character that GSM does not have. Source: canonical and compatibility decompositions of the Unicode
//! Character Database; for signs and letters without one, what is customary in plain text.

/// U+00C0 to U+024F: the letter without its marks, `.` where there is none, or where [`SIGNS`] has more to say.
/// A letter with several marks keeps the ones with which it is in GSM, in their order: ȫ is ö, but ế is e.
#[rustfmt::skip]
const LATIN: &str = concat!(
    "AAAA....E.EEIIIID.OOOO...UUU.Y...aaa...c..ee.iiid..ooo....uu.y.yAaAaAaCcCcCcCcDd",
    "DdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKkkLlLlLl..LlNnNnNn.NnOoOoOo..RrRrRrSsSsSs",
    "SsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzsbBBb..OCcDDDd.EEEFfG..IIKkl..NnOOo..Pp.....tTtTU",
    "uUVYyZz......................AaIiOoUu........e..Aa..GgGgKkOoOo..j...Gg..Nn......",
    "AaAaEeEeIiIiOoOoRrRrUuUuSsTt..HhNd..ZzAaEe..OoOoOoYylntj..ACcLTsz..BU.EeJj..RrYy",
);

/// U+1E00 to U+1EFF, likewise.
#[rustfmt::skip]
const LATIN_ADDITIONAL: &str = concat!(
    "AaBbBbBb.cDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOo",
    "OoOoPpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwy.s....",
    "AaAaAaAaAaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUu",
    "UuYyYyYyYy......",
);

/// The rest, in the order of the characters. A fraction's space stays only where a digit goes before it: 1½ is not 11/2.
#[rustfmt::skip]
const SIGNS: &[(char, &str)] = &[
    // Controls and the grave accent.
    ('\t', " "), ('\u{b}', "\n"), ('\u{1e}', "-"), ('`', "'"),
    // C1: never meant; what Windows-1252 has there, as browsers read it.
    ('\u{80}', "€"), ('\u{82}', "'"), ('\u{83}', "f"), ('\u{84}', "\""), ('\u{85}', "..."), ('\u{86}', "+"),
    ('\u{87}', "++"), ('\u{88}', "^"), ('\u{89}', "0/00"), ('\u{8a}', "S"), ('\u{8b}', "'"),
    ('\u{8c}', "OE"), ('\u{8e}', "Z"), ('\u{91}', "'"), ('\u{92}', "'"), ('\u{93}', "\""), ('\u{94}', "\""),
    ('\u{95}', "*"), ('\u{96}', "-"), ('\u{97}', "-"), ('\u{98}', "~"), ('\u{99}', "TM"), ('\u{9a}', "s"),
    ('\u{9b}', "'"), ('\u{9c}', "oe"), ('\u{9e}', "z"), ('\u{9f}', "Y"),
    // Latin-1 signs.
    ('\u{a0}', " "), ('¢', "c"), ('¦', "|"), ('¨', "\""), ('©', "(C)"), ('ª', "a"), ('«', "\""),
    ('®', "(R)"), ('¯', "-"), ('°', "deg"), ('±', "+/-"), ('²', "2"), ('³', "3"), ('´', "'"), ('µ', "u"),
    ('·', "-"), ('¸', ","), ('¹', "1"), ('º', "o"), ('»', "\""), ('¼', " 1/4"), ('½', " 1/2"),
    ('¾', " 3/4"),
    // Latin letters that become several, or another letter of the alphabet.
    ('×', "x"), ('Þ', "Th"), ('÷', "/"), ('þ', "th"), ('Ĳ', "IJ"), ('ĳ', "ij"), ('Ŀ', "L-"), ('ŀ', "l-"),
    ('ŉ', "'n"), ('Œ', "OE"), ('œ', "oe"), ('Ʒ', "Z"), ('Ǆ', "DZ"), ('ǅ', "Dz"), ('ǆ', "dz"), ('Ǉ', "LJ"),
    ('ǈ', "Lj"), ('ǉ', "lj"), ('Ǌ', "NJ"), ('ǋ', "Nj"), ('ǌ', "nj"), ('Ǖ', "Ü"), ('ǖ', "ü"), ('Ǘ', "Ü"),
    ('ǘ', "ü"), ('Ǚ', "Ü"), ('ǚ', "ü"), ('Ǜ', "Ü"), ('ǜ', "ü"), ('Ǟ', "Ä"), ('ǟ', "ä"), ('Ǣ', "Æ"),
    ('ǣ', "æ"), ('Ǯ', "Z"), ('ǯ', "z"), ('Ǳ', "DZ"), ('ǲ', "Dz"), ('ǳ', "dz"), ('Ǻ', "Å"), ('ǻ', "å"),
    ('Ǽ', "Æ"), ('ǽ', "æ"), ('Ǿ', "Ø"), ('ǿ', "ø"), ('Ȝ', "Y"), ('ȝ', "y"), ('Ȫ', "Ö"), ('ȫ', "ö"),
    // Latin letters without a decomposition.
    ('ɓ', "b"), ('ɔ', "o"), ('ɗ', "d"), ('ə', "e"), ('ɛ', "e"), ('ɨ', "i"), ('ɲ', "n"), ('ɵ', "o"),
    ('ʒ', "z"),
    // Modifier letters.
    ('\u{2b0}', "h"), ('\u{2b2}', "j"), ('\u{2b3}', "r"), ('\u{2b7}', "w"), ('\u{2b8}', "y"),
    ('\u{2b9}', "'"), ('\u{2bb}', "'"), ('\u{2bc}', "'"), ('\u{2bd}', "'"), ('\u{2be}', "'"),
    ('\u{2bf}', "'"), ('\u{2c6}', "^"), ('\u{2c8}', "'"), ('\u{2c9}', "-"), ('\u{2ca}', "'"),
    ('\u{2cb}', "'"), ('\u{2d0}', ":"), ('˗', "-"), ('˚', "deg"), ('˜', "~"), ('\u{2e1}', "l"),
    ('\u{2e2}', "s"), ('\u{2e3}', "x"), ('\u{2ee}', "\""),
    // Greek capitals that look like Latin ones, as phones send them.
    (';', ";"), ('Ά', "A"), ('·', "-"), ('Έ', "E"), ('Ή', "H"), ('Ί', "I"), ('Ό', "O"), ('Ύ', "Y"),
    ('Ώ', "Ω"), ('Α', "A"), ('Β', "B"), ('Ε', "E"), ('Ζ', "Z"), ('Η', "H"), ('Ι', "I"), ('Κ', "K"),
    ('Μ', "M"), ('Ν', "N"), ('Ο', "O"), ('Ρ', "P"), ('Τ', "T"), ('Υ', "Y"), ('Χ', "X"), ('Ϊ', "I"),
    ('Ϋ', "Y"),
    // Phonetic letters set as superscripts.
    ('\u{1d43}', "a"), ('\u{1d47}', "b"), ('\u{1d48}', "d"), ('\u{1d49}', "e"), ('\u{1d4d}', "g"),
    ('\u{1d4f}', "k"), ('\u{1d50}', "m"), ('\u{1d52}', "o"), ('\u{1d56}', "p"), ('\u{1d57}', "t"),
    ('\u{1d58}', "u"), ('\u{1d5b}', "v"), ('\u{1d62}', "i"), ('\u{1d63}', "r"), ('\u{1d64}', "u"),
    ('\u{1d65}', "v"),
    // Letters with several marks.
    ('Ḉ', "Ç"), ('ẚ', "a"), ('ẜ', "s"), ('ẝ', "s"), ('ẞ', "SS"),
    // Spaces and punctuation.
    ('\u{2000}', " "), ('\u{2001}', " "), ('\u{2002}', " "), ('\u{2003}', " "), ('\u{2004}', " "),
    ('\u{2005}', " "), ('\u{2006}', " "), ('\u{2007}', " "), ('\u{2008}', " "), ('\u{2009}', " "),
    ('\u{200a}', " "), ('‐', "-"), ('‑', "-"), ('‒', "-"), ('–', "-"), ('—', "-"), ('―', "-"), ('‖', "||"),
    ('‗', "_"), ('‘', "'"), ('’', "'"), ('‚', "'"), ('‛', "'"), ('“', "\""), ('”', "\""), ('„', "\""),
    ('‟', "\""), ('†', "+"), ('‡', "++"), ('•', "*"), ('‣', "*"), ('․', "."), ('‥', ".."), ('…', "..."),
    ('\u{2028}', "\n"), ('\u{2029}', "\n"), ('\u{202f}', " "), ('‰', "0/00"), ('′', "'"), ('″', "\""),
    ('‴', "'''"), ('‵', "'"), ('‶', "\""), ('‹', "'"), ('›', "'"), ('‼', "!!"), ('‽', "?!"), ('⁃', "-"),
    ('⁄', "/"), ('⁇', "??"), ('⁈', "?!"), ('⁉', "!?"), ('⁎', "*"), ('⁓', "~"), ('\u{205f}', " "),
    // Superscripts and subscripts.
    ('⁰', "0"), ('\u{2071}', "i"), ('⁴', "4"), ('⁵', "5"), ('⁶', "6"), ('⁷', "7"), ('⁸', "8"), ('⁹', "9"),
    ('⁺', "+"), ('⁻', "-"), ('⁼', "="), ('⁽', "("), ('⁾', ")"), ('\u{207f}', "n"), ('₀', "0"), ('₁', "1"),
    ('₂', "2"), ('₃', "3"), ('₄', "4"), ('₅', "5"), ('₆', "6"), ('₇', "7"), ('₈', "8"), ('₉', "9"),
    ('₊', "+"), ('₋', "-"), ('₌', "="), ('₍', "("), ('₎', ")"), ('\u{2090}', "a"), ('\u{2091}', "e"),
    ('\u{2092}', "o"), ('\u{2093}', "x"), ('\u{2095}', "h"), ('\u{2096}', "k"), ('\u{2097}', "l"),
    ('\u{2098}', "m"), ('\u{2099}', "n"), ('\u{209a}', "p"), ('\u{209b}', "s"), ('\u{209c}', "t"),
    // Currencies.
    ('₣', "FRF"), ('₦', "NGN"), ('₨', "Rs"), ('₩', "KRW"), ('₪', "ILS"), ('₫', "VND"), ('₱', "PHP"),
    ('₴', "UAH"), ('₸', "KZT"), ('₹', "Rs"), ('₺', "TRY"), ('₼', "AZN"), ('₽', "RUB"), ('₾', "GEL"),
    ('₿', "BTC"),
    // Letter-like signs.
    ('℀', "a/c"), ('℁', "a/s"), ('ℂ', "C"), ('℃', "degC"), ('℅', "c/o"), ('℆', "c/u"), ('℉', "degF"),
    ('ℊ', "g"), ('ℋ', "H"), ('ℌ', "H"), ('ℍ', "H"), ('ℎ', "h"), ('ℐ', "I"), ('ℑ', "I"), ('ℒ', "L"),
    ('ℓ', "l"), ('ℕ', "N"), ('№', "No"), ('ℙ', "P"), ('ℚ', "Q"), ('ℛ', "R"), ('ℜ', "R"), ('ℝ', "R"),
    ('℠', "SM"), ('℡', "TEL"), ('™', "TM"), ('ℤ', "Z"), ('Ω', "Ω"), ('ℨ', "Z"), ('K', "K"), ('Å', "Å"),
    ('ℬ', "B"), ('ℭ', "C"), ('℮', "e"), ('ℯ', "e"), ('ℰ', "E"), ('ℱ', "F"), ('ℳ', "M"), ('ℴ', "o"),
    ('ℹ', "i"), ('℻', "FAX"), ('ℾ', "Γ"), ('ℿ', "Π"), ('ⅅ', "D"), ('ⅆ', "d"), ('ⅇ', "e"), ('ⅈ', "i"),
    ('ⅉ', "j"),
    // Fractions and Roman numbers.
    ('⅐', " 1/7"), ('⅑', " 1/9"), ('⅒', " 1/10"), ('⅓', " 1/3"), ('⅔', " 2/3"), ('⅕', " 1/5"),
    ('⅖', " 2/5"), ('⅗', " 3/5"), ('⅘', " 4/5"), ('⅙', " 1/6"), ('⅚', " 5/6"), ('⅛', " 1/8"), ('⅜', " 3/8"),
    ('⅝', " 5/8"), ('⅞', " 7/8"), ('⅟', "1/"), ('Ⅰ', "I"), ('Ⅱ', "II"), ('Ⅲ', "III"), ('Ⅳ', "IV"),
    ('Ⅴ', "V"), ('Ⅵ', "VI"), ('Ⅶ', "VII"), ('Ⅷ', "VIII"), ('Ⅸ', "IX"), ('Ⅹ', "X"), ('Ⅺ', "XI"),
    ('Ⅻ', "XII"), ('Ⅼ', "L"), ('Ⅽ', "C"), ('Ⅾ', "D"), ('Ⅿ', "M"), ('ⅰ', "i"), ('ⅱ', "ii"), ('ⅲ', "iii"),
    ('ⅳ', "iv"), ('ⅴ', "v"), ('ⅵ', "vi"), ('ⅶ', "vii"), ('ⅷ', "viii"), ('ⅸ', "ix"), ('ⅹ', "x"), ('ⅺ', "xi"),
    ('ⅻ', "xii"), ('ⅼ', "l"), ('ⅽ', "c"), ('ⅾ', "d"), ('ⅿ', "m"),
    // Arrows and mathematics.
    ('←', "<-"), ('→', "->"), ('↔', "<->"), ('⇒', "=>"), ('⇔', "<=>"), ('∅', "Ø"), ('∆', "Δ"), ('∏', "Π"),
    ('∑', "Σ"), ('−', "-"), ('∕', "/"), ('∖', "\\"), ('∗', "*"), ('∙', "*"), ('∣', "|"), ('∥', "||"),
    ('∶', ":"), ('∼', "~"), ('≃', "~"), ('≅', "~"), ('≈', "~"), ('≠', "!="), ('≤', "<="), ('≥', ">="),
    ('≪', "<<"), ('≫', ">>"), ('⋅', "*"), ('⋯', "..."), ('⌀', "Ø"),
    // Numbers in circles.
    ('①', "(1)"), ('②', "(2)"), ('③', "(3)"), ('④', "(4)"), ('⑤', "(5)"), ('⑥', "(6)"), ('⑦', "(7)"),
    ('⑧', "(8)"), ('⑨', "(9)"), ('⑩', "(10)"), ('⑪', "(11)"), ('⑫', "(12)"), ('⑬', "(13)"), ('⑭', "(14)"),
    ('⑮', "(15)"), ('⑯', "(16)"), ('⑰', "(17)"), ('⑱', "(18)"), ('⑲', "(19)"), ('⑳', "(20)"),
    // Lines and shapes.
    ('─', "-"), ('━', "-"), ('│', "|"), ('┃', "|"), ('■', "*"), ('▪', "*"), ('▶', ">"), ('►', ">"),
    ('●', "*"), ('◦', "*"), ('★', "*"), ('☆', "*"), ('☹', ":("), ('☺', ":)"),
    // Dingbats and long arrows.
    ('❛', "'"), ('❜', "'"), ('❝', "\""), ('❞', "\""), ('➔', "->"), ('➜', "->"), ('➝', "->"), ('➞', "->"),
    ('➢', ">"), ('➤', ">"), ('⟨', "<"), ('⟩', ">"), ('⟵', "<-"), ('⟶', "->"), ('⟹', "=>"),
    // Operators.
    ('⩽', "<="), ('⩾', ">="),
    // Latin Extended-C and supplemental punctuation.
    ('Ɫ', "L"), ('ⱥ', "a"), ('⸺', "--"), ('⸻', "--"),
    // CJK punctuation.
    ('\u{3000}', " "), ('〈', "<"), ('〉', ">"), ('〜', "~"), ('〝', "\""), ('〞', "\""),
    // Private use: Symbol and Wingdings, as word processors paste them.
    ('\u{f02d}', "-"), ('\u{f04a}', ":)"), ('\u{f04b}', ":|"), ('\u{f04c}', ":("), ('\u{f076}', "*"),
    ('\u{f0a7}', "*"), ('\u{f0b7}', "*"), ('\u{f0d8}', ">"), ('\u{f0df}', "<-"), ('\u{f0e0}', "->"),
    ('\u{f0e8}', "->"), ('\u{f0f3}', "<->"),
    // Ligatures and small signs.
    ('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "st"), ('ﬆ', "st"),
    ('﹘', "-"), ('﹣', "-"),
    // Full-width signs.
    ('￡', "£"), ('￥', "¥"),
];

/// ASCII from `!` to `~`, which also stands full-width from U+FF01 on.
const ASCII: &str =
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// The letters of one mathematical style (bold, script, …), of which there are thirteen.
const STYLE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The digits of one mathematical style, of which there are five.
const DIGITS: &str = "0123456789";

/// What stands for a character that GSM does not have, None where nothing does. Characters that [`vanishes`] names have no substitute here.
pub(super) fn substitute(character: char) -> Option<&'static str> {
    let code = u32::from(character);
    match code {
        0x00c0..=0x024f => single(LATIN, code - 0x00c0),
        0x1e00..=0x1eff => single(LATIN_ADDITIONAL, code - 0x1e00),
        // The full-width grave accent is an apostrophe, as the plain one.
        0xff40 => Some("'"),
        0xff01..=0xff5e => single_of(ASCII, code - 0xff01),
        0x1d400..=0x1d6a3 => single_of(STYLE, (code - 0x1d400) % 52),
        0x1d7ce..=0x1d7ff => single_of(DIGITS, (code - 0x1d7ce) % 10),
        _ => None,
    }
    .or_else(|| {
        let place = SIGNS.binary_search_by_key(&character, |(sign, _)| *sign).ok()?;
        Some(SIGNS[place].1)
    })
}

/// The letter of a list with gaps.
fn single(letters: &'static str, place: u32) -> Option<&'static str> {
    single_of(letters, place).filter(|letter| *letter != ".")
}

/// The character at a place of a list of ASCII characters.
fn single_of(letters: &'static str, place: u32) -> Option<&'static str> {
    let place = usize::try_from(place).ok()?;
    letters.get(place..=place)
}

/// Whether a character may go without a trace: marks on letters, what has no width, and controls.
pub(super) fn vanishes(character: char) -> bool {
    matches!(character,
        // Controls that are no white space. Of C1, those that Windows-1252 has nothing at.
        '\u{0}'..='\u{8}' | '\u{e}'..='\u{1d}' | '\u{1f}' | '\u{7f}'
        | '\u{81}' | '\u{8d}' | '\u{8f}' | '\u{90}' | '\u{9d}'
        // Soft hyphen, grapheme joiner, Arabic letter mark, Mongolian vowel separator.
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}'
        // Zero width space, joiners, directions, word joiner, invisible operators, byte order mark, annotations, object
        // replacement (which dictation on telephones leaves behind), tags.
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffc}' | '\u{e0001}' | '\u{e0020}'..='\u{e007f}'
        // Combining marks, with the key cap of emoji.
        | '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}'
        // Variation selectors.
        | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// The GSM letter that a letter becomes with its combining marks, None where the letter stays and the marks go.
/// The mark nearest to the letter decides; marks below do not stand between.
pub(super) fn compose(letter: char, marks: &str) -> Option<&'static str> {
    for mark in marks.chars() {
        match (letter, mark) {
            ('A', '\u{308}') => return Some("Ä"),
            ('A', '\u{30a}') => return Some("Å"),
            ('C', '\u{327}') => return Some("Ç"),
            ('E', '\u{301}') => return Some("É"),
            ('N', '\u{303}') => return Some("Ñ"),
            ('O', '\u{308}') => return Some("Ö"),
            ('U', '\u{308}') => return Some("Ü"),
            ('a', '\u{300}') => return Some("à"),
            ('a', '\u{308}') => return Some("ä"),
            ('a', '\u{30a}') => return Some("å"),
            ('e', '\u{300}') => return Some("è"),
            ('e', '\u{301}') => return Some("é"),
            ('i', '\u{300}') => return Some("ì"),
            ('n', '\u{303}') => return Some("ñ"),
            ('o', '\u{300}') => return Some("ò"),
            ('o', '\u{308}') => return Some("ö"),
            ('u', '\u{300}') => return Some("ù"),
            ('u', '\u{308}') => return Some("ü"),
            // Dot, comma, cedilla, ogonek and line below.
            (_, '\u{323}' | '\u{326}' | '\u{327}' | '\u{328}' | '\u{331}') => {}
            // Invisible.
            (_, mark) if !matches!(mark, '\u{300}'..='\u{36f}') || mark == '\u{34f}' => {}
            _ => return None,
        }
    }
    None
}

/// The letter to which a combining mark may still be added: the letter itself, or that of a letter whose only marks are below.
pub(super) fn open_letter(character: char) -> Option<char> {
    Some(match character {
        'A'..='Z' | 'a'..='z' => character,
        'Ą' | 'Ạ' => 'A',
        'ą' | 'ạ' => 'a',
        'Ę' | 'Ȩ' | 'Ẹ' => 'E',
        'ę' | 'ȩ' | 'ẹ' => 'e',
        'į' | 'ị' => 'i',
        'Ņ' | 'Ṇ' | 'Ṉ' => 'N',
        'ņ' | 'ṇ' | 'ṉ' => 'n',
        'Ǫ' | 'Ọ' => 'O',
        'ǫ' | 'ọ' => 'o',
        'Ų' | 'Ụ' => 'U',
        'ų' | 'ụ' => 'u',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{ASCII, LATIN, LATIN_ADDITIONAL, SIGNS, substitute, vanishes};
    use crate::text::gsm::is_gsm;

    #[test]
    fn every_substitute_is_gsm_and_no_substituted_character_is() {
        for character in '\0'..=char::MAX {
            if let Some(to) = substitute(character) {
                assert!(to.chars().all(is_gsm), "{character:?} {to:?}");
                assert!(!vanishes(character), "{character:?}");
            }
            if is_gsm(character) {
                assert!(substitute(character).is_none(), "{character:?}");
                assert!(!vanishes(character), "{character:?}");
            }
        }
    }

    #[test]
    fn the_lists_are_of_the_length_and_order_that_the_search_takes_for_granted() {
        assert_eq!(LATIN.len(), 0x24f - 0xc0 + 1);
        assert_eq!(LATIN_ADDITIONAL.len(), 256);
        assert_eq!(ASCII.len(), 94);
        assert!(LATIN.is_ascii() && LATIN_ADDITIONAL.is_ascii() && ASCII.is_ascii());
        assert!(SIGNS.is_sorted_by(|one, other| one.0 < other.0));
    }
}
