//! A whole PDU: header, body, optional parameters.

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use super::body::Body;
use super::problem::{At, EncodeError, Problems, Rule};
use super::read::{Deviations, HEADER_LENGTH, Header, Reader, Reason, Unreadable};
use super::status::Status;
use super::tlv::{Tag, Tlvs};
use super::write::append;

/// What the sequence number of a request may be. Source: S34, 5.1.4.
pub const SEQUENCE_NUMBERS: RangeInclusive<u32> = 1..=0x7fff_ffff;

/// A PDU. Borrows the octets that it was read from, or has its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Pdu<'a> {
    /// What a response says; 0 in requests.
    #[cfg_attr(feature = "serde", serde(rename = "command_status"))]
    pub status: Status,
    /// What a response has of its request.
    #[cfg_attr(feature = "serde", serde(rename = "sequence_number"))]
    pub sequence: u32,
    /// The command with its fields.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub body: Body<'a>,
    /// The optional parameters.
    pub tlvs: Tlvs<'a>,
}

/// What a PDU may have that the standard does not allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EncodeOptions {
    /// A system_id and a password that are longer than their fields, in binds: many centres take them. False by default.
    pub long_credentials: bool,
}

/// What octets say, and where they leave the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The PDU.
    pub pdu: Pdu<'a>,
    /// What was forgiven.
    pub deviations: Deviations,
    /// What follows the last field or optional parameter that is whole.
    pub trailing: &'a [u8],
}

impl<'a> Pdu<'a> {
    /// A request, or a response without an error, with no optional parameters.
    pub fn new(sequence: u32, body: Body<'a>) -> Self {
        Self { status: Status::ROK, sequence, body, tlvs: Tlvs::NONE }
    }

    /// The refusal of a request: its response, or a generic_nack where it has none.
    pub fn refusing(request: &Header, status: Status) -> Self {
        let body = Body::refusal_of(request.command_id);
        Self { status, sequence: request.sequence_number, body, tlvs: Tlvs::NONE }
    }

    /// Reads the octets of one PDU leniently, as [`Frames`](super::Frames) gives them.
    ///
    /// # Errors
    /// [`Unreadable`] with the reason, where octets are missing or are not counted as they are.
    #[inline]
    pub fn decode(octets: &'a [u8]) -> Result<Decoded<'a>, Unreadable<'a>> {
        let header = Header::read(octets);
        Self::read(octets, header).map_err(|reason| Unreadable { header, octets, reason })
    }

    #[inline]
    fn read(octets: &'a [u8], header: Option<Header>) -> Result<Decoded<'a>, Reason> {
        let found = octets.len();
        let header = header.ok_or(Reason::NoHeader { found })?;
        let Header { command_length: says, command_id: command, command_status: status, sequence_number } =
            header;
        if usize::try_from(says) != Ok(found) {
            return Err(Reason::Length { says, found });
        }
        let mut from = Reader::new(&octets[HEADER_LENGTH..]);
        let body = Body::read(command, status, &mut from)?;
        let (tlvs, trailing) = Tlvs::read(from.rest);
        let mut deviations = from.deviations;
        deviations.add_if(!trailing.is_empty(), Deviations::TRAILING);
        deviations.add_if(!command.is_response() && !status.is_ok(), Deviations::STATUS);
        let in_range = SEQUENCE_NUMBERS.contains(&sequence_number);
        let is_nack_of_nothing = sequence_number == 0 && body == Body::GenericNack;
        deviations.add_if(!in_range && !is_nack_of_nothing, Deviations::SEQUENCE);
        Ok(Decoded { pdu: Self { status, sequence: sequence_number, body, tlvs }, deviations, trailing })
    }

    /// Adds the octets of the PDU to others, in the form of the standard and with its length.
    ///
    /// # Errors
    /// [`EncodeError`] with every problem; nothing is added then.
    pub fn encode(&self, to: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.encode_with(&EncodeOptions::default(), to)
    }

    /// [`encode`](Self::encode), with what the other side is known to take.
    ///
    /// # Errors
    /// [`EncodeError`] with every problem; nothing is added then.
    pub fn encode_with(&self, options: &EncodeOptions, to: &mut Vec<u8>) -> Result<(), EncodeError> {
        let body_length = if self.body.is_left_out(self.status) { 0 } else { self.body.length() };
        let length = HEADER_LENGTH + body_length + self.tlvs.length();
        let mut found = self.problems(options);
        let Ok(command_length) = u32::try_from(length) else {
            found.add(At::field("command_length"), Rule::TooLong { found: length, limit: u32::MAX as usize });
            return Err(EncodeError { problems: found.0 });
        };
        if !found.0.is_empty() {
            return Err(EncodeError { problems: found.0 });
        }
        append(to, length, |to| {
            for number in [command_length, self.body.command().0, self.status.0, self.sequence] {
                to.put(&number.to_be_bytes());
            }
            if body_length > 0 {
                self.body.write(to);
            }
            self.tlvs.write(to);
        });
        Ok(())
    }

    /// Everything that keeps it from being written, in the order of the fields; empty where nothing does.
    fn problems(&self, options: &EncodeOptions) -> Problems {
        let mut found = Problems::default();
        let command = self.body.command();
        if !command.is_response() {
            found.must_be_unset(!self.status.is_ok(), "command_status");
            if !SEQUENCE_NUMBERS.contains(&self.sequence) {
                let rule =
                    Rule::OutOfRange { least: *SEQUENCE_NUMBERS.start(), most: *SEQUENCE_NUMBERS.end() };
                found.add(At::field("sequence_number"), rule);
            }
        }
        self.body.check_fields(&mut found);
        let is_bind =
            matches!(self.body, Body::BindReceiver(_) | Body::BindTransmitter(_) | Body::BindTransceiver(_));
        if options.long_credentials && is_bind {
            let forgiven = ["system_id", "password"];
            found.0.retain(|one| {
                !(forgiven.contains(&one.at.field) && matches!(one.rule, Rule::TooLong { .. }))
            });
        }
        let has_payload = !self.tlvs.is_empty() && self.tlvs.value(Tag::MESSAGE_PAYLOAD).is_some();
        self.body.check_together(self.status, has_payload, &mut found);
        if self.body.is_left_out(self.status) {
            found.must_be_unset(!self.tlvs.is_empty(), "tlv");
        }
        self.tlvs.check(command, &mut found);
        found
    }

    /// The same with octets of its own, which outlives those that it was read from.
    pub fn into_owned(self) -> Pdu<'static> {
        let Self { status, sequence, body, tlvs } = self;
        Pdu { status, sequence, body: body.into_owned(), tlvs: tlvs.into_owned() }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Pdu<'_> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        use alloc::collections::BTreeMap;
        use alloc::string::String;

        /// All keys, so that one which is not known is not passed over.
        #[derive(serde::Deserialize)]
        struct Known {
            #[serde(default)]
            command_status: Status,
            #[serde(default)]
            sequence_number: u32,
            #[serde(flatten)]
            body: Body<'static>,
            #[serde(default)]
            tlvs: Tlvs<'static>,
            #[serde(flatten)]
            unknown: BTreeMap<String, serde::de::IgnoredAny>,
        }

        let known = Known::deserialize(from)?;
        if !known.unknown.is_empty() {
            return Err(serde::de::Error::custom(
                "a PDU has the keys command_status, sequence_number, command, body, tlvs",
            ));
        }
        let Known { command_status: status, sequence_number: sequence, body, tlvs, .. } = known;
        Ok(Self { status, sequence, body, tlvs })
    }
}
