//! What comes one by one: messages that were received, and states between two times.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ecall::{
    CallOptions, CancelToken, Error, Kind, Messages, MessagesOptions, Outcome, Result, StatusRange,
    TimeRange, blocking,
};
use ecall_runtime::Session;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use serde_json::Value;

use crate::convert::to_json;
use crate::error::raised;
use crate::request::{ASKS, Reply};

/// Something that is iterated over. Use `ecall.HttpsClient.messages` and `ecall.HttpsClient.status_range`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Stream(Arc<Source>);

/// One call to a stream. Use `ecall.HttpsClient.messages` and `ecall.HttpsClient.status_range`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Turn(Items);

/// The items of a stream, as one call takes them. A blocking client's are taken by calls that block, an asynchronous client's by the
/// others.
#[derive(Clone)]
pub struct Items {
    source: Arc<Source>,
    missed: Missed,
}

/// Whether the item of one call did not reach its caller: outside of the stream's lock, because the caller may give up while the
/// item is still on its way.
type Missed = Arc<AtomicBool>;

enum Source {
    Messages(OneByOne<blocking::Messages>),
    AsyncMessages(OneByOne<Messages>),
    Range(OneByOne<blocking::StatusRange>),
    AsyncRange(OneByOne<StatusRange>),
}

type OneByOne<S> = ecall_runtime::Stream<Handing<S>>;

/// A stream of the core, and the call that was handed its last item.
struct Handing<S> {
    stream: S,
    last: Option<Missed>,
}

/// What can hand its last item over again.
trait Again {
    fn give_again(&mut self);
}

type Client = Session<blocking::HttpsClient>;

impl Stream {
    /// The messages in the cache.
    pub fn messages(
        session: &Client,
        asynchronous: bool,
        messages: MessagesOptions,
        options: &CallOptions,
    ) -> Result<Self> {
        Ok(Self::of(if asynchronous {
            Source::AsyncMessages(one_by_one(session.asynchronous()?.messages(messages, options)?))
        } else {
            Source::Messages(one_by_one(session.blocking(|client| client.messages(messages, options))?))
        }))
    }

    /// The states of all jobs between two times.
    pub fn range(
        session: &Client,
        asynchronous: bool,
        [start, end]: [&str; 2],
        options: &CallOptions,
    ) -> Result<Self> {
        let TimeRange { start, end } = TimeRange::parse(start, end)?;
        Ok(Self::of(if asynchronous {
            Source::AsyncRange(one_by_one(session.asynchronous()?.status_range(start, end, options)?))
        } else {
            Source::Range(one_by_one(session.blocking(|client| client.status_range(start, end, options))?))
        }))
    }

    fn of(source: Source) -> Self {
        Self(Arc::new(source))
    }
}

#[pymethods]
impl Stream {
    /// A call to it, not made yet. Refused in a child that was forked meanwhile.
    fn turn(&self, py: Python<'_>) -> PyResult<Turn> {
        let own = match &*self.0 {
            Source::Messages(messages) => messages.check(),
            Source::AsyncMessages(messages) => messages.check(),
            Source::Range(range) => range.check(),
            Source::AsyncRange(range) => range.check(),
        };
        own.map_err(|error| raised(py, error))?;
        Ok(Turn(Items { source: Arc::clone(&self.0), missed: Missed::default() }))
    }
}

#[pymethods]
impl Turn {
    /// Says that the item which it was handed, or still will be, does not reach the caller: it comes again.
    fn missed(&self) {
        self.0.missed.store(true, Ordering::Release);
    }
}

impl Turn {
    /// The items that it takes.
    pub fn items(&self) -> Items {
        self.0.clone()
    }
}

impl Items {
    /// The next item, on this thread.
    pub fn block_next(&self) -> Result<Reply> {
        match &*self.source {
            Source::Messages(messages) => self.block_next_of(messages).map(Reply::Inbound),
            Source::Range(range) => self.block_next_of(range).map(Reply::JobStatus),
            _ => Err(other()),
        }
    }

    fn block_next_of<S, T>(&self, stream: &OneByOne<S>) -> Result<Option<T>>
    where
        S: Again + Iterator<Item = Result<T>>,
    {
        stream.blocking(|stream| {
            let next = stream.after_missed().next().transpose();
            stream.handed(next, &self.missed)
        })
    }

    /// Takes the last message, on this thread.
    pub fn block_acknowledge(&self) -> Result<Reply> {
        match &*self.source {
            Source::Messages(messages) => {
                messages.blocking(|messages| messages.after_missed().acknowledge()).map(|()| Reply::Done)
            }
            _ => Err(other()),
        }
    }

    /// The next item.
    pub async fn next(&self, token: &CancelToken) -> Result<Reply> {
        let Self { source, missed } = self;
        match &**source {
            Source::AsyncMessages(messages) => {
                let missed = Arc::clone(missed);
                let next = messages.run(token, |messages| {
                    Box::pin(async move {
                        let next = messages.after_missed().next().await.transpose();
                        messages.handed(next, &missed)
                    })
                });
                next.await.map(Reply::Inbound)
            }
            Source::AsyncRange(range) => {
                let missed = Arc::clone(missed);
                let next = range.run(token, |range| {
                    Box::pin(async move {
                        let next = range.after_missed().next().await.transpose();
                        range.handed(next, &missed)
                    })
                });
                next.await.map(Reply::JobStatus)
            }
            _ => Err(other()),
        }
    }

    /// Takes the last message.
    pub async fn acknowledge(&self, token: &CancelToken) -> Result<Reply> {
        match &*self.source {
            Source::AsyncMessages(messages) => {
                let taken = messages.run(token, |messages| Box::pin(messages.after_missed().acknowledge()));
                taken.await.map(|()| Reply::Done)
            }
            _ => Err(other()),
        }
    }
}

impl<S: Again> Handing<S> {
    /// The stream, which hands its last item over again where that did not reach its caller.
    fn after_missed(&mut self) -> &mut S {
        if self.last.take_if(|missed| missed.load(Ordering::Acquire)).is_some() {
            self.stream.give_again();
        }
        &mut self.stream
    }

    /// Keeps whose an item is. Together with the item: nothing is awaited in between.
    fn handed<T>(&mut self, item: Result<Option<T>>, to: &Missed) -> Result<Option<T>> {
        if let Ok(Some(_)) = item {
            self.last = Some(Arc::clone(to));
        }
        item
    }
}

/// Each has its own `give_again`, which this one calls.
macro_rules! again {
    ($($stream:ty),*) => {
        $(impl Again for $stream {
            fn give_again(&mut self) {
                Self::give_again(self);
            }
        })*
    };
}

again!(Messages, StatusRange, blocking::Messages, blocking::StatusRange);

fn one_by_one<S>(stream: S) -> OneByOne<S> {
    ecall_runtime::Stream::new(Handing { stream, last: None })
}

/// A time as a text: a str, or what says itself what it is, like a datetime.
pub fn time(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    match to_json(ASKS, name, value)? {
        Value::String(text) => Ok(text),
        _ => {
            let found = value.get_type().name()?;
            Err(PyTypeError::new_err(format!("{name} must be str or datetime, not {found}")))
        }
    }
}

fn other() -> Error {
    Error::new(Kind::Internal, Outcome::NotApplicable, "a stream of another client")
}
