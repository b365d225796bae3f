//! The text form of a receipt. Source: S34, Appendix B.

use super::{Receipt, date, number};
use crate::smpp::time::trimmed;
use crate::smpp::values::MessageState;

/// A field of the text form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Id,
    Submitted,
    Delivered,
    SubmitDate,
    DoneDate,
    State,
    Error,
    Text,
}

/// The names as they are read: in any case, a space, `_`, `-` or nothing where `names` has two words.
const KEYS: [(Key, &[u8], &[u8]); 8] = [
    (Key::Id, b"id", b""),
    (Key::Submitted, b"sub", b""),
    (Key::Delivered, b"dlvrd", b""),
    (Key::SubmitDate, b"submit", b"date"),
    (Key::DoneDate, b"done", b"date"),
    (Key::State, b"stat", b""),
    (Key::Error, b"err", b""),
    (Key::Text, b"text", b""),
];

/// The first field from an offset on: its key, where that begins, and where its value begins.
fn next_key(text: &[u8], from: usize) -> Option<(Key, usize, usize)> {
    (from..text.len())
        .filter(|at| *at == 0 || !text[at - 1].is_ascii_alphanumeric())
        .find_map(|at| key_at(&text[at..]).map(|(key, length)| (key, at, at + length)))
}

/// The key that a text begins with, and how long it is with its colon.
fn key_at(text: &[u8]) -> Option<(Key, usize)> {
    KEYS.into_iter().find_map(|(key, first, second)| {
        let after = strip(text, first)?;
        let after = match after {
            _ if second.is_empty() => after,
            [b' ' | b'_' | b'-', rest @ ..] => strip(rest, second)?,
            _ => strip(after, second)?,
        };
        let after = after.strip_prefix(b":")?;
        Some((key, text.len() - after.len()))
    })
}

fn strip<'a>(text: &'a [u8], word: &[u8]) -> Option<&'a [u8]> {
    let (found, rest) = text.split_at_checked(word.len())?;
    found.eq_ignore_ascii_case(word).then_some(rest)
}

pub(super) fn parse(text: &[u8]) -> Receipt<'_> {
    let mut receipt = Receipt::default();
    let mut next = next_key(text, 0);
    while let Some((key, _, begin)) = next {
        next = next_key(text, begin);
        let up_to_next = &text[begin..next.map_or(text.len(), |(_, at, _)| at)];
        // The message may itself have words with a colon. Where it stands last, as it should, it goes on to the end.
        if key == Key::Text && (receipt.id.is_some() || receipt.word.is_some()) {
            receipt.text.get_or_insert(text[begin..].into());
            break;
        }
        take(&mut receipt, key, up_to_next);
    }
    receipt
}

/// Takes a field, which ends before the next one. Of several the first counts.
fn take<'a>(receipt: &mut Receipt<'a>, key: Key, field: &'a [u8]) {
    let field = trimmed(field);
    if key == Key::Text {
        receipt.text.get_or_insert(field.into());
        return;
    }
    let end = field.iter().position(|octet| octet.is_ascii_whitespace() || matches!(octet, b',' | b';'));
    let value = &field[..end.unwrap_or(field.len())];
    if value.is_empty() {
        return;
    }
    let count = || number(core::str::from_utf8(value).ok()?, 10);
    match key {
        Key::Id => {
            receipt.id.get_or_insert(value.into());
        }
        Key::Submitted => receipt.submitted = receipt.submitted.or_else(count),
        Key::Delivered => receipt.delivered = receipt.delivered.or_else(count),
        Key::SubmitDate => receipt.submit_date = receipt.submit_date.or_else(|| date(value)),
        Key::DoneDate => receipt.done_date = receipt.done_date.or_else(|| date(value)),
        Key::State => {
            if receipt.word.is_none() {
                receipt.word = Some(value.into());
                receipt.state = MessageState::from_word(value);
            }
        }
        Key::Error => {
            receipt.error.get_or_insert(value.into());
        }
        Key::Text => {}
    }
}
