use std::sync::Arc;

use ecall::{
    CallOptions, Client, Error, Kind, LogHook, Message, Options, Outcome, Result, SmsOptions, WaitOptions,
};
use napi::Either;
use napi_derive::napi;
use serde_json::{Value, json};

use crate::cancel::CancelToken;
use crate::names::{described, renamed, snake};
use crate::port::{Port, PortHandle};
use crate::{answer, failure};

/// A client of the core. Every call has an id, and its end comes through the port under that id, exactly once.
///
/// `options`, `sms`, `message` and `json` are JSON texts; the names of options are those of JavaScript.
#[napi]
pub struct Session {
    session: ecall_runtime::Session,
    port: Arc<Port>,
}

#[napi]
impl Session {
    /// A session, or its error as JSON. Its events come through the port under the id `log`, if there is one.
    #[napi]
    pub fn open(port: &PortHandle, options: String, log: Option<u32>) -> Either<Session, String> {
        match Self::made(port.port(), &options, log) {
            Ok(session) => Either::A(session),
            Err(error) => Either::B(failure::text(&error)),
        }
    }

    fn made(port: Arc<Port>, options: &str, log: Option<u32>) -> Result<Self> {
        ecall_runtime::guarded(|| {
            let mut options = Options::from_json(named(options)?)?;
            if let Some(id) = log {
                let port = Arc::clone(&port);
                options = options.log(LogHook::new(move |event| {
                    let event = event.clone();
                    port.event(id, move || described(json!(event)).to_string());
                }));
            }
            Ok(Self { session: ecall_runtime::Session::new(options, None)?, port })
        })
    }

    /// Makes a call of core.
    fn call<T, C, F>(&self, id: u32, convert: fn(T) -> String, begin: impl FnOnce() -> Result<C>)
    where
        C: FnOnce(Client) -> F + Send + 'static,
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        let port = Arc::clone(&self.port);
        let begun = ecall_runtime::guarded(|| {
            self.session.spawn(begin()?, move |result| port.answer(id, move || result.map(convert)))
        });
        if let Err(error) = begun {
            self.port.answer(id, || Err(error));
        }
    }

    /// Sends a text by SMS.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
    pub fn send_sms(
        &self,
        id: u32,
        to: String,
        text: String,
        from: Option<String>,
        sms: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.call(id, answer::sent, || {
            let sms = match sms {
                Some(sms) => SmsOptions::from_json(named(&sms)?)?,
                None => SmsOptions::default(),
            };
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move {
                client.send_sms_with(&to, &text, from.as_deref(), sms, &options).await
            })
        });
    }

    /// Sends a message.
    #[napi]
    pub fn send(&self, id: u32, message: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.call(id, answer::sent, || {
            let message = Message::from_json(value(&message)?)?;
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.send(message, &options).await })
        });
    }

    /// Asks for the state of a message.
    #[napi]
    pub fn status(&self, id: u32, message_id: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.call(id, answer::state, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.status(&message_id, &options).await })
        });
    }

    /// Follows a message.
    #[napi]
    pub fn wait(&self, id: u32, message_id: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.call(id, answer::state, || {
            let mut wait = WaitOptions::from_json(optional(options)?)?;
            wait.cancel = cancel.map(CancelToken::token);
            Ok(move |client: Client| async move { client.wait(&message_id, &wait).await })
        });
    }

    /// Asks whether the credentials are good.
    #[napi]
    pub fn check(&self, id: u32, options: Option<String>, cancel: Option<&CancelToken>) {
        self.call(id, answer::checked, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.check(&options).await })
        });
    }

    /// Makes a raw request.
    #[napi]
    pub fn request(
        &self,
        id: u32,
        method: String,
        path: String,
        json: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.call(id, answer::raw, || {
            let json = json.as_deref().map(value).transpose()?;
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move {
                client.request(&method, &path, json.as_ref(), &options).await
            })
        });
    }

    /// Refuses every later call.
    #[napi]
    pub fn close(&self) {
        self.session.close();
    }

    /// Whether it was closed.
    #[napi(getter)]
    pub fn closed(&self) -> bool {
        self.session.is_closed()
    }
}

fn call_options(options: Option<String>, cancel: Option<&CancelToken>) -> Result<CallOptions> {
    let mut options = match options {
        Some(options) => CallOptions::from_json(named(&options)?)?,
        None => CallOptions::default(),
    };
    options.cancel = cancel.map(CancelToken::token);
    Ok(options)
}

fn optional(options: Option<String>) -> Result<Value> {
    options.as_deref().map_or_else(|| Ok(json!({})), named)
}

/// Options with the names of core.
pub(crate) fn named(options: &str) -> Result<Value> {
    Ok(renamed(value(options)?, snake))
}

/// A text of `node/src` that is no JSON would be a defect of it.
fn value(text: &str) -> Result<Value> {
    serde_json::from_str(text)
        .map_err(|_| Error::new(Kind::Internal, Outcome::NotAccepted, "the addon was given what is no JSON"))
}
