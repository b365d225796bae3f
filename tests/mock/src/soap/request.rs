//! Reading a request as the schema says: every element known, in its namespace, in its order, at most once.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node};
use serde_json::{Value, json};

use super::envelope::{Cause, NAMESPACE, Version};
use super::schema::{FILES, Operation};
use crate::job::SentFile;
use crate::payload::Payload;

/// A request that is as it should be.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) version: Version,
    pub(super) operation: &'static Operation,
    /// What is in the elements that hold text.
    pub(super) texts: BTreeMap<&'static str, String>,
    pub(super) files: Vec<SentFile>,
}

/// What is wrong with a request, in the version of its envelope if that is known.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) version: Version,
    pub(super) cause: Cause,
    pub(super) text: String,
}

impl Request {
    pub(super) fn read(body: &[u8]) -> Result<Self, Wrong> {
        let client = |version, text: String| Wrong { version, cause: Cause::Client, text };
        let unknown = |text: String| client(Version::Soap11, text);
        let text = std::str::from_utf8(body).map_err(|_| unknown("the request is not UTF-8".to_owned()))?;
        // Document types are refused by this reader unless they are asked for.
        let document = Document::parse(text).map_err(|problem| unknown(problem.to_string()))?;
        let root = document.root_element();
        if root.tag_name().name() != "Envelope" {
            return Err(unknown("the request is no envelope".to_owned()));
        }
        let version = Version::of(root.tag_name().namespace().unwrap_or_default()).ok_or(Wrong {
            version: Version::Soap11,
            cause: Cause::VersionMismatch,
            text: "the envelope is of no version that is known".to_owned(),
        })?;
        let body = body_of(root, version)?;
        let operation = only_child(body).map_err(|text| client(version, text))?;
        Self::of(operation, version).map_err(|text| client(version, text))
    }

    fn of(element: Node<'_, '_>, version: Version) -> Result<Self, String> {
        let name = own_name(element)?;
        let operation = Operation::named(name).ok_or_else(|| format!("there is no operation {name}"))?;
        let (mut texts, mut files) = (BTreeMap::new(), Vec::new());
        let mut next = 0;
        for child in elements(element)? {
            let name = own_name(child)?;
            let (place, known) =
                operation.place(name).ok_or_else(|| format!("{} has no element {name}", operation.name))?;
            if place < next {
                return Err(format!("the element {name} stands where none of its kind may stand"));
            }
            next = place + 1;
            if known == FILES {
                files = elements(child)?.into_iter().map(file).collect::<Result<_, _>>()?;
            } else {
                texts.insert(known, text(child)?);
            }
        }
        Ok(Self { version, operation, texts, files })
    }

    /// The text of an element; none where it is absent or empty.
    pub(super) fn given(&self, element: &str) -> Option<&str> {
        self.texts.get(element).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// As the control interface shows it.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "version": self.version.name(),
            "operation": self.operation.name,
            "parameters": self.texts,
            "files": self.files,
        })
    }
}

/// The body of an envelope in which nothing has to be understood that is not.
fn body_of<'a, 'b>(envelope: Node<'a, 'b>, version: Version) -> Result<Node<'a, 'b>, Wrong> {
    let wrong = |cause, text: &str| Wrong { version, cause, text: text.to_owned() };
    let mut body = None;
    for child in elements(envelope).map_err(|text| wrong(Cause::Client, &text))? {
        let is_part = |name| child.has_tag_name((version.namespace(), name));
        if is_part("Header") && body.is_none() {
            let must = |header: Node<'_, '_>| {
                let must = header.attribute((version.namespace(), "mustUnderstand"));
                matches!(must, Some("1" | "true"))
            };
            if child.children().any(must) {
                return Err(wrong(Cause::MustUnderstand, "no header is understood"));
            }
        } else if is_part("Body") && body.is_none() {
            body = Some(child);
        } else {
            return Err(wrong(Cause::Client, "the envelope has something besides its header and its body"));
        }
    }
    body.ok_or_else(|| wrong(Cause::Client, "the envelope has no body"))
}

fn only_child<'a, 'b>(parent: Node<'a, 'b>) -> Result<Node<'a, 'b>, String> {
    match elements(parent)?[..] {
        [only] => Ok(only),
        _ => Err("the body has not one element".to_owned()),
    }
}

/// The elements right below one that holds nothing else.
fn elements<'a, 'b>(parent: Node<'a, 'b>) -> Result<Vec<Node<'a, 'b>>, String> {
    let has_text =
        parent.children().any(|child| child.is_text() && !child.text().unwrap_or_default().trim().is_empty());
    if has_text {
        return Err(format!("{} holds text", parent.tag_name().name()));
    }
    Ok(parent.children().filter(Node::is_element).collect())
}

/// The name of one of the service's elements, which have no attributes.
fn own_name<'a>(element: Node<'a, '_>) -> Result<&'a str, String> {
    let name = element.tag_name().name();
    if element.tag_name().namespace() != Some(NAMESPACE) {
        return Err(format!("the element {name} is not in the namespace {NAMESPACE}"));
    }
    if element.attributes().next().is_some() {
        return Err(format!("the element {name} has an attribute"));
    }
    Ok(name)
}

fn text(element: Node<'_, '_>) -> Result<String, String> {
    if element.children().any(|child| child.is_element()) {
        return Err(format!("the element {} holds an element", element.tag_name().name()));
    }
    Ok(element.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect())
}

fn file(attachment: Node<'_, '_>) -> Result<SentFile, String> {
    let name = own_name(attachment)?;
    let parts = elements(attachment)?;
    let names = parts.iter().map(|part| own_name(*part)).collect::<Result<Vec<_>, _>>()?;
    if name != "Attachment" || names != ["FileName", "FileContent"] {
        return Err("a file is no Attachment of FileName and FileContent".to_owned());
    }
    let content: String = text(parts[1])?.split_ascii_whitespace().collect();
    let content = STANDARD.decode(content).map_err(|_| "the content of a file is not base64".to_owned())?;
    let length = content.len();
    Ok(SentFile { file_name: text(parts[0])?, length, sha256: Payload::from(content).sha256() })
}
