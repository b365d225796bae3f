//! `smpp-codec`: what it takes to write and to read one submit_sm, beside rusmpp, in nanoseconds.
//!
//! The same PDU for both: a sender by name, an international number, 46 octets of text, a receipt. Ours is made anew of its
//! fields and read into fields that borrow, and made to last as well; rusmpp writes one that is made already, and reads into its
//! own. Each figure is the fastest of many rounds, which a busy machine disturbs least.

use std::hint::black_box;
use std::time::Instant;

use ecall_codec::smpp::{Body, DataCoding, Message, Npi, Pdu, RegisteredDelivery, Tag, Ton};
use rusmpp::Command;
use rusmpp::decode::DecodeWithLength;
use rusmpp::encode::{Encode, Length};
use serde_json::json;

use crate::{Failure, say};

const FROM: &str = "eCall";
const TO: &str = "41791112233";
const TEXT: &[u8] = b"Pump 3 stopped at 04:12, temperature 81 degrees";
const ROUNDS: usize = 200;
const CALLS: u32 = 5_000;

/// Prints one line with all figures.
pub(crate) fn work() -> Result<(), Failure> {
    let mut octets = Vec::new();
    ours(TO).encode(&mut octets)?;
    let read = |octets: &[u8]| {
        Command::decode(&mut octets.into(), octets.len()).map_err(|error| format!("{error:?}"))
    };
    let (theirs, _) = read(&octets[4..])?;
    // Were the PDUs not the same, the figures would say nothing.
    if with_length(&theirs) != octets {
        return Err("the two codecs write different octets".into());
    }

    let mut to = Vec::with_capacity(256);
    let encode = nanoseconds(|| {
        to.clear();
        ours(black_box(TO)).encode(&mut to).is_ok()
    });
    let decode =
        nanoseconds(|| Pdu::decode(black_box(&octets)).is_ok_and(|read| sequence_of(&read.pdu) == 2));
    let owned =
        nanoseconds(|| Pdu::decode(black_box(&octets)).is_ok_and(|read| read.pdu.into_owned().sequence == 2));
    let mut buffer = [0; 256];
    let their_encode = nanoseconds(|| black_box(&theirs).encode(&mut buffer[4..]) + 4 == octets.len());
    let their_decode =
        nanoseconds(|| read(black_box(&octets[4..])).is_ok_and(|(read, _)| read.sequence_number() == 2));
    say(&json!({
        "octets": octets.len(),
        "encode_ns": encode,
        "decode_ns": decode,
        "decode_owned_ns": owned,
        "rusmpp_encode_ns": their_encode,
        "rusmpp_decode_ns": their_decode,
    }))?;
    Ok(())
}

fn ours(to: &str) -> Pdu<'_> {
    let message = Message {
        source_addr_ton: Ton::ALPHANUMERIC,
        source_addr: FROM.into(),
        dest_addr_ton: Ton::INTERNATIONAL,
        dest_addr_npi: Npi::ISDN,
        destination_addr: to.into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        data_coding: DataCoding::DEFAULT,
        short_message: TEXT.into(),
        ..Message::default()
    };
    Pdu::new(2, Body::SubmitSm(message))
}

/// Looks at the fields, so that reading them is not left out.
fn sequence_of(pdu: &Pdu<'_>) -> u32 {
    match &pdu.body {
        Body::SubmitSm(message) => {
            black_box((message, pdu.tlvs.value(Tag::MESSAGE_PAYLOAD)));
            pdu.sequence
        }
        _ => 0,
    }
}

fn with_length(command: &Command) -> Vec<u8> {
    let mut octets = vec![0; 4 + command.length()];
    let length = octets.len() as u32;
    octets[..4].copy_from_slice(&length.to_be_bytes());
    command.encode(&mut octets[4..]);
    octets
}

/// Nanoseconds of one call, in the fastest round.
fn nanoseconds(mut call: impl FnMut() -> bool) -> f64 {
    let mut fastest = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        for _ in 0..CALLS {
            assert!(black_box(call()));
        }
        fastest = fastest.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS));
    }
    fastest
}
