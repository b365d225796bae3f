//! Frames: cut out of what arrives by their length, read and written by rusmpp.

use bytes::{Buf as _, BufMut as _, BytesMut};
use rusmpp::decode::{DecodeError, DecodeWithLength as _};
use rusmpp::encode::{Length as _, owned::Encode as _};
use rusmpp::types::AnyOctetString;
use rusmpp::{Command, CommandId, CommandStatus, Pdu};

/// The octets of length, command, status and sequence number (S34 3.2).
pub(super) const HEADER: usize = 16;
/// Room for a `message_payload` of 64 KiB and every field beside it.
const LONGEST: usize = 70 * 1024;
/// What makes the response of a request (S34 5.1.2.1).
const RESPONSE: u32 = 0x8000_0000;

/// What stands before a body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    pub(super) id: CommandId,
    pub(super) status: u32,
    pub(super) sequence: u32,
}

/// What the beginning of the input is.
pub(super) enum Cut {
    Frame(BytesMut),
    /// More has to arrive.
    Wait,
    /// No frame is so short or so long; nothing after it can be read.
    Broken,
}

/// Takes the next whole frame from what has arrived.
pub(super) fn cut(input: &mut BytesMut) -> Cut {
    if input.len() < HEADER {
        return Cut::Wait;
    }
    match number_at(input, 0) as usize {
        length if !(HEADER..=LONGEST).contains(&length) => Cut::Broken,
        length if input.len() < length => Cut::Wait,
        length => Cut::Frame(input.split_to(length)),
    }
}

/// The head of a whole frame.
pub(super) fn head(frame: &[u8]) -> Head {
    Head {
        id: CommandId::from(number_at(frame, 4)),
        status: number_at(frame, 8),
        sequence: number_at(frame, 12),
    }
}

fn number_at(octets: &[u8], place: usize) -> u32 {
    let mut number = [0; 4];
    number.copy_from_slice(&octets[place..place + 4]);
    u32::from_be_bytes(number)
}

/// Reads a whole frame.
pub(super) fn read(mut frame: BytesMut) -> Result<Command, DecodeError> {
    frame.advance(4);
    let length = frame.len();
    Command::decode(&mut frame, length).map(|(command, _)| command)
}

/// Appends a frame to what is to be written.
pub(super) fn write(output: &mut BytesMut, status: u32, sequence: u32, pdu: impl Into<Pdu>) {
    let command = Command::new(CommandStatus::from(status), sequence, pdu);
    let length = 4 + command.length();
    output.reserve(length);
    output.put_u32(length as u32);
    command.encode(output);
}

/// A frame of this command with these octets as its body, whatever they are.
pub(super) fn raw(command_id: CommandId, body: &[u8]) -> Pdu {
    Pdu::Other { command_id, body: AnyOctetString::from_slice(body) }
}

pub(super) fn is_response(id: CommandId) -> bool {
    u32::from(id) & RESPONSE != 0
}

pub(super) fn response_to(id: CommandId) -> CommandId {
    CommandId::from(u32::from(id) | RESPONSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_cut_by_their_length() {
        let mut input = BytesMut::new();
        write(&mut input, 0, 3, Pdu::EnquireLink);
        assert_eq!(input[..], [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 3]);
        write(&mut input, 3, 4, Pdu::GenericNack);
        let mut part = BytesMut::from(&input[..31]);
        assert!(matches!(cut(&mut part), Cut::Frame(_)));
        assert!(matches!(cut(&mut part), Cut::Wait));
        part.extend_from_slice(&input[31..]);
        let Cut::Frame(frame) = cut(&mut part) else { panic!("a frame") };
        assert_eq!((head(&frame).id, head(&frame).status), (CommandId::GenericNack, 3));
        part.extend_from_slice(&[0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(matches!(cut(&mut part), Cut::Broken));
    }
}
