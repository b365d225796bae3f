//! Whether a text is GSM and how many septets it takes, from its octets of UTF-8 or its units without a branch for each.

use super::table;

/// What a text costs in its alphabet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::text) struct Count {
    /// Septets, or UTF-16 code units.
    pub units: usize,
    /// Whether a character costs two units.
    pub doubled: bool,
}

/// What an octet of UTF-8 means in a text that is GSM.
#[derive(Clone, Copy)]
struct Octet {
    /// What it costs in septets. All of a character's cost stands at its first octet.
    cost: u8,
    /// After which kinds of octets it may stand, as bits. None where no character of GSM has it.
    after: u8,
    /// Of which kind it is itself, one bit.
    kind: u8,
}

/// The kinds of octets: one that ends a character (the start of the text is one too), and the five after which a
/// character goes on. U+20AC, the euro sign, is E2 82 AC, and no other character of GSM has an 82.
const END: u8 = 1;
const C2: u8 = 2;
const C3: u8 = 4;
const CE: u8 = 8;
const E2: u8 = 16;
const X82: u8 = 32;

static OCTETS: [Octet; 256] = octets();

const fn octets() -> [Octet; 256] {
    let mut octets = [Octet { cost: 0, after: 0, kind: END }; 256];
    let mut point = 0;
    while point < 0x800 {
        if let Some(character) = char::from_u32(point)
            && let Some(code) = table::code(character)
        {
            add(&mut octets, point as usize, code.cost() as u8);
        }
        point += 1;
    }
    octets[0xe2] = Octet { cost: 2, after: END, kind: E2 };
    octets[0x82] = Octet { cost: 0, after: E2, kind: X82 };
    octets[0xac].after |= X82;
    octets
}

/// Enters a character of one or two octets.
const fn add(octets: &mut [Octet; 256], point: usize, cost: u8) {
    if point < 0x80 {
        octets[point] = Octet { cost, after: END, kind: END };
        return;
    }
    let first = 0xc0 | point >> 6;
    let kind = match first {
        0xc2 => C2,
        0xc3 => C3,
        0xce => CE,
        _ => panic!("a character of GSM has a first octet that is no kind yet"),
    };
    octets[first] = Octet { cost, after: END, kind };
    octets[0x80 | point & 0x3f].after |= kind;
}

/// So many octets are looked at before a text that is not GSM is given up.
const BLOCK: usize = 256;

/// The septets of a text, None where a character of it is not GSM.
pub(in crate::text) fn count(text: &str) -> Option<Count> {
    let mut units = 0;
    let mut costs = 0;
    let mut before = END;
    for block in text.as_bytes().chunks(BLOCK) {
        let mut refused = false;
        for &octet in block {
            let Octet { cost, after, kind } = OCTETS[usize::from(octet)];
            refused |= after & before == 0;
            before = kind;
            units += usize::from(cost);
            costs |= cost;
        }
        if refused {
            return None;
        }
    }
    Some(Count { units, doubled: costs & 2 != 0 })
}

/// What a character costs, by its code point; [`NOT_GSM`] where GSM does not have it. The last place stands for all characters
/// after the euro sign, which is the last of GSM. One look for each unit takes half the time of telling the euro sign apart.
static COSTS: [u8; LAST + 1] = costs();
const LAST: usize = '€' as usize + 1;
const NOT_GSM: u8 = 0x80;

const fn costs() -> [u8; LAST + 1] {
    let mut costs = [NOT_GSM; LAST + 1];
    let mut point = 0;
    while point < LAST {
        if let Some(character) = char::from_u32(point as u32)
            && let Some(code) = table::code(character)
        {
            costs[point] = code.cost() as u8;
        }
        point += 1;
    }
    costs
}

/// The septets of a text in units of which every character of GSM takes one; None where a unit is none of these.
pub(in crate::text) fn count_units<U: Copy + Into<u32>>(units: &[U]) -> Option<Count> {
    let mut septets = 0;
    let mut costs = 0;
    for block in units.chunks(BLOCK) {
        for &unit in block {
            let unit: u32 = unit.into();
            let cost = COSTS[(unit as usize).min(LAST)];
            septets += usize::from(cost);
            costs |= cost;
        }
        if costs & NOT_GSM != 0 {
            return None;
        }
    }
    Some(Count { units: septets, doubled: costs & 2 != 0 })
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{Count, count};
    use crate::text::gsm;

    /// The same, character by character.
    fn one_by_one(text: &str) -> Option<Count> {
        let costs = text.chars().map(gsm::cost);
        let doubled = costs.clone().any(|cost| cost == Some(2));
        costs.sum::<Option<usize>>().map(|units| Count { units, doubled })
    }

    #[test]
    fn every_character_counts_alone_and_among_others() {
        for character in '\0'..='\u{2fff}' {
            for around in ["", "a", "ü", "€", "Δ", "¡"] {
                let text = String::from_iter([around, character.encode_utf8(&mut [0; 4]), around]);
                assert_eq!(
                    count(&text),
                    one_by_one(&text),
                    "{around:?} around U+{:04X}",
                    u32::from(character)
                );
            }
        }
        for character in '\u{3000}'..=char::MAX {
            assert_eq!(count(character.encode_utf8(&mut [0; 4])), None, "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn a_character_across_two_blocks_counts() {
        for length in super::BLOCK - 4..super::BLOCK + 4 {
            for end in ["ü", "€", "â", "日"] {
                let text = "a".repeat(length) + end;
                assert_eq!(count(&text), one_by_one(&text), "{length} octets before {end}");
            }
        }
    }
}
