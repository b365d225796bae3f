//! Who is told what became of a message.

use super::define::model;
use super::open_enum::open_enum;
use super::tagged::tagged;
use super::wire;
use crate::error::{Error, Kind, Outcome};

model! {
    /// Who is told what became of a message. Source: REST documentation, message schema.
    pub struct Notification {
        /// Which events are told; `SuccessOnly` where it is absent.
        pub for_event: Option<NotifyOn>,
        /// To whom, at least one. All addresses together have at most 200 characters.
        pub addresses: Vec<NotificationAddress>,
    }

    /// The address of a notification.
    pub struct NotifyAddress {
        /// An e-mail address, a number or a URL. At least 1 character.
        pub address: String,
    }
}

open_enum! {
    /// Which events are told. Source: REST documentation, message schema, `forEvent`.
    pub enum NotifyOn as "NotificationEvent" {
        /// Success only; the service's default.
        SuccessOnly = "SuccessOnly",
        /// Final states only.
        FinalOnly = "FinalOnly",
        /// Every change.
        All = "All",
        /// Failures only.
        ErrorOnly = "ErrorOnly",
    }
}

tagged! {
    /// One address to notify, told apart by `type`. Source: REST documentation, message schema.
    pub enum NotificationAddress as "NotificationAddress" {
        /// By e-mail.
        Email(NotifyAddress) = "Email",
        /// By SMS.
        Sms(NotifyAddress) = "Sms",
        /// By HTTP GET with a query string.
        Url(NotifyAddress) = "Url",
        /// By HTTP POST with JSON.
        UrlPost(NotifyAddress) = "UrlPost",
    }
}

fn address(address: impl Into<String>) -> NotifyAddress {
    NotifyAddress { address: address.into(), ..NotifyAddress::default() }
}

impl Notification {
    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming the field that has the wrong type (`notification.addresses`).
    pub fn from_json(value: serde_json::Value) -> crate::Result<Self> {
        wire::read_value(value).map_err(|problem| {
            Error::fields(Kind::InvalidArgument, Outcome::NotAccepted, vec![problem.below("notification")])
        })
    }
}

impl NotificationAddress {
    /// By e-mail.
    pub fn email(to: impl Into<String>) -> Self {
        Self::Email(address(to))
    }

    /// By SMS.
    pub fn sms(to: impl Into<String>) -> Self {
        Self::Sms(address(to))
    }

    /// By HTTP GET with a query string.
    pub fn url(to: impl Into<String>) -> Self {
        Self::Url(address(to))
    }

    /// By HTTP POST with JSON.
    pub fn url_post(to: impl Into<String>) -> Self {
        Self::UrlPost(address(to))
    }
}
