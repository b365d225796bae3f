//! The one table of error kinds. Every language takes its list from here.

use std::fmt;

macro_rules! kinds {
    ($($variant:ident = $number:literal, $name:literal, $doc:literal;)*) => {
        /// What went wrong, as a stable word and a stable number.
        ///
        /// The numbers stand in groups with gaps; neither a word nor a number is ever given a new meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum Kind {
            $(#[doc = $doc] $variant = $number,)*
        }

        impl Kind {
            /// Every kind there is, in the order of its number.
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];

            /// The stable word: `outcome_unknown`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Kind::$variant => $name,)* }
            }

            /// One sentence on what the kind means.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self { $(Kind::$variant => $doc,)* }
            }
        }
    };
}

kinds! {
    InvalidArgument = 10, "invalid_argument", "An argument breaks a rule; nothing was sent. The fields say which rules.";
    Config = 11, "config", "The configuration is incomplete or contradicts itself; nothing was sent.";

    Connect = 20, "connect", "No connection to the service, or it broke.";
    Tls = 21, "tls", "The TLS handshake failed: certificate, host name or protocol.";
    RateLimited = 22, "rate_limited", "The service asks for fewer requests.";
    Unavailable = 23, "unavailable", "The service says that it cannot serve at present.";

    Authentication = 30, "authentication", "User name or password are wrong.";
    Permission = 31, "permission", "The account may not do this, or the interface is not enabled for it.";
    InsufficientCredit = 32, "insufficient_credit", "The account has not enough credit.";
    NotFound = 33, "not_found", "The service does not know the message, file or path.";
    Rejected = 34, "rejected", "The service refused the request; its code and fields say why.";

    OutcomeUnknown = 40, "outcome_unknown", "The message may have been accepted or not: no answer that says so was read.";

    Timeout = 50, "timeout", "The time for the call was up.";
    Cancelled = 51, "cancelled", "The caller cancelled the call.";
    Server = 52, "server", "The service failed.";
    UnexpectedResponse = 53, "unexpected_response", "The answer is not what the service is documented to give; its raw body is kept.";

    Forked = 60, "forked", "The process was forked and this object stayed in the parent.";
    Closed = 61, "closed", "The client was closed.";
    Internal = 62, "internal", "A defect of this library.";
}

impl Kind {
    /// The stable number, which is also the status code in C.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Whether a message went out, as far as an error can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[repr(i32)]
pub enum Outcome {
    /// The service did not take the message: sending it again does not double it.
    NotAccepted = 0,
    /// The service may have taken the message: sending it again may double it.
    Unknown = 1,
    /// The call was not a send.
    NotApplicable = 2,
}

impl Outcome {
    /// Every outcome there is, in the order of its number.
    pub const ALL: &'static [Outcome] = &[Outcome::NotAccepted, Outcome::Unknown, Outcome::NotApplicable];

    /// The stable word: `not_accepted`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::NotAccepted => "not_accepted",
            Outcome::Unknown => "unknown",
            Outcome::NotApplicable => "not_applicable",
        }
    }

    /// The stable number.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn words_and_numbers_are_unique_and_ordered() {
        for pair in Kind::ALL.windows(2) {
            assert!(pair[0].number() < pair[1].number(), "{} before {}", pair[0], pair[1]);
        }
        let words: std::collections::BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        assert_eq!(words.len(), Kind::ALL.len());
    }

    /// The published numbers: a change here breaks every C program that was compiled before it.
    #[test]
    fn numbers_are_the_published_ones() {
        let table: Vec<_> = Kind::ALL.iter().map(|kind| (kind.number(), kind.as_str())).collect();
        assert_eq!(
            table,
            [
                (10, "invalid_argument"),
                (11, "config"),
                (20, "connect"),
                (21, "tls"),
                (22, "rate_limited"),
                (23, "unavailable"),
                (30, "authentication"),
                (31, "permission"),
                (32, "insufficient_credit"),
                (33, "not_found"),
                (34, "rejected"),
                (40, "outcome_unknown"),
                (50, "timeout"),
                (51, "cancelled"),
                (52, "server"),
                (53, "unexpected_response"),
                (60, "forked"),
                (61, "closed"),
                (62, "internal"),
            ]
        );
    }
}
