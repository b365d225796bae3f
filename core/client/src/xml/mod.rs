//! The XML of the HTTPS and SOAP interfaces. Reading: a small tree of local names and texts, and nothing that XML can do
//! besides. No document type, no entities but the five and character references, bounds on everything; each refusal says why. Writing: texts.

mod encoding;
mod problem;
mod write;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

pub(crate) use problem::XmlProblem;
pub(crate) use write::{NO_TEXT, escape, is_text};

/// The longest document, in bytes: what is taken of an answer.
pub(crate) const MAX_LENGTH: usize = crate::transport::MAX_BODY;
/// Elements within elements. A SOAP answer has six.
const MAX_DEPTH: usize = 32;
/// Elements in all. A thousand statuses have about ten thousand.
const MAX_ELEMENTS: usize = 100_000;
/// Attributes of one element.
const MAX_ATTRIBUTES: usize = 64;
/// Bytes of a name with its prefix.
const MAX_NAME: usize = 256;

/// An element: its name without a prefix, the text right below it, and its children in order. Attributes are not kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub name: String,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// Whether this is what it is called. Names are compared without regard to case, as the service does.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The element of one of these names that is nearest, itself or below; the first of several as near. What is deeper may be part
    /// of something unknown.
    pub fn find(&self, names: &[&str]) -> Option<&Element> {
        let mut level = vec![self];
        while !level.is_empty() {
            if let Some(found) = level.iter().find(|element| names.iter().any(|name| element.is(name))) {
                return Some(found);
            }
            level = level.iter().flat_map(|element| &element.children).collect();
        }
        None
    }

    /// Its text without white space around it.
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }
}

/// Reads a document. `charset` is the one that the transport names, which counts more than the document's own.
pub(crate) fn read(document: &[u8], charset: Option<&str>) -> Result<Element, XmlProblem> {
    if document.len() > MAX_LENGTH {
        return Err(XmlProblem::TooLong);
    }
    let text = encoding::decode(document, charset)?;
    let mut reader = Reader::from_str(&text);
    let mut tree = Tree::default();
    loop {
        match reader.read_event().map_err(|_| XmlProblem::Malformed)? {
            Event::Start(start) => tree.open(&start)?,
            Event::Empty(start) => {
                tree.open(&start)?;
                tree.close()?;
            }
            Event::End(_) => tree.close()?,
            Event::Text(text) => tree.text(&text.xml10_content())?,
            Event::CData(_) if tree.open.is_empty() => return Err(XmlProblem::Malformed),
            Event::CData(text) => tree.append(&text.xml10_content()),
            Event::GeneralRef(reference) => tree.reference(&reference)?,
            Event::DocType(_) => return Err(XmlProblem::DocumentType),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => return tree.finish(),
        }
    }
}

/// A tree that is being read.
#[derive(Default)]
struct Tree {
    /// The elements that are open, the root first.
    open: Vec<Element>,
    root: Option<Element>,
    count: usize,
}

impl Tree {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), XmlProblem> {
        if self.root.is_some() {
            return Err(XmlProblem::Malformed);
        }
        self.count += 1;
        if self.open.len() >= MAX_DEPTH {
            return Err(XmlProblem::TooDeep);
        }
        if self.count > MAX_ELEMENTS {
            return Err(XmlProblem::TooManyElements);
        }
        check_name(start.name().into_inner())?;
        check_attributes(start)?;
        let name = start.local_name().into_inner().to_owned();
        self.open.push(Element { name, ..Element::default() });
        Ok(())
    }

    fn close(&mut self) -> Result<(), XmlProblem> {
        let closed = self.open.pop().ok_or(XmlProblem::Malformed)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(closed),
            None => self.root = Some(closed),
        }
        Ok(())
    }

    /// Characters outside the root have to be white space.
    fn text(&mut self, text: &str) -> Result<(), XmlProblem> {
        if self.open.is_empty() && !text.trim().is_empty() {
            return Err(XmlProblem::Malformed);
        }
        self.append(text);
        Ok(())
    }

    fn append(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), XmlProblem> {
        let letter = resolve(reference)?;
        self.text(letter.encode_utf8(&mut [0; 4]))
    }

    fn finish(self) -> Result<Element, XmlProblem> {
        if self.open.is_empty() { self.root.ok_or(XmlProblem::Empty) } else { Err(XmlProblem::Cut) }
    }
}

/// The character that a reference stands for. Control characters are taken, though XML 1.0 has none but three: the text of an
/// SMS may hold any, and one message that cannot be read would hold up all that wait behind it.
fn resolve(reference: &BytesRef<'_>) -> Result<char, XmlProblem> {
    let name: &str = reference;
    let Some(number) = name.strip_prefix('#') else {
        return match name {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => Err(XmlProblem::Entity),
        };
    };
    let (digits, base) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let plain = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(base));
    let code = u32::from_str_radix(digits, base).ok().filter(|code| plain && *code != 0);
    code.and_then(char::from_u32).ok_or(XmlProblem::CharacterReference)
}

fn check_name(name: &str) -> Result<(), XmlProblem> {
    if name.len() > MAX_NAME {
        return Err(XmlProblem::NameTooLong);
    }
    let letter = |letter: char| letter.is_alphabetic() || matches!(letter, '_' | ':');
    let rest =
        |other: char| letter(other) || other.is_alphanumeric() || matches!(other, '-' | '.' | '\u{b7}');
    let mut letters = name.chars();
    let good = letters.next().is_some_and(letter) && letters.all(rest) && !name.ends_with(':');
    if good { Ok(()) } else { Err(XmlProblem::Malformed) }
}

/// Attributes mean nothing here, but what is no XML is not read past.
fn check_attributes(start: &BytesStart<'_>) -> Result<(), XmlProblem> {
    for (index, attribute) in start.attributes().enumerate() {
        if index >= MAX_ATTRIBUTES {
            return Err(XmlProblem::TooManyAttributes);
        }
        let attribute = attribute.map_err(|_| XmlProblem::Malformed)?;
        check_name(attribute.key.into_inner())?;
        if attribute.value.contains('<') {
            return Err(XmlProblem::Malformed);
        }
        let mut parts = attribute.value.split('&');
        parts.next();
        for part in parts {
            let (name, _) = part.split_once(';').ok_or(XmlProblem::Malformed)?;
            resolve(&BytesRef::new(name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
