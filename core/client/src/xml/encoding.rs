use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::XmlProblem;

const MARK: &[u8] = b"\xef\xbb\xbf";
/// Where a declaration stands, if there is one.
const DECLARATION: usize = 256;

/// The document as a text: by its byte order mark, else by the transport's word, else by its own declaration, else UTF-8
/// (RFC 7303, section 3). Taken are UTF-8 and Windows-1252, with their subsets ASCII and ISO 8859-1.
pub(super) fn decode<'a>(document: &'a [u8], charset: Option<&str>) -> Result<Cow<'a, str>, XmlProblem> {
    let (document, encoding) = match document.strip_prefix(MARK) {
        Some(rest) => (rest, UTF_8),
        None => match charset.or_else(|| declared(document)) {
            Some(label) => (document, Encoding::for_label(label.as_bytes()).ok_or(XmlProblem::Encoding)?),
            None => (document, UTF_8),
        },
    };
    // For the labels `iso-8859-1` and `us-ascii` it is Windows-1252 too (WHATWG Encoding Standard).
    let text = if encoding == UTF_8 || encoding == WINDOWS_1252 {
        encoding.decode_without_bom_handling_and_without_replacement(document)
    } else {
        None
    };
    let text = text.ok_or(XmlProblem::Encoding)?;
    if text.contains('\0') { Err(XmlProblem::Encoding) } else { Ok(text) }
}

/// What the XML declaration says of the encoding.
fn declared(document: &[u8]) -> Option<&str> {
    let head = document.get(..DECLARATION).unwrap_or(document);
    let head = head.strip_prefix(b"<?xml")?;
    let length = head.windows(2).position(|two| two == b"?>")?;
    let declaration = std::str::from_utf8(&head[..length]).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split_once(quote).map(|(label, _)| label)
}
