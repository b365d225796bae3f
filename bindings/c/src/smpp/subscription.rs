//! Events that a function of the program is told.

use std::ffi::c_void;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use ecall::smpp::{SmppEvent, SmppEvents};
use ecall::{Error, Kind, Outcome, Result};
use ecall_runtime::{OneProcess, guarded};

use super::event::ecall_smpp_event;
use super::{ecall_smpp_client, session};
use crate::boundary::{UserData, finish, free, place, required};
use crate::error::ecall_error;

const OUTCOME: Outcome = Outcome::NotApplicable;
/// How often the thread looks whether it is to end.
const TICK: Duration = Duration::from_millis(100);
/// How long an event that was not taken waits before it comes again: what it was not taken for may pass.
const AGAIN: Duration = Duration::from_millis(100);

/// Takes an event, which lives until the function returns: true where the event is taken, and a receipt or a message is answered then;
/// false where it is not, and comes again after 100 milliseconds, before every other. Called on a thread of the library's for this
/// subscription alone, one call after the other: it may take its time and make blocking calls, also of the same client. May free its own
/// subscription; then it is not called again. Must not let exceptions out.
pub type ecall_smpp_on_event =
    Option<unsafe extern "C" fn(user_data: *mut c_void, event: *const ecall_smpp_event) -> bool>;

/// A function of the program that is told what happens on the link, until it is freed. In the child of a fork it may be freed; it goes
/// on in the parent.
pub struct ecall_smpp_subscription(
    #[expect(dead_code, reason = "it is held, and ends when dropped")] OneProcess<Running>,
);

/// The thread that calls the function.
struct Running {
    end: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end.store(true, Ordering::Release);
        if let Some(thread) =
            self.thread.take().filter(|thread| thread.thread().id() != thread::current().id())
        {
            // A panic has nobody to be told to.
            let _ = thread.join();
        }
    }
}

struct Program {
    function: unsafe extern "C" fn(*mut c_void, *const ecall_smpp_event) -> bool,
    user_data: UserData,
}

impl Program {
    /// Tells it of an event; whether it took it.
    fn takes(&self, event: SmppEvent) -> bool {
        let event = ecall_smpp_event::from(event);
        // SAFETY: the program gave the function for this very use; the event lives until it returns.
        unsafe { (self.function)(self.user_data.0, &raw const event) }
    }

    /// Tells it of every event until that is to end, or there will be none any more.
    fn run(&self, mut events: SmppEvents, end: &AtomicBool) {
        while !end.load(Ordering::Acquire) {
            let Some(mut handed) = events.blocking_next_batch(1, TICK) else { continue };
            let Some(event) = handed.pop() else { return };
            if self.takes(event) {
                events.acknowledge();
            } else {
                events.give_again();
                rest(end);
            }
        }
    }
}

fn rest(end: &AtomicBool) {
    let begun = Instant::now();
    while begun.elapsed() < AGAIN && !end.load(Ordering::Acquire) {
        thread::sleep(AGAIN / 10);
    }
}

/// Has a function told what happens on the link, as ecall_smpp_events_new has it asked for; each event goes to one of those that read.
/// May be called before the bind. Goes on without the client until the link has ended. Free the subscription with
/// ecall_smpp_subscription_free; `user_data` has to live until then.
///
/// Returns ECALL_INVALID_ARGUMENT where `on_event` or `subscription` is NULL; ECALL_INTERNAL where no thread can be had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_on_event(
    client: Option<&ecall_smpp_client>,
    on_event: ecall_smpp_on_event,
    user_data: *mut c_void,
    subscription: *mut *mut ecall_smpp_subscription,
    error: *mut *mut ecall_error,
) -> i32 {
    let mut begun = None;
    let begin = || {
        let session = session(OUTCOME, client)?;
        let function = required(OUTCOME, "on_event", on_event)?;
        place(OUTCOME, "subscription", subscription)?;
        let program = Program { function, user_data: UserData(user_data) };
        let events = session.blocking(|client| client.asynchronous().events())?.keeping();
        let end = Arc::new(AtomicBool::new(false));
        let (begin, wait) = mpsc::channel();
        let thread = started(program, events, end.clone(), wait)?;
        begun = Some(begin);
        let running = Running { end, thread: Some(thread) };
        Ok(ecall_smpp_subscription(OneProcess::new(running, OUTCOME)))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    let code = unsafe { finish(subscription, error, begin) };
    // Not before: the function may want to free the subscription, and has it only now.
    drop(begun);
    code
}

/// Starts the thread, which begins once the other end of `wait` is gone.
fn started(
    program: Program,
    events: SmppEvents,
    end: Arc<AtomicBool>,
    wait: Receiver<()>,
) -> Result<JoinHandle<()>> {
    let work = move || {
        let _ = wait.recv();
        // A panic ends it, and has nobody to be told to.
        let _ = guarded(|| {
            program.run(events, &end);
            Ok(())
        });
    };
    thread::Builder::new()
        .name("ecall-smpp-told".to_owned())
        .spawn(work)
        .map_err(|problem| Error::new(Kind::Internal, OUTCOME, format!("no thread could be made: {problem}")))
}

/// Ends a subscription: the function is not called any more once this has returned; it waits for a call that is under way, unless it is
/// called by that. An event that was not taken is delivered again, to who reads then. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_subscription_free(subscription: Option<Box<ecall_smpp_subscription>>) {
    free(subscription);
}
