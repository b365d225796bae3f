//! What one failed attempt means: whether the service can have accepted it, and whether it is tried again.

use crate::error::{Kind, Outcome};
use crate::options::Delivery;
use crate::transport::Stage;

/// Whether an operation changes anything at the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Looks only: may be repeated freely.
    Read,
    /// Sends: must be neither lost nor doubled silently.
    Send,
}

/// How an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No answer.
    Broken(Stage),
    /// The time of the attempt was up.
    TimedOut { begun: bool },
    /// An answer whose status is not 2xx.
    Status(u16),
    /// A 2xx whose body broke off.
    BodyCut,
    /// A 2xx that cannot be understood.
    Unreadable,
}

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub outcome: Outcome,
    pub retry: bool,
}

pub(super) fn judge(mode: Mode, delivery: Delivery, failure: Failure) -> Verdict {
    match mode {
        Mode::Read => Verdict { outcome: Outcome::NotApplicable, retry: is_transient(failure) },
        Mode::Send => judge_send(delivery, failure),
    }
}

/// The table of a send.
fn judge_send(delivery: Delivery, failure: Failure) -> Verdict {
    let not_accepted = |retry| Verdict { outcome: Outcome::NotAccepted, retry };
    let unknown = |retry| Verdict { outcome: Outcome::Unknown, retry };
    match failure {
        Failure::Broken(Stage::Connect | Stage::Handshake | Stage::NotBegun) => not_accepted(true),
        Failure::Broken(Stage::Certificate) => not_accepted(false),
        Failure::TimedOut { begun: false } => not_accepted(true),

        Failure::Status(408 | 425 | 429) => not_accepted(true),
        Failure::Status(503) => not_accepted(delivery != Delivery::AtMostOnce),
        // "Retry after a short delay", says the service's documentation of 500.
        Failure::Status(500) => unknown(delivery != Delivery::AtMostOnce),
        Failure::Status(300..500) => not_accepted(false),

        Failure::Status(_)
        | Failure::Unreadable
        | Failure::BodyCut
        | Failure::TimedOut { begun: true }
        | Failure::Broken(Stage::Begun) => unknown(delivery == Delivery::AtLeastOnce),
    }
}

/// Whether a read is worth repeating.
fn is_transient(failure: Failure) -> bool {
    match failure {
        Failure::Broken(stage) => stage != Stage::Certificate,
        Failure::TimedOut { .. } | Failure::BodyCut => true,
        Failure::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
        Failure::Unreadable => false,
    }
}

/// The service's code for missing credit (REST documentation, error codes); most likely under 400. Provisional.
const INSUFFICIENT_CREDIT: &str = "InsufficientPoints";

/// The kind of a failure taken by itself; `code` is the service's.
pub(super) fn kind(failure: Failure, code: Option<&str>) -> Kind {
    match failure {
        Failure::Broken(Stage::Certificate | Stage::Handshake) => Kind::Tls,
        Failure::Broken(_) | Failure::BodyCut => Kind::Connect,
        Failure::TimedOut { .. } => Kind::Timeout,
        Failure::Unreadable => Kind::UnexpectedResponse,
        Failure::Status(401) => Kind::Authentication,
        Failure::Status(403) => Kind::Permission,
        Failure::Status(404) => Kind::NotFound,
        Failure::Status(408 | 425 | 502..=504) => Kind::Unavailable,
        Failure::Status(429) => Kind::RateLimited,
        Failure::Status(400..500) if code == Some(INSUFFICIENT_CREDIT) => Kind::InsufficientCredit,
        Failure::Status(400..500) => Kind::Rejected,
        Failure::Status(500..) => Kind::Server,
        Failure::Status(_) => Kind::UnexpectedResponse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: [Delivery; 3] = [Delivery::Standard, Delivery::AtLeastOnce, Delivery::AtMostOnce];

    /// The table of the design, row by row: outcome, then whether it is retried under each of `MODES`.
    #[test]
    fn sends_follow_the_table() {
        use Outcome::{NotAccepted, Unknown};
        let rows: [(Failure, Outcome, [bool; 3]); 20] = [
            (Failure::Broken(Stage::Connect), NotAccepted, [true, true, true]),
            (Failure::Broken(Stage::Handshake), NotAccepted, [true, true, true]),
            (Failure::Broken(Stage::NotBegun), NotAccepted, [true, true, true]),
            (Failure::Broken(Stage::Certificate), NotAccepted, [false, false, false]),
            (Failure::Status(408), NotAccepted, [true, true, true]),
            (Failure::Status(425), NotAccepted, [true, true, true]),
            (Failure::Status(429), NotAccepted, [true, true, true]),
            (Failure::Status(503), NotAccepted, [true, true, false]),
            (Failure::Status(500), Unknown, [true, true, false]),
            (Failure::Status(501), Unknown, [false, true, false]),
            (Failure::Status(502), Unknown, [false, true, false]),
            (Failure::Status(504), Unknown, [false, true, false]),
            (Failure::Unreadable, Unknown, [false, true, false]),
            (Failure::BodyCut, Unknown, [false, true, false]),
            (Failure::TimedOut { begun: true }, Unknown, [false, true, false]),
            (Failure::TimedOut { begun: false }, NotAccepted, [true, true, true]),
            (Failure::Broken(Stage::Begun), Unknown, [false, true, false]),
            (Failure::Status(302), NotAccepted, [false, false, false]),
            (Failure::Status(400), NotAccepted, [false, false, false]),
            (Failure::Status(499), NotAccepted, [false, false, false]),
        ];
        for (failure, outcome, retries) in rows {
            for (delivery, retry) in MODES.into_iter().zip(retries) {
                let verdict = judge(Mode::Send, delivery, failure);
                assert_eq!(verdict, Verdict { outcome, retry }, "{failure:?} under {delivery:?}");
            }
        }
    }

    #[test]
    fn reads_repeat_what_is_transient_and_have_no_outcome() {
        for (failure, retry) in [
            (Failure::Broken(Stage::Begun), true),
            (Failure::Broken(Stage::Certificate), false),
            (Failure::BodyCut, true),
            (Failure::TimedOut { begun: true }, true),
            (Failure::Status(500), true),
            (Failure::Status(429), true),
            (Failure::Status(404), false),
            (Failure::Status(302), false),
            (Failure::Unreadable, false),
        ] {
            let verdict = judge(Mode::Read, Delivery::AtMostOnce, failure);
            assert_eq!(verdict, Verdict { outcome: Outcome::NotApplicable, retry }, "{failure:?}");
        }
    }

    #[test]
    fn missing_credit_is_told_by_its_code() {
        assert_eq!(kind(Failure::Status(400), Some("InsufficientPoints")), Kind::InsufficientCredit);
        assert_eq!(kind(Failure::Status(400), Some("InvalidContent")), Kind::Rejected);
    }
}
