//! What arrived on the links of an account, as octets and as rusmpp reads them.

use bytes::{Buf as _, BytesMut};
use rusmpp::encode::owned::Encode as _;
use rusmpp::pdus::SubmitSm;
use rusmpp::tlvs::Tlv;
use rusmpp::{CommandId, Pdu};
use serde_json::{Value, json};

use super::bind::{Bind, Role};
use super::{frame, hex};

/// One frame that arrived.
#[derive(Debug)]
pub(super) struct Arrived {
    link: u64,
    octets: Vec<u8>,
}

impl Arrived {
    pub(super) fn new(link: u64, octets: &[u8]) -> Self {
        Self { link, octets: octets.to_vec() }
    }

    /// The frame as the control interface shows it; read only now, because there may be very many.
    pub(super) fn to_json(&self) -> Value {
        let head = frame::head(&self.octets);
        let (fields, error) = fields(head.id, &self.octets);
        json!({
            "link": self.link,
            "command": name(head.id),
            "command_id": u32::from(head.id),
            "command_status": head.status,
            "sequence": head.sequence,
            "hex": hex::write(&self.octets),
            "fields": fields,
            "error": error,
        })
    }
}

/// The name of a command as S34 has it.
fn name(id: CommandId) -> String {
    let response = if frame::is_response(id) { "_resp" } else { "" };
    let name = match CommandId::from(u32::from(id) & 0x7FFF_FFFF) {
        _ if id == CommandId::GenericNack => return "generic_nack".to_owned(),
        CommandId::BindTransmitter => "bind_transmitter",
        CommandId::BindReceiver => "bind_receiver",
        CommandId::BindTransceiver => "bind_transceiver",
        CommandId::SubmitSm => "submit_sm",
        CommandId::DeliverSm => "deliver_sm",
        CommandId::EnquireLink => "enquire_link",
        CommandId::Unbind => "unbind",
        CommandId::QuerySm => "query_sm",
        CommandId::CancelSm => "cancel_sm",
        CommandId::ReplaceSm => "replace_sm",
        CommandId::SubmitMulti => "submit_multi",
        CommandId::DataSm => "data_sm",
        CommandId::Outbind => "outbind",
        CommandId::AlertNotification => "alert_notification",
        _ => "unknown",
    };
    format!("{name}{response}")
}

/// The fields of a body, or why it cannot be read; neither where there is nothing to tell.
fn fields(id: CommandId, octets: &[u8]) -> (Value, Option<String>) {
    if Role::of(id).is_some() {
        return match Bind::read(&octets[frame::HEADER..]) {
            Some(bind) => (bind.to_json(), None),
            None => (Value::Null, Some("a text without an end".to_owned())),
        };
    }
    match frame::read(BytesMut::from(octets)) {
        Err(error) => (Value::Null, Some(error.to_string())),
        Ok(command) => match command.pdu() {
            Some(Pdu::SubmitSm(submit)) => (submit_fields(submit), None),
            Some(Pdu::DeliverSmResp(answer)) => {
                (json!({ "message_id": answer.message_id().as_str(), "tlvs": tlvs(answer.tlvs()) }), None)
            }
            _ => (Value::Null, None),
        },
    }
}

fn submit_fields(submit: &SubmitSm) -> Value {
    json!({
        "service_type": submit.service_type.value().as_str(),
        "source_addr_ton": u8::from(submit.source_addr_ton),
        "source_addr_npi": u8::from(submit.source_addr_npi),
        "source_addr": submit.source_addr.as_str(),
        "dest_addr_ton": u8::from(submit.dest_addr_ton),
        "dest_addr_npi": u8::from(submit.dest_addr_npi),
        "destination_addr": submit.destination_addr.as_str(),
        "esm_class": u8::from(submit.esm_class),
        "protocol_id": submit.protocol_id,
        "priority_flag": submit.priority_flag.value,
        "schedule_delivery_time": submit.schedule_delivery_time.as_str(),
        "validity_period": submit.validity_period.as_str(),
        "registered_delivery": u8::from(submit.registered_delivery),
        "replace_if_present_flag": u8::from(submit.replace_if_present_flag),
        "data_coding": u8::from(submit.data_coding),
        "sm_default_msg_id": submit.sm_default_msg_id,
        "short_message": hex::write(submit.short_message()),
        "tlvs": tlvs(submit.tlvs()),
    })
}

/// TLVs in their order: the tag as `0x001e`, the value in hexadecimal.
fn tlvs(tlvs: &[Tlv]) -> Value {
    let show = |tlv: &Tlv| {
        let mut octets = BytesMut::new();
        tlv.encode(&mut octets);
        octets.advance(4);
        json!({ "tag": format!("0x{:04x}", u16::from(tlv.tag())), "hex": hex::write(&octets) })
    };
    tlvs.iter().map(show).collect()
}
