//! Delivery receipts: the text of S34 Appendix B and the TLVs beside it.

use bytes::Bytes;
use rusmpp::tlvs::MessageDeliveryRequestTlvValue as Tlv;
use rusmpp::types::COctetString;
use rusmpp::values::MessageState;
use time::OffsetDateTime;

use super::dates;
use super::deliver::Draft;
use super::hex;
use super::messages::Message;
use super::settings::Settings;

/// `esm_class` of a final receipt and of one on the way (S34 5.2.12).
const FINAL: u8 = 0x04;
const INTERMEDIATE: u8 = 0x20;

/// Whether a state is the last one, and whether it is a success; none for states on the way.
pub(super) fn outcome(state: &str) -> Option<bool> {
    match state {
        "DELIVRD" => Some(true),
        "EXPIRED" | "DELETED" | "UNDELIV" | "REJECTD" => Some(false),
        _ => None,
    }
}

/// The number of a state (S34 5.2.28).
fn number(state: &str) -> u8 {
    const STATES: [&str; 8] =
        ["ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"];
    STATES.iter().position(|known| *known == state).map_or(7, |place| place as u8 + 1)
}

/// The body of the `deliver_sm` that tells a state.
pub(super) fn body(
    message: &Message,
    state: &str,
    error: &str,
    since: OffsetDateTime,
    settings: &Settings,
) -> Result<Bytes, String> {
    let style = &settings.receipt;
    let is_final = outcome(state).is_some();
    let mut tlvs = Vec::new();
    if style.tlvs {
        let id = settings.ids.tlv.unwrap_or(settings.ids.response).write(message.number);
        let id = message.given_id.clone().unwrap_or(id);
        let id = COctetString::from_string(id).map_err(|error| format!("the id: {error}"))?;
        tlvs.push(Tlv::ReceiptedMessageId(id));
        tlvs.push(Tlv::MessageState(MessageState::from(number(state))));
    }
    let octets =
        if style.text { text(message, state, error, since, settings).into_bytes() } else { Vec::new() };
    let draft = Draft {
        source: message.to.clone(),
        destination: message.from.clone(),
        esm_class: if is_final { FINAL } else { INTERMEDIATE },
        data_coding: 0,
        in_payload: style.in_payload || octets.len() > 254,
        octets,
        tlvs,
        more: hex::read(&style.more_tlvs)?,
    };
    draft.body()
}

fn text(message: &Message, state: &str, error: &str, since: OffsetDateTime, settings: &Settings) -> String {
    let style = &settings.receipt;
    let value = |name: &str| match name {
        "id" => message
            .given_id
            .clone()
            .unwrap_or_else(|| settings.ids.receipt.unwrap_or(settings.ids.response).write(message.number)),
        "sub" => "001".to_owned(),
        "dlvrd" => if outcome(state) == Some(true) { "001" } else { "000" }.to_owned(),
        "submit date" => dates::write(message.accepted(), style.seconds),
        "done date" => dates::write(since, style.seconds),
        "stat" if style.lower_case => state.to_ascii_lowercase(),
        "stat" => state.to_owned(),
        "err" => error.to_owned(),
        "text" => message.beginning.clone(),
        _ => String::new(),
    };
    let Some(template) = &style.template else {
        let fields = style.fields.iter().map(|name| format!("{name}:{}", value(&name.to_ascii_lowercase())));
        return fields.collect::<Vec<_>>().join(" ");
    };
    let mut text = template.clone();
    for name in ["id", "sub", "dlvrd", "submit date", "done date", "stat", "err", "text"] {
        text = text.replace(&format!("{{{name}}}"), &value(name));
    }
    text
}
