//! Delivery receipts: optional parameters first, then the text. Source: S34, 4.6.1 and Appendix B.

mod id;
mod text;

use super::body::Message;
use super::octets::{Octets, Str};
use super::time::{Absolute, Time};
use super::tlv::{NetworkError, Tag, Tlv, Tlvs};
use super::values::{Charset, DataCoding, MessageState};
use crate::text::{ucs2, udh::Udh};

pub use id::{IdKey, is_same_id};

/// What a delivery receipt or an intermediate notification says. What it does not say is None.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Receipt<'a> {
    /// The id of the message, as the centre writes it here: see [`is_same_id`].
    pub id: Option<Str<'a, 65>>,
    /// What has become of the message.
    pub state: Option<MessageState>,
    /// The network's error, from the optional parameter.
    pub network_error: Option<NetworkError>,
    /// `sub`: how many messages were sent.
    pub submitted: Option<u32>,
    /// `dlvrd`: how many were delivered.
    pub delivered: Option<u32>,
    /// `submit date`, by the centre's clock.
    pub submit_date: Option<Absolute>,
    /// `done date`, by the centre's clock: when it came to its state.
    pub done_date: Option<Absolute>,
    /// `stat`: the word for the state as it was written.
    pub word: Option<Str<'a, 65>>,
    /// `err`: the network's or the centre's error as it was written. See [`error_code`](Self::error_code).
    pub error: Option<Str<'a, 65>>,
    /// `text`: the beginning of the message.
    pub text: Option<Octets<'a, 0, 65535>>,
}

impl<'a> Receipt<'a> {
    /// Reads the text form leniently: fields in any order and case, missing or empty ones, dates with seconds or with the
    /// century. A text that is no receipt gives one that [says nothing](Self::is_empty).
    pub fn parse(text: &'a [u8]) -> Self {
        text::parse(text)
    }

    /// Reads the receipt that a deliver_sm brings. Optional parameters win over the text.
    pub fn of_message(message: &'a Message<'_>, tlvs: &'a Tlvs<'_>) -> Self {
        let octets = match tlvs.value(Tag::MESSAGE_PAYLOAD) {
            Some(payload) if message.short_message.is_empty() => payload,
            _ => message.short_message.as_bytes(),
        };
        let octets = match Udh::parse(octets) {
            Ok((_, text)) if message.esm_class.has_udh() => text,
            _ => octets,
        };
        Self::coded(octets, message.data_coding).with_parameters(tlvs)
    }

    /// Reads the receipt that a data_sm brings. Optional parameters win over the text of the payload.
    pub fn of_data(coding: DataCoding, tlvs: &'a Tlvs<'_>) -> Self {
        Self::coded(tlvs.value(Tag::MESSAGE_PAYLOAD).unwrap_or_default(), coding).with_parameters(tlvs)
    }

    fn coded(octets: &'a [u8], coding: DataCoding) -> Self {
        match coding.charset() {
            Charset::Ucs2 => Receipt::parse(ucs2::decode(octets).as_bytes()).into_owned(),
            _ => Self::parse(octets),
        }
    }

    fn with_parameters(mut self, tlvs: &'a Tlvs<'_>) -> Self {
        if let Some(Tlv::ReceiptedMessageId(id)) = tlvs.get(Tag::RECEIPTED_MESSAGE_ID)
            && !id.is_empty()
        {
            self.id = Some(id);
        }
        if let Some(state) = tlvs.value(Tag::MESSAGE_STATE).and_then(MessageState::from_octets) {
            self.state = Some(state);
        }
        if let Some(Tlv::NetworkErrorCode(error)) = tlvs.get(Tag::NETWORK_ERROR_CODE) {
            self.network_error = Some(error);
        }
        self
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The error of the text as a number: decimal where it has decimal digits only, otherwise hexadecimal, with `0x` or
    /// without. None where there is none or it is no number of 32 bits.
    pub fn error_code(&self) -> Option<u32> {
        let error = core::str::from_utf8(self.error.as_ref()?.as_bytes()).ok()?;
        match error.strip_prefix("0x").or(error.strip_prefix("0X")) {
            Some(digits) => number(digits, 16),
            None => number(error, if error.bytes().all(|digit| digit.is_ascii_digit()) { 10 } else { 16 }),
        }
    }

    /// The same with octets of its own, which outlives those that it was read from.
    pub fn into_owned(self) -> Receipt<'static> {
        Receipt {
            id: self.id.map(Str::into_owned),
            word: self.word.map(Str::into_owned),
            error: self.error.map(Str::into_owned),
            text: self.text.map(Octets::into_owned),
            state: self.state,
            network_error: self.network_error,
            submitted: self.submitted,
            delivered: self.delivered,
            submit_date: self.submit_date,
            done_date: self.done_date,
        }
    }
}

/// Digits alone: `from_str_radix` would take a sign.
fn number(digits: &str, radix: u32) -> Option<u32> {
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
}

/// A date of a receipt: `YYMMDDhhmm`, with seconds, with the century, or as other times are.
fn date(text: &[u8]) -> Option<Absolute> {
    let century = || text.strip_prefix(b"20").filter(|_| text.iter().all(u8::is_ascii_digit));
    let read = |text: &[u8]| match Time::parse(text) {
        Ok(Time::Absolute(time)) => Some(time),
        _ => None,
    };
    match text.len() {
        // Seconds are more common than centuries.
        12 => read(text).or_else(|| century().and_then(read)),
        14 => century().and_then(read),
        _ => read(text),
    }
}
