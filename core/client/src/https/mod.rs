//! The interface of HTTPS forms: its operations, each a form that is posted, what its answer must hold, and nothing else.
//!
//! Source: HTTPS documentation. Credentials are parameters, so every request is a POST: a GET would put the password into
//! URLs and logs.

mod cache;
mod client;
mod form;
mod options;
mod range;
mod send;
mod state;

use std::sync::Arc;

use ::http::header::{CONTENT_TYPE, HeaderValue, USER_AGENT};
use ::http::{HeaderMap, Method};
use url::Url;

pub(crate) use cache::Inbox;
pub use cache::MessagesOptions;
pub use client::{HttpsClient, Messages, StatusRange};
use form::Form;
pub use options::{HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions};
pub(crate) use range::Range;
pub use range::TimeRange;
pub use state::{JobStates, Resolution};

use crate::call::{Call, Mode};
use crate::error::{Error, Kind, Outcome, Result};
use crate::job::answer::{self, result_of};
pub(crate) use crate::job::{Addresses, SentJob};
use crate::job::{about, id as job};
use crate::options::{CallOptions, Settings, below};
use crate::transport::{HttpRequest, RequestBody, Transport};

/// The path of the operation that sends SMS.
const SMS: &[&str] = &["Sms"];

/// What every request of a client shares, made once.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub settings: Settings,
    headers: Arc<HeaderMap>,
    /// What all operations are below.
    root: Url,
    /// That of the operation which is called most.
    sms_url: Arc<Url>,
}

impl Endpoint {
    pub fn new(settings: Settings) -> Result<Self> {
        let user_agent = HeaderValue::from_str(&settings.user_agent)
            .map_err(|_| Error::new(Kind::Internal, Outcome::NotApplicable, "a header cannot be built"))?;
        let headers = HeaderMap::from_iter([
            (USER_AGENT, user_agent),
            (CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded")),
        ]);
        let root = below(&settings.base_url, &["Api"]);
        let sms_url = Arc::new(below(&root, SMS));
        Ok(Self { settings, headers: Arc::new(headers), root, sms_url })
    }

    fn url(&self, segments: &[&str]) -> Arc<Url> {
        if segments == SMS { self.sms_url.clone() } else { Arc::new(below(&self.root, segments)) }
    }
}

/// The operations, over whichever transport a client has.
#[derive(Clone, Copy)]
pub(crate) struct Https<'a> {
    pub endpoint: &'a Endpoint,
    pub transport: &'a dyn Transport,
}

impl Https<'_> {
    /// A form with the credentials.
    fn form(&self) -> Form {
        Form::of(&self.endpoint.settings)
    }

    fn request(&self, segments: &[&str], form: Form) -> HttpRequest {
        HttpRequest {
            method: Method::POST,
            url: self.endpoint.url(segments),
            headers: self.endpoint.headers.clone(),
            body: RequestBody::Bytes(form.into_body()),
            drain: None,
        }
    }

    fn call<'a>(&'a self, operation: &'static str, mode: Mode, options: &'a CallOptions) -> Result<Call<'a>> {
        Call::new(&self.endpoint.settings, self.transport, operation, mode, options)
    }
}
