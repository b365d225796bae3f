//! The one way from the I/O thread to a JavaScript thread.

use std::fmt::{self, Write as _};
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecall::Error;
use napi::bindgen_prelude::{Env, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Status, check_status, sys};
use napi_derive::napi;
use serde_json::Value;

use crate::failure;

/// Events wait up to this many bytes; what comes while JavaScript is too busy to take them is lost.
const EVENTS_BYTES: usize = 4 << 20;

type Wake = ThreadsafeFunction<(), (), String, Status, false, true>;

/// What waits to be taken by JavaScript: everything that came since it last took, as the inside of a JSON array.
#[derive(Default)]
struct Queue(Mutex<String>);

impl Queue {
    fn lock(&self) -> MutexGuard<'_, String> {
        // Nothing that holds the lock can leave half an entry behind.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> String {
        let mut batch = mem::take(&mut *self.lock());
        batch.insert(0, '[');
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
    pub fn answer(&self, id: u32, answer: Result<String, Error>) {
        match answer {
            Ok(value) => self.push(usize::MAX, format_args!("[{id},\"ok\",{value}]")),
            Err(error) => self.push(usize::MAX, format_args!("[{id},\"failed\",{}]", failure::text(&error))),
        }
    }

    /// Something that a client with the hook `id` tells. Dropped where JavaScript does not keep up.
    pub fn event(&self, id: u32, event: &Value) {
        self.push(EVENTS_BYTES, format_args!("[{id},\"event\",{event}]"));
    }

    fn push(&self, limit: usize, entry: fmt::Arguments<'_>) {
        let mut queue = self.queue.lock();
        let first = queue.is_empty();
        if queue.len() >= limit {
            return;
        }
        if !first {
            queue.push(',');
        }
        // Writing to a `String` cannot fail.
        let _ = queue.write_fmt(entry);
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
