//! The client of the interface of HTTPS forms. Its operations are in files of their own.

mod cache;
mod inbox;
mod range;
mod received;
mod send;
mod states;
mod status;

use ecall::blocking::HttpsClient;
use ecall_runtime::Session;

use crate::boundary::{free, get};
use crate::client::{Caller, open};
use crate::config::ecall_config;
use crate::error::ecall_error;

pub(crate) use received::{ecall_inbound_sms, ecall_job_notification};

/// Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, follows them, and reads what was received. Every job
/// has an id, the caller's or one that is generated, by which ecall_https_client_resolve asks what became of a send whose outcome is
/// unknown. What holds of an ecall_client holds of it too: it may be used from any number of threads at once, and after a fork in
/// the child as well.
pub struct ecall_https_client {
    session: Session<HttpsClient>,
}

impl Caller for ecall_https_client {
    type Client = HttpsClient;

    fn session(&self) -> &Session<HttpsClient> {
        &self.session
    }
}

impl From<Session<HttpsClient>> for ecall_https_client {
    fn from(session: Session<HttpsClient>) -> Self {
        Self { session }
    }
}

/// Makes a client of the HTTPS interface; config may be NULL, for everything from the environment. Opens no connection. Free the
/// client with ecall_https_client_free.
///
/// Returns ECALL_CONFIG where the configuration is incomplete or wrong; the error names every setting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_new(
    config: Option<&ecall_config>,
    client: *mut *mut ecall_https_client,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { open(config, client, error) }
}

/// Refuses every later call with ECALL_CLOSED; calls that are under way go on, and so do inboxes and ranges of states. NULL does
/// nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_https_client_close(client: Option<&ecall_https_client>) {
    get(client, (), |client| client.session.close());
}

/// Frees a client. No blocking call may be under way; asynchronous ones go on to their end, and inboxes and ranges of states go on
/// without it. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_https_client_free(client: Option<Box<ecall_https_client>>) {
    free(client);
}
