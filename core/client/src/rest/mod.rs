//! The REST interface: its operations, each a request, what its answer must hold, and nothing else.

mod list;
mod sent;
mod sms;
mod wait;

use std::sync::Arc;

use ::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use ::http::{HeaderMap, Method};
use base64::Engine as _;
use bytes::Bytes;
use ecall_codec::text::{Estimate, Replacement, to_gsm};
use secrecy::ExposeSecret;
use url::Url;

pub use list::{ListStatus, SentList};
pub use sent::Sent;
pub use sms::SmsOptions;
pub(crate) use wait::{Pace, cancelled_wait, ended_wait, is_outage, timed_out};

use crate::answer::Answer;
use crate::call::{Call, Gate, Mode, REQUEST_ID};
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::model::{ApiError, Message, MessageResult, MessageStatusData, wire};
use crate::options::{CallOptions, Problems, Settings, below};
use crate::transport::{HttpRequest, HttpResponse, RequestBody, Transport};

/// No message has this id, so asking for it tells whether the credentials are good and nothing else. Provisional: that
/// an unknown id is answered with 404 is documented, that it is looked up after the credentials is inferred.
const NO_MESSAGE: &str = "00000000-0000-0000-0000-000000000000";

/// The most octets of a message id or a raw path. What is longer has no place in a URL (64 KiB in all) and is no id.
const MAX_PATH: usize = 60_000;

/// What every request of a client shares, made once.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub settings: Settings,
    /// The headers of a request without a body.
    bare_headers: Arc<HeaderMap>,
    /// The headers of a request whose body is JSON.
    json_headers: Arc<HeaderMap>,
    message_url: Arc<Url>,
}

/// An authenticated raw answer of [`Client::request`](crate::Client::request).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RawResponse {
    /// The headers of the answer.
    pub headers: HeaderMap,
}

impl Endpoint {
    pub fn new(settings: Settings) -> Result<Self> {
        let credentials = format!("{}:{}", settings.username, settings.password.expose_secret());
        let basic = format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(credentials));
        let header = |text: &str| {
            HeaderValue::from_str(text)
                .map_err(|_| Error::new(Kind::Internal, Outcome::NotApplicable, "a header cannot be built"))
        };
        let mut authorization = header(&basic)?;
        authorization.set_sensitive(true);
        let bare_headers = HeaderMap::from_iter([
            (AUTHORIZATION, authorization),
            (ACCEPT, HeaderValue::from_static("application/json")),
            (USER_AGENT, header(&settings.user_agent)?),
        ]);
        let message_url = below_version(&settings, &["message"]);
        let mut json_headers = bare_headers.clone();
        json_headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(Self {
            settings,
            bare_headers: Arc::new(bare_headers),
            json_headers: Arc::new(json_headers),
            message_url: Arc::new(message_url),
        })
    }

    fn request(&self, method: Method, url: Arc<Url>, body: Option<Vec<u8>>) -> HttpRequest {
        let headers = if body.is_some() { &self.json_headers } else { &self.bare_headers };
        let body = body.map_or(RequestBody::Empty, |body| RequestBody::Bytes(Bytes::from(body)));
        HttpRequest { method, url, headers: headers.clone(), body, drain: None }
    }

    /// The headers that every request has.
    pub fn headers(&self) -> &HeaderMap {
        &self.bare_headers
    }

    /// The URL of a path below the interface's version, each segment percent-encoded.
    pub fn url(&self, segments: &[&str]) -> Url {
        below_version(&self.settings, segments)
    }
}

fn below_version(settings: &Settings, segments: &[&str]) -> Url {
    below(&below(&settings.base_url, &["api", &format!("v{}", settings.api_version)]), segments)
}

/// A message that may be sent: its request, what its text costs, and what was replaced in it. Much smaller than the message, which
/// is not carried through the call.
pub(crate) struct Checked {
    request: HttpRequest,
    estimate: Option<Estimate>,
    replacements: Vec<Replacement>,
}

/// The operations, over whichever transport a client has.
#[derive(Clone, Copy)]
pub(crate) struct Rest<'a> {
    pub endpoint: &'a Endpoint,
    pub transport: &'a dyn Transport,
    /// What holds this call back together with others.
    pub gate: Option<&'a Gate>,
}

impl Rest<'_> {
    pub async fn send_sms(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        sms: SmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<Sent>> {
        self.send_checked(self.checked_sms(to, text, from, sms, options)?, options).await
    }

    fn checked_sms(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        sms: SmsOptions,
        options: &CallOptions,
    ) -> Result<Checked> {
        if sms.to_gsm != Some(true) {
            return self.checked(sms.message(to, text, from), options);
        }
        let made = to_gsm(text);
        let checked = self.checked(sms.message(to, &made.text, from), options)?;
        Ok(Checked { replacements: made.replacements, ..checked })
    }

    pub async fn send(&self, message: Message, options: &CallOptions) -> Result<Answer<Sent>> {
        self.send_checked(self.checked(message, options)?, options).await
    }

    /// The message, if it breaks no rule.
    pub fn checked(&self, mut message: Message, options: &CallOptions) -> Result<Checked> {
        let (estimate, problems) = self.prepare(&mut message, options);
        if !problems.is_empty() {
            return Err(Error::fields(Kind::InvalidArgument, Outcome::NotAccepted, problems));
        }
        let body = serde_json::to_vec(&message)
            .map_err(|problem| Error::new(Kind::Internal, Outcome::NotAccepted, problem.to_string()))?;
        let request = self.endpoint.request(Method::POST, self.endpoint.message_url.clone(), Some(body));
        Ok(Checked { request, estimate, replacements: Vec::new() })
    }

    pub async fn send_checked(&self, checked: Checked, options: &CallOptions) -> Result<Answer<Sent>> {
        let Checked { request, estimate, replacements } = checked;
        let answer = self.call("send", Mode::Send, options)?.run(request, read_result).await?;
        Ok(answer.map(|result| Sent { result, estimate, replacements }))
    }

    /// Fills in what the message leaves out; what its text costs, and everything that is wrong with it.
    fn prepare(&self, message: &mut Message, options: &CallOptions) -> (Option<Estimate>, Vec<FieldError>) {
        if message.from.is_empty()
            && let Some(from) = &self.endpoint.settings.default_from
        {
            message.from.clone_from(from);
        }
        let estimate = message.estimate();
        let limits = if options.allow_truncation == Some(true) { None } else { estimate.as_ref() };
        let problems = message.problems_with(limits);
        (estimate, problems)
    }

    pub async fn status(&self, message_id: &str, options: &CallOptions) -> Result<Answer<MessageStatusData>> {
        check_id("message_id", message_id)?;
        let url = below(&self.endpoint.message_url, &[message_id]);
        let request = self.endpoint.request(Method::GET, Arc::new(url), None);
        let answer = self.call("status", Mode::Read, options)?.run(request, read_status).await;
        answer.map_err(|error| about(error, message_id))
    }

    pub async fn check(&self, options: &CallOptions) -> Result<Answer<()>> {
        let url = below(&self.endpoint.message_url, &[NO_MESSAGE]);
        let request = self.endpoint.request(Method::GET, Arc::new(url), None);
        // 400 and 404 tell that the service looked for the message: the credentials were good.
        let call = Call { also: &[400, 404], ..self.call("check", Mode::Read, options)? };
        call.run(request, read_check).await
    }

    pub async fn request(
        &self,
        method: &str,
        path: &str,
        json: Option<&serde_json::Value>,
        options: &CallOptions,
    ) -> Result<Answer<RawResponse>> {
        let read = ["GET", "HEAD"].iter().any(|name| method.eq_ignore_ascii_case(name));
        let (mode, outcome) =
            if read { (Mode::Read, Outcome::NotApplicable) } else { (Mode::Send, Outcome::NotAccepted) };
        let (method, url) = raw_target(&self.endpoint.settings.base_url, method, path)
            .map_err(|problems| Error::fields(Kind::InvalidArgument, outcome, problems))?;
        let body = json.map(|json| json.to_string().into_bytes());
        let request = self.endpoint.request(method, Arc::new(url), body);
        self.call("request", mode, options)?.run(request, read_raw).await
    }

    pub fn call<'a>(
        &'a self,
        operation: &'static str,
        mode: Mode,
        options: &'a CallOptions,
    ) -> Result<Call<'a>> {
        let call = Call::new(&self.endpoint.settings, self.transport, operation, mode, options)?;
        Ok(Call { gate: self.gate, ..call })
    }
}

/// Success is an answer that names the message, or one message per recipient.
fn read_result(response: &HttpResponse) -> std::result::Result<MessageResult, String> {
    let result: MessageResult = wire::read(&response.body).map_err(|problem| problem.to_string())?;
    if result.names_a_message() { Ok(result) } else { Err("the answer names no message".to_owned()) }
}

fn read_status(response: &HttpResponse) -> std::result::Result<MessageStatusData, String> {
    let status: MessageStatusData = wire::read(&response.body).map_err(|problem| problem.to_string())?;
    if status.status.is_some() { Ok(status) } else { Err("the answer holds no status".to_owned()) }
}

/// Any web server answers 404; this one names its answers, or says what is wrong in its own form.
fn read_check(response: &HttpResponse) -> std::result::Result<(), String> {
    let refusal = wire::read::<ApiError>(&response.body);
    let ours = response.headers.contains_key(REQUEST_ID)
        || refusal.is_ok_and(|refusal| refusal.error_code.is_some() || refusal.error_message.is_some());
    if ours { Ok(()) } else { Err("the answer does not look like one of eCall's".to_owned()) }
}

fn read_raw(response: &HttpResponse) -> std::result::Result<RawResponse, String> {
    Ok(RawResponse { headers: response.headers.clone() })
}

/// An id that becomes part of a path; `field` is the argument's name.
fn check_id(field: &str, id: &str) -> Result<()> {
    let mut problems = Problems::default();
    id_problem(field, id, &mut problems);
    problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)
}

pub(crate) fn id_problem(field: &str, id: &str, problems: &mut Problems) {
    let problem = if id.is_empty() {
        FieldError::new(field, "min_length", "must not be empty").measured(0, 1)
    } else if id.len() > MAX_PATH / 3 {
        // Every octet may take three in a URL.
        let limit = MAX_PATH / 3;
        FieldError::new(field, "max_length", "is too long").measured(id.len(), limit)
    } else if matches!(id, "." | "..") {
        FieldError::new(field, "format", "is not an id")
    } else {
        return;
    };
    problems.push(problem);
}

/// A relative path below the base URL: credentials never go anywhere else.
fn raw_target(base: &Url, method: &str, path: &str) -> std::result::Result<(Method, Url), Vec<FieldError>> {
    let mut problems = Vec::new();
    let method = Method::from_bytes(method.to_ascii_uppercase().as_bytes()).ok();
    // CONNECT asks for a tunnel, TRACE would send the credentials back in a body.
    let method = method.filter(|method| !matches!(*method, Method::CONNECT | Method::TRACE));
    if method.is_none() {
        problems.push(FieldError::new("method", "format", "is not an HTTP method that can be used here"));
    }
    if path.len() > MAX_PATH / 3 {
        problems
            .push(FieldError::new("path", "max_length", "is too long").measured(path.len(), MAX_PATH / 3));
        return Err(problems);
    }
    let above = base.path().trim_end_matches('/');
    let lower = path.to_ascii_lowercase();
    let plain = path.starts_with('/')
        && !path.chars().any(|letter| letter.is_control() || matches!(letter, '\\' | '#'))
        && !["%2e", "%2f", "%5c"].iter().any(|hidden| lower.contains(hidden));
    let target = format!("{}{path}", base.as_str().trim_end_matches('/'));
    let target = Url::parse(&target).ok().filter(|url| {
        let rest = url.path().strip_prefix(above);
        plain && url.origin() == base.origin() && rest.is_some_and(|rest| rest.starts_with('/'))
    });
    if target.is_none() {
        let message = "must be a path that begins with / and stays below the base URL";
        problems.push(FieldError::new("path", "relative", message));
    }
    method.zip(target).ok_or(problems)
}

fn about(mut error: Error, message_id: &str) -> Error {
    error.details_mut().message_id = Some(message_id.to_owned());
    error
}
