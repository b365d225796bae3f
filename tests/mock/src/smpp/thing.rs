//! Things that a link is told to write beside its responses.

use bytes::BytesMut;
use rusmpp::pdus::SubmitSmResp;
use rusmpp::types::COctetString;
use rusmpp::{CommandId, Pdu};
use serde::Deserialize;

use super::frame;
use super::hex;

/// A sequence number that no request of a test comes to.
const NOBODYS: u32 = 0x7FFF_FFF0;
/// A command of which S34 knows nothing.
const UNKNOWN: u32 = 0x0000_0FFF;
/// The text of something else; as a length it is far too large.
const GARBAGE: &[u8] = b"220 this is a mail server, or something else that does not speak SMPP\r\n";

/// Something to write.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Thing {
    EnquireLink,
    /// A `submit_sm_resp` to nothing.
    UnsolicitedResponse,
    /// A `generic_nack` to nothing.
    GenericNack,
    /// A request with a command that does not exist.
    UnknownCommand,
    /// A `deliver_sm` whose first field has no end.
    UndecodableDeliverSm,
    /// No frames at all.
    Garbage,
    /// A frame whose length is less than that of a head.
    TooShort,
    /// A frame whose length is 2 GiB.
    TooLong,
    /// The first half of an `enquire_link`.
    HalfAFrame,
    /// These octets.
    Hex(String),
}

impl Thing {
    pub(crate) fn check(&self) -> Result<(), String> {
        match self {
            Self::Hex(text) => hex::read(text).map(|_| ()).map_err(|problem| format!("hex: {problem}")),
            _ => Ok(()),
        }
    }

    /// Appends it to what is to be written; `next` gives the sequence numbers of requests.
    pub(super) fn write(&self, output: &mut BytesMut, next: &mut impl FnMut() -> u32) {
        match self {
            Self::EnquireLink => frame::write(output, 0, next(), Pdu::EnquireLink),
            Self::UnsolicitedResponse => {
                let id = COctetString::from_static_slice(b"unsolicited\0").unwrap_or_default();
                frame::write(output, 0, NOBODYS, SubmitSmResp::new(id, Vec::new()));
            }
            Self::GenericNack => frame::write(output, 3, NOBODYS, Pdu::GenericNack),
            Self::UnknownCommand => {
                frame::write(output, 0, next(), frame::raw(CommandId::from(UNKNOWN), b"what?\0"));
            }
            Self::UndecodableDeliverSm => {
                frame::write(output, 0, next(), frame::raw(CommandId::DeliverSm, &[0xFF; 33]));
            }
            Self::Garbage => output.extend_from_slice(GARBAGE),
            Self::TooShort => output.extend_from_slice(&[0, 0, 0, 8, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1]),
            Self::TooLong => {
                output.extend_from_slice(&[0x7F, 255, 255, 255, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1])
            }
            Self::HalfAFrame => output.extend_from_slice(&[0, 0, 0, 16, 0, 0, 0, 0x15]),
            // Checked when it came in.
            Self::Hex(text) => output.extend_from_slice(&hex::read(text).unwrap_or_default()),
        }
    }
}
