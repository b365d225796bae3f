//! Tokens that end calls early.

use ecall::CancelToken;

use crate::boundary::{free, get, make};

/// Ends calls early. May be used from any number of threads and for any number of calls.
pub struct ecall_cancel_token {
    token: CancelToken,
}

impl ecall_cancel_token {
    /// The core's token in a call's argument.
    pub fn of(handle: Option<&Self>) -> Option<CancelToken> {
        handle.map(|handle| handle.token.clone())
    }
}

/// A token that is not cancelled. Free it with ecall_cancel_token_free.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cancel_token_new() -> *mut ecall_cancel_token {
    make(|| ecall_cancel_token { token: CancelToken::new() })
}

/// A token that is cancelled with `parent`, and can be cancelled without it. A `parent` that is NULL is none. Free it with
/// ecall_cancel_token_free; the parent may be freed before.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cancel_token_new_child(
    parent: Option<&ecall_cancel_token>,
) -> *mut ecall_cancel_token {
    make(|| ecall_cancel_token { token: parent.map_or_else(CancelToken::new, |parent| parent.token.child()) })
}

/// Ends every call that was given this token, now and from now on. Such a call returns ECALL_CANCELLED; the outcome of
/// its error says whether a message may have gone out all the same. Of many messages each has
/// that as its own result. A thread whose call this ends may free the token, also before this function returns.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cancel_token_cancel(token: Option<&ecall_cancel_token>) {
    // A token of this function's own: cancelling it still touches it once the calls are awake.
    if let Some(token) = get(token, None, |token| Some(token.token.clone())) {
        get(Some(&token), (), CancelToken::cancel);
    }
}

/// Whether it was cancelled; false for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cancel_token_is_cancelled(token: Option<&ecall_cancel_token>) -> bool {
    get(token, false, |token| token.token.is_cancelled())
}

/// Frees a token. Calls that were given it go on. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cancel_token_free(token: Option<Box<ecall_cancel_token>>) {
    free(token);
}
