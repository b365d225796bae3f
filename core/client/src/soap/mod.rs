//! The SOAP WebService: its operations, each an envelope that is posted, what its answer must hold, and nothing else.
//!
//! Source: SOAP documentation and WSDL. The envelopes are written by us, because the operations are fixed and the order of their
//! elements matters; no WSDL is read.

mod answer;
mod attachment;
mod client;
mod endpoint;
mod envelope;
mod fax;
mod options;
mod send;
mod state;
mod version;

use bytes::Bytes;
use http::Method;

pub(crate) use answer::refusal_of;
pub use attachment::Attachment;
pub use client::SoapClient;
pub(crate) use endpoint::Endpoint;
use endpoint::Operation;
use envelope::{Envelope, Parameter};
pub use options::{SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions};
pub use state::SoapResolution;
pub use version::SoapVersion;

use crate::call::{Call, Mode};
use crate::error::Result;
use crate::options::CallOptions;
use crate::transport::{HttpRequest, RequestBody, Transport};

/// The namespace of the service's elements, a bare word. Source: WSDL.
const NAMESPACE: &str = "eCallWebservice";

/// The operations, over whichever transport a client has.
#[derive(Clone, Copy)]
pub(crate) struct Soap<'a> {
    pub endpoint: &'a Endpoint,
    pub transport: &'a dyn Transport,
}

impl Soap<'_> {
    fn open(&self, operation: Operation) -> Envelope {
        Envelope::open(self.endpoint, self.endpoint.settings.soap_version, operation)
    }

    fn request(&self, operation: Operation, body: RequestBody) -> HttpRequest {
        HttpRequest {
            method: Method::POST,
            url: self.endpoint.url.clone(),
            headers: self.endpoint.headers(operation),
            body,
            drain: None,
        }
    }

    /// A request that is written at once.
    fn posted(&self, operation: Operation, parameters: &[Parameter<'_>]) -> HttpRequest {
        let body = self.open(operation).write(parameters).close();
        self.request(operation, RequestBody::Bytes(Bytes::from(body)))
    }

    fn call<'a>(&'a self, operation: &'static str, mode: Mode, options: &'a CallOptions) -> Result<Call<'a>> {
        let call = Call::new(&self.endpoint.settings, self.transport, operation, mode, options)?;
        Ok(Call { also: answer::FAULTY, ..call })
    }
}

/// An address as the SOAP documentation writes a number: `+41 79 123 45 67` and `0041 79 123 45 67` are `0041791234567`. Anything
/// else stays as it is.
fn written(address: &str) -> String {
    let number = address.strip_prefix('+').or_else(|| address.strip_prefix("00"));
    match number.map(|number| number.replace(' ', "")) {
        Some(number) if !number.is_empty() && number.bytes().all(|letter| letter.is_ascii_digit()) => {
            format!("00{number}")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_in_one_way_and_nothing_else_is() {
        for number in ["+41 79 123 45 67", "+41791234567", "0041 79 123 45 67", "0041791234567"] {
            assert_eq!(written(number), "0041791234567", "{number}");
        }
        for other in
            ["", "+", "+ ", "00", "+41-79", "++41", "074123456:1234", "0041 79:12", "Piket 2", "079 1"]
        {
            assert_eq!(written(other), other);
        }
    }
}
