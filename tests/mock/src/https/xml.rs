//! Writing XML: elements and text, no more. For SOAP too.

use crate::answer::Answer;
use crate::payload::Payload;

/// An element with elements in it, or with text.
pub(crate) struct Element {
    name: &'static str,
    content: Content,
}

enum Content {
    Text(String),
    Elements(Vec<Element>),
}

impl Element {
    pub(crate) fn text(name: &'static str, text: &str) -> Self {
        Self { name, content: Content::Text(text.to_owned()) }
    }

    pub(crate) fn of(name: &'static str, elements: Vec<Element>) -> Self {
        Self { name, content: Content::Elements(elements) }
    }

    fn write(&self, out: &mut String) {
        out.push_str(&format!("<{}>", self.name));
        self.write_rest(out);
    }

    /// Writes the element and all below it as those of a namespace.
    pub(crate) fn write_in(&self, namespace: &str, out: &mut String) {
        out.push_str(&format!("<{} xmlns=\"{namespace}\">", self.name));
        self.write_rest(out);
    }

    fn write_rest(&self, out: &mut String) {
        match &self.content {
            Content::Text(text) => escape(text, out),
            Content::Elements(elements) => elements.iter().for_each(|element| element.write(out)),
        }
        out.push_str(&format!("</{}>", self.name));
    }
}

/// Writes a text between two tags.
pub(crate) fn escape(text: &str, out: &mut String) {
    text.chars().for_each(|character| write_character(character, out));
}

fn write_character(character: char, out: &mut String) {
    match character {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        // Left as it is, a reader would take it for a line feed.
        '\r' => out.push_str("&#13;"),
        '\t' | '\n' => out.push(character),
        // XML has no way to write these.
        '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => out.push(char::REPLACEMENT_CHARACTER),
        _ => out.push(character),
    }
}

/// An answer whose body is a document with this root.
pub(crate) fn answer(status: u16, root: &Element) -> Answer {
    let mut body = r#"<?xml version="1.0" encoding="utf-8"?>"#.to_owned();
    root.write(&mut body);
    Answer {
        status,
        headers: vec![("content-type".to_owned(), "text/xml; charset=utf-8".to_owned())],
        body: Payload::from(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_a_text_is_escaped() {
        let mut written = String::new();
        Element::of("A", vec![Element::text("B", "1 < 2 & \"3\" ]]>\r\n\u{c}ä")]).write(&mut written);
        assert_eq!(written, "<A><B>1 &lt; 2 &amp; \"3\" ]]&gt;&#13;\n\u{FFFD}ä</B></A>");
    }
}
