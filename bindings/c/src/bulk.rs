//! Sending any number of messages.

use std::ffi::c_void;
use std::ptr;
use std::time::{Duration, Instant};

use ecall::{Bulk, BulkCounts, BulkResult, Message, Outcome};
use ecall_runtime::may_wait;

use crate::boundary::{finish_empty, put, required};
use crate::cancel::ecall_cancel_token;
use crate::client::ecall_client;
use crate::error::ecall_error;
use crate::message::ecall_message;
use crate::options::ecall_call_options;
use crate::result::ecall_message_result;

const OUTCOME: Outcome = Outcome::NotAccepted;
/// How long the thread waits before it looks whether there is something to do.
const TURN: Duration = Duration::from_secs(60);
/// How long messages are taken before results are looked for: a source that takes its time must not hold these up.
const COLLECT: Duration = Duration::from_millis(2);

/// Gives the next of many messages, which the library frees, or NULL at their end; after that it is not called again.
pub type ecall_next_message_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void) -> *mut ecall_message>;

/// Takes what became of one of many messages, by its index from 0 in the order in which ecall_next_message_callback gave them:
/// `error` is NULL and `result` is not, or the other way round. Both belong to the callback, which frees them with
/// ecall_message_result_free and ecall_error_free. Where it returns anything but 0, no more messages are taken, the calls that
/// are under way are ended, and it is called for what is left.
pub type ecall_bulk_result_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        index: u64,
        result: *mut ecall_message_result,
        error: *mut ecall_error,
    ) -> i32,
>;

/// What became of many messages: how many of them. `given` is the sum of `accepted`, `refused`, `unknown` and `open`.
#[repr(C)]
#[derive(Default)]
pub struct ecall_bulk_counts {
    /// Messages that were taken from the program.
    pub given: u64,
    /// Accepted by the service.
    pub accepted: u64,
    /// Certainly not accepted: refused, or never sent.
    pub refused: u64,
    /// May have been accepted or not.
    pub unknown: u64,
    /// Accepted, and an attempt before may have been accepted too: these may arrive twice.
    pub possible_duplicates: u64,
    /// Of which it is not known what becomes; 0 unless the call failed with ECALL_FORKED or ECALL_INTERNAL.
    pub open: u64,
}

impl From<BulkCounts> for ecall_bulk_counts {
    fn from(counts: BulkCounts) -> Self {
        Self {
            given: counts.given,
            accepted: counts.accepted,
            refused: counts.refused,
            unknown: counts.unknown,
            possible_duplicates: counts.possible_duplicates,
            open: counts.open(),
        }
    }
}

/// The program's two functions, called on the program's own thread.
struct Program {
    next: unsafe extern "C" fn(*mut c_void) -> *mut ecall_message,
    on_result: unsafe extern "C" fn(*mut c_void, u64, *mut ecall_message_result, *mut ecall_error) -> i32,
    user_data: *mut c_void,
}

impl Program {
    /// The next message; None at the end.
    fn next(&self) -> Option<Message> {
        // SAFETY: the program gave the function for this very use.
        let message = unsafe { (self.next)(self.user_data) };
        // SAFETY: it gives NULL, or a message that is no longer its own.
        (!message.is_null()).then(|| unsafe { Box::from_raw(message) }.into_message())
    }

    /// Hands a result over; whether the program wants to go on.
    fn take(&self, done: BulkResult) -> bool {
        let (result, error) = match done.result {
            Ok(answer) => (Box::into_raw(Box::new(answer.into())), ptr::null_mut()),
            Err(error) => (ptr::null_mut(), Box::into_raw(Box::new(error.into()))),
        };
        // SAFETY: the program gave the function for this very use, and takes what it is handed.
        unsafe { (self.on_result)(self.user_data, done.index, result, error) == 0 }
    }

    /// Gives in what there is room for; whether there is more.
    fn give(&self, bulk: &Bulk) -> bool {
        let begun = Instant::now();
        for _ in 0..bulk.room() {
            // Each at once: the program may wait for its next message as long as it likes, and the last one must not wait with it.
            let Some(message) = self.next() else {
                bulk.end();
                return false;
            };
            bulk.give(vec![Ok(message)]);
            if begun.elapsed() >= COLLECT {
                break;
            }
        }
        true
    }
}

/// Sends any number of messages, several at a time, and returns once there is nothing more to send and every message has its
/// result.
///
/// `next` and `on_result` are called on the calling thread, one at a time, with `user_data`; both may take their time (calls
/// under way go on meanwhile on the library's thread) and may make calls of their own. Messages are taken as they are needed:
/// no more than are under way, and as many again that wait. Results come in the order in which they end. Where the service asks
/// for fewer requests (429, 503), all calls pause. Neither function may leave by an exception or longjmp.
///
/// `options` (ecall_call_options_set_concurrency and ecall_call_options_set_rate are for this), `cancel`, `counts` and `error`
/// may be NULL. A token that is cancelled does what on_result does when it returns anything but 0. `counts` is written in every
/// case.
///
/// Returns ECALL_OK once every message that was taken has come out, whatever became of it, also where it was ended early;
/// ECALL_INVALID_ARGUMENT before anything is taken, the error naming every option that is out of range; ECALL_INTERNAL in a
/// callback of an asynchronous call, where it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send_many(
    client: Option<&ecall_client>,
    next: ecall_next_message_callback,
    on_result: ecall_bulk_result_callback,
    user_data: *mut c_void,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    counts: *mut ecall_bulk_counts,
    error: *mut *mut ecall_error,
) -> i32 {
    let mut reached = ecall_bulk_counts::default();
    let send = || {
        let client = required(OUTCOME, "client", client)?;
        let next = required(OUTCOME, "next", next)?;
        let on_result = required(OUTCOME, "on_result", on_result)?;
        let options = ecall_call_options::bulk(options, cancel)?;
        may_wait(OUTCOME)?;
        let bulk = client.session.bulk(&options)?;
        let program = Program { next, on_result, user_data };
        let mut more = true;
        loop {
            // In every turn: the program's functions may have forked.
            let bulk = bulk.get()?;
            more = more && program.give(bulk);
            let Some(turn) = bulk.blocking_turn(more, TURN) else { continue };
            for done in turn.done {
                if !program.take(done) {
                    more = false;
                    bulk.cancel();
                }
            }
            reached = bulk.counts().into();
            if turn.over {
                return Ok(());
            }
        }
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    let code = unsafe { finish_empty(error, send) };
    // SAFETY: the caller passes NULL or memory for the counts.
    unsafe { put(counts, reached) };
    code
}
