//! What core gives one item at a time: asked for by JavaScript, read on the I/O thread. `{"items", "over"}` comes through the
//! port under the id of the question.

use std::sync::Arc;

use ecall::model::{InboundSms, JobStatus};
use ecall::{CallOptions, CancelToken, HttpsClient, Result, blocking};
use ecall_runtime::InTurn;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use napi_derive::napi;
use tokio::sync::OwnedMutexGuard;

use crate::answer::{Object, members};
use crate::caller::Caller;
use crate::job;

/// One end of a stream of the HTTPS interface. Questions follow one another: each waits for the one before.
struct Source<S> {
    stream: InTurn<S>,
    caller: Arc<Caller<blocking::HttpsClient>>,
    cancel: CancelToken,
}

impl<S: Send + 'static> Source<S> {
    fn begin(
        caller: &Arc<Caller<blocking::HttpsClient>>,
        mut options: CallOptions,
        begin: impl FnOnce(&HttpsClient, &CallOptions) -> Result<S>,
    ) -> Result<Self> {
        let cancel = CancelToken::new();
        let stream = caller.session.in_turn(Some(&cancel), |client, token| {
            options.cancel = Some(token);
            begin(client, &options)
        })?;
        Ok(Self { stream, caller: Arc::clone(caller), cancel })
    }

    fn ask<T: Send + 'static>(
        &self,
        id: u32,
        convert: fn(T) -> String,
        ask: fn(&mut S) -> BoxFuture<'_, Result<T>>,
    ) {
        let port = Arc::clone(&self.caller.port);
        let call = move |mut stream: OwnedMutexGuard<S>| async move { ask(&mut *stream).await };
        let done = move |result: Result<T>| port.answer(id, move || result.map(convert));
        // A client that was closed asks for nothing more.
        let begun = self.caller.session.asynchronous().and_then(|_| self.stream.spawn(call, done));
        if let Err(error) = begun {
            self.caller.port.answer(id, || Err(error));
        }
    }
}

/// The states between two times.
#[napi]
pub struct StatusRange(Source<ecall::StatusRange>);

impl StatusRange {
    pub(crate) fn begin(
        caller: &Arc<Caller<blocking::HttpsClient>>,
        options: CallOptions,
        begin: impl FnOnce(&HttpsClient, &CallOptions) -> Result<ecall::StatusRange>,
    ) -> Result<Self> {
        Source::begin(caller, options, begin).map(Self)
    }
}

#[napi]
impl StatusRange {
    /// Asks for the next states: those that one answer told.
    #[napi]
    pub fn next(&self, id: u32) {
        self.0.ask(
            id,
            |states: Vec<JobStatus>| items(states, job::status),
            |range| {
                let next = async {
                    let Some(first) = range.next().await.transpose()? else { return Ok(Vec::new()) };
                    Ok([first].into_iter().chain(range.ready()).collect())
                };
                next.boxed()
            },
        );
    }

    /// Ends the question that is under way, and every later one.
    #[napi]
    pub fn cancel(&self) {
        self.0.cancel.cancel();
    }
}

/// The messages in the cache.
#[napi]
pub struct Messages(Source<ecall::Messages>);

impl Messages {
    pub(crate) fn begin(
        caller: &Arc<Caller<blocking::HttpsClient>>,
        options: CallOptions,
        begin: impl FnOnce(&HttpsClient, &CallOptions) -> Result<ecall::Messages>,
    ) -> Result<Self> {
        Source::begin(caller, options, begin).map(Self)
    }
}

#[napi]
impl Messages {
    /// Asks for the next message; the one before is taken with that.
    #[napi]
    pub fn next(&self, id: u32) {
        self.0.ask(
            id,
            |message: Option<InboundSms>| items(message, job::message),
            |messages| messages.next().map(Option::transpose).boxed(),
        );
    }

    /// Says that the last message is taken.
    #[napi]
    pub fn acknowledge(&self, id: u32) {
        self.0.ask(id, |()| "null".to_owned(), |messages| messages.acknowledge().boxed());
    }

    /// Ends the question that is under way, and every later one.
    #[napi]
    pub fn cancel(&self) {
        self.0.cancel.cancel();
    }
}

/// What there is; none says that it is over.
pub(crate) fn items<T>(items: impl IntoIterator<Item = T>, convert: fn(T) -> String) -> String {
    let mut object = Object::new();
    let items: Vec<_> = items.into_iter().map(convert).collect();
    members!(object, "over": items.is_empty());
    object.list("items", items.into_iter());
    object.finish()
}
