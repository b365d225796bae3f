//! Following many messages.

use std::collections::VecDeque;
use std::ffi::{CString, c_char};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ecall::webhook::parse_status;
use ecall::{Followed, Following, Outcome, Result};
use ecall_runtime::{OneProcess, may_wait};

use crate::boundary::{c_text, finish, finish_empty, finish_optional, free, get, put, required, text, texts};
use crate::cancel::ecall_cancel_token;
use crate::client::ecall_client;
use crate::error::ecall_error;
use crate::options::ecall_call_options;
use crate::status::ecall_message_status;

const OUTCOME: Outcome = Outcome::NotApplicable;
/// The longest wait at once.
const TURN: Duration = Duration::from_secs(60);

/// Many messages that are followed to their final states. ecall_following_next is called by one thread at a time; the other
/// functions may be called by any number of threads meanwhile. Belongs to the process that made it: in the child of a fork its
/// functions return ECALL_FORKED, and it may be freed.
pub struct ecall_following {
    following: OneProcess<Following>,
    taken: Mutex<Taken>,
    over: AtomicBool,
}

#[derive(Default)]
struct Taken {
    /// What has come out and was not asked for yet.
    ready: VecDeque<Followed>,
    /// What `ecall_following_next` lent last.
    id: CString,
}

impl ecall_following {
    /// What came out within `wait`.
    fn next(&self, taken: &mut Taken, wait: Duration) -> Result<Option<Followed>> {
        let begun = Instant::now();
        loop {
            if let Some(followed) = taken.ready.pop_front() {
                return Ok(Some(followed));
            }
            if self.over.load(Ordering::Acquire) {
                return Ok(None);
            }
            let left = wait.saturating_sub(begun.elapsed());
            match self.following.get()?.blocking_turn(left.min(TURN)) {
                Some(turn) => {
                    taken.ready = turn.done.into();
                    self.over.store(turn.over, Ordering::Release);
                }
                None if left > TURN => {}
                None => return Ok(None),
            }
        }
    }
}

/// Begins to follow `count` messages to their final states, or to one that the options name, with one loop that looks at each
/// ever less often. An id that is given twice is followed once. `options` (as for ecall_client_wait, with
/// ecall_call_options_set_concurrency and ecall_call_options_set_rate) and `cancel` may be NULL. Returns at once; goes on
/// without the client. Free the following with ecall_following_free.
///
///     while (ecall_following_next(following, UINT64_MAX, &id, &status, &error), id != NULL) {
///         printf("%s: %s\n", id, status ? ecall_message_status_status(status) : ecall_error_text(error));
///         ecall_message_status_free(status);
///         ecall_error_free(error);
///     }
///
/// Returns ECALL_INVALID_ARGUMENT where an id ("message_ids[3]") or an option breaks a rule, the error naming each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_wait_many(
    client: Option<&ecall_client>,
    message_ids: *const *const c_char,
    count: usize,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    following: *mut *mut ecall_following,
    error: *mut *mut ecall_error,
) -> i32 {
    let follow = || {
        let client = required(OUTCOME, "client", client)?;
        // SAFETY: the caller passes NULL or `count` pointers, which are NULL or texts that end in NUL.
        let ids = unsafe { texts(OUTCOME, "message_ids", message_ids, count) }?;
        let following = client.session.follow(ids, &ecall_call_options::wait_many(options, cancel)?)?;
        Ok(ecall_following { following, taken: Mutex::default(), over: AtomicBool::new(false) })
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(following, error, follow) }
}

/// Takes what became of one more message, waiting for up to `wait_ms` milliseconds: 0 does not wait, UINT64_MAX waits as long
/// as it takes. Each message comes out once, also after ecall_following_cancel.
///
/// Writes the message's id to `message_id`, as it was given, and its state to `status`; where none was read, NULL to `status`
/// and the reason to `error`, of which it returns the kind (ECALL_TIMEOUT: the time is up, the error holds the last state). The
/// id lives until the next call of this function, or until the following is freed; the state and the error are the caller's.
/// `message_id` is NULL where there is nothing to tell: with ECALL_OK nothing came out for so long, or everything has come out
/// (ecall_following_is_over); with ECALL_FORKED, ECALL_INTERNAL or ECALL_INVALID_ARGUMENT this function failed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_following_next(
    following: Option<&ecall_following>,
    wait_ms: u64,
    message_id: *mut *const c_char,
    status: *mut *mut ecall_message_status,
    error: *mut *mut ecall_error,
) -> i32 {
    let mut id = ptr::null();
    let next = || {
        let following = required(OUTCOME, "following", following)?;
        may_wait(OUTCOME)?;
        following.following.get()?;
        let mut taken = following.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(followed) = following.next(&mut taken, Duration::from_millis(wait_ms))? else {
            return Ok(None);
        };
        taken.id = c_text(&followed.message_id);
        id = taken.id.as_ptr();
        followed.state.map(|state| Some(state.into()))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    let code = unsafe { finish_optional(status, error, next) };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { put(message_id, id) };
    code
}

/// Tells what a webhook told of a message: the query of a GET or the JSON of a POST, as ecall_webhook_parse_status takes them.
/// A message that is followed comes out at once where the state is final; of others, and of those that came out already,
/// nothing happens, so that events may come twice or for messages of somebody else. Never waits.
///
/// Returns ECALL_INVALID_ARGUMENT for what is no status of a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_following_notify(
    following: Option<&ecall_following>,
    event: *const c_char,
    error: *mut *mut ecall_error,
) -> i32 {
    let notify = || {
        let following = required(OUTCOME, "following", following)?.following.get()?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let event = unsafe { text(OUTCOME, "event", event) }?;
        following.notify(parse_status(event.as_bytes())?.status);
        Ok(())
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, notify) }
}

/// Ends it: the messages that are still followed come out with ECALL_CANCELLED. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_following_cancel(following: Option<&ecall_following>) {
    get(following, (), |following| {
        if let Ok(following) = following.following.get() {
            following.cancel();
        }
    });
}

/// How many messages are still followed; those that came out and were not taken yet are not counted.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_following_open(following: Option<&ecall_following>) -> usize {
    get(following, 0, |following| following.following.get().map_or(0, |following| following.open()))
}

/// Whether ecall_following_next has found that everything has come out; true for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_following_is_over(following: Option<&ecall_following>) -> bool {
    get(following, true, |following| {
        let taken = following.taken.try_lock();
        following.over.load(Ordering::Acquire) && taken.is_ok_and(|taken| taken.ready.is_empty())
    })
}

/// Frees a following, and ends it where it is not over. No other function may be under way. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_following_free(following: Option<Box<ecall_following>>) {
    free(following);
}
