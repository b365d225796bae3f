//! The one way from the I/O thread to a JavaScript thread.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecall::Result;
use napi::bindgen_prelude::{Env, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Status, check_status, sys};
use napi_derive::napi;

use crate::failure;

/// Events wait while no more entries than these do; what comes while JavaScript is too busy to take them is lost.
const MOST_WITH_EVENTS: usize = 20_000;

type Wake = ThreadsafeFunction<(), (), String, Status, false, true>;

/// The text of an entry's value, made by the thread that takes it: the I/O thread serves everybody and has more to do.
type Text = Box<dyn FnOnce() -> Result<String> + Send>;

/// What waits for JavaScript.
enum Entry {
    Answer(u32, Text),
    Event(u32, Text),
}

impl Entry {
    fn write(self, batch: &mut String) {
        let (id, text, event) = match self {
            Self::Answer(id, text) => (id, text, false),
            Self::Event(id, text) => (id, text, true),
        };
        let (end, value) = match ecall_runtime::guarded(text) {
            Ok(value) if event => ("event", value),
            Ok(value) => ("ok", value),
            Err(_) if event => return,
            Err(error) => ("failed", failure::text(&error)),
        };
        if batch.len() > 1 {
            batch.push(',');
        }
        batch.push_str(&format!("[{id},\"{end}\","));
        batch.push_str(&value);
        batch.push(']');
    }
}

#[derive(Default)]
struct Queue(Mutex<Vec<Entry>>);

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        // Nothing that holds the lock can leave an entry half made.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything that came since the last time, as a JSON array.
    fn take(&self) -> String {
        let entries = mem::take(&mut *self.lock());
        let mut batch = String::with_capacity(entries.len() * 512);
        batch.push('[');
        for entry in entries {
            entry.write(&mut batch);
        }
        batch.push(']');
        batch
    }
}

/// Hands entries to the JavaScript thread that it belongs to, many at a time.
pub(crate) struct Port {
    queue: Arc<Queue>,
    wake: Wake,
}

impl Port {
    /// The end of the call `id`.
    pub fn answer(&self, id: u32, answer: impl FnOnce() -> Result<String> + Send + 'static) {
        self.push(usize::MAX, || Entry::Answer(id, Box::new(answer)));
    }

    /// Something that a client with the hook `id` tells. Dropped where JavaScript does not keep up.
    pub fn event(&self, id: u32, event: impl FnOnce() -> String + Send + 'static) {
        self.push(MOST_WITH_EVENTS, || Entry::Event(id, Box::new(|| Ok(event()))));
    }

    fn push(&self, most: usize, entry: impl FnOnce() -> Entry) {
        let mut queue = self.queue.lock();
        if queue.len() >= most {
            return;
        }
        queue.push(entry());
        let first = queue.len() == 1;
        drop(queue);
        if first {
            // It fails where the thread has ended: then nobody waits any more.
            let _ = self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }
}

/// A port as JavaScript sees it. While it is held, its thread does not end by itself.
#[napi(js_name = "Port")]
pub struct PortHandle(Arc<Port>);

#[napi]
impl PortHandle {
    /// `take` is called with JSON texts `[[id, "ok" | "failed" | "event", value], ...]`.
    #[napi(constructor)]
    pub fn new(take: Function<'_, String, ()>) -> napi::Result<Self> {
        let queue = Arc::new(Queue::default());
        let taken = Arc::clone(&queue);
        let wake = take
            .build_threadsafe_function::<()>()
            .weak::<true>()
            .build_callback(move |_| Ok(taken.take()))?;
        Ok(Self(Arc::new(Port { queue, wake })))
    }

    /// Keeps the thread from ending: a call is under way.
    #[napi]
    pub fn hold(&self, env: Env) -> napi::Result<()> {
        // SAFETY: this runs on the thread of `env`, which lives, and the function lives as long as `self`.
        check_status!(unsafe { sys::napi_ref_threadsafe_function(env.raw(), self.0.wake.raw()) })
    }

    /// Lets the thread end.
    #[napi]
    pub fn release(&self, env: Env) -> napi::Result<()> {
        // SAFETY: as in `hold`.
        check_status!(unsafe { sys::napi_unref_threadsafe_function(env.raw(), self.0.wake.raw()) })
    }

    pub(crate) fn port(&self) -> Arc<Port> {
        Arc::clone(&self.0)
    }
}
