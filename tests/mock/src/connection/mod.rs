//! Accepted connections: what is known of each, and the protocols they speak.

mod body;
mod http1;
mod http2;
mod paced;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use tokio::sync::{Notify, watch};

use crate::interface::Interface;
use crate::listener::Listener;
use crate::smpp;
use crate::state::{State, lock};
use crate::wire::Wire;

pub(crate) use http1::{Reader, write_answer};

/// The head of a request.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) method: String,
    /// As it stood in the request line, without the query.
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    /// In order, with lower-case names.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) version: &'static str,
}

impl Head {
    /// The first value of a header; `name` in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the body says of itself that it is a form.
    pub(crate) fn is_form(&self) -> bool {
        let kind = self.header("content-type").and_then(|value| value.split(';').next()).unwrap_or_default();
        kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }

    /// Whether a comma-separated header holds `token`.
    pub(crate) fn has_token(&self, name: &str, token: &str) -> bool {
        self.header(name)
            .is_some_and(|value| value.split(',').any(|part| part.trim().eq_ignore_ascii_case(token)))
    }
}

/// What others may see and do of a running connection.
pub(crate) struct Connection {
    pub(crate) number: u64,
    pub(crate) listener: Arc<Listener>,
    activity: Mutex<Activity>,
    close: Notify,
    closed: watch::Sender<bool>,
}

#[derive(Default)]
struct Activity {
    /// The account of the last request.
    username: Option<String>,
    in_flight: usize,
}

impl Connection {
    fn new(number: u64, listener: Arc<Listener>) -> Arc<Self> {
        Arc::new(Self {
            number,
            listener,
            activity: Mutex::default(),
            close: Notify::new(),
            closed: watch::Sender::new(false),
        })
    }

    /// Counts a PDU.
    pub(crate) fn count_request(&self) {
        self.listener.requests.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a request, whose account is not known yet.
    pub(crate) fn begin_request(&self) {
        let mut activity = lock(&self.activity);
        activity.username = None;
        activity.in_flight += 1;
    }

    pub(crate) fn set_username(&self, username: &str) {
        lock(&self.activity).username = Some(username.to_owned());
    }

    /// Called before the last byte of an answer is written, so that whoever has read it finds the connection idle.
    fn end_request(&self) {
        lock(&self.activity).in_flight -= 1;
    }

    /// Whether the last request was one of `username` and nothing is in flight.
    pub(crate) fn is_idle_of(&self, username: &str) -> bool {
        let activity = lock(&self.activity);
        activity.in_flight == 0 && activity.username.as_deref() == Some(username)
    }

    fn is_idle(&self) -> bool {
        lock(&self.activity).in_flight == 0
    }

    /// Closes an idle connection and returns when that is done.
    pub(crate) async fn close(&self) {
        self.close.notify_one();
        self.ended().await;
    }

    /// Returns when the connection is gone.
    pub(crate) async fn ended(&self) {
        // The sender lives as long as `self`.
        let _ = self.closed.subscribe().wait_for(|closed| *closed).await;
    }
}

/// Takes the connection out of the register however its task ends.
struct Registered<'a> {
    state: &'a State,
    connection: &'a Connection,
}

impl Drop for Registered<'_> {
    fn drop(&mut self) {
        self.state.remove_connection(self.connection.number);
        self.connection.closed.send_replace(true);
    }
}

/// Serves the interface of its listener on a connection until it ends.
pub(crate) async fn serve(wire: Wire, number: u64, listener: Arc<Listener>, state: Arc<State>) {
    let connection = Connection::new(number, listener);
    state.add_connection(&connection);
    let _registered = Registered { state: &state, connection: &connection };
    if connection.listener.interface == Interface::Smpp {
        smpp::serve(wire, &connection, &state).await;
    } else if wire.is_http2() {
        http2::serve(wire, &connection, &state).await;
    } else {
        http1::serve(wire, &connection, &state).await;
    }
}
