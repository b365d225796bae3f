//! Optional parameters as they may be sent.

use ecall_codec::smpp::{
    CallbackNumber, CallbackTag, CommandId, DataCoding, ItsSession, NetworkError, Subaddress, Tag, Tlv, Tlvs,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::strategies::{number, octets, string};

/// A valid value of a parameter.
fn tlv(tag: Tag) -> BoxedStrategy<Tlv<'static>> {
    match tag {
        Tag::ADDITIONAL_STATUS_INFO_TEXT => string().prop_map(Tlv::AdditionalStatusInfoText).boxed(),
        Tag::RECEIPTED_MESSAGE_ID => string().prop_map(Tlv::ReceiptedMessageId).boxed(),
        Tag::SOURCE_SUBADDRESS | Tag::DEST_SUBADDRESS => (number(), octets(1, 22))
            .prop_map(move |(kind, octets)| {
                let subaddress = Subaddress { kind, octets };
                if tag == Tag::SOURCE_SUBADDRESS {
                    Tlv::SourceSubaddress(subaddress)
                } else {
                    Tlv::DestSubaddress(subaddress)
                }
            })
            .boxed(),
        Tag::CALLBACK_NUM => (any::<u8>(), number(), number(), octets(1, 16))
            .prop_map(|(digit_mode, ton, npi, digits)| {
                Tlv::CallbackNum(CallbackNumber { digit_mode, ton, npi, digits })
            })
            .boxed(),
        Tag::CALLBACK_NUM_ATAG => (any::<u8>(), octets(0, 64))
            .prop_map(|(coding, text)| {
                Tlv::CallbackNumAtag(CallbackTag { data_coding: DataCoding(coding), text })
            })
            .boxed(),
        Tag::MESSAGE_PAYLOAD => octets(0, 300).prop_map(Tlv::MessagePayload).boxed(),
        Tag::NETWORK_ERROR_CODE => (number(), any::<u16>())
            .prop_map(|(network, code)| Tlv::NetworkErrorCode(NetworkError { network, code }))
            .boxed(),
        Tag::ITS_SESSION_INFO => (any::<u8>(), any::<u8>())
            .prop_map(|(session, sequence)| Tlv::ItsSessionInfo(ItsSession { session, sequence }))
            .boxed(),
        Tag::ALERT_ON_MESSAGE_DELIVERY => Just(Tlv::AlertOnMessageDelivery(())).boxed(),
        Tag::QOS_TIME_TO_LIVE => any::<u32>().prop_map(Tlv::QosTimeToLive).boxed(),
        Tag::NUMBER_OF_MESSAGES => (0_u8..100).prop_map(Tlv::NumberOfMessages).boxed(),
        _ => vec(any::<u8>(), 2).prop_map(move |octets| two_or_one(tag, &octets)).boxed(),
    }
}

/// The parameter of two octets or of one, whichever it takes.
fn two_or_one(tag: Tag, octets: &[u8]) -> Tlv<'static> {
    // A value that fits 16 bits fits the types of 16; one that is over 255 does not fit those of 8.
    match Tlv::read(tag, octets).into_owned() {
        Tlv::Other { .. } => Tlv::read(tag, &octets[..1]).into_owned(),
        read => read,
    }
}

/// The parameters that a command may have. Source: S34, 4.
fn allowed(command: CommandId) -> Vec<Tag> {
    let all = Tag::NAMED.iter().map(|(tag, _)| *tag);
    let segment =
        |tag: &Tag| [Tag::SAR_MSG_REF_NUM, Tag::SAR_TOTAL_SEGMENTS, Tag::SAR_SEGMENT_SEQNUM].contains(tag);
    let none_of_submit = [
        Tag::DEST_NETWORK_TYPE,
        Tag::DEST_BEARER_TYPE,
        Tag::DEST_TELEMATICS_ID,
        Tag::SOURCE_NETWORK_TYPE,
        Tag::SOURCE_BEARER_TYPE,
        Tag::SOURCE_TELEMATICS_ID,
        Tag::QOS_TIME_TO_LIVE,
        Tag::ADDITIONAL_STATUS_INFO_TEXT,
        Tag::RECEIPTED_MESSAGE_ID,
        Tag::SC_INTERFACE_VERSION,
        Tag::DPF_RESULT,
        Tag::SET_DPF,
        Tag::MS_AVAILABILITY_STATUS,
        Tag::NETWORK_ERROR_CODE,
        Tag::DELIVERY_FAILURE_REASON,
        Tag::MESSAGE_STATE,
    ];
    let some: Vec<Tag> = match command {
        CommandId::SUBMIT_SM => all.filter(|tag| !none_of_submit.contains(tag)).collect(),
        CommandId::DELIVER_SM => vec![
            Tag::USER_MESSAGE_REFERENCE,
            Tag::SOURCE_PORT,
            Tag::DESTINATION_PORT,
            Tag::USER_RESPONSE_CODE,
            Tag::PRIVACY_INDICATOR,
            Tag::PAYLOAD_TYPE,
            Tag::MESSAGE_PAYLOAD,
            Tag::CALLBACK_NUM,
            Tag::SOURCE_SUBADDRESS,
            Tag::DEST_SUBADDRESS,
            Tag::LANGUAGE_INDICATOR,
            Tag::ITS_SESSION_INFO,
            Tag::NETWORK_ERROR_CODE,
            Tag::MESSAGE_STATE,
            Tag::RECEIPTED_MESSAGE_ID,
        ],
        CommandId::DATA_SM => vec![
            Tag::DEST_NETWORK_TYPE,
            Tag::DEST_BEARER_TYPE,
            Tag::DEST_TELEMATICS_ID,
            Tag::SOURCE_NETWORK_TYPE,
            Tag::SOURCE_BEARER_TYPE,
            Tag::SOURCE_TELEMATICS_ID,
            Tag::QOS_TIME_TO_LIVE,
            Tag::SET_DPF,
            Tag::MESSAGE_STATE,
            Tag::MESSAGE_PAYLOAD,
            Tag::RECEIPTED_MESSAGE_ID,
            Tag::NETWORK_ERROR_CODE,
            Tag::NUMBER_OF_MESSAGES,
        ],
        CommandId::SUBMIT_MULTI => {
            vec![Tag::USER_MESSAGE_REFERENCE, Tag::MESSAGE_PAYLOAD, Tag::SMS_SIGNAL, Tag::MS_VALIDITY]
        }
        CommandId::DATA_SM_RESP => vec![
            Tag::DELIVERY_FAILURE_REASON,
            Tag::NETWORK_ERROR_CODE,
            Tag::ADDITIONAL_STATUS_INFO_TEXT,
            Tag::DPF_RESULT,
        ],
        CommandId::BIND_RECEIVER_RESP
        | CommandId::BIND_TRANSMITTER_RESP
        | CommandId::BIND_TRANSCEIVER_RESP => {
            vec![Tag::SC_INTERFACE_VERSION]
        }
        CommandId::ALERT_NOTIFICATION => vec![Tag::MS_AVAILABILITY_STATUS],
        _ => Vec::new(),
    };
    some.into_iter().filter(|tag| !segment(tag)).collect()
}

/// Parameters that a command may have, each once.
pub fn tlvs(command: CommandId) -> BoxedStrategy<Tlvs<'static>> {
    let tags = allowed(command);
    if tags.is_empty() {
        return Just(Tlvs::NONE).boxed();
    }
    let takes_segments = [CommandId::SUBMIT_SM, CommandId::DELIVER_SM, CommandId::DATA_SM].contains(&command);
    let count = tags.len().min(5);
    let some = proptest::sample::subsequence(tags, 0..=count)
        .prop_flat_map(|tags| tags.into_iter().map(tlv).collect::<Vec<_>>())
        .prop_shuffle();
    let segments = (any::<bool>(), any::<u16>(), 1_u8..=255, any::<u8>());
    (some, segments)
        .prop_map(move |(mut some, (with, reference, total, number))| {
            if with && takes_segments {
                some.push(Tlv::SarMsgRefNum(reference));
                some.push(Tlv::SarTotalSegments(total));
                some.push(Tlv::SarSegmentSeqnum(1 + number % total));
            }
            some.into_iter().collect()
        })
        .boxed()
}
