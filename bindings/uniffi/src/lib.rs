//! ecall for the JVM and Swift, through uniffi.
//!
//! Only types and functions that cross; the Kotlin and Swift packages put their language's idiom on top. Options and
//! messages come in as JSON in the names of core and of the wire, results and errors go out as records. A call runs on
//! the caller's thread or, where it is asynchronous, on the I/O thread that all bindings share.

mod call;
mod client;
mod failure;
mod https;
mod job;
mod log;
mod many;
mod media;
mod numbers;
mod order;
mod record;
mod result;
mod smpp;
mod soap;
// Public for the compiler, which does not see that other languages call it.
pub mod text;
pub mod webhook;
mod words;

pub use call::{CancelToken, Interrupt};
pub use client::Client;
pub use failure::{Attempt, ErrorDetails, ErrorRow, Failure, FieldError, Problem, error_kinds};
pub use https::{HttpsClient, Messages, StatusRange};
pub use job::{
    CachedMessage, CallbackMessage, CallbackNotification, Deletion, InboundSms, JobState, JobStates,
    JobStatus, LocalTime, ReportedJobState, Resolution, SentJob, SoapResolution, TimeDoubt,
};
pub use log::{Log, LogEvent, LogLevel};
pub use many::{Bulk, FollowTurn, Followed, Following, SendManyCounts, SendManyResult, SendManyTurn};
pub use media::{ByteReader, ByteWriter, DownloadTarget, Progress, UploadSource};
pub use result::{
    Checked, DownloadedMedia, Header, ListItem, ListStatus, MessageId, MessageResult, MessageStatus,
    ReportedStatus, Response, Sent, SentList, UploadedMedia,
};
pub use smpp::{
    IncompletePart, LinkEvent, PartOutcome, PartState, RawPdu, SmppBound, SmppClient, SmppEvent, SmppEvents,
    SmppIncomplete, SmppMessage, SmppReceipt, StrayResponse, SubmitBulk, SubmitManyResult, SubmitManyTurn,
    SubmitMessage, Submitted,
};
pub use soap::{FaxFile, SoapClient};
pub use words::{Channel, ErrorKind, Outcome, Status};

uniffi::setup_scaffolding!("ecall");

/// The version of the library.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
