//! Sending any number of messages.

use std::ffi::c_char;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ecall::smpp::{BulkSubmitted, PreparedSubmit, SmppBulk};
use ecall::{Outcome, Result};
use ecall_runtime::{OneProcess, may_wait};

use super::submit_options::ecall_submit_options;
use super::submitted::ecall_smpp_submitted;
use super::{ecall_smpp_client, session};
use crate::boundary::{
    finish, finish_empty, finish_optional, free, get, lend, optional_text, place, put, required, text,
};
use crate::bulk::ecall_bulk_counts;
use crate::cancel::ecall_cancel_token;
use crate::error::ecall_error;

const OUTCOME: Outcome = Outcome::NotAccepted;
/// How often a thread that waits looks whether it is cancelled.
const TICK: Duration = Duration::from_millis(100);
/// How many messages go on together where many are on their way: one by one they would cost twice the time.
const BATCH: usize = 128;

/// Any number of messages on their way through one link: they are given in, and what became of them is taken out. May be used by any
/// number of threads at once. Goes on without the client. Belongs to the process that made it: in the child of a fork its functions
/// return ECALL_FORKED, and it may be freed.
pub struct ecall_smpp_bulk {
    bulk: OneProcess<SmppBulk>,
    gathered: Mutex<Gathered>,
    over: AtomicBool,
}

/// Messages that were given and go on together.
#[derive(Default)]
struct Gathered {
    messages: Vec<Result<PreparedSubmit>>,
    /// How many went on before.
    handed: u64,
}

impl Gathered {
    fn hand_on(&mut self, bulk: &SmppBulk) {
        if !self.messages.is_empty() {
            self.handed += self.messages.len() as u64;
            bulk.give_prepared(mem::replace(&mut self.messages, Vec::with_capacity(BATCH)));
        }
    }
}

impl ecall_smpp_bulk {
    fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a message in; its index. It is checked and written here, where its texts still are the caller's, and before the lock
    /// is taken.
    fn give(&self, prepare: impl FnOnce(&SmppBulk) -> Result<PreparedSubmit>) -> Result<u64> {
        let bulk = self.bulk.get()?;
        let message = prepare(bulk);
        let mut gathered = self.gathered();
        let index = gathered.handed + gathered.messages.len() as u64;
        gathered.messages.push(message);
        // While few are on their way a message does not wait for others; later it does, until who takes results looks again.
        let one = gathered.messages.len() == 1;
        if gathered.messages.len() >= BATCH || (one && bulk.counts().open() < BATCH as u64) {
            gathered.hand_on(bulk);
        }
        Ok(index)
    }

    /// What came out within a time.
    fn take(&self, wait: Duration) -> Result<Vec<BulkSubmitted>> {
        let begun = Instant::now();
        let bulk = self.bulk.get()?;
        loop {
            // In every turn: others may give meanwhile.
            self.gathered().hand_on(bulk);
            let left = wait.saturating_sub(begun.elapsed());
            match bulk.blocking_turn(false, left.min(TICK)) {
                Some(turn) => {
                    self.over.store(turn.over, Ordering::Release);
                    if turn.over || !turn.done.is_empty() {
                        return Ok(turn.done);
                    }
                }
                None if left > TICK => {}
                None => return Ok(Vec::new()),
            }
        }
    }
}

/// What became of some of many messages, in the order in which they ended.
pub struct ecall_smpp_results {
    results: Vec<One>,
}

struct One {
    index: u64,
    /// The one or the other.
    submitted: Option<ecall_smpp_submitted>,
    error: Option<Box<ecall_error>>,
}

impl From<BulkSubmitted> for One {
    fn from(done: BulkSubmitted) -> Self {
        let (submitted, error) = match done.result {
            Ok(submitted) => (Some(submitted.into()), None),
            Err(error) => (None, Some(Box::new(error.into()))),
        };
        Self { index: done.index, submitted, error }
    }
}

/// Begins to send any number of messages. `options`, which may be NULL, hold for those that have none of their own; the token, which may be
/// NULL too, does what ecall_smpp_bulk_cancel does. Returns at once. Free the bulk with ecall_smpp_bulk_free.
///
///     while (!ecall_smpp_bulk_is_over(bulk)) {
///         for (; more && ecall_smpp_bulk_room(bulk) > 0; more = next(&message))
///             ecall_smpp_bulk_give(bulk, message.to, message.text, NULL, NULL, NULL, NULL);
///         if (!more)
///             ecall_smpp_bulk_end(bulk, NULL);
///         if (ecall_smpp_bulk_take(bulk, UINT64_MAX, &results, &error) != ECALL_OK)
///             break;
///         ...
///         ecall_smpp_results_free(results);
///     }
///
/// Returns ECALL_CLOSED where the client is not bound; ECALL_INVALID_ARGUMENT where it is a receiver, or an option does not exist or has
/// the wrong type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_submit_many(
    client: Option<&ecall_smpp_client>,
    options: Option<&ecall_submit_options>,
    cancel: Option<&ecall_cancel_token>,
    bulk: *mut *mut ecall_smpp_bulk,
    error: *mut *mut ecall_error,
) -> i32 {
    let begin = || {
        place(OUTCOME, "bulk", bulk)?;
        let session = session(OUTCOME, client)?;
        let bulk = session.bulk(ecall_submit_options::of(options, cancel)?)?;
        Ok(ecall_smpp_bulk { bulk, gathered: Mutex::default(), over: AtomicBool::new(false) })
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(bulk, error, begin) }
}

/// How many messages may be given in now. More wait all the same, in memory. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_bulk_room(bulk: Option<&ecall_smpp_bulk>) -> usize {
    get(bulk, 0, |bulk| {
        let room = bulk.bulk.get().map_or(0, |bulk| bulk.room());
        // In a child the lock may be held by a thread that does not exist there.
        if room == 0 { 0 } else { room.saturating_sub(bulk.gathered().messages.len()) }
    })
}

/// Gives one message in, as ecall_smpp_client_submit takes it; `from`, `options` and `index` may be NULL. Writes to `index` by which number
/// its result comes out: they count from 0 in the order in which messages are given. Never waits. Many go on together: where some are on
/// their way already, the last ones may wait until ecall_smpp_bulk_take or ecall_smpp_bulk_end is called. A message that breaks a rule
/// comes out with its error, also where a text is NULL or not UTF-8. After the end none may be given: it is not sent.
///
/// Returns ECALL_OK whatever becomes of the message; ECALL_INVALID_ARGUMENT where `bulk` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_bulk_give(
    bulk: Option<&ecall_smpp_bulk>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_submit_options>,
    index: *mut u64,
    error: *mut *mut ecall_error,
) -> i32 {
    let give = || {
        let bulk = required(OUTCOME, "bulk", bulk)?;
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let given = bulk.give(|bulk| unsafe { prepared(bulk, to, text, from, options) })?;
        // SAFETY: the caller passes NULL or memory for a number.
        unsafe { put(index, given) };
        Ok(())
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, give) }
}

/// # Safety
/// The texts are NULL or end in NUL.
unsafe fn prepared(
    bulk: &SmppBulk,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_submit_options>,
) -> Result<PreparedSubmit> {
    // SAFETY: as the caller promises.
    let (to, text, from) = unsafe {
        (
            self::text(OUTCOME, "to", to)?,
            self::text(OUTCOME, "text", text)?,
            optional_text(OUTCOME, "from", from)?,
        )
    };
    let options = options.map(|options| ecall_submit_options::of(Some(options), None)).transpose()?;
    bulk.prepare(to, text, from, options.as_ref())
}

/// Tells that no more messages will be given in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_bulk_end(
    bulk: Option<&ecall_smpp_bulk>,
    error: *mut *mut ecall_error,
) -> i32 {
    let end = || {
        let this = required(OUTCOME, "bulk", bulk)?;
        let bulk = this.bulk.get()?;
        this.gathered().hand_on(bulk);
        bulk.end();
        Ok(())
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, end) }
}

/// Takes what became of messages, any number of them, waiting for up to `wait_ms` milliseconds: 0 does not wait, UINT64_MAX waits as long
/// as it takes. Writes NULL to `results` with ECALL_OK where nothing came out in that time, and where everything has come out
/// (ecall_smpp_bulk_is_over). Every message comes out once, also after ecall_smpp_bulk_cancel. Results that nobody takes hold the sending
/// up. Free the results with ecall_smpp_results_free.
///
/// Returns ECALL_INVALID_ARGUMENT where `results` is NULL, nothing being taken; ECALL_INTERNAL in a callback of an asynchronous call, where
/// it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_bulk_take(
    bulk: Option<&ecall_smpp_bulk>,
    wait_ms: u64,
    results: *mut *mut ecall_smpp_results,
    error: *mut *mut ecall_error,
) -> i32 {
    let take = || {
        let bulk = required(OUTCOME, "bulk", bulk)?;
        place(OUTCOME, "results", results)?;
        may_wait(OUTCOME)?;
        let done = bulk.take(Duration::from_millis(wait_ms))?;
        let results = Some(done).filter(|done| !done.is_empty());
        Ok(results.map(|done| ecall_smpp_results { results: done.into_iter().map(One::from).collect() }))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish_optional(results, error, take) }
}

/// Ends it: what was not written is not sent and comes out with ECALL_CANCELLED or ECALL_CLOSED, and what was written comes out as
/// unknown. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_bulk_cancel(bulk: Option<&ecall_smpp_bulk>) {
    get(bulk, (), |bulk| {
        if let Ok(bulk) = bulk.bulk.get() {
            bulk.cancel();
        }
    });
}

/// Whether ecall_smpp_bulk_take has found that everything has come out and nothing more will be given; true for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_bulk_is_over(bulk: Option<&ecall_smpp_bulk>) -> bool {
    get(bulk, true, |bulk| bulk.over.load(Ordering::Acquire))
}

/// Writes how far it has come. Returns false, writing nothing, in the child of a fork and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_bulk_counts(
    bulk: Option<&ecall_smpp_bulk>,
    counts: *mut ecall_bulk_counts,
) -> bool {
    let read = |this: &ecall_smpp_bulk| {
        let bulk = this.bulk.get().ok()?;
        let gathered = this.gathered();
        let mut counts = ecall_bulk_counts::from(bulk.counts());
        counts.given += gathered.messages.len() as u64;
        counts.open += gathered.messages.len() as u64;
        Some(counts)
    };
    // SAFETY: the caller passes NULL or memory for the counts.
    unsafe { crate::boundary::get_known(bulk, counts, read) }
}

/// Frees a bulk, and cancels it where it is not over. No other function may be under way. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_bulk_free(bulk: Option<Box<ecall_smpp_bulk>>) {
    free(bulk);
}

/// How many results there are: one at least; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_results_count(results: Option<&ecall_smpp_results>) -> usize {
    get(results, 0, |results| results.results.len())
}

/// The number of the message, as ecall_smpp_bulk_give wrote it; UINT64_MAX behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_results_index(results: Option<&ecall_smpp_results>, at: usize) -> u64 {
    get(results, u64::MAX, |results| results.results.get(at).map_or(u64::MAX, |one| one.index))
}

/// What became of a message that was accepted; NULL where it was not, and behind the last. Lives as long as the results and must not be
/// freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_results_submitted(
    results: Option<&ecall_smpp_results>,
    at: usize,
) -> *const ecall_smpp_submitted {
    lend(results, |results| results.results.get(at)?.submitted.as_ref())
}

/// Why a message was not accepted, or that nobody knows; NULL where it was, and behind the last. Lives as long as the results and must not
/// be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_results_error(
    results: Option<&ecall_smpp_results>,
    at: usize,
) -> *const ecall_error {
    lend(results, |results| results.results.get(at)?.error.as_deref())
}

/// Frees results with everything that they lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_results_free(results: Option<Box<ecall_smpp_results>>) {
    free(results);
}
