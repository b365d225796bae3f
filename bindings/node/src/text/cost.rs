//! What a text costs, in the forms in which `node/src/estimate.js` takes it.
//!
//! The numbers cross at once. The rest is empty for most texts, longer than the text for others, and looked at by few: it is
//! written so that JSON is quick to read, and made into objects only where somebody asks for it.

use ecall::text::{Alphabet, Estimate, Measure, Position};
use serde_json::{Value, json};

use crate::names::camelled;

/// The alphabets by their numbers.
pub(super) const ALPHABETS: [Alphabet; 3] = [Alphabet::Gsm, Alphabet::Ucs2, Alphabet::Unicode];

/// The number of an alphabet; one past the last for one that this binding does not know.
pub(super) fn number(alphabet: Alphabet) -> usize {
    ALPHABETS.iter().position(|known| *known == alphabet).unwrap_or(ALPHABETS.len())
}

/// An estimate in JSON: `["gsm",1,46,114,160]`, with [`details`] as a sixth item where it has any.
pub(crate) fn write(estimate: &Estimate, json: &mut Vec<u8>) {
    let Measure { alphabet, pages, units, units_left, page_units } = estimate.measure;
    json.extend_from_slice(b"[\"");
    json.extend_from_slice(alphabet.as_str().as_bytes());
    json.push(b'"');
    for number in [pages, units, units_left, page_units] {
        json.push(b',');
        write_number(number, json);
    }
    let Estimate { forcing, doubled, problems, cut, transliterated, .. } = estimate;
    let none = forcing.is_empty() && doubled.is_empty() && problems.is_empty();
    if !(none && cut.is_none() && transliterated.is_none()) {
        json.push(b',');
        details(estimate, json);
    }
    json.push(b']');
}

/// What an estimate has besides its numbers, in JSON: `[forcing, doubled, problems, cut, transliterated]`, the places as texts.
pub(super) fn details(estimate: &Estimate, json: &mut Vec<u8>) {
    json.push(b'[');
    places(&estimate.forcing, json);
    json.push(b',');
    places(&estimate.doubled, json);
    let others: [Value; 3] = [json!(estimate.problems), json!(estimate.cut), json!(estimate.transliterated)];
    for value in others {
        json.push(b',');
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(&mut *json, &camelled(value));
    }
    json.push(b']');
}

/// Places as a text of numbers, four for each.
fn places(places: &[Position], json: &mut Vec<u8>) {
    json.push(b'"');
    for (index, place) in places.iter().enumerate() {
        let Position { character, byte, code_point, utf16 } = *place;
        if index > 0 {
            json.push(b' ');
        }
        write_number(character as usize, json);
        for offset in [byte, code_point, utf16] {
            json.push(b' ');
            write_number(offset, json);
        }
    }
    json.push(b'"');
}

fn write_number(number: usize, json: &mut Vec<u8>) {
    let _ = serde_json::to_writer(json, &number);
}

#[cfg(test)]
mod tests {
    use ecall::text::{Alphabet, EstimateOptions, estimate};

    use super::{ALPHABETS, number, write};

    fn written(text: &str) -> String {
        let mut json = Vec::new();
        write(&estimate(text, &EstimateOptions::default()), &mut json);
        String::from_utf8(json).unwrap()
    }

    #[test]
    fn what_is_empty_does_not_cross() {
        assert_eq!(written("Störung"), r#"["gsm",1,7,153,160]"#);
        assert_eq!(written("5€"), r#"["gsm",1,3,157,160,["","8364 1 1 1",[],null,null]]"#);
        assert_eq!(
            written("ö“"),
            r#"["ucs2",1,2,68,70,["8220 2 1 1","",[],null,{"alphabet":"gsm","pages":1,"units":2}]]"#
        );
    }

    #[test]
    fn names_are_those_of_javascript() {
        let cut = r#"{"characters":1,"from":{"byte":1530,"character":"b","codePoint":1530,"utf16":1530}}"#;
        let problems = r#"[{"code":"page_limit","found":11,"limit":10}]"#;
        let all = written(&("a".repeat(1530) + "b"));
        assert_eq!(all, format!(r#"["gsm",11,1531,152,153,["","",{problems},{cut},null]]"#));
    }

    #[test]
    fn every_alphabet_has_a_number() {
        assert_eq!(ALPHABETS.map(number), [0, 1, 2]);
        assert_eq!(ALPHABETS.map(Alphabet::as_str), ["gsm", "ucs2", "unicode"]);
    }
}
