//! One request of the REST interface, from its head to the way it ends, whatever HTTP version carries it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::answer::{Ending, Reply};
use crate::connection::{Connection, Head};
use crate::identifier::uuid;
use crate::rest;
use crate::script::{Origins, Step};
use crate::state::State;

/// The header that support asks for.
const REQUEST_ID: &str = "x-f24-request-id";

/// The name and password of a Basic Authorization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) username: String,
    pub(crate) password: String,
}

impl Credentials {
    /// Reads the header's value; none when it is not well-formed Basic.
    pub(crate) fn parse(value: &str) -> Option<Self> {
        let (scheme, token) = value.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return None;
        }
        let decoded = String::from_utf8(STANDARD.decode(token.trim()).ok()?).ok()?;
        let (username, password) = decoded.split_once(':')?;
        Some(Self { username: username.to_owned(), password: password.to_owned() })
    }
}

/// A request whose head was read.
pub(crate) struct Exchange {
    state: Arc<State>,
    connection: Arc<Connection>,
    head: Arc<Head>,
    credentials: Option<Credentials>,
    number: u64,
    step: Step,
}

impl Exchange {
    /// Records the request and takes its step from the account's script.
    pub(crate) fn begin(state: &Arc<State>, connection: &Arc<Connection>, head: Arc<Head>) -> Self {
        connection.listener.requests.fetch_add(1, Ordering::Relaxed);
        let number = state.next_number();
        let credentials = head.header("authorization").and_then(Credentials::parse);
        let username = credentials.as_ref().map(|credentials| credentials.username.clone());
        connection.begin_request(username.as_deref());
        let step = username.map_or_else(Step::default, |username| {
            state.with_account(&username, |account| {
                account.record(number, &head, &connection.listener.id, connection.number);
                account.next_step()
            })
        });
        Self { state: Arc::clone(state), connection: Arc::clone(connection), head, credentials, number, step }
    }

    /// Whether the request ends before its body is read.
    pub(crate) fn resets_after_head(&self) -> bool {
        self.step.resets_after_head()
    }

    /// Keeps what arrived of a body that broke off.
    pub(crate) fn broke_off(&self, body: Bytes) {
        self.keep_body(&body, false);
    }

    /// Processes the request and says how it ends.
    pub(crate) fn finish(self, body: Bytes) -> Reply {
        self.keep_body(&body, true);
        let origins = Origins {
            own: &self.connection.listener.url,
            other: self.state.other_origin.get().map_or("", String::as_str),
        };
        let mut ending = self
            .step
            .ending(&origins, || rest::answer(&self.state, &self.head, self.credentials.as_ref(), &body));
        if let Ending::Answer(answer) | Ending::Truncate(answer) = &mut ending
            && answer.header(REQUEST_ID).is_none()
            && !self.step.leaves_out(REQUEST_ID)
        {
            answer.headers.push((REQUEST_ID.to_owned(), uuid()));
        }
        self.state.tell(|| {
            let what = match &ending {
                Ending::Answer(answer) => format!("{}", answer.status),
                Ending::Truncate(answer) => format!("{} cut off", answer.status),
                Ending::Reset => "reset".to_owned(),
                Ending::Close => "closed".to_owned(),
                Ending::Silence => "silence".to_owned(),
                Ending::Garbage => "garbage".to_owned(),
                Ending::RefuseStream => "stream refused".to_owned(),
            };
            let Connection { number, listener, .. } = &*self.connection;
            format!("{} #{number} {} {} -> {what}", listener.id, self.head.method, self.head.path)
        });
        self.step.reply(ending)
    }

    fn keep_body(&self, body: &Bytes, complete: bool) {
        if let Some(credentials) = &self.credentials {
            self.state.with_existing(&credentials.username, |account| {
                account.complete(self.number, body, complete);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_may_hold_colons() {
        let value = format!("basic {}", STANDARD.encode("user:pass:word"));
        let credentials = Credentials::parse(&value).unwrap();
        assert_eq!(credentials.username, "user");
        assert_eq!(credentials.password, "pass:word");
    }

    #[test]
    fn only_basic_is_read() {
        assert_eq!(Credentials::parse("Bearer abc"), None);
        assert_eq!(Credentials::parse("Basic !!!"), None);
        assert_eq!(Credentials::parse(&format!("Basic {}", STANDARD.encode("no colon"))), None);
    }
}
