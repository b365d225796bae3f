//! Words of core's tables and open enumerations: texts where they cross, types of their own in each language.

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub String);

        uniffi::custom_newtype!($name, String);

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self(word.to_owned())
            }
        }
    )*};
}

words! {
    /// The state of a message; open.
    Status
    /// The way that a message takes; open.
    Channel
    /// What went wrong, a word of core's table.
    ErrorKind
    /// Whether a message may have gone out: `not_accepted`, `unknown` or `not_applicable`.
    Outcome
}

impl From<ecall::model::Status> for Status {
    fn from(status: ecall::model::Status) -> Self {
        status.as_str().into()
    }
}

impl From<ecall::model::Channel> for Channel {
    fn from(channel: ecall::model::Channel) -> Self {
        channel.as_str().into()
    }
}

impl From<ecall::Kind> for ErrorKind {
    fn from(kind: ecall::Kind) -> Self {
        kind.as_str().into()
    }
}

impl From<ecall::Outcome> for Outcome {
    fn from(outcome: ecall::Outcome) -> Self {
        outcome.as_str().into()
    }
}
