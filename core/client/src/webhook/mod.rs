//! What eCall sends by itself: status notifications and received messages, as HTTP requests to a server of the customer's.
//! Those of REST are JSON or a query; those of the HTTPS and SOAP interfaces, here called callbacks, are a query, which
//! [`parse_callback`] reads. [`parse`] and receivers tell them apart and take all of them.
//!
//! Nothing of such a request is signed: it is known by its source address, and by a URL that nobody can guess. Nothing says
//! either how often a request is repeated, so a handler should bear seeing an event twice. Source: REST documentation,
//! webhooks; the names in the payloads are provisional, and so everything is read leniently and kept as it came.
//!
//! [`Receiver`] goes from a request to its response, in any server that has `http` types, hyper and axum among them:
//!
//! ```no_run
//! # use std::error::Error;
//! # use std::net::IpAddr;
//! # use bytes::Bytes;
//! # use http::{Request, Response};
//! use ecall::webhook::{Event, IncomingHead, Receiver};
//! use http_body_util::{BodyExt, Full, Limited};
//!
//! async fn hook<B>(receiver: &Receiver, peer: IpAddr, request: Request<B>) -> Response<Full<Bytes>>
//! where
//!     B: http_body::Body,
//!     B::Error: Into<Box<dyn Error + Send + Sync>>,
//! {
//!     // Strangers and long bodies are turned away before anything is read.
//!     if let Err(refusal) = receiver.admit(IncomingHead::of(&request, peer)) {
//!         return Response::<Bytes>::from(refusal).map(Full::new);
//!     }
//!     let (head, body) = request.into_parts();
//!     let Ok(body) = Limited::new(body, receiver.max_body()).collect().await else {
//!         return Response::builder().status(413).body(Full::default()).expect("a constant response");
//!     };
//!     let request = Request::from_parts(head, body.to_bytes());
//!     receiver.respond_async(request, peer, take).await.map(Full::new)
//! }
//!
//! // The answer is 200 once this has returned `Ok`, and 500 otherwise.
//! async fn take(event: Event) -> std::io::Result<()> {
//!     match event {
//!         Event::Status(status) => println!("{:?} is {:?}", status.message_id, status.status.status),
//!         Event::Received(message) => println!("{:?} wrote {:?}", message.from, message.text()),
//!         Event::CallbackReply(reply) => println!("{:?} replied {:?}", reply.address_from, reply.message.message),
//!         _ => {} // of a later version
//!     }
//!     Ok(())
//! }
//! ```

mod callback;
mod options;
mod read;
mod receiver;
mod source;

use std::ops::Deref;

use serde::Serialize;
use serde_json::Value;

pub use callback::{CallbackEncoding, CallbackMessage, CallbackNotification, parse_callback};
pub use options::ReceiverOptions;
pub use read::{parse, parse_received, parse_status};
pub use receiver::{Incoming, IncomingHead, Receiver, Refusal};
pub use source::is_from_ecall;

use crate::model::{MessageStatusData, ReceivedMessage};

/// What eCall sent. Its JSON form is that of what it holds, with `kind` besides: `status` or `received`, and of callbacks
/// `callback_reply`, `callback_notification` or `callback_sms`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "an event is handed over once, and matched by every user")]
#[non_exhaustive]
pub enum Event {
    /// The state of a message changed.
    Status(StatusEvent),
    /// Somebody sent a message to a number of the account.
    Received(ReceivedMessage),
    /// Somebody replied to a message of the HTTPS or SOAP interface.
    CallbackReply(CallbackMessage),
    /// The state of a job of the HTTPS or SOAP interface changed.
    CallbackNotification(CallbackNotification),
    /// Somebody sent a message to a number of the account whose messages are forwarded.
    CallbackSms(CallbackMessage),
}

/// The state of a message, as a notification tells it. Reads like the state that it holds; any field may be missing. Its JSON
/// form is that of the state, with `messageListId` and `raw` besides.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StatusEvent {
    /// The message and its state. Of a POST, what is not known is in its `extra`.
    #[serde(flatten)]
    pub status: MessageStatusData,
    /// The list that the message was sent with (provisional).
    #[serde(rename = "messageListId", skip_serializing_if = "Option::is_none")]
    pub list_id: Option<String>,
    /// Every parameter of the query or member of the JSON as it came, in order. Those of a query are texts, and may hold what
    /// the URL's owner put there.
    pub raw: Vec<(String, Value)>,
}

impl Deref for StatusEvent {
    type Target = MessageStatusData;

    fn deref(&self) -> &MessageStatusData {
        &self.status
    }
}

#[cfg(test)]
mod tests;
