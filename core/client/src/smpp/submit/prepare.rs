//! A message as the PDUs that carry it: everything is checked and written before anything goes out.

use ecall_codec::smpp::{
    AddrSubunit, Body, DataCoding, EsmClass, Message, Pdu, PriorityFlag, RegisteredDelivery, ReplaceFlag,
    Tlv, Tlvs,
};
use ecall_codec::text::Reference;
use ecall_codec::text::udh::Concatenation;

use super::address::{destination, source};
use super::options::{Alphabet, SubmitOptions};
use super::text::{self, UserData};
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::options::{CallOptions, Limits, Problems};
use crate::smpp::options::{FlashForm, LongMessage, Receipts};
use crate::smpp::problem::field_error;
use crate::smpp::settings::{SmppSettings, Writing};

/// The ids that a text which the centre has may have. Source: S34, 5.2.20.
const DEFAULT_MESSAGES: std::ops::RangeInclusive<u8> = 1..=254;

/// A message that can be sent any number of times, each time with the same octets but for the sequence numbers.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// One PDU after the other.
    pub frames: Vec<u8>,
    pub parts: u8,
    /// Whether receipts will come.
    pub registered: bool,
    pub limits: Limits,
}

impl Prepared {
    /// Writes a message. `reference` is what its parts share.
    pub fn new(
        settings: &SmppSettings,
        to: &str,
        text: &str,
        from: Option<&str>,
        options: &SubmitOptions,
        reference: impl FnOnce() -> u16,
    ) -> Result<Self> {
        let mut problems = Problems::default();
        let writing = writing_of(&settings.writing, options);
        let to = destination(to, writing.destination_prefix).map_err(|problem| problems.push(problem)).ok();
        let from = source(from.or(settings.common.default_from.as_deref()));
        let from = from.map_err(|problem| problems.push(problem)).ok();
        let data = user_data(text, options, &writing).map_err(|problem| problems.push(problem)).ok();
        let call = CallOptions {
            timeout_ms: options.timeout_ms,
            max_retries: options.max_retries,
            delivery: options.delivery,
            ..CallOptions::default()
        };
        let limits = Limits::checked(&mut problems, &settings.common, &call);
        if options.sm_default_msg_id.is_some_and(|id| !DEFAULT_MESSAGES.contains(&id)) {
            problems.push(FieldError::new("sm_default_msg_id", "out_of_range", "must be from 1 to 254"));
        }
        let (Some(to), Some(from), Some(data)) = (to, from, data) else {
            return Err(problems.refused());
        };

        let flash = options.flash.unwrap_or(false);
        let message = Message {
            service_type: options.service_type.as_deref().unwrap_or_default().into(),
            source_addr_ton: options.source_addr_ton.map_or(from.ton, Into::into),
            source_addr_npi: options.source_addr_npi.map_or(from.npi, Into::into),
            source_addr: from.digits.as_ref().into(),
            dest_addr_ton: options.dest_addr_ton.map_or(to.ton, Into::into),
            dest_addr_npi: options.dest_addr_npi.map_or(to.npi, Into::into),
            destination_addr: to.digits.as_ref().into(),
            esm_class: EsmClass(options.esm_class.unwrap_or_default()),
            protocol_id: options.protocol_id.unwrap_or_default(),
            priority_flag: PriorityFlag(options.priority.unwrap_or_default()),
            schedule_delivery_time: options.schedule_delivery_time.as_deref().unwrap_or_default().into(),
            validity_period: options.validity_period.as_deref().unwrap_or_default().into(),
            registered_delivery: writing.registered_delivery,
            replace_if_present_flag: ReplaceFlag(u8::from(options.replace_if_present.unwrap_or(false))),
            data_coding: options.data_coding.map_or_else(|| coding(data.coding, flash, &writing), DataCoding),
            sm_default_msg_id: options.sm_default_msg_id.unwrap_or_default(),
            short_message: b"".into(),
        };
        let mut tlvs: Tlvs<'_> = options.tlvs.iter().cloned().collect();
        if flash && writing.flash_form == FlashForm::Subunit {
            tlvs.push(&Tlv::DestAddrSubunit(AddrSubunit::MS_DISPLAY));
        }
        // At most ten, as has been checked.
        let total = data.parts.len() as u8;
        let reference = if total > 1 { reference() } else { 0 };
        let room: usize = data.parts.iter().map(|part| part.len() + 100).sum();
        let mut frames = Vec::with_capacity(room);
        for (number, octets) in (1..).zip(&data.parts) {
            let place = (total > 1).then_some((reference, total, number));
            let pdu = part(&message, &tlvs, octets, place, data.is_payload, &writing);
            if let Err(wrong) = pdu.encode(&mut frames) {
                for problem in wrong.problems {
                    problems.push(in_our_names(problem));
                }
                // The others have the same.
                break;
            }
        }
        if problems.is_empty() {
            let registered = writing.registered_delivery != RegisteredDelivery::NONE;
            Ok(Self { frames, parts: total, registered, limits })
        } else {
            Err(problems.refused())
        }
    }
}

impl Problems {
    fn refused(self) -> Error {
        self.finish(Kind::InvalidArgument, Outcome::NotAccepted).expect_err("there is a problem")
    }
}

/// How this message is written: as the client's are, but for what it says itself.
fn writing_of(writing: &Writing, options: &SubmitOptions) -> Writing {
    let mut receipts = match options.registered_delivery {
        None => writing.registered_delivery,
        Some(receipts) => {
            let own = match receipts {
                Receipts::None => RegisteredDelivery::NONE,
                Receipts::All => RegisteredDelivery::RECEIPT,
                Receipts::Failure => RegisteredDelivery::FAILURE,
            };
            if writing.registered_delivery.intermediate() { own.with_intermediate() } else { own }
        }
    };
    match options.intermediate_notifications {
        None => {}
        Some(true) => receipts = receipts.with_intermediate(),
        Some(false) => receipts = receipts.receipt(),
    }
    Writing {
        registered_delivery: receipts,
        long_message: options.long_message.unwrap_or(writing.long_message),
        ..*writing
    }
}

fn user_data(
    text: &str,
    options: &SubmitOptions,
    writing: &Writing,
) -> std::result::Result<UserData, FieldError> {
    match &options.user_data {
        Some(_) if !text.is_empty() => {
            Err(FieldError::new("user_data", "exclusive", "text and user_data exclude each other"))
        }
        Some(octets) => {
            let parts = vec![octets.as_bytes().to_vec()];
            Ok(UserData { coding: DataCoding::BINARY_ALL, parts, is_payload: false })
        }
        None if text.is_empty() && options.sm_default_msg_id.is_none() => {
            Err(FieldError::new("text", "min_length", "must not be empty").measured(0, 1))
        }
        None => text::write(text, options.alphabet.unwrap_or(Alphabet::Auto), writing),
    }
}

/// The data_coding of a flash message, or of another.
fn coding(coding: DataCoding, flash: bool, writing: &Writing) -> DataCoding {
    match (flash, writing.flash_form, coding) {
        (false, ..) | (_, FlashForm::Subunit, _) => coding,
        (_, _, DataCoding::UCS2) => DataCoding::FLASH_UCS2,
        (_, FlashForm::General, DataCoding::DEFAULT) => DataCoding::FLASH,
        (_, FlashForm::Class, DataCoding::DEFAULT) => DataCoding::FLASH_CLASS,
        // Octets of 8 bits, class 0. Source: 3GPP TS 23.038, 4.
        (_, FlashForm::General, _) => DataCoding(0x14),
        (_, FlashForm::Class, _) => DataCoding(0xf4),
    }
}

/// One PDU; `place` is the reference, the number of parts and which it is.
fn part<'a>(
    message: &Message<'a>,
    tlvs: &Tlvs<'a>,
    octets: &'a [u8],
    place: Option<(u16, u8, u8)>,
    is_payload: bool,
    writing: &Writing,
) -> Pdu<'a> {
    let mut message = message.clone();
    let mut tlvs = tlvs.clone();
    match (place, writing.long_message) {
        (Some((reference, total, number)), LongMessage::Udh8 | LongMessage::Udh16) => {
            let bits = writing.reference();
            let reference = if bits == Reference::Bits8 { reference & 0xff } else { reference };
            let mut with_header = Concatenation { reference, bits, total, number }.to_header();
            with_header.extend_from_slice(octets);
            message.esm_class = message.esm_class.with_udh();
            message.short_message = with_header.into();
        }
        (Some((reference, total, number)), LongMessage::Sar) => {
            tlvs.push(&Tlv::SarMsgRefNum(reference));
            tlvs.push(&Tlv::SarTotalSegments(total));
            tlvs.push(&Tlv::SarSegmentSeqnum(number));
            message.short_message = octets.into();
        }
        _ if is_payload => {
            tlvs.push(&Tlv::MessagePayload(octets.into()));
        }
        _ => message.short_message = octets.into(),
    }
    Pdu { tlvs, ..Pdu::new(1, Body::SubmitSm(message)) }
}

/// A problem of the PDU in the names of the options.
fn in_our_names(problem: ecall_codec::smpp::Problem) -> FieldError {
    let field = match problem.at.field {
        "destination_addr" => "to",
        "source_addr" => "from",
        "short_message" => "user_data",
        "priority_flag" => "priority",
        other => other,
    };
    let ends_in_nul = matches!(
        problem.at.field,
        "service_type" | "source_addr" | "destination_addr" | "schedule_delivery_time" | "validity_period"
    );
    field_error(field, problem.rule, ends_in_nul)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;
    use crate::smpp::options::SmppOptions;

    #[test]
    fn a_reference_has_all_its_bits_where_there_is_room_for_them() {
        let options = Options::new().username("u").password("p");
        let settings = SmppSettings::resolve(options, SmppOptions::new(), |_| None).unwrap();
        for (long_message, expected) in [
            (LongMessage::Udh8, &[5, 0, 3, 0x34, 2, 1][..]),
            (LongMessage::Udh16, &[6, 8, 4, 0x12, 0x34, 2, 1]),
            (LongMessage::Sar, &[2, 0x0c, 0, 2, 0x12, 0x34]),
        ] {
            let options = SubmitOptions::new().long_message(long_message);
            let text = "a".repeat(161);
            let sent = Prepared::new(&settings, "+41791112233", &text, None, &options, || 0x1234).unwrap();
            let found = sent.frames.windows(expected.len()).filter(|octets| octets == &expected).count();
            assert_eq!(found, if long_message == LongMessage::Sar { 2 } else { 1 }, "{long_message:?}");
        }
    }
}
