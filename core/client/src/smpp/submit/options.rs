use std::time::Duration;

use ecall_codec::smpp::{ShortMessage, Tlv};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::CancelToken;
use crate::error::{Kind, Outcome, Result};
use crate::options::{Delivery, millis, read};
use crate::smpp::options::{LongMessage, Receipts};

/// The alphabet in which a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// The default alphabet where all of the text is in it, else UCS-2.
    #[default]
    Auto,
    /// The default alphabet; a text with other characters is refused.
    Default,
    /// Latin-1 by its own data_coding (3), 140 octets alone and 134 in parts; a text with other characters is refused.
    Latin1,
    /// UCS-2, whatever the text.
    Ucs2,
}

/// What a message may have besides destination, text and sender: every field of submit_sm (S34, 4.4.1). Everything is
/// optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SubmitOptions {
    /// What the events about this message say of it: yours alone, never sent.
    pub tag: Option<String>,
    /// The alphabet of the text; `auto` unless set.
    pub alphabet: Option<Alphabet>,
    /// Shown at once and not kept; off unless set.
    pub flash: Option<bool>,
    /// Octets that are sent as they are, in place of a text, which must be empty; 254 at most, hex digits in JSON. Their
    /// data_coding is 4 unless it is given.
    #[schemars(with = "Option<String>")]
    pub user_data: Option<ShortMessage<'static>>,
    /// How a text of several pages is sent; as the client has it unless set.
    pub long_message: Option<LongMessage>,
    /// Which receipts are asked for; as the client has it unless set.
    pub registered_delivery: Option<Receipts>,
    /// Asks for intermediate notifications; as the client has it unless set.
    pub intermediate_notifications: Option<bool>,
    /// When to deliver it, `YYMMDDhhmmsstnnp` or, from now, `YYMMDDhhmmss000R`; at once unless set. Source: S34, 7.1.1.
    pub schedule_delivery_time: Option<String>,
    /// How long to try, in the same form; as the service has it unless set.
    pub validity_period: Option<String>,
    /// The service_type, 5 octets at most.
    pub service_type: Option<String>,
    /// The protocol_id of the network.
    pub protocol_id: Option<u8>,
    /// The priority_flag, 0 to 3.
    pub priority: Option<u8>,
    /// The replace_if_present_flag.
    pub replace_if_present: Option<bool>,
    /// The sm_default_msg_id of a text that the centre has, 1 to 254.
    pub sm_default_msg_id: Option<u8>,
    /// The data_coding in place of the one that the alphabet has.
    pub data_coding: Option<u8>,
    /// Bits of the esm_class besides that of a user data header.
    pub esm_class: Option<u8>,
    /// Type of number of the sender in place of the one that it shows.
    pub source_addr_ton: Option<u8>,
    /// Numbering plan of the sender in place of the one that it shows.
    pub source_addr_npi: Option<u8>,
    /// Type of number of the destination; 1 unless set.
    pub dest_addr_ton: Option<u8>,
    /// Numbering plan of the destination; 1 unless set.
    pub dest_addr_npi: Option<u8>,
    /// Optional parameters of every part, in the JSON form `{"tag":…,"value":…}`.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub tlvs: Vec<Tlv<'static>>,
    /// Time for the whole call with all its attempts, in milliseconds (1 to 604 800 000).
    pub timeout_ms: Option<u64>,
    /// How often a part whose fate is unknown is sent again under `at_least_once`, 0 to 100.
    pub max_retries: Option<u32>,
    /// How hard it is tried.
    pub delivery: Option<Delivery>,
    /// Ends the call early.
    #[serde(skip)]
    #[schemars(skip)]
    pub cancel: Option<CancelToken>,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty => $field:ident = $value:expr;)*) => {
        impl SubmitOptions {
            $($(#[$doc])* #[must_use] pub fn $name(mut self, $name: $type) -> Self {
                self.$field = Some($value);
                self
            })*
        }
    };
}

setters! {
    /// Sets what the events about this message say of it.
    tag: impl Into<String> => tag = tag.into();
    /// Sets the alphabet of the text.
    alphabet: Alphabet => alphabet = alphabet;
    /// Sets whether it is shown at once.
    flash: bool => flash = flash;
    /// Sets octets in place of a text.
    user_data: Vec<u8> => user_data = user_data.into();
    /// Sets how a text of several pages is sent.
    long_message: LongMessage => long_message = long_message;
    /// Sets which receipts are asked for.
    registered_delivery: Receipts => registered_delivery = registered_delivery;
    /// Sets when to deliver it.
    schedule_delivery_time: impl Into<String> => schedule_delivery_time = schedule_delivery_time.into();
    /// Sets how long to try.
    validity_period: impl Into<String> => validity_period = validity_period.into();
    /// Sets the priority.
    priority: u8 => priority = priority;
    /// Sets the data_coding.
    data_coding: u8 => data_coding = data_coding;
    /// Sets the time for the whole call.
    timeout: Duration => timeout_ms = millis(timeout);
    /// Sets how often a part whose fate is unknown is sent again.
    max_retries: u32 => max_retries = max_retries;
    /// Sets how hard it is tried.
    delivery: Delivery => delivery = delivery;
    /// Sets the token that ends the call early.
    cancel: CancelToken => cancel = cancel;
}

impl SubmitOptions {
    /// Nothing set: everything as the client has it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an optional parameter to every part.
    #[must_use]
    pub fn tlv(mut self, tlv: Tlv<'static>) -> Self {
        self.tlvs.push(tlv);
        self
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::InvalidArgument, Outcome::NotAccepted)
    }
}

/// A message of many.
#[derive(Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SubmitRequest {
    /// The destination, a telephone number in international form.
    pub to: String,
    /// The text.
    pub text: String,
    /// The sender; the configured one unless set.
    pub from: Option<String>,
    /// What else it has; as it was said for all of them unless set.
    pub options: Option<Box<SubmitOptions>>,
}

impl SubmitRequest {
    /// A text to a number.
    pub fn new(to: impl Into<String>, text: impl Into<String>) -> Self {
        Self { to: to.into(), text: text.into(), ..Self::default() }
    }

    /// Sets the sender.
    #[must_use]
    pub fn from(mut self, from: impl Into<String>) -> Self {
        self.from = Some(from.into());
        self
    }

    /// Sets what else it has.
    #[must_use]
    pub fn options(mut self, options: SubmitOptions) -> Self {
        self.options = Some(Box::new(options));
        self
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming a member that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::InvalidArgument, Outcome::NotAccepted)
    }
}

/// Shows neither number nor text.
impl std::fmt::Debug for SubmitRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SubmitRequest").finish_non_exhaustive()
    }
}
