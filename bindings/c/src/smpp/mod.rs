//! The client of the SMPP interface. What it sends and takes is in files of their own.

mod bulk;
mod event;
mod events;
mod message;
mod options;
mod receipt;
mod submit;
mod submit_options;
mod submitted;
mod subscription;
mod words;

use std::ffi::{CString, c_char, c_void};
use std::sync::Arc;

use ecall::smpp::SmppBound;
use ecall::{Outcome, Result, blocking};
use ecall_runtime::{SmppSession, cancellable};

use self::options::ecall_smpp_options;
use crate::asynchronous::{Callback, Taker, ecall_done_callback};
use crate::boundary::{c_text, finish, finish_empty, free, get_known, get_text, place, required};
use crate::cancel::ecall_cancel_token;
use crate::config::ecall_config;
use crate::error::ecall_error;

pub(crate) use submitted::ecall_smpp_part;

const OUTCOME: Outcome = Outcome::NotApplicable;

/// Sends and receives SMS over eCall's SMPP interface (SMPP 3.4 over TLS), and stays bound: from the first bind on a thread of the
/// library's keeps the link alive, opens it again whenever it is lost, and sends as many messages at a time as the window has room
/// for. May be used from any number of threads at once. Belongs to the process that made it: in the child of a fork its functions
/// return ECALL_FORKED, and it may be freed; the parent's link goes on.
pub struct ecall_smpp_client {
    session: Arc<SmppSession>,
}

/// The centre that a client is bound to.
pub struct ecall_smpp_bound {
    value: SmppBound,
    system_id: CString,
}

impl From<SmppBound> for ecall_smpp_bound {
    fn from(value: SmppBound) -> Self {
        Self { system_id: c_text(&value.system_id), value }
    }
}

/// Takes the end of a bind; see ecall_message_result_callback. Freed with ecall_smpp_bound_free.
pub type ecall_smpp_bound_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        bound: *mut ecall_smpp_bound,
        error: *mut ecall_error,
    ),
>;

/// The session of an argument.
fn session(outcome: Outcome, client: Option<&ecall_smpp_client>) -> Result<&Arc<SmppSession>> {
    Ok(&required(outcome, "client", client)?.session)
}

/// Starts a call whose result is handed to `callback`. No callback is called where this fails.
fn start<T, H, F>(
    outcome: Outcome,
    client: Option<&ecall_smpp_client>,
    callback: Option<Callback<H>>,
    user_data: *mut c_void,
    call: impl FnOnce(blocking::SmppClient) -> F + Send + 'static,
) -> Result<()>
where
    H: From<T> + 'static,
    F: Future<Output = Result<T>> + Send,
    T: Send + 'static,
{
    let taker = Taker::new(outcome, callback, user_data)?;
    let done = move |answer| taker.take(answer, |answer| Some(H::from(answer)));
    session(outcome, client)?.spawn(call, done)
}

/// Makes a client of the SMPP interface. Both `config` (of which the settings of HTTP have no meaning here, and a proxy is refused) and
/// `options` may be NULL, for everything from the environment and the defaults; the JSON of ecall_config_set_json may hold the settings
/// of both. Opens no connection and starts no thread. Free the client with ecall_smpp_client_free.
///
/// Returns ECALL_CONFIG where the configuration is incomplete or wrong; the error names every setting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_new(
    config: Option<&ecall_config>,
    options: Option<&ecall_smpp_options>,
    client: *mut *mut ecall_smpp_client,
    error: *mut *mut ecall_error,
) -> i32 {
    let open = || {
        place(OUTCOME, "client", client)?;
        let (common, smpp) = ecall_smpp_options::with(config, options)?;
        Ok(ecall_smpp_client { session: Arc::new(SmppSession::new(common, smpp, None)?) })
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(client, error, open) }
}

/// Opens the link, and returns once the centre has taken the bind. Transient failures are tried again, within the time and the attempts
/// of the configuration. From then on the link is opened again for ever whenever it is lost. `cancel` may be NULL. Free `bound` with
/// ecall_smpp_bound_free.
///
/// Returns ECALL_AUTHENTICATION where name or password are refused (0x0E, 0x0F) and ECALL_REJECTED where the bind is (0x0D), both at
/// once; ECALL_TLS for a certificate that is not good, at once; ECALL_CONNECT, ECALL_TLS, ECALL_UNAVAILABLE or what else the last
/// attempt ended with; ECALL_INVALID_ARGUMENT where it is bound already; ECALL_CLOSED where it was closed before; ECALL_CANCELLED: the
/// client is closed then; ECALL_INTERNAL in a callback of an asynchronous call, where it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_bind(
    client: Option<&ecall_smpp_client>,
    cancel: Option<&ecall_cancel_token>,
    bound: *mut *mut ecall_smpp_bound,
    error: *mut *mut ecall_error,
) -> i32 {
    let bind = || {
        let token = ecall_cancel_token::of(cancel);
        let bound = session(OUTCOME, client)?
            .waiting(OUTCOME, async move |client| cancellable(token.as_ref(), client.bind_in_task()).await)?;
        Ok(ecall_smpp_bound::from(bound))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(bound, error, bind) }
}

/// Starts to open the link. See ecall_smpp_client_bind and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_bind_async(
    client: Option<&ecall_smpp_client>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_smpp_bound_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let bind = || {
        let token = ecall_cancel_token::of(cancel);
        start(OUTCOME, client, callback, user_data, async move |client: blocking::SmppClient| {
            cancellable(token.as_ref(), client.bind_in_task()).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, bind) }
}

/// Ends the link: takes nothing more, sends what was given (for the time of the configuration at most), waits for its responses, unbinds
/// and closes the connection. Without a link what waits is given back as not accepted. May be called again, and for a client that was never
/// bound. Every later call returns ECALL_CLOSED. `cancel` may be NULL.
///
/// Returns ECALL_CANCELLED where it did not wait to the end: the link ends all the same; ECALL_INTERNAL in a callback of an asynchronous
/// call, where it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_unbind(
    client: Option<&ecall_smpp_client>,
    cancel: Option<&ecall_cancel_token>,
    error: *mut *mut ecall_error,
) -> i32 {
    let unbind = || {
        let token = ecall_cancel_token::of(cancel);
        session(OUTCOME, client)?
            .waiting(OUTCOME, async move |client| cancellable(token.as_ref(), client.unbind_in_task()).await)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, unbind) }
}

/// Starts to end the link. See ecall_smpp_client_unbind and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_unbind_async(
    client: Option<&ecall_smpp_client>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_done_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let unbind = || {
        let token = ecall_cancel_token::of(cancel);
        let taker = Taker::new(OUTCOME, callback, user_data)?;
        let call = async move |client: blocking::SmppClient| {
            cancellable(token.as_ref(), client.unbind_in_task()).await
        };
        session(OUTCOME, client)?.spawn(call, move |answer| taker.take(answer))
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, unbind) }
}

/// Frees a client. Does not wait, and does not unbind: what was given and not written is lost, and what was written is unknown;
/// ecall_smpp_client_unbind ends the link properly. No blocking call may be under way; asynchronous ones go on to their end. Readers of
/// events, subscriptions and bulk sendings go on without it: the link ends with the last of them. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_client_free(client: Option<Box<ecall_smpp_client>>) {
    free(client);
}

/// What the centre calls itself.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_bound_system_id(bound: Option<&ecall_smpp_bound>) -> *const c_char {
    get_text(bound, |bound| Some(&bound.system_id))
}

/// Its version of the protocol, 0x34 for 3.4. Returns false, writing nothing, where it does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_bound_interface_version(
    bound: Option<&ecall_smpp_bound>,
    interface_version: *mut u8,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(bound, interface_version, |bound| bound.value.interface_version) }
}

/// Frees the end of a bind with everything that it lent; the link stays. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_bound_free(bound: Option<Box<ecall_smpp_bound>>) {
    free(bound);
}
