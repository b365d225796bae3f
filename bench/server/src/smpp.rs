//! SMPP as far as the peers speak it: frames by their lengths, answers by their commands, and no codec of ours.
//!
//! What came in one read is answered in one write, so that the server takes no more of the machine than it must.

use std::ops::Range;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::Stats;

/// What is read at a time.
const READ: usize = 64 * 1024;
const HEADER: usize = 16;
/// The longest frame that is waited for; those of the peers have less than a hundred octets.
const LONGEST: usize = 4096;

// Commands and their states. Source: SMPP 3.4, 5.1.2.1 and 5.1.3.
const SUBMIT_SM: u32 = 0x04;
const UNBIND: u32 = 0x06;
const BIND_TRANSCEIVER: u32 = 0x09;
const ENQUIRE_LINK: u32 = 0x15;
const RESPONSE: u32 = 0x8000_0000;
const OK: u32 = 0;
const INVALID_COMMAND: u32 = 0x03;
const INVALID_BIND_STATE: u32 = 0x04;
const INVALID_PASSWORD: u32 = 0x0e;

/// The beginning of a bind's body: name and password.
const CREDENTIALS: &[u8] = b"bench\0bench-pw\0";
const SYSTEM_ID: &[u8] = b"bench\0";
/// A message id and its end.
const MESSAGE_ID: &[u8] = b"0000000000\0";

/// Serves one link until either side ends it.
pub(crate) async fn converse(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    stats: &Stats,
) -> std::io::Result<()> {
    stats.connections.fetch_add(1, Ordering::Relaxed);
    let mut link = Link::default();
    let (mut received, mut out) = (Vec::with_capacity(READ), Vec::with_capacity(READ));
    while !link.is_over {
        if stream.read_buf(&mut received).await? == 0 {
            break;
        }
        let turn = link.answer(&received, &mut out).ok_or(std::io::ErrorKind::InvalidData)?;
        // Before the answers go out: who has them may ask for the numbers.
        stats.requests.fetch_add(turn.submits, Ordering::Relaxed);
        stats.refused.fetch_add(turn.refused, Ordering::Relaxed);
        if turn.submits > 0 {
            let mut last = stats.last_submit.lock().unwrap_or_else(PoisonError::into_inner);
            last.clear();
            last.extend_from_slice(&received[turn.last_submit]);
        }
        received.drain(..turn.used);
        stream.write_all(&out).await?;
        stream.flush().await?;
        out.clear();
    }
    Ok(())
}

/// What is known of a link.
#[derive(Default)]
struct Link {
    is_bound: bool,
    is_over: bool,
    submits: u64,
}

/// What one read held.
#[derive(Default, PartialEq, Eq, Debug)]
struct Turn {
    /// Octets of whole frames.
    used: usize,
    submits: u64,
    /// Everything that no peer should send.
    refused: u64,
    last_submit: Range<usize>,
}

impl Link {
    /// Answers every whole frame in `bytes`; None where they are no frames.
    fn answer(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Option<Turn> {
        let mut turn = Turn::default();
        while let Some(header) = bytes[turn.used..].first_chunk::<HEADER>() {
            let [length, command, _, sequence] = numbers(header);
            let length = length as usize;
            if !(HEADER..=LONGEST).contains(&length) {
                return None;
            }
            let frame = turn.used..turn.used + length;
            let Some(octets) = bytes.get(frame.clone()) else { break };
            turn.used = frame.end;
            match command {
                SUBMIT_SM if self.is_bound => {
                    turn.submits += 1;
                    turn.last_submit = frame;
                    self.submits += 1;
                    put(out, command | RESPONSE, OK, sequence, MESSAGE_ID);
                    write_digits(out, self.submits);
                }
                BIND_TRANSCEIVER if octets[HEADER..].starts_with(CREDENTIALS) => {
                    self.is_bound = true;
                    put(out, command | RESPONSE, OK, sequence, SYSTEM_ID);
                }
                ENQUIRE_LINK => put(out, command | RESPONSE, OK, sequence, b""),
                UNBIND => {
                    put(out, command | RESPONSE, OK, sequence, b"");
                    self.is_over = true;
                }
                _ => {
                    turn.refused += 1;
                    let (command, status) = match command {
                        SUBMIT_SM => (command | RESPONSE, INVALID_BIND_STATE),
                        BIND_TRANSCEIVER => (command | RESPONSE, INVALID_PASSWORD),
                        // A generic_nack.
                        _ => (RESPONSE, INVALID_COMMAND),
                    };
                    put(out, command, status, sequence, b"");
                }
            }
        }
        Some(turn)
    }
}

/// Length, command, status and sequence number of a frame.
fn numbers(header: &[u8; HEADER]) -> [u32; 4] {
    let (words, _) = header.as_chunks::<4>();
    std::array::from_fn(|at| u32::from_be_bytes(words[at]))
}

fn put(out: &mut Vec<u8>, command: u32, status: u32, sequence: u32, body: &[u8]) {
    let length = (HEADER + body.len()) as u32;
    for number in [length, command, status, sequence] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    out.extend_from_slice(body);
}

/// Puts a number into the message id that stands at the end.
fn write_digits(out: &mut [u8], number: u64) {
    let mut rest = number;
    for digit in out.iter_mut().rev().skip(1).take(MESSAGE_ID.len() - 1) {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(command: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
        let mut frame = Vec::new();
        put(&mut frame, command, OK, sequence, body);
        frame
    }

    /// The answers as command, status, sequence number and body.
    fn answers(link: &mut Link, bytes: &[u8]) -> Vec<(u32, u32, u32, Vec<u8>)> {
        let mut out = Vec::new();
        link.answer(bytes, &mut out).expect("frames");
        let mut found = Vec::new();
        let mut rest = &out[..];
        while let Some(header) = rest.first_chunk() {
            let [length, command, status, sequence] = numbers(header);
            found.push((command, status, sequence, rest[HEADER..length as usize].to_vec()));
            rest = &rest[length as usize..];
        }
        found
    }

    fn bound() -> Link {
        Link { is_bound: true, ..Link::default() }
    }

    #[test]
    fn a_link_is_bound_with_the_right_credentials_alone() {
        for (body, status) in [
            (&b"bench\0bench-pw\0\0\x34\0\0\0"[..], OK),
            (b"bench\0bench-pX\0\0\x34\0\0\0", INVALID_PASSWORD),
            (b"", INVALID_PASSWORD),
        ] {
            let mut link = Link::default();
            let [(command, found, 7, _)] = &answers(&mut link, &frame(BIND_TRANSCEIVER, 7, body))[..] else {
                panic!("not one answer")
            };
            assert_eq!((*command, *found), (0x8000_0009, status));
            assert_eq!(link.is_bound, status == OK);
        }
        let mut link = Link::default();
        let unbound = answers(&mut link, &frame(SUBMIT_SM, 1, b"text"));
        assert_eq!(unbound, [(0x8000_0004, INVALID_BIND_STATE, 1, Vec::new())]);
    }

    #[test]
    fn several_submits_are_answered_together_each_with_its_id() {
        let mut bytes = frame(SUBMIT_SM, 5, b"first");
        let last = bytes.len()..bytes.len() + HEADER + 4;
        bytes.extend(frame(SUBMIT_SM, 6, b"last"));
        let whole = bytes.len();
        bytes.extend(&frame(SUBMIT_SM, 7, b"cut off")[..20]);
        let mut out = Vec::new();
        let turn = bound().answer(&bytes, &mut out);
        assert_eq!(turn, Some(Turn { used: whole, submits: 2, refused: 0, last_submit: last }));
        assert_eq!(
            answers(&mut bound(), &bytes),
            [(0x8000_0004, OK, 5, b"0000000001\0".to_vec()), (0x8000_0004, OK, 6, b"0000000002\0".to_vec())]
        );
    }

    #[test]
    fn a_link_is_kept_alive_and_ended() {
        let mut link = bound();
        assert_eq!(answers(&mut link, &frame(ENQUIRE_LINK, 8, b"")), [(0x8000_0015, OK, 8, Vec::new())]);
        assert!(!link.is_over);
        assert_eq!(answers(&mut link, &frame(UNBIND, 9, b"")), [(0x8000_0006, OK, 9, Vec::new())]);
        assert!(link.is_over);
    }

    #[test]
    fn what_no_peer_should_send_is_counted() {
        let mut link = bound();
        let bytes = frame(0x103, 3, b"data_sm");
        assert_eq!(link.answer(&bytes, &mut Vec::new()).map(|turn| turn.refused), Some(1));
        assert_eq!(answers(&mut link, &bytes), [(0x8000_0000, INVALID_COMMAND, 3, Vec::new())]);
        for length in [15_u32, 0xffff] {
            let mut bytes = frame(ENQUIRE_LINK, 1, b"");
            bytes[..4].copy_from_slice(&length.to_be_bytes());
            assert_eq!(link.answer(&bytes, &mut Vec::new()), None, "{length}");
        }
    }
}
