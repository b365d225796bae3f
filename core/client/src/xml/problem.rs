use std::fmt;

/// Why a document is not read. Holds nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum XmlProblem {
    /// Longer than an answer may be.
    TooLong,
    /// Written in an encoding that the service does not use, or not in the one that it names.
    Encoding,
    /// A document type declaration, which could declare entities or name files.
    DocumentType,
    /// An entity besides the five.
    Entity,
    /// A reference to no character.
    CharacterReference,
    TooDeep,
    TooManyElements,
    TooManyAttributes,
    NameTooLong,
    /// It ends before its root does.
    Cut,
    /// No element at all.
    Empty,
    /// Anything else that is no XML.
    Malformed,
}

impl fmt::Display for XmlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the XML is longer than 16 MiB",
            Self::Encoding => "the XML is in an encoding that is not taken, or not in the one it names",
            Self::DocumentType => "the XML has a document type, which is not taken",
            Self::Entity => "the XML has an entity that is not one of the five",
            Self::CharacterReference => "the XML has a reference to no character",
            Self::TooDeep => "the XML is too deep",
            Self::TooManyElements => "the XML has too many elements",
            Self::TooManyAttributes => "the XML has an element with too many attributes",
            Self::NameTooLong => "the XML has a name that is too long",
            Self::Cut => "the XML ends too early",
            Self::Empty => "the XML has no element",
            Self::Malformed => "the answer is no XML",
        })
    }
}
