//! Events that are asked for, one after the other.

use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ecall::smpp::{SmppEvent, SmppEvents};
use ecall::{CancelToken, Error, Kind, Outcome, Result};
use ecall_runtime::{OneProcess, SmppSession, Stream, may_wait};

use super::event::ecall_smpp_event;
use super::{ecall_smpp_client, session};
use crate::asynchronous::{Taker, ecall_done_callback};
use crate::boundary::{finish, finish_empty, finish_optional, free, get, place, required};
use crate::cancel::ecall_cancel_token;
use crate::error::ecall_error;

const OUTCOME: Outcome = Outcome::NotApplicable;
/// How often a thread that waits looks whether it is cancelled.
const TICK: Duration = Duration::from_millis(100);

/// A reader of what happens on the link. An event is taken when the next is asked for, or ecall_smpp_events_acknowledge is called;
/// never before. Only then is a receipt or a message answered, so that the centre delivers it again where a program ends before.
/// Where several read, each event goes to one of them. May be used by any number of threads: one call is under way at a time, the
/// others wait for their turn. Belongs to the process that made it: in the child of a fork its functions return ECALL_FORKED, and it
/// may be freed.
pub struct ecall_smpp_events {
    session: Arc<SmppSession>,
    /// Forgotten in a child, token and all: its lock may be held by a thread that does not exist there.
    reader: OneProcess<Reader>,
}

struct Reader {
    stream: Stream<SmppEvents>,
    /// Ends the calls that wait.
    end: CancelToken,
    over: AtomicBool,
}

impl Reader {
    /// What was handed over, of which there is at most one: none where there will be none.
    fn told(&self, mut events: Vec<SmppEvent>) -> Option<SmppEvent> {
        self.over.store(events.is_empty(), Ordering::Release);
        events.pop()
    }

    /// The next event within a time, on a thread that may wait.
    fn blocking_next(&self, wait: Duration) -> Result<Option<SmppEvent>> {
        let begun = Instant::now();
        self.stream.blocking(|events| {
            loop {
                if self.end.is_cancelled() {
                    return Err(Error::new(Kind::Cancelled, OUTCOME, "cancelled"));
                }
                let left = wait.saturating_sub(begun.elapsed());
                match events.blocking_next_batch(1, left.min(TICK)) {
                    Some(handed) => return Ok(self.told(handed)),
                    None if left > TICK => {}
                    None => return Ok(None),
                }
            }
        })
    }
}

/// Takes an event, NULL with ECALL_OK where there will be none any more; see ecall_message_result_callback. Freed with
/// ecall_smpp_event_free.
pub type ecall_smpp_event_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        event: *mut ecall_smpp_event,
        error: *mut ecall_error,
    ),
>;

/// Begins to read what happens on the link: receipts, messages that come in, its states. May be called before the bind. While nobody
/// reads, the centre is told to try again later (0x64). The token, which may be NULL, ends the calls that wait. Goes on without the
/// client. Free the events with ecall_smpp_events_free.
///
///     while ((code = ecall_smpp_events_next(events, UINT64_MAX, &event, &error)) == ECALL_OK && event != NULL) {
///         if (!keep(event))
///             break; // Not taken: it comes again.
///         ecall_smpp_event_free(event);
///     }
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_events_new(
    client: Option<&ecall_smpp_client>,
    cancel: Option<&ecall_cancel_token>,
    events: *mut *mut ecall_smpp_events,
    error: *mut *mut ecall_error,
) -> i32 {
    let begin = || {
        place(OUTCOME, "events", events)?;
        let session = session(OUTCOME, client)?;
        let end = ecall_cancel_token::of(cancel).map_or_else(CancelToken::new, |token| token.child());
        let reader = Reader { stream: session.events()?, end, over: AtomicBool::new(false) };
        Ok(ecall_smpp_events { session: Arc::clone(session), reader: OneProcess::new(reader, OUTCOME) })
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(events, error, begin) }
}

/// Takes one more event, waiting for up to `wait_ms` milliseconds: 0 does not wait, UINT64_MAX waits as long as it takes. Asking for
/// it says that the one before is taken. Writes NULL to `event` with ECALL_OK where none came in that time, and where there will be none
/// any more, because the client was closed (ecall_smpp_events_is_over). Free the event with ecall_smpp_event_free.
///
/// Returns ECALL_CANCELLED; ECALL_INVALID_ARGUMENT where `event` is NULL, nothing being taken; ECALL_INTERNAL in a callback of an
/// asynchronous call, where it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_events_next(
    events: Option<&ecall_smpp_events>,
    wait_ms: u64,
    event: *mut *mut ecall_smpp_event,
    error: *mut *mut ecall_error,
) -> i32 {
    let next = || {
        let events = required(OUTCOME, "events", events)?;
        place(OUTCOME, "event", event)?;
        may_wait(OUTCOME)?;
        let event = events.reader.get()?.blocking_next(Duration::from_millis(wait_ms))?;
        Ok(event.map(ecall_smpp_event::from))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish_optional(event, error, next) }
}

/// Says that the last event is taken. Does nothing where there is none.
///
/// Returns ECALL_INTERNAL in a callback of an asynchronous call, where it may not wait for its turn.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_events_acknowledge(
    events: Option<&ecall_smpp_events>,
    error: *mut *mut ecall_error,
) -> i32 {
    let acknowledge = || {
        let events = required(OUTCOME, "events", events)?;
        may_wait(OUTCOME)?;
        events.reader.get()?.stream.blocking(|events| {
            events.acknowledge();
            Ok(())
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, acknowledge) }
}

/// Starts to take one more event. Waits as long as it takes. See ecall_smpp_events_next and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_events_next_async(
    events: Option<&ecall_smpp_events>,
    callback: ecall_smpp_event_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let next = || {
        let taker = Taker::new(OUTCOME, callback, user_data)?;
        let done = move |event| taker.take(event, |event: Option<_>| event.map(ecall_smpp_event::from));
        let events = required(OUTCOME, "events", events)?;
        let reader = Arc::clone(events.reader.get()?);
        let call = async move |_| {
            let asked = reader
                .stream
                .run(&reader.end, |events| Box::pin(async move { Ok(events.next_batch(1).await) }));
            Ok(reader.told(asked.await?))
        };
        events.session.spawn(call, done)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, next) }
}

/// Starts to say that the last event is taken. See ecall_smpp_events_acknowledge and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_events_acknowledge_async(
    events: Option<&ecall_smpp_events>,
    callback: ecall_done_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let acknowledge = || {
        let taker = Taker::new(OUTCOME, callback, user_data)?;
        let done = move |ended| taker.take(ended);
        let events = required(OUTCOME, "events", events)?;
        let reader = Arc::clone(events.reader.get()?);
        let call = async move |_| {
            let taken = reader.stream.run(&reader.end, |events| {
                Box::pin(async move {
                    events.acknowledge();
                    Ok(())
                })
            });
            taken.await
        };
        events.session.spawn(call, done)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, acknowledge) }
}

/// Whether there will be no event any more, as the last call has found; true for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_events_is_over(events: Option<&ecall_smpp_events>) -> bool {
    get(events, true, |events| events.reader.get().is_ok_and(|reader| reader.over.load(Ordering::Acquire)))
}

/// Frees a reader; an event that was not taken is delivered again, to who reads then. No blocking call of it may be under way;
/// asynchronous ones end with ECALL_CANCELLED. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_events_free(events: Option<Box<ecall_smpp_events>>) {
    free(events);
}

impl Drop for ecall_smpp_events {
    fn drop(&mut self) {
        // In a child nobody works for it.
        if let Ok(reader) = self.reader.get() {
            reader.end.cancel();
        }
    }
}
