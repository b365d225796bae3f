//! What a `submit_sm` has to be (S34 4.4.1, 5.2), and the status with which anything else is refused (S34 5.1.3).

use rusmpp::decode::DecodeError;
use rusmpp::fields::SmppField;
use rusmpp::pdus::SubmitSm;
use rusmpp::tlvs::TlvValue;
use rusmpp::types::EmptyOrFullCOctetString;
use time::OffsetDateTime;

use super::dates;
use super::settings::Settings;

pub(super) const INVALID_LENGTH: u32 = 0x01;
pub(super) const INVALID_COMMAND_LENGTH: u32 = 0x02;
pub(super) const INVALID_COMMAND: u32 = 0x03;
pub(super) const WRONG_BIND_STATE: u32 = 0x04;
pub(super) const ALREADY_BOUND: u32 = 0x05;
pub(super) const BIND_FAILED: u32 = 0x0D;
pub(super) const INVALID_PASSWORD: u32 = 0x0E;
pub(super) const INVALID_SYSTEM_ID: u32 = 0x0F;
/// The one code of the service's own (`spec/smpp.md`, Errors).
pub(super) const NO_CREDIT: u32 = 0x401;

/// Which field could not be read, and what that is called.
const UNREADABLE: [(SmppField, u32); 8] = [
    (SmppField::service_type, 0x15),
    (SmppField::source_addr, 0x0A),
    (SmppField::destination_addr, 0x0B),
    (SmppField::schedule_delivery_time, 0x61),
    (SmppField::validity_period, 0x62),
    (SmppField::sm_length, INVALID_LENGTH),
    (SmppField::short_message, INVALID_LENGTH),
    (SmppField::tlvs, 0xC0),
];
/// The numbering plans of S34 5.2.6.
const NUMBERING_PLANS: [u8; 10] = [0, 1, 3, 4, 6, 8, 9, 10, 14, 18];

/// The status for a `submit_sm` that cannot be read.
pub(super) fn unreadable(error: &DecodeError) -> u32 {
    let found = UNREADABLE.iter().find(|(field, _)| error.field_exists(*field));
    found.map_or(INVALID_COMMAND_LENGTH, |(_, status)| *status)
}

/// The status with which a `submit_sm` is refused, in the order of its fields.
pub(super) fn check(submit: &SubmitSm, settings: &Settings, now: OffsetDateTime) -> Result<(), u32> {
    let (ton, npi) = (u8::from(submit.source_addr_ton), u8::from(submit.source_addr_npi));
    refuse_unless(ton <= 6, 0x48)?;
    refuse_unless(NUMBERING_PLANS.contains(&npi), 0x49)?;
    refuse_unless(is_source(ton, submit.source_addr.as_str()), 0x0A)?;
    let (ton, npi) = (u8::from(submit.dest_addr_ton), u8::from(submit.dest_addr_npi));
    refuse_unless(ton <= 6, 0x50)?;
    refuse_unless(NUMBERING_PLANS.contains(&npi), 0x51)?;
    let destination = submit.destination_addr.as_str();
    refuse_unless(is_destination(ton, destination, settings.any_prefix), 0x0B)?;
    let esm_class = u8::from(submit.esm_class);
    refuse_unless(matches!(esm_class & 0x3C, 0 | 0x08 | 0x10), 0x43)?;
    refuse_unless(submit.priority_flag.value <= 3, 0x06)?;
    refuse_unless(is_time(&submit.schedule_delivery_time, now), 0x61)?;
    refuse_unless(is_time(&submit.validity_period, now), 0x62)?;
    let registered = u8::from(submit.registered_delivery);
    refuse_unless(registered & 0xE0 == 0 && registered & 0x03 != 0x03, 0x07)?;
    refuse_unless(u8::from(submit.replace_if_present_flag) <= 1, 0x54)?;
    refuse_unless(submit.sm_default_msg_id == 0, 0x63)?;
    check_text(submit, esm_class)?;
    settings.refuse.get(destination).map_or(Ok(()), |status| Err(*status))
}

fn refuse_unless(right: bool, status: u32) -> Result<(), u32> {
    if right { Ok(()) } else { Err(status) }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// No sender is the account's own; an alphanumeric one has up to 11 characters, a number up to 16 digits.
fn is_source(ton: u8, address: &str) -> bool {
    match ton {
        5 => (1..=11).contains(&address.len()),
        1 => (1..=16).contains(&address.len()) && is_digits(address),
        _ if is_digits(address) => address.len() <= 16,
        _ => address.len() <= 11,
    }
}

/// Digits; an international number without `+` or `00` before it.
fn is_destination(ton: u8, address: &str, any_prefix: bool) -> bool {
    let digits = if any_prefix { address.strip_prefix('+').unwrap_or(address) } else { address };
    !digits.is_empty() && is_digits(digits) && (any_prefix || ton != 1 || !digits.starts_with("00"))
}

fn is_time(field: &EmptyOrFullCOctetString<17>, now: OffsetDateTime) -> bool {
    field.is_empty() || dates::read(field.as_str(), now).is_some()
}

/// The TLVs that say how a text is carried.
#[derive(Default)]
struct Carriage<'a> {
    payload: Option<&'a [u8]>,
    reference: Option<u16>,
    total: Option<u8>,
    number: Option<u8>,
}

fn check_text(submit: &SubmitSm, esm_class: u8) -> Result<(), u32> {
    let mut carriage = Carriage::default();
    for tlv in submit.tlvs() {
        match tlv.value() {
            Some(TlvValue::MessagePayload(payload)) => carriage.payload = Some(payload.value.as_ref()),
            Some(TlvValue::SarMsgRefNum(reference)) => carriage.reference = Some(*reference),
            Some(TlvValue::SarTotalSegments(total)) => carriage.total = Some(*total),
            Some(TlvValue::SarSegmentSeqnum(number)) => carriage.number = Some(*number),
            _ => {}
        }
    }
    let is_part = match (carriage.reference, carriage.total, carriage.number) {
        (None, None, None) => false,
        (Some(_), Some(total), Some(number)) => {
            refuse_unless((1..=total).contains(&number), 0xC4)?;
            true
        }
        _ => return Err(0xC3),
    };
    let octets: &[u8] = submit.short_message().as_ref();
    let text = match carriage.payload {
        Some(payload) if octets.is_empty() => payload,
        None if octets.len() <= 254 => octets,
        _ => return Err(INVALID_LENGTH),
    };
    let header = if esm_class & 0x40 == 0 { 0 } else { header(text).ok_or(0x45_u32)? };
    let (text, alphabet) = (text.len() - header, Alphabet::of(u8::from(submit.data_coding)));
    refuse_unless(alphabet != Alphabet::Ucs2 || text.is_multiple_of(2), INVALID_LENGTH)?;
    let parts = if carriage.payload.is_some() && header == 0 { 10 } else { 1 };
    refuse_unless(text <= alphabet.room(header, is_part, parts), INVALID_LENGTH)
}

/// The length of a user data header with its own length octet.
fn header(octets: &[u8]) -> Option<usize> {
    let length = usize::from(*octets.first()?) + 1;
    (length > 1 && length <= octets.len()).then_some(length)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Alphabet {
    /// A septet in each octet.
    Gsm,
    Octets,
    Ucs2,
}

impl Alphabet {
    /// Of a data coding (S34 5.2.19, GSM 03.38 for the message classes).
    fn of(data_coding: u8) -> Self {
        match data_coding {
            0 | 1 => Self::Gsm,
            8 => Self::Ucs2,
            0x10..=0x3F => match data_coding >> 2 & 3 {
                0 => Self::Gsm,
                2 => Self::Ucs2,
                _ => Self::Octets,
            },
            0xF0..=0xFF if data_coding & 4 == 0 => Self::Gsm,
            _ => Self::Octets,
        }
    }

    /// How many octets of text have room beside a header, or in so many parts that the service would make.
    fn room(self, header: usize, is_part: bool, parts: usize) -> usize {
        let header = if is_part && header == 0 { 6 } else { header };
        let alone = match self {
            Self::Gsm => (140 - header.min(140)) * 8 / 7,
            _ => 140 - header.min(140),
        };
        let in_parts = if self == Self::Gsm { 153 } else { 134 };
        if parts > 1 { alone.max(parts * in_parts) } else { alone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_that_of_the_specification() {
        let room = |data_coding, header| Alphabet::of(data_coding).room(header, false, 1);
        assert_eq!((room(0, 0), room(0, 6), room(0, 7)), (160, 153, 152));
        assert_eq!((room(8, 0), room(8, 6), room(8, 7)), (140, 134, 133));
        assert_eq!((room(0x10, 0), room(0x18, 0), room(0xF0, 0), room(0xF5, 0)), (160, 140, 160, 140));
        assert_eq!(Alphabet::Gsm.room(0, true, 1), 153);
        assert_eq!(Alphabet::Gsm.room(0, false, 10), 1530);
    }

    #[test]
    fn addresses_follow_their_type() {
        assert!(
            is_source(5, "eCall") && is_source(1, "41790000001") && is_source(0, "") && is_source(0, "4444")
        );
        assert!(!is_source(5, "") && !is_source(5, "twelve chars") && !is_source(1, "+41790000001"));
        assert!(is_destination(1, "41790000001", false) && is_destination(0, "0041790000001", false));
        assert!(!is_destination(1, "", true) && !is_destination(1, "0041790000001", false));
        assert!(!is_destination(1, "+41790000001", false) && is_destination(1, "+41790000001", true));
    }
}
