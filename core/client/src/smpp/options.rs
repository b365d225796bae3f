//! What a user sets of an SMPP client.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::options::{Options, millis, read};

/// How a session is bound. Source: S34, 2.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BindMode {
    /// Sends and receives.
    #[default]
    Transceiver,
    /// Sends only: receipts and inbound messages do not come.
    Transmitter,
    /// Receives only. At eCall such a session carries delivery receipts alone.
    Receiver,
}

/// How a text of several pages is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LongMessage {
    /// In parts with a user data header and a reference of 8 bits: 153 septets or 67 UCS-2 units each.
    #[default]
    Udh8,
    /// In parts with a user data header and a reference of 16 bits: 152 or 66.
    Udh16,
    /// In parts with the optional parameters `sar_*`: 153 or 67.
    Sar,
    /// As one PDU with the optional parameter `message_payload`; the centre splits it.
    Payload,
}

/// What data_coding 0 means to the centre. Which it is at eCall is not documented.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DefaultAlphabet {
    /// The GSM alphabet, one septet to an octet.
    #[default]
    Gsm,
    /// Latin-1. A text of the GSM alphabet that Latin-1 lacks a character of is then sent in UCS-2.
    Latin1,
}

/// Which receipts the service sends. Source: S34, 5.2.17.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Receipts {
    /// None.
    None,
    /// Of success and of failure.
    #[default]
    All,
    /// Of failure only.
    Failure,
}

/// What stands before the digits of a destination. Provisional: the service documents only that digits are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DestinationPrefix {
    /// Nothing: `41791234567`.
    #[default]
    None,
    /// `+41791234567`.
    Plus,
    /// `0041791234567`.
    Zeros,
}

/// How a message that is shown at once (flash) is marked. Provisional: the service does not document it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlashForm {
    /// data_coding 0x10, or 0x18 in UCS-2.
    #[default]
    General,
    /// data_coding 0xF0, or 0x18 in UCS-2, which has no other.
    Class,
    /// The optional parameter `dest_addr_subunit` with 1.
    Subunit,
}

/// What an SMPP client has besides the [`Options`](crate::Options) of every client. Everything is optional.
///
/// The JSON form has the same names; durations are milliseconds and end in `_ms`. Limits and times that the service does
/// not document are provisional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SmppOptions {
    /// Sends, receives, or both (`transceiver`, unless set).
    pub bind_mode: Option<BindMode>,
    /// Requests that wait for their response at a time, 1 to 10 000; 10 unless set.
    pub window: Option<u32>,
    /// Messages a second at most, each part counted, evenly spread (one in a day to a million a second); no limit unless set.
    pub rate: Option<f64>,
    /// How long the response to a request is waited for, in milliseconds (1 to 604 800 000); 30 000 unless set.
    pub response_timeout_ms: Option<u64>,
    /// After how long a silence of the other side it is asked whether it is there, in milliseconds; 30 000 unless set. It then
    /// has `response_timeout_ms` to say anything at all.
    pub enquire_link_interval_ms: Option<u64>,
    /// Time from the beginning of a connection to the response of the bind, in milliseconds; 30 000 unless set.
    pub bind_timeout_ms: Option<u64>,
    /// Upper bound of the first pause before a new connection, in milliseconds; 500 unless set. Doubles with every further one;
    /// the pause itself is drawn evenly between nothing and that bound.
    pub reconnect_initial_ms: Option<u64>,
    /// What that bound never passes, in milliseconds; 30 000 unless set.
    pub reconnect_max_ms: Option<u64>,
    /// How long to wait where a client that was bound before is refused for its name or password, in milliseconds; 300 000
    /// unless set.
    pub refused_bind_interval_ms: Option<u64>,
    /// How a text of several pages is sent; `udh8` unless set.
    pub long_message: Option<LongMessage>,
    /// What data_coding 0 means to the centre; `gsm` unless set.
    pub default_alphabet: Option<DefaultAlphabet>,
    /// Writes a name over 15 and a password over 8 octets as they are, and tells of it in a `long_credentials` event of the log;
    /// on unless set. Off, they are refused, as the standard says.
    pub allow_long_credentials: Option<bool>,
    /// Which receipts are asked for; `all` unless set.
    pub registered_delivery: Option<Receipts>,
    /// Asks for intermediate notifications as well; off unless set.
    pub intermediate_notifications: Option<bool>,
    /// What stands before the digits of a destination; `none` unless set.
    pub destination_prefix: Option<DestinationPrefix>,
    /// How a flash message is marked; `general` unless set.
    pub flash_form: Option<FlashForm>,
    /// The system_type of the bind, at most 12 octets; empty unless set.
    pub system_type: Option<String>,
    /// The address_range of the bind, at most 40 octets; empty unless set.
    pub address_range: Option<String>,
    /// Receipts and messages that wait to be taken, 1 to 1 000 000; 10 000 unless set. Beyond it the service is told to try
    /// again later (0x64).
    pub event_buffer: Option<u32>,
    /// Inbound texts of several parts that may be incomplete at a time, 1 to 100 000; 1000 unless set.
    pub reassembly_limit: Option<u32>,
    /// How long an incomplete text waits for its next part, in milliseconds; 600 000 unless set.
    pub reassembly_timeout_ms: Option<u64>,
    /// Accepted messages that are remembered until their final receipt, 0 to 10 000 000; 100 000 unless set.
    pub receipt_memory: Option<u32>,
    /// Allows `smpp://` for a host that is not this machine: passwords and messages then travel readable by anybody.
    pub allow_plain_smpp: Option<bool>,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty => $field:ident = $value:expr;)*) => {
        impl SmppOptions {
            $($(#[$doc])* #[must_use] pub fn $name(mut self, $name: $type) -> Self {
                self.$field = Some($value);
                self
            })*
        }
    };
}

setters! {
    /// Sets how the session is bound.
    bind_mode: BindMode => bind_mode = bind_mode;
    /// Sets how many requests wait for their response at a time.
    window: u32 => window = window;
    /// Sets how many messages are sent in a second at most.
    rate: f64 => rate = rate;
    /// Sets how long the response to a request is waited for.
    response_timeout: Duration => response_timeout_ms = millis(response_timeout);
    /// Sets after how long a silence the other side is asked whether it is there.
    enquire_link_interval: Duration => enquire_link_interval_ms = millis(enquire_link_interval);
    /// Sets the time from the beginning of a connection to the response of the bind.
    bind_timeout: Duration => bind_timeout_ms = millis(bind_timeout);
    /// Sets the bound of the first pause before a new connection.
    reconnect_initial: Duration => reconnect_initial_ms = millis(reconnect_initial);
    /// Sets the bound of every pause before a new connection.
    reconnect_max: Duration => reconnect_max_ms = millis(reconnect_max);
    /// Sets how long to wait where name or password are refused after they were good.
    refused_bind_interval: Duration => refused_bind_interval_ms = millis(refused_bind_interval);
    /// Sets how a text of several pages is sent.
    long_message: LongMessage => long_message = long_message;
    /// Sets what data_coding 0 means to the centre.
    default_alphabet: DefaultAlphabet => default_alphabet = default_alphabet;
    /// Sets whether credentials that are longer than the standard allows are written.
    allow_long_credentials: bool => allow_long_credentials = allow_long_credentials;
    /// Sets which receipts are asked for.
    registered_delivery: Receipts => registered_delivery = registered_delivery;
    /// Sets whether intermediate notifications are asked for.
    intermediate_notifications: bool => intermediate_notifications = intermediate_notifications;
    /// Sets what stands before the digits of a destination.
    destination_prefix: DestinationPrefix => destination_prefix = destination_prefix;
    /// Sets how a flash message is marked.
    flash_form: FlashForm => flash_form = flash_form;
    /// Sets the system_type of the bind.
    system_type: impl Into<String> => system_type = system_type.into();
    /// Sets the address_range of the bind.
    address_range: impl Into<String> => address_range = address_range.into();
    /// Sets how many receipts and messages may wait to be taken.
    event_buffer: u32 => event_buffer = event_buffer;
    /// Sets how many inbound texts may be incomplete at a time.
    reassembly_limit: u32 => reassembly_limit = reassembly_limit;
    /// Sets how long an incomplete text waits for its next part.
    reassembly_timeout: Duration => reassembly_timeout_ms = millis(reassembly_timeout);
    /// Sets how many accepted messages are remembered until their final receipt.
    receipt_memory: u32 => receipt_memory = receipt_memory;
    /// Allows `smpp://` to hosts other than this machine.
    allow_plain_smpp: bool => allow_plain_smpp = allow_plain_smpp;
}

impl SmppOptions {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `config`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::Config, Outcome::NotApplicable)
    }

    /// Reads the JSON form in which these stand among the options of every client, and gives both.
    ///
    /// # Errors
    /// `config`, naming an option that does not exist or has the wrong type.
    pub fn with_common_from_json(value: serde_json::Value) -> Result<(Options, Self)> {
        let serde_json::Value::Object(all) = value else {
            let problem = FieldError::new("", "type", "options are an object");
            return Err(Error::fields(Kind::Config, Outcome::NotApplicable, vec![problem]));
        };
        let schema = schemars::schema_for!(Self).to_value();
        let (own, common) = all.into_iter().partition(|(name, _)| !schema["properties"][name].is_null());
        Ok((
            Options::from_json(serde_json::Value::Object(common))?,
            Self::from_json(serde_json::Value::Object(own))?,
        ))
    }
}
