//! SMPP: a client and its link, what happens on it, and many messages at a time.

mod bulk;
mod events;

use std::sync::Arc;

use ecall::Result;
use ecall::smpp::Submitted as CoreSubmitted;
use ecall::smpp::{
    PartOutcome as CorePart, PartState as CoreState, SmppBound as CoreBound, SmppOptions, SubmitOptions,
};
use ecall_runtime::{SmppSession, cancellable};

use crate::call::{CancelToken, Interrupt, asked, awaited, optional};
use crate::failure::Failure;
use crate::log::{Log, told_to};
use crate::numbers::signed;
use crate::record::records;

pub use bulk::{SubmitBulk, SubmitManyResult, SubmitManyTurn, SubmitMessage};
pub use events::{
    IncompletePart, LinkEvent, RawPdu, SmppEvent, SmppEvents, SmppIncomplete, SmppMessage, SmppReceipt,
    StrayResponse,
};

/// What became of a part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum PartState {
    /// The centre took it.
    Accepted,
    /// The centre refused it.
    Refused,
    /// It was written and no response was read.
    Unknown,
    /// It was not written: a part before it was refused or is unknown, or the call ended first.
    NotSent,
}

records! {
    /// A part of a message and what became of it.
    PartOutcome from &CorePart as part {
        /// What became of it.
        state: PartState = match part.state {
            CoreState::Accepted => PartState::Accepted,
            CoreState::Refused => PartState::Refused,
            CoreState::NotSent => PartState::NotSent,
            _ => PartState::Unknown,
        },
        /// The centre's id, where it gave one.
        message_id: Option<String> = part.message_id.clone(),
        /// The command_status of the response, where one was read.
        smpp_status: Option<i64> = part.smpp_status.map(signed),
    }

    /// A message that the centre accepted, all parts of it.
    Submitted from CoreSubmitted as submitted {
        /// The centre's id of the first part, by which receipts name it.
        message_id: Option<String> = submitted.message_id().map(str::to_owned),
        /// Its parts, in their order; one at least.
        parts: Vec<PartOutcome> = submitted.parts.iter().map(PartOutcome::from).collect(),
        /// A part may have been accepted twice: an attempt before the accepted one had no certain end.
        possible_duplicate: bool = submitted.possible_duplicate,
    }

    /// What the centre says of itself.
    SmppBound from CoreBound as bound {
        /// What it calls itself.
        system_id: String = bound.system_id,
        /// Its version of the protocol, 0x34 for 3.4; none where it does not say.
        interface_version: Option<i32> = bound.interface_version.map(i32::from),
    }
}

/// Sends and receives SMS over SMPP, and stays bound. May be used by many threads at once. Its link has a thread of its own,
/// from the bind to the unbind.
#[derive(uniffi::Object)]
pub struct SmppClient(Arc<SmppSession>);

/// The options of a submit.
fn submit_options(options: Option<&str>) -> Result<SubmitOptions> {
    SubmitOptions::from_json(optional(options)?)
}

#[uniffi::export]
impl SmppClient {
    /// A client with these options, those of the link among them; what they leave out comes from the environment. Opens nothing.
    #[uniffi::constructor]
    pub fn new(
        options: Option<String>,
        interrupt: Option<Arc<dyn Interrupt>>,
        log: Option<Arc<dyn Log>>,
    ) -> std::result::Result<Self, Failure> {
        let (options, smpp) = SmppOptions::with_common_from_json(optional(options.as_deref())?)?;
        Ok(Self(Arc::new(SmppSession::new(told_to(log, options), smpp, asked(interrupt))?)))
    }

    /// Opens the link. A bind that is cancelled closes the client.
    pub async fn bind(&self, cancel: Option<Arc<CancelToken>>) -> std::result::Result<SmppBound, Failure> {
        let bound = awaited(cancel, |token, done| {
            self.0.spawn(async move |client| cancellable(Some(&token), client.bind_in_task()).await, done)
        });
        Ok(bound.await?.into())
    }

    /// Opens the link, on the calling thread.
    pub fn bind_blocking(&self) -> std::result::Result<SmppBound, Failure> {
        Ok(self.0.blocking(|client| client.bind())?.into())
    }

    /// Ends the link, after everything that was given was sent.
    pub async fn unbind(&self, cancel: Option<Arc<CancelToken>>) -> std::result::Result<(), Failure> {
        let ended = awaited(cancel, |token, done| {
            self.0.spawn(async move |client| cancellable(Some(&token), client.unbind_in_task()).await, done)
        });
        Ok(ended.await?)
    }

    /// Ends the link, on the calling thread.
    pub fn unbind_blocking(&self) -> std::result::Result<(), Failure> {
        Ok(self.0.blocking(|client| client.unbind())?)
    }

    /// Sends a text.
    pub async fn submit(
        &self,
        to: String,
        text: String,
        from: Option<String>,
        options: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> std::result::Result<Submitted, Failure> {
        let mut options = submit_options(options.as_deref())?;
        let submitted = awaited(cancel, |token, done| {
            options.cancel = Some(token);
            // Given to the link here and now: whatever is called after this is done after it.
            let end = self.0.blocking(|client| {
                client.asynchronous().submit_at_once(&to, &text, from.as_deref(), &options)
            })?;
            self.0.spawn(move |_| end, done)
        });
        Ok(submitted.await?.into())
    }

    /// Sends a text, on the calling thread.
    pub fn submit_blocking(
        &self,
        to: &str,
        text: &str,
        from: Option<String>,
        options: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> std::result::Result<Submitted, Failure> {
        let mut options = submit_options(options.as_deref())?;
        options.cancel = cancel.map(|cancel| cancel.0.clone());
        Ok(self.0.blocking(|client| client.submit_with(to, text, from.as_deref(), &options))?.into())
    }

    /// Begins to send many messages. `options` are those of all that have none of their own.
    pub fn submit_many(
        &self,
        options: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> std::result::Result<Arc<SubmitBulk>, Failure> {
        let mut options = submit_options(options.as_deref())?;
        options.cancel = cancel.map(|cancel| cancel.0.clone());
        Ok(Arc::new(SubmitBulk::of(self.0.bulk(options)?)))
    }

    /// Begins to read what happens on the link.
    pub fn events(&self) -> std::result::Result<Arc<SmppEvents>, Failure> {
        Ok(Arc::new(SmppEvents::of(self.0.events()?)))
    }
}
