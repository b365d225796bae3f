//! `multipart/form-data` as RFC 2046 and RFC 7578 describe it, in general: any number of parts with any headers.

use bytes::Bytes;
use memchr::memmem;
use percent_encoding::percent_decode_str;

const MAX_HEADERS: usize = 16;

/// One part of a form.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
    /// A view of the form's bytes, not a copy.
    pub(crate) body: Bytes,
}

/// The boundary of a `multipart/form-data` content type; none for every other type.
pub(crate) fn boundary(content_type: &str) -> Option<String> {
    let (essence, parameters) = parameters(content_type);
    if !essence.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    Some(parameter(&parameters, "boundary").unwrap_or_default())
}

/// Reads all parts of a form; none when it is not well-formed.
pub(crate) fn parse(form: &Bytes, boundary: &str) -> Option<Vec<Part>> {
    if boundary.is_empty() {
        return None;
    }
    let delimiter = format!("\r\n--{boundary}");
    let finder = memmem::Finder::new(&delimiter);
    // The first delimiter has no line before it unless there is a preamble.
    let mut here = if form.starts_with(&delimiter.as_bytes()[2..]) {
        delimiter.len() - 2
    } else {
        finder.find(form)? + delimiter.len()
    };
    let mut parts = Vec::new();
    loop {
        if form[here..].starts_with(b"--") {
            return Some(parts);
        }
        let padding = form[here..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        here += padding;
        if !form[here..].starts_with(b"\r\n") {
            return None;
        }
        let start = here + 2;
        // From the line's end on: a part may be empty and without headers.
        let length = finder.find(&form[here..])?;
        parts.push(part(&form.slice(start.min(here + length)..here + length))?);
        here += length + delimiter.len();
    }
}

fn part(bytes: &Bytes) -> Option<Part> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let httparse::Status::Complete((length, headers)) = httparse::parse_headers(bytes, &mut headers).ok()?
    else {
        return None;
    };
    let header = |name: &str| {
        let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        Some(String::from_utf8_lossy(found.value).trim().to_owned())
    };
    let disposition = header("content-disposition")?;
    let (kind, parameters) = parameters(&disposition);
    if !kind.eq_ignore_ascii_case("form-data") {
        return None;
    }
    Some(Part {
        name: form_name(&parameter(&parameters, "name")?),
        filename: extended(&parameters)
            .or_else(|| parameter(&parameters, "filename").map(|name| form_name(&name))),
        content_type: header("content-type"),
        body: bytes.slice(length..),
    })
}

/// Names escape three characters, and nothing else, by percent signs.
fn form_name(value: &str) -> String {
    value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
}

/// `filename*=UTF-8''...` of RFC 5987.
fn extended(parameters: &[(String, String)]) -> Option<String> {
    let value = parameter(parameters, "filename*")?;
    let encoded = value.splitn(3, '\'').nth(2)?;
    Some(percent_decode_str(encoded).decode_utf8_lossy().into_owned())
}

fn parameter(parameters: &[(String, String)], name: &str) -> Option<String> {
    parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
}

/// A header's value before its first `;`, and the parameters after it, quoted or not.
fn parameters(value: &str) -> (&str, Vec<(String, String)>) {
    let (first, mut rest) = value.split_once(';').unwrap_or((value, ""));
    let mut found = Vec::new();
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (text, remains) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted),
            None => {
                let (token, remains) = after.split_once(';').unwrap_or((after, ""));
                (token.trim_end().to_owned(), remains)
            }
        };
        found.push((name.trim_matches([' ', '\t', ';']).to_owned(), text));
        rest = remains;
    }
    (first.trim(), found)
}

/// The text up to the closing quote, and what follows it.
fn unquote(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (text, &quoted[index + 1..]),
            '\\' => text.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => text.push(character),
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_cut_at_its_boundary_alone() {
        let form = Bytes::from_static(
            b"preamble\r\n--B x\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
        );
        assert!(parse(&form, "B").is_none(), "the first delimiter is followed by text, and there is no end");
        let form = Bytes::from_static(
            b"--B \t\r\ncontent-disposition: form-data; filename=\"a\\\"%22;.png\"; name=\"file\"\r\nContent-Type: image/png\r\n\r\n\
              \r\n-B\r\n--\r\n--B\r\nContent-Disposition: form-data; name=b\r\n\r\n\r\n--B--\r\nepilogue",
        );
        let parts = parse(&form, "B").unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[0].name.as_str(), parts[0].filename.as_deref()), ("file", Some("a\"\";.png")));
        assert_eq!(parts[0].content_type.as_deref(), Some("image/png"));
        assert_eq!(&parts[0].body[..], b"\r\n-B\r\n--");
        assert_eq!((parts[1].name.as_str(), parts[1].filename.as_deref()), ("b", None));
        assert!(parts[1].body.is_empty());
    }

    #[test]
    fn a_form_that_breaks_off_is_none() {
        let whole = b"--B\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nabc\r\n--B--";
        assert!(parse(&Bytes::from_static(whole), "B").is_some());
        for length in 0..whole.len() {
            assert!(parse(&Bytes::copy_from_slice(&whole[..length]), "B").is_none(), "{length}");
        }
    }

    #[test]
    fn boundaries_may_be_quoted() {
        assert_eq!(boundary("Multipart/Form-Data; boundary=\"a b\"").unwrap(), "a b");
        assert_eq!(boundary("multipart/form-data; charset=x; boundary=ab").unwrap(), "ab");
        assert_eq!(boundary("multipart/form-data").unwrap(), "");
        assert_eq!(boundary("image/png"), None);
    }

    #[test]
    fn filenames_may_be_extended() {
        let form = Bytes::from_static(
            b"--B\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''b%C3%A4r.png\r\n\r\nx\r\n--B--",
        );
        assert_eq!(parse(&form, "B").unwrap()[0].filename.as_deref(), Some("b\u{e4}r.png"));
    }
}
