//! What happens on the link: asked for by JavaScript, many at a time, and taken one by one.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecall::{CancelToken, Result, smpp};
use ecall_runtime::{SmppSession, Stream};
use futures_util::FutureExt as _;
use napi_derive::napi;

use super::results;
use crate::port::Port;
use crate::stream::items;

/// So many events cross together: enough to make the crossing cheap, few enough for others who read to have some.
const TOGETHER: usize = 256;

/// A reader of the events. Questions follow one another; the rest is said while there is none.
#[napi]
pub struct SmppEvents {
    session: Arc<SmppSession>,
    port: Arc<Port>,
    /// None once it was left.
    stream: Mutex<Option<Arc<Stream<smpp::SmppEvents>>>>,
    cancel: CancelToken,
}

impl SmppEvents {
    pub(super) fn begin(session: &Arc<SmppSession>, port: &Arc<Port>) -> Result<Self> {
        let stream = Mutex::new(Some(Arc::new(session.events()?)));
        Ok(Self { session: Arc::clone(session), port: Arc::clone(port), stream, cancel: CancelToken::new() })
    }

    fn stream(&self) -> MutexGuard<'_, Option<Arc<Stream<smpp::SmppEvents>>>> {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, what: impl FnOnce(&mut smpp::SmppEvents)) {
        if let Some(stream) = &*self.stream() {
            // Only a defect could make it fail, and nobody could do anything about it.
            let _ = ecall_runtime::guarded(|| {
                stream.blocking(|events| {
                    what(events);
                    Ok(())
                })
            });
        }
    }
}

#[napi]
impl SmppEvents {
    /// Asks for the next events: `{"items", "over"}` comes through the port under `id`. Those before are taken with that.
    #[napi]
    pub fn next(&self, id: u32) {
        let stream = self.stream().clone();
        let (token, port) = (self.cancel.clone(), Arc::clone(&self.port));
        let call = move |_| async move {
            let Some(stream) = stream else { return Ok(Vec::new()) };
            stream.run(&token, |events| async { Ok(events.next_batch(TOGETHER).await) }.boxed()).await
        };
        let begun = self.session.spawn(call, move |result: Result<Vec<_>>| {
            port.answer(id, move || result.map(|events| items(events, |event| results::event(&event))));
        });
        if let Err(error) = begun {
            self.port.answer(id, || Err(error));
        }
    }

    /// Says that the first event that was handed over and is not taken yet is.
    #[napi]
    pub fn taken(&self) {
        self.tell(|events| events.acknowledge_first(1));
    }

    /// Ends it: of the events that came the first `handed` that are not taken stay so, and the others come again.
    #[napi]
    pub fn leave(&self, handed: u32) {
        self.tell(|events| events.give_again_from(handed as usize));
        drop(self.stream().take());
    }

    /// Ends the question that is under way, and every later one.
    #[napi]
    pub fn cancel(&self) {
        self.cancel.cancel();
    }
}
