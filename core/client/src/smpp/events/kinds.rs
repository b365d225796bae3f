//! What a client tells by itself.

use ecall_codec::smpp::{Absolute, NetworkError, Tlv};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Kind;

/// Something that happened on the link. Its JSON form has what it is as `type`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum SmppEvent {
    /// What has become of a message that was sent.
    Receipt(Box<SmppReceipt>),
    /// A message that came in, all parts of it.
    Message(Box<SmppMessage>),
    /// Parts of a message whose others did not come in time.
    Incomplete(Box<SmppIncomplete>),
    /// The state of the link changed.
    Link(LinkEvent),
    /// A response that nobody waits for any more, or that nobody ever waited for.
    Response(StrayResponse),
    /// A PDU that could not be read, or is of no use to a client. It was answered.
    Raw(RawPdu),
}

/// A delivery receipt or an intermediate notification. Source: S34, 4.6.1 and Appendix B.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SmppReceipt {
    /// The id of the message: where it was matched, as the response to its submit had it.
    pub message_id: Option<String>,
    /// The id as the receipt has it.
    pub receipted_id: Option<String>,
    /// Whether it is about a message that this client sent and remembers.
    pub matched: bool,
    /// The `tag` of that message.
    pub tag: Option<String>,
    /// Which part of that message it is about, from 1; 0 where it was not matched.
    pub part: u8,
    /// How many parts that message has; 0 where it was not matched.
    pub parts: u8,
    /// What has become of it: `delivered`, `expired`, … None where the receipt does not say it in a way that is known.
    pub state: Option<&'static str>,
    /// The number of the state, as the standard has it.
    pub state_number: Option<u8>,
    /// The word of the state as it was written.
    pub word: Option<String>,
    /// Whether it is the last word.
    pub is_final: bool,
    /// Whether it is an intermediate notification.
    pub is_intermediate: bool,
    /// The error as it was written.
    pub error: Option<String>,
    /// The error as a number.
    pub error_code: Option<u32>,
    /// The network's error.
    #[schemars(with = "Option<serde_json::Value>")]
    pub network_error: Option<NetworkError>,
    /// How many messages were sent.
    pub submitted: Option<u32>,
    /// How many were delivered.
    pub delivered: Option<u32>,
    /// When it was sent, by the centre's clock.
    #[schemars(with = "Option<serde_json::Value>")]
    pub submit_date: Option<Absolute>,
    /// When it came to its state, by the centre's clock.
    #[schemars(with = "Option<serde_json::Value>")]
    pub done_date: Option<Absolute>,
    /// The beginning of the message.
    pub text: Option<String>,
    /// The address that the message was sent to.
    pub from: String,
    /// The sender of the message.
    pub to: String,
    /// The optional parameters.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub tlvs: Vec<Tlv<'static>>,
}

/// A message that came in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SmppMessage {
    /// The sender, digits of international numbers without `+`.
    pub from: String,
    /// Type of number of the sender.
    pub from_ton: u8,
    /// The number that it was sent to.
    pub to: String,
    /// The text; None where the octets are none that can be read.
    pub text: Option<String>,
    /// The octets without headers, those of all parts together; hex digits in JSON.
    #[serde(serialize_with = "hex")]
    #[schemars(with = "String")]
    pub octets: Vec<u8>,
    /// How they are coded.
    pub data_coding: u8,
    /// The esm_class of the last part.
    pub esm_class: u8,
    /// How many parts it came in.
    pub parts: u8,
    /// The optional parameters of the last part.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub tlvs: Vec<Tlv<'static>>,
}

/// What there is of a message whose other parts did not come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct SmppIncomplete {
    /// The sender.
    pub from: String,
    /// The number that it was sent to.
    pub to: String,
    /// How many parts there should be.
    pub total: u8,
    /// The numbers of those that did not come.
    pub missing: Vec<u8>,
    /// Those that came: number and text, where it can be read.
    #[schemars(with = "Vec<serde_json::Value>")]
    pub parts: Vec<(u8, Option<String>)>,
}

/// A state of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LinkState {
    /// A connection is opened and bound.
    Connecting,
    /// Messages go out.
    Bound,
    /// The bind was refused.
    Refused,
    /// The centre asked for fewer messages: nothing is sent for a while.
    Throttled,
    /// Messages go out again.
    Resumed,
    /// The connection is gone or could not be opened; another is tried after a pause.
    Down,
    /// The client was closed.
    Closed,
}

impl LinkState {
    /// The name, which stays the same in every language and version.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Bound => "bound",
            Self::Refused => "refused",
            Self::Throttled => "throttled",
            Self::Resumed => "resumed",
            Self::Down => "down",
            Self::Closed => "closed",
        }
    }
}

/// That the link came into a state, and why.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct LinkEvent {
    /// The state.
    pub state: LinkState,
    /// Why, a stable word: `connect`, `tls`, `bind_refused`, `bind_timeout`, `closed_by_peer`, `broken`, `unbound_by_peer`,
    /// `dead_peer`, `garbage`, `throttled`, `unbound`. None where nothing went wrong.
    pub reason: Option<&'static str>,
    /// Why, in a sentence.
    pub message: Option<String>,
    /// The kind of the error, where there is one.
    #[schemars(with = "Option<String>")]
    pub kind: Option<Kind>,
    /// The command_status that came, where one did.
    pub smpp_status: Option<u32>,
    /// How long the pause is that follows, in milliseconds.
    pub pause_ms: Option<u64>,
    /// Requests that were written and whose outcome nobody knows, where a link went down.
    pub unknown: u32,
}

impl LinkEvent {
    pub(crate) fn new(state: LinkState) -> Self {
        Self { state, reason: None, message: None, kind: None, smpp_status: None, pause_ms: None, unknown: 0 }
    }
}

/// A response without a request that waits.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct StrayResponse {
    /// Why nobody waits: `late`, `duplicate` or `unsolicited`.
    pub reason: &'static str,
    /// The command_id.
    pub command: u32,
    /// The sequence number.
    pub sequence: u32,
    /// The command_status.
    pub smpp_status: u32,
    /// The id that it gives a message, where it does.
    pub message_id: Option<String>,
}

/// Octets that are no PDU, or one that is of no use to a client.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct RawPdu {
    /// Why it is not read: `no_header`, `length`, `truncated`, `dest_flag` (it cannot be); `too_short`, `too_long` (and the
    /// connection had to end); `unsupported` (a command that the service does not have either); `type` (a deliver_sm that is
    /// neither a message nor a receipt).
    pub reason: &'static str,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The octets, the header included; hex digits in JSON.
    #[serde(serialize_with = "hex")]
    #[schemars(with = "String")]
    pub octets: Vec<u8>,
}

fn hex<S: serde::Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
    use std::fmt::Write as _;

    let text = octets.iter().fold(String::with_capacity(2 * octets.len()), |mut text, octet| {
        let _ = write!(text, "{octet:02x}");
        text
    });
    to.serialize_str(&text)
}
