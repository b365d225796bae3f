//! PDUs as they may be sent: every command, every field with all of its values, every optional parameter that is allowed.

use ecall_codec::smpp::{
    Absolute, AlertNotification, Bind, BindResponse, Body, CancelSm, DataSm, Destination, Failed, Message,
    MessageId, Octets, Outbind, Pdu, QueryResult, QuerySm, Relative, ReplaceSm, ShortMessage, Status, Str,
    SubmitMulti, SubmitMultiResult, Tag, Time, TimeStr, Tlvs,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::parameters::tlvs;

pub fn string<const MAX: usize>() -> impl Strategy<Value = Str<'static, MAX>> {
    vec(1_u8..128, 0..MAX).prop_map(Str::from)
}

pub fn octets<const MIN: usize, const MAX: usize>(
    least: usize,
    most: usize,
) -> impl Strategy<Value = Octets<'static, MIN, MAX>> {
    vec(any::<u8>(), least..=most).prop_map(Octets::from)
}

pub fn number<T: From<u8> + std::fmt::Debug>() -> impl Strategy<Value = T> {
    any::<u8>().prop_map(T::from)
}

fn below<T: From<u8> + std::fmt::Debug>(end: u8) -> impl Strategy<Value = T> {
    (0..end).prop_map(T::from)
}

/// Any time of the standard.
pub fn time() -> impl Strategy<Value = Time> {
    let absolute = (2000_u16..2100, 1_u8..13, 1_u8..29, 0_u8..24, 0_u8..60, 0_u8..60, 0_u8..10, -48_i8..=48)
        .prop_map(|(year, month, day, hour, minute, second, tenths, quarters)| {
            let quarters = Some(quarters);
            Time::Absolute(Absolute { year, month, day, hour, minute, second, tenths, quarters })
        });
    let relative = (0_u8..100, 0_u8..13, 0_u8..32, 0_u8..24, 0_u8..60, 0_u8..60).prop_map(
        |(years, months, days, hours, minutes, seconds)| {
            Time::Relative(Relative { years, months, days, hours, minutes, seconds })
        },
    );
    prop_oneof![absolute, relative]
}

fn time_field() -> impl Strategy<Value = TimeStr<'static>> {
    prop_oneof![Just(TimeStr::default()), time().prop_map(|time| time.to_field().unwrap())]
}

fn short_message() -> impl Strategy<Value = ShortMessage<'static>> {
    vec(any::<u8>(), 0..=254).prop_map(ShortMessage::from)
}

/// Type, plan and text of an address.
macro_rules! address {
    ($max:literal) => {
        (number(), number(), string::<$max>())
    };
}

prop_compose! {
    fn bind()(
        system_id in string::<16>(), password in vec(1_u8..128, 0..9), system_type in string::<13>(),
        interface_version in number(), (addr_ton, addr_npi, address_range) in address!(41),
    ) -> Bind<'static> {
        let password = password.into();
        Bind { system_id, password, system_type, interface_version, addr_ton, addr_npi, address_range }
    }
}

prop_compose! {
    /// The fields of a message, in the order of which two at most are for submit_sm alone.
    fn message()(
        service_type in string::<6>(),
        (source_addr_ton, source_addr_npi, source_addr) in address!(21),
        (dest_addr_ton, dest_addr_npi, destination_addr) in address!(21),
        (esm_class, protocol_id, priority_flag) in (number(), any::<u8>(), below(4)),
        (schedule_delivery_time, validity_period) in (time_field(), time_field()),
        (registered_delivery, replace_if_present_flag, data_coding) in (number(), below(2), number()),
        sm_default_msg_id in any::<u8>(), short_message in short_message(),
    ) -> Message<'static> {
        Message {
            service_type, source_addr_ton, source_addr_npi, source_addr, dest_addr_ton, dest_addr_npi, destination_addr,
            esm_class, protocol_id, priority_flag, schedule_delivery_time, validity_period, registered_delivery,
            replace_if_present_flag, data_coding, sm_default_msg_id, short_message,
        }
    }
}

/// A message without what deliver_sm does not have.
fn delivered(message: Message<'static>) -> Message<'static> {
    Message {
        schedule_delivery_time: TimeStr::default(),
        validity_period: TimeStr::default(),
        replace_if_present_flag: 0.into(),
        sm_default_msg_id: 0,
        ..message
    }
}

fn destination() -> impl Strategy<Value = Destination<'static>> {
    prop_oneof![
        address!(21).prop_map(|(dest_addr_ton, dest_addr_npi, destination_addr)| Destination::Address {
            dest_addr_ton,
            dest_addr_npi,
            destination_addr
        }),
        string::<21>().prop_map(Destination::List),
    ]
}

fn multi() -> impl Strategy<Value = SubmitMulti<'static>> {
    (message(), vec(destination(), 1..6)).prop_map(|(message, dest_address)| SubmitMulti {
        service_type: message.service_type,
        source_addr_ton: message.source_addr_ton,
        source_addr_npi: message.source_addr_npi,
        source_addr: message.source_addr,
        dest_address,
        esm_class: message.esm_class,
        protocol_id: message.protocol_id,
        priority_flag: message.priority_flag,
        schedule_delivery_time: message.schedule_delivery_time,
        validity_period: message.validity_period,
        registered_delivery: message.registered_delivery,
        replace_if_present_flag: message.replace_if_present_flag,
        data_coding: message.data_coding,
        sm_default_msg_id: message.sm_default_msg_id,
        short_message: message.short_message,
    })
}

fn failed() -> impl Strategy<Value = Failed<'static>> {
    (address!(21), any::<u32>()).prop_map(|((dest_addr_ton, dest_addr_npi, destination_addr), status)| {
        Failed { dest_addr_ton, dest_addr_npi, destination_addr, error_status_code: Status(status) }
    })
}

fn message_id() -> impl Strategy<Value = MessageId<'static>> {
    string().prop_map(|message_id| MessageId { message_id })
}

prop_compose! {
    fn data()(
        service_type in string::<6>(),
        (source_addr_ton, source_addr_npi, source_addr) in address!(65),
        (dest_addr_ton, dest_addr_npi, destination_addr) in address!(65),
        (esm_class, registered_delivery, data_coding) in (number(), number(), number()),
    ) -> DataSm<'static> {
        DataSm {
            service_type, source_addr_ton, source_addr_npi, source_addr, dest_addr_ton, dest_addr_npi, destination_addr,
            esm_class, registered_delivery, data_coding,
        }
    }
}

prop_compose! {
    fn replace()(
        message_id in string::<65>(), (source_addr_ton, source_addr_npi, source_addr) in address!(21),
        (schedule_delivery_time, validity_period) in (time_field(), time_field()),
        registered_delivery in number(), sm_default_msg_id in any::<u8>(), short_message in short_message(),
    ) -> ReplaceSm<'static> {
        ReplaceSm {
            message_id, source_addr_ton, source_addr_npi, source_addr, schedule_delivery_time, validity_period,
            registered_delivery, sm_default_msg_id, short_message,
        }
    }
}

/// A request or a response of every command.
fn body() -> impl Strategy<Value = Body<'static>> {
    let bound = || string().prop_map(|system_id| BindResponse { system_id });
    let requests = prop_oneof![
        bind().prop_map(Body::BindReceiver),
        bind().prop_map(Body::BindTransmitter),
        bind().prop_map(Body::BindTransceiver),
        (string(), vec(1_u8..128, 0..9)).prop_map(|(system_id, password)| Body::Outbind(Outbind {
            system_id,
            password: password.into()
        })),
        message().prop_map(Body::SubmitSm),
        message().prop_map(|message| Body::DeliverSm(delivered(message))),
        multi().prop_map(Body::SubmitMulti),
        data().prop_map(Body::DataSm),
        (string(), address!(21)).prop_map(|(message_id, (source_addr_ton, source_addr_npi, source_addr))| {
            Body::QuerySm(QuerySm { message_id, source_addr_ton, source_addr_npi, source_addr })
        }),
        (string(), string(), address!(21), address!(21)).prop_map(|(service_type, message_id, from, to)| {
            Body::CancelSm(CancelSm {
                service_type,
                message_id,
                source_addr_ton: from.0,
                source_addr_npi: from.1,
                source_addr: from.2,
                dest_addr_ton: to.0,
                dest_addr_npi: to.1,
                destination_addr: to.2,
            })
        }),
        replace().prop_map(Body::ReplaceSm),
        (address!(65), address!(65)).prop_map(|(from, to)| Body::AlertNotification(AlertNotification {
            source_addr_ton: from.0,
            source_addr_npi: from.1,
            source_addr: from.2,
            esme_addr_ton: to.0,
            esme_addr_npi: to.1,
            esme_addr: to.2
        })),
        Just(Body::Unbind),
        Just(Body::EnquireLink),
    ];
    let responses = prop_oneof![
        bound().prop_map(Body::BindReceiverResp),
        bound().prop_map(Body::BindTransmitterResp),
        bound().prop_map(Body::BindTransceiverResp),
        message_id().prop_map(Body::SubmitSmResp),
        Just(Body::DeliverSmResp(MessageId::default())),
        message_id().prop_map(Body::DataSmResp),
        (string(), vec(failed(), 0..4)).prop_map(|(message_id, unsuccess_sme)| Body::SubmitMultiResp(
            SubmitMultiResult { message_id, unsuccess_sme }
        )),
        (string(), time_field(), number(), any::<u8>()).prop_map(
            |(message_id, final_date, message_state, error_code)| {
                Body::QuerySmResp(QueryResult { message_id, final_date, message_state, error_code })
            }
        ),
        Just(Body::CancelSmResp),
        Just(Body::ReplaceSmResp),
        Just(Body::UnbindResp),
        Just(Body::EnquireLinkResp),
        Just(Body::GenericNack),
    ];
    prop_oneof![requests, responses]
}

/// A PDU that may be sent.
pub fn pdu() -> impl Strategy<Value = Pdu<'static>> {
    (body(), 1_u32..=0x7fff_ffff, prop_oneof![Just(0_u32), 1_u32..0x500])
        .prop_flat_map(|(body, sequence, status)| {
            let tlvs = tlvs(body.command());
            (Just(body), Just(sequence), Just(status), tlvs)
        })
        .prop_map(|(body, sequence, status, tlvs)| {
            valid(Pdu { status: Status(status), sequence, body, tlvs })
        })
}

/// Takes away what does not go together.
fn valid(mut pdu: Pdu<'static>) -> Pdu<'static> {
    if !pdu.body.command().is_response() {
        pdu.status = Status::ROK;
    }
    let payload = pdu.tlvs.value(Tag::MESSAGE_PAYLOAD).is_some();
    match &mut pdu.body {
        Body::SubmitSm(message) | Body::DeliverSm(message) if payload => {
            message.short_message = ShortMessage::default()
        }
        Body::SubmitMulti(message) if payload => message.short_message = ShortMessage::default(),
        Body::SubmitSmResp(response) if !pdu.status.is_ok() => *response = MessageId::default(),
        Body::BindReceiverResp(response)
        | Body::BindTransmitterResp(response)
        | Body::BindTransceiverResp(response)
            if !pdu.status.is_ok() =>
        {
            *response = BindResponse::default();
            pdu.tlvs = Tlvs::NONE;
        }
        _ => {}
    }
    pdu
}
