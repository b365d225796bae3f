//! Envelopes: the version of SOAP, what is around an answer, faults.

use crate::answer::Answer;
use crate::https::xml::{Element, escape};
use crate::payload::Payload;

/// The namespace of the service's own elements.
pub(super) const NAMESPACE: &str = "eCallWebservice";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Soap11,
    Soap12,
}

impl Version {
    pub(super) fn of(namespace: &str) -> Option<Self> {
        [Self::Soap11, Self::Soap12].into_iter().find(|version| version.namespace() == namespace)
    }

    pub(super) fn namespace(self) -> &'static str {
        match self {
            Self::Soap11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Self::Soap12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Soap11 => "text/xml",
            Self::Soap12 => "application/soap+xml",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Soap11 => "1.1",
            Self::Soap12 => "1.2",
        }
    }
}

/// Why a request is not processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    Client,
    MustUnderstand,
    VersionMismatch,
}

impl Cause {
    /// Its code, and the status that it comes with.
    fn shown(self, version: Version) -> (&'static str, u16) {
        match (self, version) {
            (Self::Client, Version::Soap11) => ("Client", 500),
            (Self::Client, Version::Soap12) => ("Sender", 400),
            (Self::MustUnderstand, _) => ("MustUnderstand", 500),
            (Self::VersionMismatch, _) => ("VersionMismatch", 500),
        }
    }
}

/// A fault in the words of its version.
pub(super) fn fault(version: Version, cause: Cause, text: &str) -> Answer {
    let (code, status) = cause.shown(version);
    let mut said = String::new();
    escape(text, &mut said);
    let inner = match version {
        Version::Soap11 => format!(
            "<soap:Fault><faultcode>soap:{code}</faultcode><faultstring>{said}</faultstring><detail /></soap:Fault>"
        ),
        Version::Soap12 => format!(
            "<soap:Fault><soap:Code><soap:Value>soap:{code}</soap:Value></soap:Code>\
             <soap:Reason><soap:Text xml:lang=\"en\">{said}</soap:Text></soap:Reason></soap:Fault>"
        ),
    };
    enclosed(version, status, &inner)
}

/// An answer with this element in its body.
pub(super) fn answer(version: Version, root: &Element) -> Answer {
    let mut inner = String::new();
    root.write_in(NAMESPACE, &mut inner);
    enclosed(version, 200, &inner)
}

fn enclosed(version: Version, status: u16, inner: &str) -> Answer {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"{}\"><soap:Body>{inner}</soap:Body></soap:Envelope>",
        version.namespace()
    );
    let kind = format!("{}; charset=utf-8", version.media_type());
    Answer { status, headers: vec![("content-type".to_owned(), kind)], body: Payload::from(body) }
}
