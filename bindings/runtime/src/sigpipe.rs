//! Writing to a connection that the other side reset raises SIGPIPE, which ends a process that has not said otherwise:
//! every C program, and every Python program that restored the default. tokio writes to sockets with `writev`, for which
//! there is no flag against it, and the process's own handling is not this library's to change. So the signal is blocked
//! on the thread while it works for a call, and taken away where the call raised it.

use std::mem::MaybeUninit;
use std::ptr;

/// Keeps SIGPIPE away from the current thread until it is dropped.
pub(crate) struct NoSigpipe {
    sigpipe: libc::sigset_t,
    before: libc::sigset_t,
    was_pending: bool,
}

impl NoSigpipe {
    pub fn new() -> Self {
        let (mut sigpipe, mut before) = (empty(), empty());
        // SAFETY: both sets are initialised and live through the calls; SIGPIPE is a signal.
        unsafe {
            libc::sigaddset(&raw mut sigpipe, libc::SIGPIPE);
            libc::pthread_sigmask(libc::SIG_BLOCK, &raw const sigpipe, &raw mut before);
        }
        Self { sigpipe, before, was_pending: is_pending() }
    }

    /// For a thread that is this library's own: for ever.
    pub fn for_ever() {
        std::mem::forget(Self::new());
    }
}

impl Drop for NoSigpipe {
    fn drop(&mut self) {
        // One that was there before is not this call's.
        if !self.was_pending && is_pending() {
            take(&self.sigpipe);
        }
        // SAFETY: the system filled `before`; the present mask is not asked for.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.before, ptr::null_mut()) };
    }
}

#[cfg(not(target_vendor = "apple"))]
fn take(pending: &libc::sigset_t) {
    let now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the set and the time are initialised; no details of the signal are asked for.
    unsafe { libc::sigtimedwait(pending, ptr::null_mut(), &raw const now) };
}

/// There is no sigtimedwait; this returns at once for a signal that is pending.
#[cfg(target_vendor = "apple")]
fn take(pending: &libc::sigset_t) {
    let mut signal = 0;
    // SAFETY: the set is initialised, and there is memory for the signal's number.
    unsafe { libc::sigwait(pending, &raw mut signal) };
}

fn empty() -> libc::sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: sigemptyset initialises the set that it is given.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        set.assume_init()
    }
}

fn is_pending() -> bool {
    let mut pending = empty();
    // SAFETY: the set is initialised and lives through the calls.
    unsafe {
        libc::sigpending(&raw mut pending);
        libc::sigismember(&raw const pending, libc::SIGPIPE) == 1
    }
}

#[cfg(test)]
mod tests {
    use super::{NoSigpipe, is_pending};

    /// The default action would end the test program.
    #[test]
    fn a_signal_that_a_call_raised_is_gone_afterwards() {
        // SAFETY: SIGPIPE is a signal and SIG_DFL an action; this thread raises it where it is blocked.
        unsafe {
            let before = libc::signal(libc::SIGPIPE, libc::SIG_DFL);
            {
                let _no_sigpipe = NoSigpipe::new();
                libc::raise(libc::SIGPIPE);
                assert!(is_pending());
            }
            assert!(!is_pending());
            libc::signal(libc::SIGPIPE, before);
        }
    }
}
