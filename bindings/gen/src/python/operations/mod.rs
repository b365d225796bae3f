//! The operations as the Python clients have them. A file for each interface.

mod https;
mod jobs;
mod rest;
mod smpp;
mod soap;

pub use https::OPERATIONS as HTTPS;
pub use rest::OPERATIONS as REST;
pub use smpp::OPERATIONS as SMPP;
pub use soap::OPERATIONS as SOAP;

use super::options::Known;

/// An argument that is no option.
pub struct Argument {
    pub name: &'static str,
    pub annotation: &'static str,
    pub default: Option<&'static str>,
    pub doc: &'static str,
}

/// Which of the calls' options an operation takes.
#[derive(Clone, Copy)]
pub enum Takes {
    Send,
    Call,
    Read,
    ReadEach,
    Wait,
    Bulk,
    WaitMany,
    Upload,
    Download,
    Submit,
    Nothing,
}

/// What a client makes of the arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Makes {
    /// One call.
    Call,
    /// One call, whose last arguments are objects of the caller's that are used meanwhile.
    Transfer,
    /// An object to iterate over, whose class has this name.
    Many(&'static str),
}

/// One operation, in both clients of an interface.
pub struct Operation {
    pub name: &'static str,
    pub summary: &'static str,
    pub arguments: &'static [Argument],
    /// Arguments that have to be named.
    pub named: &'static [Argument],
    /// What it takes besides, handed over together.
    pub own: Option<fn() -> Vec<Known>>,
    pub options: Takes,
    pub makes: Makes,
    pub returns: &'static str,
    pub raises: &'static [(&'static str, &'static str)],
}

const fn argument(name: &'static str, annotation: &'static str, doc: &'static str) -> Argument {
    Argument { name, annotation, default: None, doc }
}

const fn optional(name: &'static str, annotation: &'static str, doc: &'static str) -> Argument {
    Argument { name, annotation, default: Some("None"), doc }
}

const READ: &[(&str, &str)] = &[("EcallError", "the answer could not be had; the class says why.")];
