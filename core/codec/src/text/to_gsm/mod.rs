//! Transliteration to the GSM alphabet.

mod substitutes;

use alloc::{borrow::ToOwned, string::String, vec::Vec};

use unicode_segmentation::UnicodeSegmentation;

use super::{Position, gsm::is_gsm};
use substitutes::{compose, open_letter, substitute, vanishes};

/// What [`to_gsm`] made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Transliteration {
    /// The new text: characters of the GSM alphabet, and those that were left.
    pub text: String,
    /// What was replaced, in the order of the text.
    pub replacements: Vec<Replacement>,
    /// What has no substitute and was kept, at its place in the text that was given, in the order of the text.
    /// Empty where the new text is wholly GSM.
    pub left: Vec<Position>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Replacement {
    /// The first character that was replaced, at its place in the text that was given.
    pub at: Position,
    /// What stood there: a character, or a letter with its combining marks, or marks alone.
    pub from: String,
    /// What stands there now; empty where it was removed.
    pub to: &'static str,
}

/// Replaces what is not in the GSM alphabet by what is customary in plain text: typographic quotes, dashes, spaces and
/// bullets, the ellipsis, letters with diacritics (one character or with combining marks), ligatures, superscripts,
/// fractions, arrows, currencies, what word processors and Windows-1252 leave behind. What has no width is removed.
/// A letter with marks that is GSM as one character (é, ö) becomes that. Greek capitals that look like Latin ones become these.
///
/// What has no customary substitute stays: emoji, other alphabets, lower-case Greek. A grapheme cluster that holds such
/// a character stays as a whole, so that an emoji or a word is not torn to pieces.
///
/// Characters that are GSM stay untouched (`ß`, `Ç`, `Δ`, `€` and all of the extension table), and doing it twice changes nothing more.
pub fn to_gsm(text: &str) -> Transliteration {
    let mut work = Work {
        place: Place::default(),
        to: Transliteration {
            text: String::with_capacity(text.len()),
            replacements: Vec::new(),
            left: Vec::new(),
        },
    };
    let mut rest = text;
    while let Some(other) = rest.find(|character| !is_gsm(character)) {
        // The letter before it belongs to it where it is a combining mark, so the cluster begins there. Where the letter stands
        // alone it is the cluster, and the next turn finds the character at the start.
        let before = rest[..other].char_indices().next_back().map_or(0, |(start, _)| start);
        work.keep(&rest[..before]);
        rest = &rest[before..];
        let cluster = rest.graphemes(true).next().unwrap_or(rest);
        work.cluster(cluster);
        rest = &rest[cluster.len()..];
    }
    work.keep(rest);
    work.to
}

/// How far the text is done.
#[derive(Clone, Copy, Default)]
struct Place {
    byte: usize,
    code_point: usize,
    utf16: usize,
}

impl Place {
    /// The character that stands here, with its position.
    fn of(self, character: char) -> Position {
        Position { character, byte: self.byte, code_point: self.code_point, utf16: self.utf16 }
    }

    /// Goes past these characters.
    fn pass(&mut self, characters: &str) {
        self.byte += characters.len();
        for character in characters.chars() {
            self.code_point += 1;
            self.utf16 += character.len_utf16();
        }
    }
}

struct Work {
    place: Place,
    to: Transliteration,
}

impl Work {
    /// Takes characters over as they are.
    fn keep(&mut self, characters: &str) {
        self.place.pass(characters);
        self.to.text.push_str(characters);
    }

    /// Takes a cluster over as it is, and says what of it is not GSM.
    fn leave(&mut self, cluster: &str) {
        for character in cluster.chars() {
            if !is_gsm(character) {
                self.to.left.push(self.place.of(character));
            }
            self.keep(character.encode_utf8(&mut [0; 4]));
        }
    }

    /// Puts something in the place of characters; nothing where there are none.
    fn replace(&mut self, from: &str, to: &'static str) {
        let Some(first) = from.chars().next() else { return };
        self.to.replacements.push(Replacement { at: self.place.of(first), from: from.to_owned(), to });
        self.to.text.push_str(to);
        self.place.pass(from);
    }

    /// Does one grapheme cluster.
    fn cluster(&mut self, cluster: &str) {
        let known = |character| is_gsm(character) || vanishes(character) || substitute(character).is_some();
        if !cluster.chars().all(known) {
            return self.leave(cluster);
        }
        let (mut marks, mut rest) = split_marks(cluster);
        self.replace(marks, "");
        while let Some(letter) = rest.chars().next() {
            let whole = rest;
            (marks, rest) = split_marks(&whole[letter.len_utf8()..]);
            self.letter(letter, &whole[..whole.len() - rest.len()], marks);
        }
    }

    /// Does one letter or sign with the marks that follow it; `whole` is both.
    fn letter(&mut self, letter: char, whole: &str, marks: &str) {
        if let Some(composed) = open_letter(letter).and_then(|open| compose(open, marks)) {
            self.replace(whole, composed);
        } else if let Some(to) = substitute(letter) {
            self.replace(whole, self.apart(to));
        } else {
            self.keep(letter.encode_utf8(&mut [0; 4]));
            self.replace(marks, "");
        }
    }

    /// A fraction has a space before it, which is needed only after a digit.
    fn apart(&self, to: &'static str) -> &'static str {
        match to.strip_prefix(' ') {
            Some(fraction)
                if !fraction.is_empty()
                    && !self.to.text.ends_with(|before: char| before.is_ascii_digit()) =>
            {
                fraction
            }
            _ => to,
        }
    }
}

/// The characters at the start that may vanish, and the rest.
fn split_marks(text: &str) -> (&str, &str) {
    let end = text.find(|character| !vanishes(character)).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests;
