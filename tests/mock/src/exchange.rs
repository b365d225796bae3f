//! One request, from its head to the way it ends, whatever HTTP version carries it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;

use crate::answer::{Ending, Reply};
use crate::connection::{Connection, Head};
use crate::identifier::uuid;
use crate::script::{Origins, Step};
use crate::state::State;

/// The header that support asks for.
const REQUEST_ID: &str = "x-f24-request-id";

/// A request whose head was read.
pub(crate) struct Exchange {
    state: Arc<State>,
    connection: Arc<Connection>,
    head: Arc<Head>,
    /// What the account keeps of it; none until its account is known.
    kept: Option<Kept>,
    step: Step,
}

/// Where a request is recorded.
struct Kept {
    username: String,
    number: u64,
}

impl Exchange {
    /// Records the request and takes its step from the account's script, if the head tells the account.
    pub(crate) fn begin(state: &Arc<State>, connection: &Arc<Connection>, head: Arc<Head>) -> Self {
        connection.listener.requests.fetch_add(1, Ordering::Relaxed);
        connection.begin_request();
        let mut exchange = Self {
            state: Arc::clone(state),
            connection: Arc::clone(connection),
            head,
            kept: None,
            step: Step::default(),
        };
        exchange.enrol(b"");
        exchange
    }

    /// Records the request and takes its step, once `body` or the head tells the account.
    fn enrol(&mut self, body: &[u8]) {
        if self.kept.is_some() {
            return;
        }
        let listener = &self.connection.listener;
        let Some(username) = listener.interface.username(&self.head, body) else { return };
        // Taken now and not before: the account's requests are in the order of their numbers.
        let number = self.state.next_number();
        self.connection.set_username(&username);
        self.step = self.state.with_account(&username, |account| {
            account.record(number, &self.head, &listener.id, self.connection.number);
            account.next_step()
        });
        self.kept = Some(Kept { username, number });
    }

    /// Whether the request ends before its body is read.
    pub(crate) fn resets_after_head(&self) -> bool {
        self.step.resets_after_head()
    }

    /// Keeps what arrived of a body that broke off.
    pub(crate) fn broke_off(mut self, body: Bytes) {
        self.enrol(&self.connection.listener.interface.readable(&body));
        self.keep_body(&body, false);
    }

    /// Processes the request and says how it ends.
    pub(crate) fn finish(mut self, body: Bytes) -> Reply {
        self.enrol(&body);
        self.keep_body(&body, true);
        let listener = &self.connection.listener;
        let origins =
            Origins { own: &listener.url, other: self.state.other_origin.get().map_or("", String::as_str) };
        let mut ending = self
            .step
            .ending(&origins, || listener.interface.answer(&self.state, &listener.url, &self.head, &body));
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
        if let Some(Kept { username, number }) = &self.kept {
            self.state.with_existing(username, |account| account.complete(*number, body, complete));
        }
    }
}
