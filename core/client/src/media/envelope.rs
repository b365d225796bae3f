//! What is around a file on its way: its type and name, and the multipart form.

use std::iter;

use ::http::HeaderValue;
use bytes::Bytes;

use super::options::{MediaEncoding, UploadOptions};
use crate::options::Problems;

/// The part of the form that is the file. Provisional: the service's documentation does not show it.
const PART: &str = "file";
/// The name of a file that has none.
const NAME: &str = "file";
const BOUNDARY_LENGTH: usize = 48;

/// How one file is packed.
pub(super) struct Packing {
    /// The type of the request's body.
    pub content_type: HeaderValue,
    /// What comes before the file and after it.
    pub around: Option<(Bytes, Bytes)>,
}

impl Packing {
    /// As `options` say, for a file whose path ends in `name`.
    pub fn of(options: &UploadOptions, name: Option<String>, problems: &mut Problems) -> Self {
        let name = options.filename.clone().or(name).unwrap_or_else(|| NAME.to_owned());
        let content_type = match &options.content_type {
            Some(given) => header(given).unwrap_or_else(|| {
                problems.add("content_type", "format", "is no content type");
                HeaderValue::from_static("")
            }),
            None => mime_guess::from_path(&name)
                .first_raw()
                .map_or(HeaderValue::from_static("application/octet-stream"), HeaderValue::from_static),
        };
        match options.encoding.unwrap_or_default() {
            MediaEncoding::Raw => Self { content_type, around: None },
            MediaEncoding::Multipart => Self::multipart(&name, &content_type),
        }
    }

    fn multipart(name: &str, content_type: &HeaderValue) -> Self {
        let boundary: String = iter::repeat_with(fastrand::alphanumeric).take(BOUNDARY_LENGTH).collect();
        let name = quoted(name);
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{PART}\"; filename=\"{name}\"\r\nContent-Type: "
        )
        .into_bytes();
        head.extend_from_slice(content_type.as_bytes());
        head.extend_from_slice(b"\r\n\r\n");
        let tail = format!("\r\n--{boundary}--\r\n").into_bytes();
        let content_type = HeaderValue::from_str(&format!("multipart/form-data; boundary={boundary}"))
            .expect("letters and digits");
        Self { content_type, around: Some((Bytes::from(head), Bytes::from(tail))) }
    }
}

fn header(content_type: &str) -> Option<HeaderValue> {
    let plausible = content_type.is_ascii() && !content_type.trim().is_empty();
    HeaderValue::from_str(content_type).ok().filter(|_| plausible)
}

/// A name as browsers write it into a form (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Kind, Outcome};

    fn content_type(options: &UploadOptions, name: Option<&str>) -> String {
        let options = options.clone().encoding(MediaEncoding::Raw);
        let packing = Packing::of(&options, name.map(str::to_owned), &mut Problems::default());
        packing.content_type.to_str().unwrap().to_owned()
    }

    #[test]
    fn the_type_is_the_one_given_or_told_by_the_name() {
        let none = UploadOptions::new();
        assert_eq!(content_type(&none.clone().content_type("x/y"), Some("a.png")), "x/y");
        assert_eq!(content_type(&none, Some("a.PNG")), "image/png");
        assert_eq!(content_type(&none.clone().filename("b.pdf"), Some("a.png")), "application/pdf");
        assert_eq!(content_type(&none, Some("a.nobody-knows")), "application/octet-stream");
        assert_eq!(content_type(&none, None), "application/octet-stream");
    }

    #[test]
    fn types_that_are_no_header_value_are_refused() {
        for wrong in ["a/b\r\nx: y", "", " ", "a/\u{e9}"] {
            let mut problems = Problems::default();
            Packing::of(&UploadOptions::new().content_type(wrong), None, &mut problems);
            let error = problems.finish(Kind::InvalidArgument, Outcome::NotApplicable).unwrap_err();
            assert_eq!(error.details().fields[0].field, "content_type", "{wrong:?}");
        }
    }

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(quoted("a\"b\r\nc"), "a%22b%0D%0Ac");
        assert_eq!(quoted("Gr\u{fc}\u{df}e 100%\\.png"), "Gr\u{fc}\u{df}e 100%\\.png");
    }

    #[test]
    fn every_form_has_a_boundary_of_its_own() {
        let form = || {
            Packing::of(&UploadOptions::new(), None, &mut Problems::default())
                .content_type
                .to_str()
                .unwrap()
                .to_owned()
        };
        let (one, other) = (form(), form());
        assert_ne!(one, other);
        // RFC 2046, section 5.1.1: 70 characters at most.
        let boundary = one.strip_prefix("multipart/form-data; boundary=").unwrap();
        assert!((40..=70).contains(&boundary.len()), "{boundary}");
    }
}
