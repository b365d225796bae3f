//! What a deliver_sm says.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use ecall_codec::smpp::{Charset, DataCoding, Message, MessageType, Receipt, Str, Tag, Tlv, Tlvs};
use ecall_codec::text::gsm::Shifts;
use ecall_codec::text::reassemble::{Incomplete, Limits, Part, Pushed, Reassembler};
use ecall_codec::text::udh::{Concatenation, Udh};
use ecall_codec::text::{Reference, gsm, latin1, ucs2};
use tokio::time::Instant;

use super::{SmppIncomplete, SmppMessage, SmppReceipt};
use crate::smpp::options::DefaultAlphabet;

/// What a deliver_sm is. Source: S34, 5.2.12.
pub(crate) enum Inbound {
    Receipt(Box<SmppReceipt>),
    Message,
    /// Neither: an acknowledgement of another device, or a type that the standard does not name.
    Other,
}

/// The type of a deliver_sm, and its receipt where it is one.
pub(crate) fn classify(message: &Message<'_>, tlvs: &Tlvs<'_>, alphabet: DefaultAlphabet) -> Inbound {
    let kind = message.esm_class.message_type();
    match kind {
        MessageType::DEFAULT => Inbound::Message,
        MessageType::RECEIPT | MessageType::INTERMEDIATE => {
            let read = Receipt::of_message(message, tlvs);
            let is_intermediate = kind == MessageType::INTERMEDIATE;
            let mut receipt = receipt(&read, message, tlvs, alphabet);
            receipt.is_intermediate = is_intermediate;
            receipt.is_final &= !is_intermediate;
            Inbound::Receipt(Box::new(receipt))
        }
        _ => Inbound::Other,
    }
}

/// A string, with a character from U+0000 to U+00FF for each octet that is no ASCII.
fn string<const MAX: usize>(octets: &Str<'_, MAX>) -> String {
    octets.as_str().map_or_else(|| latin1::decode(octets.as_bytes()), str::to_owned)
}

fn owned(tlvs: &Tlvs<'_>) -> Vec<Tlv<'static>> {
    tlvs.iter().map(Tlv::into_owned).collect()
}

fn receipt(
    read: &Receipt<'_>,
    message: &Message<'_>,
    tlvs: &Tlvs<'_>,
    alphabet: DefaultAlphabet,
) -> SmppReceipt {
    SmppReceipt {
        message_id: read.id.as_ref().map(string),
        receipted_id: read.id.as_ref().map(string),
        state: read.state.and_then(|state| state.name()),
        state_number: read.state.map(|state| state.0),
        word: read.word.as_ref().map(string),
        is_final: read.state.is_some_and(|state| state.is_final()),
        error: read.error.as_ref().map(string),
        error_code: read.error_code(),
        network_error: read.network_error,
        submitted: read.submitted,
        delivered: read.delivered,
        submit_date: read.submit_date,
        done_date: read.done_date,
        text: read.text.as_ref().map(|text| match message.data_coding.charset() {
            // The whole receipt was made UTF-8 before it was read.
            Charset::Ucs2 => String::from_utf8_lossy(text.as_bytes()).into_owned(),
            _ => decode(text.as_bytes(), message.data_coding, Shifts::default(), alphabet)
                .unwrap_or_else(|| latin1::decode(text.as_bytes())),
        }),
        from: string(&message.source_addr),
        to: string(&message.destination_addr),
        tlvs: owned(tlvs),
        ..SmppReceipt::default()
    }
}

/// A text of octets; None where they are none that can be read.
fn decode(octets: &[u8], coding: DataCoding, shifts: Shifts, alphabet: DefaultAlphabet) -> Option<String> {
    match (coding.charset(), alphabet) {
        (Charset::Gsm, _) | (Charset::Default, DefaultAlphabet::Gsm) => {
            Some(gsm::decode_with(octets, shifts))
        }
        (Charset::Latin1, _) | (Charset::Default, DefaultAlphabet::Latin1) => Some(latin1::decode(octets)),
        // What is over 127 is none, and read as its likely successor is.
        (Charset::Ascii, _) => Some(latin1::decode(octets)),
        (Charset::Ucs2, _) => Some(ucs2::decode(octets)),
        _ => None,
    }
}

/// A part of a message: its octets, and how to read them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Fragment {
    octets: Vec<u8>,
    coding: u8,
    shifts: Shifts,
}

/// What became of a deliver_sm with a message.
pub(crate) enum Taken {
    /// The message is whole: it is answered once it was taken. One of several parts has a key.
    Whole(Box<SmppMessage>, Option<u64>),
    /// Others are missing: it is answered at once.
    Part,
    /// It was there before, and its message was whole or is not: the key says which message it is.
    Again(u64),
}

/// Puts messages together.
pub(crate) struct Assembly {
    parts: Reassembler<Fragment>,
    alphabet: DefaultAlphabet,
    begin: Instant,
    timeout: Duration,
    /// Before it no message has waited for too long, so that not all of them are looked at each time.
    next_expiry: Option<Instant>,
}

impl Assembly {
    pub fn new(limits: Limits, alphabet: DefaultAlphabet) -> Self {
        let timeout = Duration::from_millis(limits.timeout_ms);
        let parts = Reassembler::new(limits);
        Self { parts, alphabet, begin: Instant::now(), timeout, next_expiry: None }
    }

    fn millis(&self, now: Instant) -> u64 {
        u64::try_from(now.saturating_duration_since(self.begin).as_millis()).unwrap_or(u64::MAX)
    }

    /// Takes a message or a part of one, and says what had to make room for it.
    pub fn take(
        &mut self,
        message: &Message<'_>,
        tlvs: &Tlvs<'_>,
        now: Instant,
    ) -> (Taken, Option<SmppIncomplete>) {
        let all = match tlvs.value(Tag::MESSAGE_PAYLOAD) {
            Some(payload) if message.short_message.is_empty() => payload,
            _ => message.short_message.as_bytes(),
        };
        let header = if message.esm_class.has_udh() { Udh::parse(all).ok() } else { None };
        let (shifts, octets) =
            header.as_ref().map_or((Shifts::default(), all), |(udh, text)| (udh.shifts(), *text));
        let concatenation = header.and_then(|(udh, _)| udh.concatenation()).or_else(|| segments(tlvs));
        let fragment = Fragment { octets: octets.to_vec(), coding: message.data_coding.0, shifts };
        let whole = |fragments: Vec<Fragment>| assembled(message, tlvs, fragments, self.alphabet);
        let Some(concatenation) = concatenation.filter(|place| place.total > 1) else {
            return (Taken::Whole(whole(vec![fragment]), None), None);
        };
        let (from, to) = (string(&message.source_addr), string(&message.destination_addr));
        let Concatenation { reference, bits, total, .. } = concatenation;
        let mut key = DefaultHasher::new();
        (&from, &to, reference, bits.bits(), total).hash(&mut key);
        let key = key.finish();
        let pushed = self.parts.push(Part { from, to, concatenation, body: fragment }, self.millis(now));
        match pushed {
            Pushed::Complete { text, displaced } => {
                (Taken::Whole(whole(text.bodies), Some(key)), displaced.map(|text| self.incomplete(text)))
            }
            Pushed::Waiting { displaced } => {
                self.next_expiry.get_or_insert(now + self.timeout);
                (Taken::Part, displaced.map(|text| self.incomplete(text)))
            }
            Pushed::Duplicate(_) => (Taken::Again(key), None),
            Pushed::Invalid { part, .. } => (Taken::Whole(whole(vec![part.body]), None), None),
        }
    }

    /// When a message has waited for its parts for too long, or earlier.
    pub fn next_expiry(&self) -> Option<Instant> {
        self.next_expiry
    }

    /// What has waited for its parts for too long.
    pub fn expire(&mut self, now: Instant) -> Vec<SmppIncomplete> {
        if self.next_expiry.is_none_or(|next| now < next) {
            return Vec::new();
        }
        let expired = self.parts.expire(self.millis(now));
        let millis = self.parts.next_expiry_ms();
        self.next_expiry = millis.and_then(|millis| self.begin.checked_add(Duration::from_millis(millis)));
        expired.into_iter().map(|text| self.incomplete(text)).collect()
    }

    /// What waits for its parts, at the end of everything.
    pub fn drain(&mut self) -> Vec<SmppIncomplete> {
        let open = self.parts.drain();
        open.into_iter().map(|text| self.incomplete(text)).collect()
    }

    fn incomplete(&self, text: Incomplete<Fragment>) -> SmppIncomplete {
        let read = |fragment: &Fragment| {
            decode(&fragment.octets, DataCoding(fragment.coding), fragment.shifts, self.alphabet)
        };
        SmppIncomplete {
            from: text.from,
            to: text.to,
            total: text.total,
            missing: text.missing,
            parts: text.parts.iter().map(|(number, fragment)| (*number, read(fragment))).collect(),
        }
    }
}

/// Which part it is, by the optional parameters. Source: S34, 5.3.2.22 to 5.3.2.24.
fn segments(tlvs: &Tlvs<'_>) -> Option<Concatenation> {
    if tlvs.is_empty() {
        return None;
    }
    let Some(Tlv::SarMsgRefNum(reference)) = tlvs.get(Tag::SAR_MSG_REF_NUM) else { return None };
    let Some(Tlv::SarTotalSegments(total)) = tlvs.get(Tag::SAR_TOTAL_SEGMENTS) else { return None };
    let Some(Tlv::SarSegmentSeqnum(number)) = tlvs.get(Tag::SAR_SEGMENT_SEQNUM) else { return None };
    let place = Concatenation { reference, bits: Reference::Bits16, total, number };
    place.problem().is_none().then_some(place)
}

/// A message of all its parts. Those that are coded alike are read together: a character may have been cut in two.
fn assembled(
    message: &Message<'_>,
    tlvs: &Tlvs<'_>,
    fragments: Vec<Fragment>,
    alphabet: DefaultAlphabet,
) -> Box<SmppMessage> {
    let alike =
        fragments.windows(2).all(|pair| (pair[0].coding, pair[0].shifts) == (pair[1].coding, pair[1].shifts));
    let octets: Vec<u8> = fragments.iter().flat_map(|fragment| &fragment.octets).copied().collect();
    let read =
        |octets: &[u8], like: &Fragment| decode(octets, DataCoding(like.coding), like.shifts, alphabet);
    let text = match fragments.first() {
        Some(first) if alike => read(&octets, first),
        _ => fragments.iter().map(|fragment| read(&fragment.octets, fragment)).collect(),
    };
    Box::new(SmppMessage {
        from: string(&message.source_addr),
        from_ton: message.source_addr_ton.0,
        to: string(&message.destination_addr),
        text,
        octets,
        data_coding: message.data_coding.0,
        esm_class: message.esm_class.0,
        // At most 255, as the number of a part has one octet.
        parts: fragments.len() as u8,
        tlvs: owned(tlvs),
    })
}
