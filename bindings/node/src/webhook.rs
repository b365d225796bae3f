//! What eCall sends by itself. `node/src/webhook.js` makes a request handler of it.

use ecall::webhook::{self, Incoming, IncomingHead, Receiver, ReceiverOptions, Refusal};
use napi::Either;
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;
use serde_json::json;

use crate::answer;
use crate::arguments::{either, named};
use crate::text::called;

/// Reads a status notification, as JSON.
#[napi]
pub fn parse_status(data: Uint8ArraySlice<'_>) -> napi::Result<String, &'static str> {
    called(|| webhook::parse_status(&data).map(answer::told_status))
}

/// Reads a received message, as JSON.
#[napi]
pub fn parse_received(data: Uint8ArraySlice<'_>) -> napi::Result<String, &'static str> {
    called(|| webhook::parse_received(&data).map(answer::told_message))
}

/// Reads a callback, as JSON.
#[napi]
pub fn parse_callback(
    data: Uint8ArraySlice<'_>,
    encoding: Option<String>,
) -> napi::Result<String, &'static str> {
    called(|| {
        let encoding = encoding.as_deref().map(str::parse).transpose()?.unwrap_or_default();
        webhook::parse_callback(&data, encoding).map(answer::told)
    })
}

/// Whether an address is one of eCall's.
#[napi]
pub fn is_from_ecall(ip: String) -> bool {
    webhook::is_from_ecall(&ip)
}

/// Says of each request whether it is taken.
#[napi(js_name = "Receiver")]
pub struct ReceiverHandle(Receiver);

#[napi]
impl ReceiverHandle {
    /// A receiver, or its error as JSON.
    #[napi]
    pub fn make(options: String) -> Either<ReceiverHandle, String> {
        either(|| Ok(Self(Receiver::new(ReceiverOptions::from_json(named(&options)?)?)?)))
    }

    /// The longest body that is taken, in bytes.
    #[napi(getter)]
    pub fn max_body(&self) -> u32 {
        u32::try_from(self.0.max_body()).unwrap_or(u32::MAX)
    }

    /// Whether the body may be read: nothing, or the refusal as JSON.
    #[napi]
    pub fn admit(
        &self,
        peer: String,
        method: String,
        forwarded_for: Option<String>,
        content_length: Option<f64>,
    ) -> Option<String> {
        let head = head(&peer, &method, forwarded_for.as_deref(), content_length);
        self.0.admit(head).err().map(|refusal| refused(&refusal))
    }

    /// What a request tells: `{"told"}`, or the refusal as JSON.
    #[napi]
    pub fn open(
        &self,
        peer: String,
        method: String,
        forwarded_for: Option<String>,
        query: Option<String>,
        body: Uint8ArraySlice<'_>,
    ) -> napi::Result<String, &'static str> {
        called(|| {
            let head = head(&peer, &method, forwarded_for.as_deref(), None);
            let request = Incoming { head, query: query.as_deref(), body: &body };
            Ok(match self.0.open(request) {
                Ok(event) => format!("{{\"told\":{}}}", answer::told(event)),
                Err(refusal) => refused(&refusal),
            })
        })
    }
}

fn head<'a>(
    peer: &'a str,
    method: &'a str,
    forwarded_for: Option<&'a str>,
    content_length: Option<f64>,
) -> IncomingHead<'a> {
    IncomingHead {
        peer: peer.into(),
        method,
        forwarded_for: forwarded_for.into_iter().collect(),
        // A number that is no length is none that a server would have taken.
        content_length: content_length.map(|length| length as u64),
    }
}

fn refused(refusal: &Refusal) -> String {
    json!({ "status": refusal.status, "reason": refusal.reason, "allow": refusal.allow() }).to_string()
}
