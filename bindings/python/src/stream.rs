//! What comes one by one: messages that were received, states between two times, and the events of a link.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ecall::smpp::{SmppEvent, SmppEvents};
use ecall::{
    CallOptions, CancelToken, Error, Kind, Messages, MessagesOptions, Outcome, Result, StatusRange,
    TimeRange, blocking,
};
use ecall_runtime::{Session, SmppSession};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use serde_json::Value;

use crate::convert::to_json;
use crate::error::raised;
use crate::request::{ASKS, Reply};

/// Something that is iterated over. Use `ecall.HttpsClient.messages`, `ecall.HttpsClient.status_range` and `ecall.SmppClient.events`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Stream(Arc<Source>);

/// One call to a stream. Use `ecall.HttpsClient.messages`, `ecall.HttpsClient.status_range` and `ecall.SmppClient.events`.
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
    Events(OneByOne<Reader<blocking::SmppEvents>>),
    AsyncEvents(OneByOne<Reader<SmppEvents>>),
}

type OneByOne<S> = ecall_runtime::Stream<Handing<S>>;

/// A stream of the core, and the call that was handed its last item.
struct Handing<S> {
    stream: S,
    last: Option<Missed>,
}

/// Events that are read until the reader leaves, with which the last one is left untaken.
struct Reader<S>(Option<S>);

/// What can hand its last item over again.
trait Again {
    fn give_again(&mut self);
}

type Https = Session<blocking::HttpsClient>;

impl Stream {
    /// The messages in the cache.
    pub fn messages(
        session: &Https,
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
        session: &Https,
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

    /// What happens on a link.
    pub fn events(session: &SmppSession, asynchronous: bool) -> Result<Self> {
        Ok(Self::of(if asynchronous {
            let events = session.blocking(|client| client.asynchronous().events())?;
            Source::AsyncEvents(one_by_one(Reader(Some(events.keeping()))))
        } else {
            let events = session.blocking(|client| client.events())?;
            Source::Events(one_by_one(Reader(Some(events.keeping()))))
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
            Source::Events(events) => events.check(),
            Source::AsyncEvents(events) => events.check(),
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
            Source::Events(events) => self.block_next_of(events).map(Reply::Event),
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

    /// Takes the last message or event, on this thread.
    pub fn block_acknowledge(&self) -> Result<Reply> {
        match &*self.source {
            Source::Messages(messages) => {
                messages.blocking(|messages| messages.after_missed().acknowledge()).map(|()| Reply::Done)
            }
            Source::Events(events) => events.blocking(|events| {
                events.after_missed().0.iter_mut().for_each(blocking::SmppEvents::acknowledge);
                Ok(Reply::Done)
            }),
            _ => Err(other()),
        }
    }

    /// Reads no more events, on this thread.
    pub fn block_leave(&self) -> Result<Reply> {
        match &*self.source {
            Source::Events(events) => events.blocking(|events| {
                events.after_missed().0 = None;
                Ok(Reply::Done)
            }),
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
            Source::AsyncEvents(events) => {
                let missed = Arc::clone(missed);
                let next = events.run(token, |events| {
                    Box::pin(async move {
                        let next = match &mut events.after_missed().0 {
                            Some(reader) => reader.next().await,
                            None => None,
                        };
                        events.handed(Ok(next), &missed)
                    })
                });
                next.await.map(Reply::Event)
            }
            _ => Err(other()),
        }
    }

    /// Takes the last message or event.
    pub async fn acknowledge(&self, token: &CancelToken) -> Result<Reply> {
        match &*self.source {
            Source::AsyncMessages(messages) => {
                let taken = messages.run(token, |messages| Box::pin(messages.after_missed().acknowledge()));
                taken.await.map(|()| Reply::Done)
            }
            Source::AsyncEvents(events) => {
                let taken = events.run(token, |events| {
                    Box::pin(async {
                        events.after_missed().0.iter_mut().for_each(SmppEvents::acknowledge);
                        Ok(Reply::Done)
                    })
                });
                taken.await
            }
            _ => Err(other()),
        }
    }

    /// Reads no more events.
    pub async fn leave(&self, token: &CancelToken) -> Result<Reply> {
        match &*self.source {
            Source::AsyncEvents(events) => {
                let left = events.run(token, |events| {
                    Box::pin(async {
                        events.after_missed().0 = None;
                        Ok(Reply::Done)
                    })
                });
                left.await
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

again!(Messages, StatusRange, SmppEvents, blocking::Messages, blocking::StatusRange, blocking::SmppEvents);

impl<S: Again> Again for Reader<S> {
    fn give_again(&mut self) {
        self.0.iter_mut().for_each(S::give_again);
    }
}

impl Iterator for Reader<blocking::SmppEvents> {
    type Item = Result<SmppEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.as_mut()?.next_event().transpose()
    }
}

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
