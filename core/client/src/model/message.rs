//! A message to send.

use super::channel::Channel;
use super::content::Content;
use super::define::model;
use super::notification::Notification;
use super::tagged::tagged;
use super::wire;
use crate::error::{Error, FieldError, Kind, Outcome};

model! {
    /// A message to send. Source: REST documentation, message schema.
    ///
    /// Made with [`Message::sms`] or [`Message::new`] and completed with the other methods, or read from JSON. What is wrong
    /// with it is found by [`Message::problems`].
    #[schemars(rename = "MessageRequest", description = "A message to send. Source: REST documentation, message schema.")]
    pub struct Message {
        /// The way it takes.
        pub channel: Channel,
        /// The sender. SMS: an optional `+` and up to 16 digits, or up to 11 characters of ASCII 32 to 126. WhatsApp: a number.
        pub from: String,
        /// One recipient's address. Excludes `toList`.
        pub to: Option<String>,
        /// Several recipients. Excludes `to`.
        pub to_list: Option<Vec<Recipient>>,
        /// When to send it; at once where it is absent.
        pub send_date: Option<String>,
        /// What it says.
        pub content: Content,
        /// Who is told what became of it.
        pub notification: Option<Notification>,
    }

    /// The address of one recipient of a list.
    pub struct ToAddress {
        /// A number, or the name of an entry of the address book. At least 1 character.
        pub address: String,
    }
}

tagged! {
    /// One recipient of a list, told apart by `type`. Source: REST documentation, message schema.
    pub enum Recipient as "Recipient" {
        /// A number.
        Number(ToAddress) = "Number",
        /// A person of the address book.
        Person(ToAddress) = "Person",
        /// A group of the address book.
        Group(ToAddress) = "Group",
    }
}

impl Message {
    /// Reads the JSON form. What has the wrong type is refused, named; everything else is found when it is sent.
    ///
    /// # Errors
    /// `invalid_argument`, naming the field.
    pub fn from_json(value: serde_json::Value) -> crate::Result<Self> {
        wire::read_value(value).map_err(|problem| refused(vec![problem.below("")]))
    }

    /// Reads the JSON form of a list of messages.
    ///
    /// # Errors
    /// `invalid_argument`, naming a field of every message that cannot be read (`messages[3].to`).
    pub fn list_from_json(value: serde_json::Value) -> crate::Result<Vec<Self>> {
        let serde_json::Value::Array(items) = value else {
            return Err(refused(vec![FieldError::new("messages", "type", "expected a list")]));
        };
        let (mut messages, mut problems) = (Vec::with_capacity(items.len()), Vec::new());
        for (index, item) in items.into_iter().enumerate() {
            match wire::read_value(item) {
                Ok(message) => messages.push(message),
                Err(problem) => problems.push(problem.below(&format!("messages[{index}]"))),
            }
        }
        if problems.is_empty() { Ok(messages) } else { Err(refused(problems)) }
    }

    /// A message with this content, still without sender and recipient.
    pub fn new(channel: Channel, content: impl Into<Content>) -> Self {
        Self { channel, content: content.into(), ..Self::default() }
    }

    /// A text by SMS to one number.
    pub fn sms(to: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(Channel::Sms, Content::text(text)).to(to)
    }

    /// With this sender.
    #[must_use]
    pub fn from(mut self, from: impl Into<String>) -> Self {
        self.from = from.into();
        self
    }

    /// To this recipient alone.
    #[must_use]
    pub fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// To these recipients.
    #[must_use]
    pub fn to_list(mut self, recipients: impl IntoIterator<Item = Recipient>) -> Self {
        self.to_list = Some(recipients.into_iter().collect());
        self
    }

    /// Not before this time.
    #[must_use]
    pub fn send_date(mut self, send_date: impl Into<String>) -> Self {
        self.send_date = Some(send_date.into());
        self
    }

    /// With notifications of what became of it.
    #[must_use]
    pub fn notification(mut self, notification: Notification) -> Self {
        self.notification = Some(notification);
        self
    }
}

fn refused(problems: Vec<FieldError>) -> Error {
    Error::fields(Kind::InvalidArgument, Outcome::NotAccepted, problems)
}

impl Recipient {
    /// A number.
    pub fn number(address: impl Into<String>) -> Self {
        Self::Number(ToAddress { address: address.into(), ..ToAddress::default() })
    }

    /// A person of the address book.
    pub fn person(address: impl Into<String>) -> Self {
        Self::Person(ToAddress { address: address.into(), ..ToAddress::default() })
    }

    /// A group of the address book.
    pub fn group(address: impl Into<String>) -> Self {
        Self::Group(ToAddress { address: address.into(), ..ToAddress::default() })
    }
}
