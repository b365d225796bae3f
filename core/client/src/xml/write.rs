/// What is wrong with a text that [`is_text`] refuses, in words of a problem.
pub(crate) const NO_TEXT: &str = "has a control character or another that XML cannot hold";

/// Whether XML 1.0 can hold every character of a text: no control characters but tab, line feed and carriage return, no U+FFFE,
/// no U+FFFF (XML 1.0, section 2.2). There is no way to write the others, not as references either.
pub(crate) fn is_text(text: &str) -> bool {
    text.chars().all(|letter| match letter {
        '\t' | '\n' | '\r' => true,
        '\0'..' ' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    })
}

/// Writes a text between two tags, so that a reader finds it as it was: a carriage return as a reference, because it would be
/// read as a line feed (XML 1.0, section 2.11).
pub(crate) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(place) = rest.find(['&', '<', '>', '\r']) {
        out.push_str(&rest[..place]);
        out.push_str(match rest.as_bytes()[place] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&#13;",
        });
        rest = &rest[place + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_found() {
        for good in ["", "a\t\r\n", "\u{7f}\u{80}\u{fffd}\u{10ffff}", "\u{e000}"] {
            assert!(is_text(good), "{good:?}");
        }
        for bad in ["\0", "\u{1}", "\u{b}", "\u{c}", "\u{1b}", "\u{1f}", "\u{fffe}", "a\u{ffff}"] {
            assert!(!is_text(bad), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(text in any::<String>()) {
            prop_assume!(is_text(&text));
            let mut document = String::from("<a>");
            escape(&text, &mut document);
            document.push_str("</a>");
            prop_assert_eq!(crate::xml::read(document.as_bytes(), None).unwrap().text, text);
        }
    }
}
