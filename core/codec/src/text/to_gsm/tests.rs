use alloc::{
    string::{String, ToString},
    vec,
    vec::Vec,
};

use proptest::prelude::*;

use super::{Replacement, Transliteration, to_gsm};
use crate::text::{Position, gsm::is_gsm};

/// Every pair is text and what becomes of it, with nothing left.
fn all_become(pairs: &[(&str, &str)]) {
    for (text, expected) in pairs {
        let Transliteration { text: found, left, .. } = to_gsm(text);
        assert_eq!(found, *expected, "{text:?}");
        assert_eq!(left, [], "{text:?}");
    }
}

/// Every text stays as it is, and is left where it is not GSM.
fn all_stay(texts: &[&str]) {
    for text in texts {
        let found = to_gsm(text);
        assert_eq!(found.text, *text);
        assert_eq!(found.replacements, [], "{text:?}");
    }
}

#[test]
fn what_is_gsm_stays() {
    all_stay(&[
        "",
        "Grüße aus Zürich",
        "ÇßÄÖÑÜ§äöñüàèéùìòÅåØøÆæÉ ¡¿ @£$¥¤",
        "ΔΦΓΛΩΠΨΣΘΞ",
        "€ ^{}\\[~]|\u{c}",
        "a\r\nb\n",
    ]);
}

#[test]
fn what_has_no_substitute_stays_and_is_told() {
    let text = "Hi 😀 ну";
    let found = to_gsm(text);
    assert_eq!(found.text, text);
    assert_eq!(
        found.left,
        [
            Position { character: '😀', byte: 3, code_point: 3, utf16: 3 },
            Position { character: 'н', byte: 8, code_point: 5, utf16: 6 },
            Position { character: 'у', byte: 10, code_point: 6, utf16: 7 },
        ]
    );
}

#[test]
fn a_replacement_says_where_it_was() {
    let found = to_gsm("😀 “e\u{301}”…");
    assert_eq!(found.text, "😀 \"é\"...");
    let at = |character, byte, code_point, utf16| Position { character, byte, code_point, utf16 };
    let replaced = |at, from: &str, to| Replacement { at, from: from.to_string(), to };
    assert_eq!(
        found.replacements,
        [
            replaced(at('“', 5, 2, 3), "“", "\""),
            replaced(at('e', 8, 3, 4), "e\u{301}", "é"),
            replaced(at('”', 11, 5, 6), "”", "\""),
            replaced(at('…', 14, 6, 7), "…", "..."),
        ]
    );
}

#[test]
fn marks_that_go_are_told_without_their_letter() {
    let found = to_gsm("x\u{302}y");
    assert_eq!(found.text, "xy");
    assert_eq!(found.replacements.len(), 1);
    assert_eq!((found.replacements[0].at.byte, found.replacements[0].from.as_str()), (1, "\u{302}"));
}

#[test]
fn an_emoji_or_word_is_not_torn_to_pieces() {
    all_stay(&[
        "👨\u{200d}👩\u{200d}👧",
        "❤\u{fe0f}",
        "й и\u{306} ё",
        "می\u{200c}خواهم",
        "🇨🇭🇩🇪",
        "🏴\u{e0067}\u{e007f}",
    ]);
    // Beside them, all goes on.
    assert_eq!(to_gsm("“❤\u{fe0f}”\u{200b}").text, "\"❤\u{fe0f}\"");
}

#[test]
fn a_fraction_keeps_its_distance_from_digits() {
    all_become(&[("½", "1/2"), ("1½ h", "1 1/2 h"), ("1 ½", "1 1/2"), ("a½", "a1/2"), ("²½", "2 1/2")]);
}

#[test]
fn decomposed_letters_become_what_the_composed_ones_do() {
    all_become(&[
        ("A\u{308}A\u{30a}C\u{327}E\u{301}N\u{303}O\u{308}U\u{308}", "ÄÅÇÉÑÖÜ"),
        (
            "a\u{300}a\u{308}a\u{30a}e\u{300}e\u{301}i\u{300}n\u{303}o\u{300}o\u{308}u\u{300}u\u{308}",
            "àäåèéìñòöùü",
        ),
        ("e\u{302}s\u{30c}c\u{327}g\u{306}I\u{307}", "escgI"),
        // Vietnamese, with two marks: the nearer one decides, a dot below does not stand between.
        ("ế e\u{302}\u{301} ê\u{301}", "e e e"),
        ("ẹ\u{301} e\u{323}\u{301} e\u{301}\u{323}", "é é é"),
        ("ờ o\u{31b}\u{300} ơ\u{300}", "o o o"),
        ("ǖ ü\u{304} u\u{308}\u{304} u\u{304}\u{308}", "ü ü ü u"),
        ("Α\u{301}", "A"),
    ]);
}

#[test]
fn every_style_of_mathematical_letters_is_plain() {
    all_become(&[("𝐀𝐳𝑨𝒜𝓏𝔄𝕫𝖠𝘻𝙰𝚣", "AzAAzAzAzAz"), ("𝟎𝟗𝟘𝟡𝟢𝟫𝟬𝟵𝟶𝟿", "0909090909"), ("！～｀Ａｚ", "!~'Az")]);
}

#[test]
fn marks_without_a_letter_go() {
    all_become(&[
        ("\u{301}a", "a"),
        ("\u{feff}\u{301}e\u{200b}\u{301}", "e"),
        ("1\u{fe0f}\u{20e3}", "1"),
        ("\n\u{301}", "\n"),
    ]);
}

#[test]
fn a_text_without_change_allocates_its_text_alone() {
    let found = to_gsm("Alarm in Raum 12");
    assert_eq!((found.replacements.capacity(), found.left.capacity()), (0, 0));
    assert_eq!(found.replacements, vec![]);
    assert_eq!(found.left, Vec::new());
}

/// Characters that meet one another in odd ways: letters, marks, joiners, flags, syllables, signs, anything.
fn characters() -> impl Strategy<Value = String> {
    let odd: Vec<char> = "aeoC1 \r\n€{éêẹơ“…½™©à\u{301}\u{308}\u{323}\u{327}\u{200b}\u{200d}\u{fe0f}\u{20e3}\u{ad}\u{600}\u{b}\
                          ❤👩🏽🇨🇭ии\u{94d}क각\u{1b}Αα\u{e0067}🏴"
        .chars()
        .collect();
    proptest::collection::vec(prop_oneof![8 => proptest::sample::select(odd), 1 => any::<char>()], 0..40)
        .prop_map(|characters| characters.into_iter().collect())
}

proptest! {
    #[test]
    fn what_comes_out_is_gsm_and_what_was_left(text in characters()) {
        let found = to_gsm(&text);
        let not_gsm: Vec<char> = found.text.chars().filter(|character| !is_gsm(*character)).collect();
        let left: Vec<char> = found.left.iter().map(|at| at.character).collect();
        prop_assert_eq!(not_gsm, left);
    }

    #[test]
    fn doing_it_twice_changes_nothing_more(text in characters()) {
        let once = to_gsm(&text);
        let twice = to_gsm(&once.text);
        prop_assert_eq!(&twice.text, &once.text);
        prop_assert_eq!(twice.replacements, []);
        prop_assert_eq!(twice.left.len(), once.left.len());
    }

    #[test]
    fn the_replacements_make_the_new_text(text in characters()) {
        let found = to_gsm(&text);
        let mut made = String::new();
        let mut done = 0;
        for Replacement { at, from, to } in &found.replacements {
            made.push_str(&text[done..at.byte]);
            made.push_str(to);
            prop_assert_eq!(&text[at.byte..at.byte + from.len()], from);
            prop_assert!(from != to && !from.is_empty());
            done = at.byte + from.len();
        }
        made.push_str(&text[done..]);
        prop_assert_eq!(made, found.text);
    }

    #[test]
    fn positions_are_those_of_the_text(text in characters()) {
        let found = to_gsm(&text);
        for at in found.left.iter().chain(found.replacements.iter().map(|replacement| &replacement.at)) {
            let before = &text[..at.byte];
            prop_assert_eq!(text[at.byte..].chars().next(), Some(at.character));
            prop_assert_eq!(before.chars().count(), at.code_point);
            prop_assert_eq!(before.encode_utf16().count(), at.utf16);
        }
    }
}
