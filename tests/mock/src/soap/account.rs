//! The account of a request, found without reading the whole of it: files are large, and a body may have broken off.

use crate::connection::Head;

const ELEMENT: &[u8] = b"AccountName";

/// The account that the first element of that name tells, once its text has come to its end.
pub(crate) fn username(_head: &Head, body: &[u8]) -> Option<String> {
    let start = memchr::memmem::find(body, ELEMENT)? + ELEMENT.len();
    let rest = &body[start..];
    let open = memchr::memchr(b'>', rest)?;
    let text = &rest[open + 1..];
    let text = std::str::from_utf8(&text[..memchr::memchr(b'<', text)?]).ok()?;
    let name = ["lt <", "gt >", "quot \"", "apos '", "amp &"].iter().fold(text.to_owned(), |text, pair| {
        let (entity, letter) = pair.split_once(' ').unwrap_or_default();
        text.replace(&format!("&{entity};"), letter)
    });
    Some(name).filter(|name| !name.is_empty())
}
