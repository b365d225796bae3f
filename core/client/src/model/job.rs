//! Numbers that the HTTPS and SOAP interfaces share: result codes, states of jobs and reasons. All are open: a number that is
//! not known is kept, and means nothing more.

use std::fmt;

use serde::Deserialize;

use super::define::Absent;
use super::status::Status;
use crate::error::Kind;

/// Defines a number of the service's that may grow. Read from a JSON number or from a text with one; written as a number.
macro_rules! open_number {
    ($($(#[doc = $doc:literal])* pub struct $name:ident as $schema:literal;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl $name {
            /// The number as it stands on the wire.
            #[must_use]
            pub const fn number(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                whole_number(deserializer).map(Self)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "integer", "description": crate::model::define::description(&[$($doc),*]) })
            }
        }

        impl Absent for $name {}
    )*};
}

open_number! {
    /// What the service says of a request on the HTTPS and SOAP interfaces; 0 is accepted. Source: HTTPS documentation (codes
    /// 0, 11000, 11001, 11100, 11101, 11701 and the empty cache), SOAP documentation, older manuals (11203 and from 11300 on,
    /// provisional).
    pub struct ResultCode as "ResultCode";
    /// The state of a job, as SOAP's `SendState` has it and, provisionally, HTTPS' `StatusCode`. Source: older manuals
    /// (provisional).
    pub struct SendState as "SendState";
    /// Why a job failed; REST calls it `reasonCode`. Source: REST documentation and older manuals (provisional).
    pub struct ErrorState as "ErrorState";
    /// How much is told of what becomes of an SMS. Source: HTTPS documentation, `NotificationLevel`.
    pub struct NotificationLevel as "NotificationLevel";
}

impl NotificationLevel {
    /// As soon as something is known.
    pub const AVAILABLE: Self = Self(0);
    /// At the last point to which it can be tracked.
    pub const LAST: Self = Self(1);
    /// As [`LAST`](Self::LAST), and where the sending is delayed.
    pub const LAST_AND_DELAYED: Self = Self(2);
    /// Failures only.
    pub const FAILURES: Self = Self(3);
}

fn whole_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Number(i64),
        Text(String),
    }
    match Number::deserialize(deserializer)? {
        Number::Number(number) => Ok(number),
        Number::Text(text) => text.trim().parse().map_err(|_| serde::de::Error::custom("is no whole number")),
    }
}

/// What a table says of a number.
fn look_up<T: Copy>(table: &'static [(i64, T)], number: i64) -> Option<T> {
    table.iter().find(|(known, _)| *known == number).map(|(_, value)| *value)
}

/// Name and meaning of the result codes.
const RESULTS: &[(i64, (&str, &str))] = &[
    (0, ("OK", "accepted")),
    (11000, ("SyntaxError", "syntax error")),
    (11001, ("PermissionDenied", "access denied")),
    (11100, ("AdrAdCInvalid", "the address of a recipient is invalid")),
    (11101, ("AdrNAdInvalid", "the address of a notification is invalid")),
    (11102, ("AdrAdCMissing", "there is no recipient")),
    (11103, ("AdrNAdMissing", "there is no address for notifications")),
    (11104, ("AdrAdCTooMany", "there are too many recipients")),
    (11105, ("AdrAdCNotAllowed", "a recipient is outside the allowed range")),
    (11200, ("MsgNoCharacters", "the message has no content")),
    (11201, ("MsgInvalidCharacters", "the message has invalid characters")),
    (11202, ("MsgSendTimeInvalid", "the send time is invalid")),
    (11203, ("MsgSendTimeNotAllowed", "the send time is outside the allowed window")),
    (11204, ("MsgTooLong", "the message is too long; of the cache: it is empty")),
    (11300, ("AccNoUser", "the user is unknown")),
    (11301, ("AccNoUnits", "the account has no points")),
    (11303, ("AccNoFreeUnits", "the account has no free points")),
    (11400, ("CallSystemInvalid", "the call system is invalid")),
    (11401, ("CallSystemInvalidForUser", "the call system is not allowed to the user")),
    (11402, ("CallSystemNotSupported", "the call system is not supported")),
    (11403, ("CallSystemConfused", "the call system is disturbed for the time being")),
    (11500, ("IDMissing", "the id is missing")),
    (11501, ("IDInvalid", "the id is invalid or was not found")),
    (11502, ("IDDoesNotExist", "the id does not exist")),
    (11600, ("StateAlreadyTransmitted", "was sent already")),
    (11700, ("DataReadError", "the data cannot be read")),
    (11701, ("TooManyResults", "there are more than 1000 results")),
    (11800, ("CBMsgError", "the callback is not allowed")),
    (11905, ("AttachmentsTooMany", "there are more than 10 attachments")),
    (11906, ("AttachmentTooLarge", "an attachment is larger than 5 MB")),
    (11907, ("AttachmentNotSupported", "the type of an attachment is not supported")),
    (11908, ("AttachmentNotSaved", "an attachment could not be saved")),
    (11910, ("JobNotInLog", "the job is not in the log")),
    (11911, ("JobIDRequired", "a job id is required")),
    (11912, ("JobScheduled", "the job is scheduled")),
];

impl ResultCode {
    /// Accepted.
    pub const OK: Self = Self(0);
    /// Access denied.
    pub const PERMISSION_DENIED: Self = Self(11001);
    /// The message is too long; of the HTTPS cache: it is empty.
    pub const TOO_LONG_OR_EMPTY: Self = Self(11204);
    /// The user is unknown (provisional).
    pub const NO_USER: Self = Self(11300);
    /// The account has no points (provisional).
    pub const NO_UNITS: Self = Self(11301);
    /// The account has no free points (provisional).
    pub const NO_FREE_UNITS: Self = Self(11303);
    /// The id does not exist (provisional).
    pub const NO_SUCH_ID: Self = Self(11502);
    /// There are more than 1000 results.
    pub const TOO_MANY_RESULTS: Self = Self(11701);
    /// The job is not in the log (provisional).
    pub const NOT_IN_LOG: Self = Self(11910);
    /// The job is scheduled, which is no error (provisional).
    pub const SCHEDULED: Self = Self(11912);

    /// The service's name of it: `AdrAdCInvalid`. Those of 11701 and from 11905 on are this library's.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        look_up(RESULTS, self.0).map(|(name, _)| name)
    }

    /// What it means, in a few words.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        look_up(RESULTS, self.0).map(|(_, meaning)| meaning)
    }

    /// Whether it says that the service does not know the job or message (provisional).
    #[must_use]
    pub fn is_not_found(self) -> bool {
        matches!(self, Self::NO_SUCH_ID | Self::NOT_IN_LOG)
    }

    /// The kind of error that it is where it is one.
    #[must_use]
    pub fn kind(self) -> Kind {
        match self {
            Self::PERMISSION_DENIED => Kind::Permission,
            Self::NO_USER => Kind::Authentication,
            Self::NO_UNITS | Self::NO_FREE_UNITS => Kind::InsufficientCredit,
            code if code.is_not_found() => Kind::NotFound,
            _ => Kind::Rejected,
        }
    }
}

/// What kind of job a state belongs to. The numbers of one kind are not used by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JobFamily {
    /// SMS and pager, which share their states.
    Sms,
    /// Voice.
    Voice,
    /// Fax.
    Fax,
}

use JobFamily::{Fax, Sms, Voice};

/// Of each state: its kind of job, what it means, whether it is final, and REST's word for it where it has one.
type StateRow = (JobFamily, &'static str, bool, Option<fn() -> Status>);

const STATES: &[(i64, StateRow)] = &[
    (0, (Sms, "is being transmitted", false, Some(|| Status::Pending))),
    (1, (Sms, "sent", false, Some(|| Status::Sent))),
    (2, (Sms, "failed", true, Some(|| Status::Failed))),
    (3, (Sms, "scheduled", false, Some(|| Status::Pending))),
    (8, (Sms, "reception confirmed", true, Some(|| Status::Delivered))),
    (9, (Sms, "reception not yet confirmed", false, Some(|| Status::Sent))),
    (10, (Sms, "reception not confirmed", true, Some(|| Status::DeliveryFailed))),
    (30, (Voice, "handed over", false, Some(|| Status::Sent))),
    (31, (Voice, "sent", false, Some(|| Status::Sent))),
    (33, (Voice, "played without acknowledgement", true, Some(|| Status::Played))),
    (34, (Voice, "played and acknowledged", true, Some(|| Status::PlayedWithReceipt))),
    (39, (Voice, "hung up, will be repeated", false, Some(|| Status::NextTryPending))),
    (41, (Fax, "sent", true, Some(|| Status::Sent))),
    (42, (Fax, "failed", true, Some(|| Status::Failed))),
    (101, (Fax, "at the gateway", false, Some(|| Status::Pending))),
    (201, (Fax, "is being converted", false, Some(|| Status::Pending))),
    (202, (Fax, "is being converted", false, Some(|| Status::Pending))),
    (301, (Fax, "is being merged", false, Some(|| Status::Pending))),
    (401, (Fax, "is being sent", false, Some(|| Status::Pending))),
    (402, (Fax, "is being sent", false, Some(|| Status::Pending))),
    (501, (Fax, "the group is done", false, None)),
];

impl SendState {
    /// Sent: final for pagers.
    pub const SENT: Self = Self(1);
    /// Scheduled.
    pub const SCHEDULED: Self = Self(3);

    /// What it means, in a few words.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        look_up(STATES, self.0).map(|(_, meaning, _, _)| meaning)
    }

    /// The kind of job that has this state.
    #[must_use]
    pub fn family(self) -> Option<JobFamily> {
        look_up(STATES, self.0).map(|(family, _, _, _)| family)
    }

    /// Whether no other state will follow: 2, 8, 10, 33, 34, 41, 42 (provisional). Of a pager also 1, see
    /// [`is_final_for_pager`](Self::is_final_for_pager); nothing in a state tells that it is one's.
    #[must_use]
    pub fn is_final(self) -> bool {
        look_up(STATES, self.0).is_some_and(|(_, _, is_final, _)| is_final)
    }

    /// The same of a job for a pager, which is done once it is sent (provisional).
    #[must_use]
    pub fn is_final_for_pager(self) -> bool {
        self == Self::SENT || self.is_final()
    }

    /// The state in REST's words (provisional); `Unknown` with the number where there is none. What is final, the number says
    /// and not the word.
    #[must_use]
    pub fn status(self) -> Status {
        match look_up(STATES, self.0) {
            Some((_, _, _, Some(word))) => word(),
            _ => Status::Unknown(self.0.to_string()),
        }
    }
}

const REASONS: &[(i64, &str)] = &[
    (71, "no acceptance from the gateway"),
    (1000, "the connection broke"),
    (1001, "time-out"),
    (3020, "time-out at the provider (pager)"),
    (5111, "the text is too long"),
    (5112, "the number is invalid"),
    (5120, "not the number of a (text) pager"),
    (5121, "an illegal character"),
    (5155, "too much traffic"),
    (5164, "the zones are overloaded"),
    (5502, "syntax error"),
    (5504, "the most messages that the address takes"),
    (5506, "the recipient's code is invalid"),
    (5509, "the receiver is invalid"),
    (5510, "too many messages to one receiver"),
    (5511, "too many messages with the same content to one receiver"),
    (5513, "the receiver is on the black list"),
    (5514, "blocked by a filter"),
    (6000, "unknown error (fax)"),
    (6002, "the conversion failed (fax)"),
    (6004, "no answer (fax)"),
    (6005, "nothing to send (fax)"),
    (6006, "busy (fax)"),
    (6007, "rejected (fax)"),
    (6009, "the number is unknown (fax)"),
    (6010, "the number is invalid (fax)"),
    (6011, "the number has changed (fax)"),
    (6013, "the number is not a fax"),
    (6014, "cut by the sender (fax)"),
    (6015, "cut by the receiver (fax)"),
    (6016, "the format is not supported (fax)"),
    (6017, "no access to the file (fax)"),
];

impl ErrorState {
    /// What it means, in a few words.
    #[must_use]
    pub fn meaning(self) -> Option<&'static str> {
        look_up(REASONS, self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order_and_name_nothing_twice() {
        assert!(RESULTS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(STATES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(REASONS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn codes_have_their_kinds() {
        for (code, name, kind) in [
            (11000, Some("SyntaxError"), Kind::Rejected),
            (11001, Some("PermissionDenied"), Kind::Permission),
            (11100, Some("AdrAdCInvalid"), Kind::Rejected),
            (11204, Some("MsgTooLong"), Kind::Rejected),
            (11300, Some("AccNoUser"), Kind::Authentication),
            (11301, Some("AccNoUnits"), Kind::InsufficientCredit),
            (11303, Some("AccNoFreeUnits"), Kind::InsufficientCredit),
            (11502, Some("IDDoesNotExist"), Kind::NotFound),
            (11910, Some("JobNotInLog"), Kind::NotFound),
            (99999, None, Kind::Rejected),
        ] {
            assert_eq!((ResultCode(code).name(), ResultCode(code).kind()), (name, kind), "{code}");
        }
        assert_eq!(ResultCode(11102).meaning(), Some("there is no recipient"));
    }

    /// The list of the specification, beside the table.
    #[test]
    fn states_are_final_as_listed() {
        let finals: Vec<_> = (0..1000).filter(|state| SendState(*state).is_final()).collect();
        assert_eq!(finals, [2, 8, 10, 33, 34, 41, 42]);
        assert!(SendState(1).is_final_for_pager() && SendState(2).is_final_for_pager());
        assert!(!SendState(9).is_final_for_pager());
    }

    #[test]
    fn states_have_rests_words() {
        let words = |states: &[i64]| -> Vec<String> {
            states.iter().map(|state| SendState(*state).status().as_str().to_owned()).collect()
        };
        assert_eq!(words(&[0, 3, 101, 201, 202, 301, 401, 402]), ["Pending"; 8]);
        assert_eq!(words(&[1, 9, 30, 31, 41]), ["Sent"; 5]);
        assert_eq!(words(&[8, 10, 2, 42]), ["Delivered", "DeliveryFailed", "Failed", "Failed"]);
        assert_eq!(words(&[33, 34, 39]), ["Played", "Played_with_receipt", "Next_try_pending"]);
        assert_eq!(SendState(501).status(), Status::Unknown("501".to_owned()));
        assert_eq!(SendState(777).status(), Status::Unknown("777".to_owned()));
    }

    #[test]
    fn states_belong_to_a_kind_of_job() {
        for (state, family) in
            [(8, Some(Sms)), (39, Some(Voice)), (41, Some(Fax)), (501, Some(Fax)), (7, None)]
        {
            assert_eq!(SendState(state).family(), family, "{state}");
        }
        assert_eq!(SendState(10).meaning(), Some("reception not confirmed"));
        assert_eq!(ErrorState(6006).meaning(), Some("busy (fax)"));
        assert_eq!(ErrorState(1).meaning(), None);
    }

    #[test]
    fn numbers_are_read_from_numbers_and_texts() {
        let read = |json: &str| serde_json::from_str::<SendState>(json).ok();
        assert_eq!(read("8"), Some(SendState(8)));
        assert_eq!(read("\" 501 \""), Some(SendState(501)));
        assert_eq!(read("\"-1\""), Some(SendState(-1)));
        assert_eq!(read("\"8.0\""), None);
        assert_eq!(read("\"\""), None);
        assert_eq!(serde_json::to_string(&SendState(8)).unwrap(), "8");
        assert_eq!(format!("{:>4}", ResultCode(0)), "   0");
    }
}
