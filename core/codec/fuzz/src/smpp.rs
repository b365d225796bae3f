//! What is fuzzed of SMPP.

use ecall_codec::smpp::{
    Body, Deviations, EncodeError, EncodeOptions, Frames, HEADER_LENGTH, Header, IdKey, Message, Pdu,
    Receipt, Time, Tlvs, first_frame, is_same_id,
};

/// A PDU without its length: read as it is, and with the length that it has.
pub fn pdu(octets: &[u8]) {
    read(octets);
    let length = u32::try_from(octets.len() + 4).expect("a short input");
    read(&[&length.to_be_bytes(), octets].concat());
}

/// What is read is read again after it was written, where it may be written; what is not read is given back.
fn read(octets: &[u8]) {
    let read = match Pdu::decode(octets) {
        Ok(read) => read,
        Err(raw) => {
            assert_eq!((raw.octets, raw.header), (octets, Header::read(octets)));
            assert!(!raw.reason.status().is_ok());
            return;
        }
    };
    assert!(octets.len() >= HEADER_LENGTH && octets.ends_with(read.trailing));
    assert_eq!(read.trailing.is_empty(), !read.deviations.contains(Deviations::TRAILING));
    assert_eq!(read.pdu.clone().into_owned(), read.pdu);
    let before = [1, 2, 3];
    let mut written = before.to_vec();
    match read.pdu.encode_with(&EncodeOptions { long_credentials: true }, &mut written) {
        Ok(()) => {
            let again = Pdu::decode(&written[before.len()..]).expect("what was written is read");
            assert_eq!(again.pdu, read.pdu);
            assert!(again.trailing.is_empty());
        }
        Err(EncodeError { problems }) => assert!(!problems.is_empty() && written == before),
    }
    if let Body::SubmitSm(message) | Body::DeliverSm(message) = &read.pdu.body {
        let _ = Receipt::of_message(message, &read.pdu.tlvs);
        let _ = (message.schedule_delivery_time.time(), message.validity_period.time());
    }
}

/// A text, the first two octets its coding and how many octets are parameters: as a receipt, as times, as ids.
pub fn receipt(octets: &[u8]) {
    let [coding, parameters, octets @ ..] = octets else { return };
    let parsed = Receipt::parse(octets);
    assert_eq!(parsed.clone().into_owned(), parsed);
    let parts = [parsed.id.as_ref(), parsed.word.as_ref(), parsed.error.as_ref()];
    for part in parts.into_iter().flatten() {
        assert!(
            !part.is_empty() && octets.windows(part.as_bytes().len()).any(|window| window == part.as_bytes())
        );
    }
    let _ = parsed.error_code();

    let (parameters, text) = octets.split_at(octets.len().min(usize::from(*parameters)));
    let (tlvs, _) = Tlvs::read(parameters);
    let message = Message {
        esm_class: (coding & 0x40).into(),
        data_coding: (coding & 0x3f).into(),
        short_message: text.into(),
        ..Message::default()
    };
    let found = Receipt::of_message(&message, &tlvs);
    assert_eq!(found.is_empty(), found == Receipt::default());

    if let Ok(time) = Time::parse_strict(octets) {
        assert_eq!(time.write().as_ref().map(|text| &text[..]), Ok(octets));
    }
    if let Ok(time) = Time::parse(octets)
        && let Ok(text) = time.write()
    {
        assert_eq!(Time::parse_strict(&text), Ok(time));
    }

    let (one, other) = octets.split_at(octets.len() / 2);
    assert_eq!(is_same_id(one, other), is_same_id(other, one));
    assert!(is_same_id(octets, octets));
    if let [Some(decimal), _] = IdKey::as_number(octets) {
        assert!(is_same_id(decimal.as_bytes(), octets));
    }
}

/// Octets, the first two the limit and the size of the pieces: frames are the same however the octets come, and each is
/// read.
pub fn frames(octets: &[u8]) {
    let [limit, size, octets @ ..] = octets else { return };
    let limit = 4 * usize::from(*limit);
    let mut expected = Vec::new();
    let mut rest = octets;
    let end = loop {
        match first_frame(rest, limit) {
            Ok(Some(frame)) => {
                assert!((HEADER_LENGTH..=limit).contains(&frame.len()));
                rest = &rest[frame.len()..];
                expected.push(frame);
            }
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
    };

    let mut frames = Frames::new(limit);
    let mut found = Vec::new();
    let mut failed = None;
    for piece in octets.chunks(1 + usize::from(*size)) {
        frames.push(piece);
        failed = loop {
            match frames.next() {
                Ok(Some(frame)) => found.push(frame.to_vec()),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
    }
    assert_eq!(found, expected);
    found.iter().for_each(|frame| read(frame));
    assert_eq!(failed, end);
    assert_eq!(frames.waiting(), rest.len());
}
