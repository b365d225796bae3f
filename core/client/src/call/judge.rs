//! What one failed attempt means: whether the service can have accepted it, and whether it is tried again.

use crate::error::{Kind, Outcome};
use crate::model::ResultCode;
use crate::options::{Delivery, Interface};
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
    /// A 2xx whose body says no.
    Refused,
    /// A fault of SOAP.
    Fault(Blame),
}

/// Whose fault a fault of SOAP is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blame {
    /// The request's: it was not processed.
    Request,
    /// The service's, or nobody knows whose.
    Service,
}

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub outcome: Outcome,
    pub retry: bool,
}

pub(super) fn judge(interface: Interface, mode: Mode, delivery: Delivery, failure: Failure) -> Verdict {
    match mode {
        Mode::Read => Verdict { outcome: Outcome::NotApplicable, retry: is_transient(failure) },
        Mode::Send => judge_send(interface, delivery, failure),
    }
}

/// The table of a send.
fn judge_send(interface: Interface, delivery: Delivery, failure: Failure) -> Verdict {
    let not_accepted = |retry| Verdict { outcome: Outcome::NotAccepted, retry };
    let unknown = |retry| Verdict { outcome: Outcome::Unknown, retry };
    match failure {
        Failure::Broken(Stage::Connect | Stage::Handshake | Stage::NotBegun) => not_accepted(true),
        Failure::Broken(Stage::Certificate) => not_accepted(false),
        Failure::TimedOut { begun: false } => not_accepted(true),

        Failure::Status(408 | 425 | 429) => not_accepted(true),
        Failure::Status(503) => not_accepted(delivery != Delivery::AtMostOnce),
        // "Retry after a short delay", says the service's documentation of REST's 500; that of the form's does not.
        Failure::Status(500) if interface == Interface::Rest => unknown(delivery != Delivery::AtMostOnce),
        Failure::Status(300..500) | Failure::Refused | Failure::Fault(Blame::Request) => not_accepted(false),

        Failure::Status(_)
        | Failure::Fault(Blame::Service)
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
        Failure::TimedOut { .. } | Failure::BodyCut | Failure::Fault(Blame::Service) => true,
        Failure::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
        Failure::Unreadable | Failure::Refused | Failure::Fault(Blame::Request) => false,
    }
}

/// The service's code for missing credit (REST documentation, error codes); most likely under 400. Provisional.
const INSUFFICIENT_CREDIT: &str = "InsufficientPoints";

/// The kind of a failure taken by itself; `code` is the service's.
pub(super) fn kind(interface: Interface, failure: Failure, code: Option<&str>) -> Kind {
    let result = || code.and_then(|code| code.parse().ok()).map(ResultCode);
    match failure {
        Failure::Refused => result().map_or(Kind::Rejected, ResultCode::kind),
        Failure::Status(400) if interface == Interface::Https => {
            result().map_or(Kind::Rejected, ResultCode::kind)
        }
        // "Not enough credits", says the documentation of the form's 403.
        Failure::Status(403) if interface == Interface::Https => match result() {
            Some(ResultCode::PERMISSION_DENIED) => Kind::Permission,
            _ => Kind::InsufficientCredit,
        },

        Failure::Broken(Stage::Certificate | Stage::Handshake) => Kind::Tls,
        Failure::Broken(_) | Failure::BodyCut => Kind::Connect,
        Failure::TimedOut { .. } => Kind::Timeout,
        Failure::Unreadable => Kind::UnexpectedResponse,
        Failure::Fault(Blame::Request) => Kind::Rejected,
        Failure::Fault(Blame::Service) => Kind::Server,
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
        let rows: [(Failure, Outcome, [bool; 3]); 23] = [
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
            (Failure::Refused, NotAccepted, [false, false, false]),
            (Failure::Fault(Blame::Request), NotAccepted, [false, false, false]),
            (Failure::Fault(Blame::Service), Unknown, [false, true, false]),
        ];
        for (failure, outcome, retries) in rows {
            for (delivery, retry) in MODES.into_iter().zip(retries) {
                let rest = judge(Interface::Rest, Mode::Send, delivery, failure);
                assert_eq!(rest, Verdict { outcome, retry }, "{failure:?} under {delivery:?}");
                // The one row that the interfaces do not share.
                let retry =
                    if failure == Failure::Status(500) { delivery == Delivery::AtLeastOnce } else { retry };
                for interface in [Interface::Https, Interface::Soap] {
                    let verdict = judge(interface, Mode::Send, delivery, failure);
                    assert_eq!(
                        verdict,
                        Verdict { outcome, retry },
                        "{failure:?} under {delivery:?} on {interface:?}"
                    );
                }
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
            (Failure::Fault(Blame::Service), true),
            (Failure::Fault(Blame::Request), false),
            (Failure::Refused, false),
        ] {
            for interface in [Interface::Rest, Interface::Https, Interface::Soap] {
                let verdict = judge(interface, Mode::Read, Delivery::AtMostOnce, failure);
                assert_eq!(verdict, Verdict { outcome: Outcome::NotApplicable, retry }, "{failure:?}");
            }
        }
    }

    #[test]
    fn missing_credit_is_told_by_its_code() {
        let rest = |code| kind(Interface::Rest, Failure::Status(400), Some(code));
        assert_eq!(rest("InsufficientPoints"), Kind::InsufficientCredit);
        assert_eq!(rest("InvalidContent"), Kind::Rejected);
        assert_eq!(rest("11301"), Kind::Rejected, "a code of another interface");
    }

    #[test]
    fn on_https_the_status_tells_the_kind_and_under_400_the_code() {
        for (status, code, expected) in [
            (400, Some("11100"), Kind::Rejected),
            (400, Some("11001"), Kind::Permission),
            (400, Some("11300"), Kind::Authentication),
            (400, Some("11301"), Kind::InsufficientCredit),
            (400, Some("11502"), Kind::NotFound),
            (400, Some("what"), Kind::Rejected),
            (400, None, Kind::Rejected),
            (401, None, Kind::Authentication),
            (401, Some("11001"), Kind::Authentication),
            (403, None, Kind::InsufficientCredit),
            (403, Some("11301"), Kind::InsufficientCredit),
            (403, Some("11001"), Kind::Permission),
            (404, None, Kind::NotFound),
            (500, None, Kind::Server),
        ] {
            assert_eq!(kind(Interface::Https, Failure::Status(status), code), expected, "{status} {code:?}");
        }
        assert_eq!(kind(Interface::Https, Failure::Refused, Some("11303")), Kind::InsufficientCredit);
        assert_eq!(kind(Interface::Https, Failure::Refused, None), Kind::Rejected);
    }
}
