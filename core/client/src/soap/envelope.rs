//! Writing what is posted.

use std::borrow::Cow;

use super::endpoint::{Endpoint, Operation};
use super::{NAMESPACE, SoapVersion};
use crate::options::Problems;
use crate::xml;

/// A parameter of an operation: an option under its name here, an element on the wire.
pub(super) struct Parameter<'a> {
    option: &'static str,
    element: &'static str,
    /// None where it is left away.
    value: Option<Cow<'a, str>>,
}

/// A parameter that is always there.
pub(super) fn with<'a>(option: &'static str, element: &'static str, value: &'a str) -> Parameter<'a> {
    Parameter { option, element, value: Some(value.into()) }
}

/// A parameter that may be absent.
pub(super) fn any<'a>(
    option: &'static str,
    element: &'static str,
    value: Option<impl Into<Cow<'a, str>>>,
) -> Parameter<'a> {
    Parameter { option, element, value: value.map(Into::into) }
}

/// Finds the values that XML cannot hold.
pub(super) fn check(parameters: &[Parameter<'_>], problems: &mut Problems) {
    for Parameter { option, value, .. } in parameters {
        if value.as_deref().is_some_and(|value| !xml::is_text(value)) {
            problems.add(option, "characters", xml::NO_TEXT);
        }
    }
}

/// A request as it is written: the credentials, then parameters in the order of the operation's schema.
pub(super) struct Envelope {
    operation: Operation,
    text: String,
}

impl Envelope {
    pub fn open(endpoint: &Endpoint, version: SoapVersion, operation: Operation) -> Self {
        let (namespace, name) = (version.namespace(), operation.name());
        let mut text = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"{namespace}\"><soap:Body><{name} xmlns=\"{NAMESPACE}\">"
        );
        text.push_str(endpoint.credentials());
        Self { operation, text }
    }

    pub fn write(mut self, parameters: &[Parameter<'_>]) -> Self {
        for Parameter { element, value, .. } in parameters {
            if let Some(value) = value {
                self.element(element, value);
            }
        }
        self
    }

    pub fn element(&mut self, name: &str, value: &str) {
        self.tag("<", name);
        xml::escape(value, &mut self.text);
        self.tag("</", name);
    }

    /// A tag as it is: `open` is `<` or `</`.
    pub fn tag(&mut self, open: &str, name: &str) {
        for part in [open, name, ">"] {
            self.text.push_str(part);
        }
    }

    /// What was written since this was called before.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// The end of it, with what was not taken before.
    pub fn close(mut self) -> String {
        self.tag("</", self.operation.name());
        self.text.push_str("</soap:Body></soap:Envelope>");
        self.text
    }
}
