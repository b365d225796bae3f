//! What the control interface sets of an account's SMPP side, under `smpp`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::hex;
use super::step::Step;
use crate::faults::{self, Share};
use crate::timeline::Progress;

/// Settings as JSON, as they were given.
pub(crate) type Given = Map<String, Value>;

/// How an account's SMPP side behaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Settings {
    /// Refuses longer credentials than S34 allows.
    pub(super) strict_credentials: bool,
    /// What the bind response tells; null leaves it out.
    pub(super) sc_interface_version: Option<u8>,
    pub(super) unsupported: Unsupported,
    /// Whether refusals have a body, which S34 leaves out.
    pub(super) error_body: bool,
    /// The status with which submits to a destination are refused.
    pub(super) refuse: BTreeMap<String, u32>,
    /// Takes international destinations with `+` and `00` as well.
    pub(super) any_prefix: bool,
    pub(super) ids: Ids,
    /// States, each with the milliseconds after acceptance at which it begins.
    pub(super) progress: Progress<String>,
    /// The error of the last state, as receipts tell it.
    pub(super) error: String,
    pub(super) receipt: ReceiptStyle,
    /// `deliver_sm` that may wait for their responses on one link.
    pub(super) window: usize,
    pub(super) deliver_timeout_ms: u64,
    /// The pause before a message that was refused is delivered again.
    pub(super) redeliver_ms: u64,
    /// After so many attempts a refusal is final; 0x65 and 0x66 always are.
    pub(super) max_deliveries: u32,
    /// Sends inbound messages to receivers too, which the service does not.
    pub(super) inbound_to_receivers: bool,
    /// How often `enquire_link` is sent; 0 is never.
    pub(super) enquire_link_ms: u64,
    /// After so long without any PDU the link is closed; 0 is never.
    pub(super) inactivity_ms: u64,
    /// Octets of one write; 0 is as many as there are.
    pub(super) piece: usize,
    pub(super) piece_delay_ms: u64,
    /// The first sequence number of a link's own requests.
    pub(super) first_sequence: u32,
    /// Whether bodies are compared, to count those that were accepted more than once.
    pub(super) distinct: bool,
    pub(super) faults: Vec<Share<Step>>,
    pub(super) fault_seed: u64,
}

/// How a command that is not supported is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Unsupported {
    Response,
    GenericNack,
}

/// How message ids are written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Ids {
    pub(super) next: u64,
    pub(super) response: Form,
    /// In the text of receipts; as in the response unless given.
    pub(super) receipt: Option<Form>,
    /// In `receipted_message_id`; as in the response unless given.
    pub(super) tlv: Option<Form>,
}

/// One way to write a number.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Form {
    base: Base,
    /// Zeros before it up to this length.
    pad: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Base {
    #[default]
    Decimal,
    Hex,
    HexUpper,
}

/// What delivery receipts look like.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ReceiptStyle {
    /// False leaves the text empty.
    pub(super) text: bool,
    /// The names of the text's fields in their order, in whatever case.
    pub(super) fields: Vec<String>,
    /// A text of its own, with `{stat}` and the like where the values stand.
    pub(super) template: Option<String>,
    /// Whether states are written in lower case.
    pub(super) lower_case: bool,
    /// Whether the dates have seconds.
    pub(super) seconds: bool,
    /// `receipted_message_id` and `message_state`.
    pub(super) tlvs: bool,
    /// Further TLVs as octets, whatever they are.
    pub(super) more_tlvs: String,
    /// Carries the text in `message_payload`.
    pub(super) in_payload: bool,
    /// How often each receipt is sent.
    pub(super) copies: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            strict_credentials: false,
            sc_interface_version: Some(0x34),
            unsupported: Unsupported::Response,
            error_body: false,
            refuse: BTreeMap::new(),
            any_prefix: false,
            ids: Ids::default(),
            progress: vec![(0, "ENROUTE".to_owned()), (300, "DELIVRD".to_owned())],
            error: "000".to_owned(),
            receipt: ReceiptStyle::default(),
            window: 10,
            deliver_timeout_ms: 5000,
            redeliver_ms: 200,
            max_deliveries: 100,
            inbound_to_receivers: false,
            enquire_link_ms: 0,
            inactivity_ms: 0,
            piece: 0,
            piece_delay_ms: 1,
            first_sequence: 1,
            distinct: true,
            faults: Vec::new(),
            fault_seed: 0,
        }
    }
}

impl Default for Ids {
    fn default() -> Self {
        Self { next: 1, response: Form::default(), receipt: None, tlv: None }
    }
}

impl Default for ReceiptStyle {
    fn default() -> Self {
        Self {
            text: true,
            fields: ["id", "sub", "dlvrd", "submit date", "done date", "stat", "err", "text"]
                .map(str::to_owned)
                .to_vec(),
            template: None,
            lower_case: false,
            seconds: false,
            tlvs: false,
            more_tlvs: String::new(),
            in_payload: false,
            copies: 1,
        }
    }
}

impl Form {
    pub(super) fn write(self, number: u64) -> String {
        let pad = self.pad;
        match self.base {
            Base::Decimal => format!("{number:0pad$}"),
            Base::Hex => format!("{number:0pad$x}"),
            Base::HexUpper => format!("{number:0pad$X}"),
        }
    }
}

impl Settings {
    /// Reads what was given; says what is wrong with it.
    pub(super) fn read(given: &Given) -> Result<Self, String> {
        let settings: Self =
            serde_json::from_value(Value::Object(given.clone())).map_err(|error| format!("smpp: {error}"))?;
        faults::check(&settings.faults)?;
        hex::read(&settings.receipt.more_tlvs)
            .map_err(|problem| format!("smpp.receipt.more_tlvs: {problem}"))?;
        if settings.window == 0 {
            return Err("smpp.window: nothing would ever be delivered".to_owned());
        }
        Ok(settings)
    }
}

/// Says what is wrong with settings that somebody wants.
pub(crate) fn check(given: &Given) -> Result<(), String> {
    Settings::read(given).map(|_| ())
}

/// Takes over what is given, also inside objects of objects; the rest stays as it is.
pub(super) fn merge(into: &mut Given, from: &Given) {
    for (name, value) in from {
        match (into.get_mut(name), value) {
            (Some(Value::Object(old)), Value::Object(new)) if name == "ids" || name == "receipt" => {
                merge(old, new)
            }
            _ => {
                into.insert(name.clone(), value.clone());
            }
        }
    }
}
