use std::sync::Arc;

use ecall::model::Notification;
use ecall::{CallOptions, Message, Options, SmsOptions, WaitOptions};
use ecall_runtime::Session;

use crate::call::{Interrupt, asked, operations, optional, value};
use crate::failure::Failure;
use crate::log::{Log, told_to};
use crate::result::{Checked, ListStatus, MessageResult, MessageStatus, Response, SentList};

/// Sends messages over eCall's REST interface. May be used by many threads at once.
///
/// Options are JSON objects in the names of core (`timeout_ms`), messages JSON objects in the names of the wire.
#[derive(uniffi::Object)]
pub struct Client(pub(crate) Session);

#[uniffi::export]
impl Client {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    #[uniffi::constructor]
    pub fn new(
        options: Option<String>,
        interrupt: Option<Arc<dyn Interrupt>>,
        log: Option<Arc<dyn Log>>,
    ) -> Result<Self, Failure> {
        Ok(Self(Session::new(client_options(options.as_deref(), log)?, asked(interrupt))?))
    }

    /// Refuses every later call with `closed`. Not called `close`, which in Kotlin frees the object.
    pub fn shut(&self) {
        self.0.close();
    }
}

operations! { Client:
    /// Sends a text by SMS. `sms` are further options of the message.
    send_sms, send_sms_blocking(to: String, text: String, from: Option<String>, sms: Option<String>) -> MessageResult {
        let sms = SmsOptions::from_json(optional(sms.as_deref())?)?;
        |client, options: CallOptions| client.send_sms_with(&to, &text, from.as_deref(), sms, &options)
    }

    /// Sends a message.
    send, send_blocking(message: String) -> MessageResult {
        let message = Message::from_json(value(&message)?)?;
        |client, options: CallOptions| client.send(message, &options)
    }

    /// Asks for the state of a message.
    status, status_blocking(message_id: String) -> MessageStatus {
        |client, options: CallOptions| client.status(&message_id, &options)
    }

    /// Follows a message to a state that ends the wait.
    wait_for, wait_for_blocking(message_id: String) -> MessageStatus {
        |client, options: WaitOptions| client.wait(&message_id, &options)
    }

    /// Sends several messages in one call.
    send_list, send_list_blocking(messages: String, notification: Option<String>) -> SentList {
        let messages = Message::list_from_json(value(&messages)?)?;
        let notification = notification_of(notification.as_deref())?;
        |client, options: CallOptions| client.send_list(messages, notification, &options)
    }

    /// Asks for the states of a list's messages.
    list_status, list_status_blocking(list_id: String) -> ListStatus {
        |client, options: CallOptions| client.list_status(&list_id, &options)
    }

    /// Asks whether the credentials are good.
    check, check_blocking() -> Checked {
        |client, options: CallOptions| client.check(&options)
    }

    /// Makes a raw request with a JSON body, if there is one.
    request, request_blocking(method: String, path: String, json: Option<String>) -> Response {
        let json = json.as_deref().map(value).transpose()?;
        |client, options: CallOptions| client.request(&method, &path, json.as_ref(), &options)
    }
}

fn notification_of(json: Option<&str>) -> ecall::Result<Option<Notification>> {
    json.map(|json| Notification::from_json(value(json)?)).transpose()
}

/// The options of a client of any interface.
pub(crate) fn client_options(json: Option<&str>, log: Option<Arc<dyn Log>>) -> ecall::Result<Options> {
    Ok(told_to(log, Options::from_json(optional(json)?)?))
}
