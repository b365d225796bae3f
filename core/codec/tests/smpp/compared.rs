//! What rusmpp, a codec of others, says of our octets: it reads every PDU, finds the same in it, and writes the same octets.

use ecall_codec::smpp::{Body, CommandId, Message, Pdu, Status, Str, Tag, Tlv, Tlvs};
use proptest::prelude::*;
use rusmpp::encode::{Encode, Length};
use rusmpp::{Command, Pdu as Theirs};

use crate::properties::written;
use crate::strategies::pdu;

/// How rusmpp reads octets, whose length it does not take.
fn read(octets: &[u8]) -> Command {
    use rusmpp::decode::DecodeWithLength;
    let (command, _) = Command::decode(&mut octets[4..].into(), octets.len() - 4)
        .unwrap_or_else(|error| panic!("{error:?}: {octets:02x?}"));
    command
}

/// How rusmpp writes it, with its length.
fn write(command: &Command) -> Vec<u8> {
    let mut octets = vec![0; 4 + command.length()];
    let length = u32::try_from(octets.len()).unwrap();
    octets[..4].copy_from_slice(&length.to_be_bytes());
    let size = command.encode(&mut octets[4..]);
    assert_eq!(size, octets.len() - 4);
    octets
}

/// A PDU as both codecs can hold it. rusmpp is of SMPP 5.0, and drops bits that are reserved there.
fn shared(mut pdu: Pdu<'static>) -> Pdu<'static> {
    match &mut pdu.body {
        Body::SubmitSm(message) | Body::DeliverSm(message) => message.registered_delivery.0 &= 0x1f,
        Body::SubmitMulti(message) => message.registered_delivery.0 &= 0x1f,
        Body::DataSm(message) => {
            message.registered_delivery.0 &= 0x1f;
            message.source_addr = shortened(&message.source_addr);
            message.destination_addr = shortened(&message.destination_addr);
        }
        Body::ReplaceSm(message) => message.registered_delivery.0 &= 0x1f,
        _ => {}
    }
    pdu.tlvs = pdu.tlvs.iter().filter(|tlv| is_shared(tlv)).collect();
    pdu
}

/// An address of a data_sm, which has 64 octets in both standards, but 20 in rusmpp.
fn shortened(address: &Str<'_, 65>) -> Str<'static, 65> {
    address.as_bytes()[..address.as_bytes().len().min(20)].to_vec().into()
}

/// What has other lengths or values in SMPP 5.0.
fn is_shared(tlv: &Tlv<'_>) -> bool {
    ![
        Tag::SOURCE_TELEMATICS_ID,
        Tag::ALERT_ON_MESSAGE_DELIVERY,
        Tag::CALLBACK_NUM_PRES_IND,
        Tag::MS_MSG_WAIT_FACILITIES,
    ]
    .contains(&tlv.tag())
}

fn same_message(ours: &Message<'_>, theirs: &rusmpp::pdus::SubmitSm) {
    assert_eq!(ours.source_addr.as_str(), Some(theirs.source_addr.as_str()));
    assert_eq!(ours.destination_addr.as_str(), Some(theirs.destination_addr.as_str()));
    assert_eq!(ours.short_message.as_bytes(), theirs.short_message().as_ref());
    assert_eq!(ours.source_addr_ton.0, u8::from(theirs.source_addr_ton));
    assert_eq!(ours.dest_addr_npi.0, u8::from(theirs.dest_addr_npi));
    assert_eq!(ours.data_coding.0, u8::from(theirs.data_coding));
    assert_eq!(ours.protocol_id, theirs.protocol_id);
    assert_eq!(ours.sm_default_msg_id, theirs.sm_default_msg_id);
    assert_eq!(ours.esm_class.0, u8::from(theirs.esm_class));
    assert_eq!(ours.registered_delivery.0, u8::from(theirs.registered_delivery));
}

proptest! {
    #[test]
    fn both_read_and_write_the_same(pdu in pdu().prop_map(shared)) {
        let octets = written(&pdu);
        let theirs = read(&octets);
        prop_assert_eq!(u32::from(theirs.id()), pdu.body.command().0);
        prop_assert_eq!(u32::from(theirs.status()), pdu.status.0);
        prop_assert_eq!(theirs.sequence_number(), pdu.sequence);
        if let (Body::SubmitSm(ours), Some(Theirs::SubmitSm(theirs))) = (&pdu.body, theirs.pdu()) {
            same_message(ours, theirs);
        }
        prop_assert_eq!(write(&theirs), octets);
    }
}

#[test]
fn both_have_the_same_names() {
    for (command, name) in CommandId::NAMED {
        let theirs = format!("{:?}", rusmpp::CommandId::from(command.0)).to_lowercase();
        assert_eq!(theirs, name.replace('_', ""));
    }
    for (status, name) in Status::NAMED.iter().filter(|(status, _)| status.0 < 0x400) {
        let theirs = format!("{:?}", rusmpp::CommandStatus::from(status.0)).to_lowercase();
        assert_eq!(theirs, renamed(name).replace('_', "").to_lowercase(), "{status:?}");
    }
    for (tag, name) in Tag::NAMED {
        let theirs = format!("{:?}", rusmpp::tlvs::TlvTag::from(tag.0)).to_lowercase();
        assert_eq!(theirs, renamed(name).replace('_', ""), "{tag:?}");
    }
}

/// The name that SMPP 5.0 has in place of one of 3.4.
fn renamed(name: &str) -> &str {
    match name {
        "ESME_RINVOPTPARSTREAM" => "ESME_RINVTLVSTREAM",
        "ESME_ROPTPARNOTALLWD" => "ESME_RTLVNOTALLWD",
        "ESME_RINVPARLEN" => "ESME_RINVTLVLEN",
        "ESME_RMISSINGOPTPARAM" => "ESME_RMISSINGTLV",
        "ESME_RINVOPTPARAMVAL" => "ESME_RINVTLVVAL",
        "destination_port" => "dest_port",
        name => name,
    }
}

#[test]
fn parameters_are_compared() {
    // Were the list of what is not shared to grow, less would be compared than this.
    let kept = Tag::NAMED.iter().filter(|(tag, _)| is_shared(&Tlv::read(*tag, &[1])));
    assert_eq!(kept.count(), 40);
    assert!(Tlvs::NONE.is_empty());
}
