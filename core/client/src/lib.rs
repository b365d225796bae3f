//! Client for the eCall messaging platform: send a message over its REST interface and follow it to its final state.
//!
//! ```no_run
//! # fn main() -> ecall::Result<()> {
//! use ecall::{Options, WaitOptions, blocking::Client};
//!
//! let client = Client::new(Options::new().username("u").password("p"))?; // or ECALL_USERNAME and ECALL_PASSWORD
//! let sent = client.send_sms("+41791234567", "Pump 3 stopped", Some("Alarm"))?;
//! let id = sent.message_id.as_deref().unwrap_or_default();
//! println!("{id}: {:?}", client.wait(id, &WaitOptions::new())?.status);
//! # Ok(())
//! # }
//! ```
//!
//! [`HttpsClient`] sends SMS, faxes and voice messages over the interface of HTTPS forms, and reads what was received there.
//! [`SoapClient`] does so over the SOAP WebService, faxes with attachments among them.
//!
//! [`Client`] is the same for programs that run on tokio. A failed send says by [`Error::outcome`] whether the message
//! may have gone out all the same.

#![forbid(unsafe_code)]

mod answer;
pub mod blocking;
mod call;
mod client;
pub mod error;
mod https;
mod job;
mod log;
mod many;
mod media;
pub mod model;
mod options;
mod rest;
pub mod smpp;
mod soap;
pub mod text;
mod transport;
pub mod webhook;
mod xml;

pub use answer::Answer;
pub use call::CancelToken;
pub use client::Client;
pub use error::{Error, Kind, Outcome, Result};
pub use https::{
    HttpsClient, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, JobStates, Messages, MessagesOptions,
    Resolution, StatusRange, TimeRange,
};
pub use job::{Addresses, SentJob};
pub use log::{LogEvent, LogHook, LogLevel};
pub use many::{
    Bulk, BulkCounts, BulkDriver, BulkOptions, BulkResult, FollowDriver, Followed, Following, SendMany, Turn,
    WaitMany, WaitManyOptions,
};
pub use media::{
    DownloadOptions, Media, MediaEncoding, MediaProgress, MediaSource, MediaTarget, ProgressHook,
    UploadOptions,
};
pub use model::{Message, MessageResult, MessageStatusData, UploadedMedia};
pub use options::{CallOptions, Delivery, Options, WaitOptions};
pub use rest::{ListStatus, RawResponse, Sent, SentList, SmsOptions};
pub use smpp::{SmppClient, SmppOptions};
pub use soap::{
    Attachment, SoapClient, SoapFaxOptions, SoapResolution, SoapSmsOptions, SoapVersion, SoapVoiceOptions,
};
