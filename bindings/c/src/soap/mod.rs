//! The client of the SOAP WebService. Its operations are in files of their own.

mod attachments;
mod send;
mod state;
mod status;

use ecall::blocking::SoapClient;
use ecall_runtime::Session;

use crate::boundary::{free, get};
use crate::client::{Caller, open};
use crate::config::ecall_config;
use crate::error::ecall_error;

pub(crate) use state::ecall_job_state;

/// Sends SMS, faxes with files and voice messages over eCall's SOAP WebService, and follows them. Every job has an id, the
/// caller's or one that is generated, by which ecall_soap_client_resolve asks what became of a send whose outcome is unknown. What
/// holds of an ecall_client holds of it too: it may be used from any number of threads at once, and after a fork in the child as
/// well.
pub struct ecall_soap_client {
    session: Session<SoapClient>,
}

impl Caller for ecall_soap_client {
    type Client = SoapClient;

    fn session(&self) -> &Session<SoapClient> {
        &self.session
    }
}

impl From<Session<SoapClient>> for ecall_soap_client {
    fn from(session: Session<SoapClient>) -> Self {
        Self { session }
    }
}

/// Makes a client of the SOAP interface; config may be NULL, for everything from the environment. Opens no connection. Free the
/// client with ecall_soap_client_free.
///
/// Returns ECALL_CONFIG where the configuration is incomplete or wrong; the error names every setting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_new(
    config: Option<&ecall_config>,
    client: *mut *mut ecall_soap_client,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { open(config, client, error) }
}

/// Refuses every later call with ECALL_CLOSED; calls that are under way go on. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_client_close(client: Option<&ecall_soap_client>) {
    get(client, (), |client| client.session.close());
}

/// Frees a client. No blocking call may be under way; asynchronous ones go on to their end. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_client_free(client: Option<Box<ecall_soap_client>>) {
    free(client);
}
