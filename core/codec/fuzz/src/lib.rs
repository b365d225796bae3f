//! What is fuzzed: functions of octets that panic where an invariant of the codec does not hold.
//!
//! `src/bin` gives them to libFuzzer, and `core/codec/tests/fuzz_corpus.rs` replays the committed corpus with every `cargo test`.

#![forbid(unsafe_code)]

pub mod smpp;
mod units;

use std::hash::{Hash, Hasher};

use ecall_codec::msisdn;
use ecall_codec::text::gsm::{self, Language, Shifts};
use ecall_codec::text::reassemble::{Incomplete, Limits, Part, Pushed, Reassembler};
use ecall_codec::text::udh::{Concatenation, Udh};
use ecall_codec::text::{
    Alphabet, Channel, EstimateOptions, Position, Reference, SplitOptions, estimate, latin1, measure, split,
    to_gsm, ucs2,
};

pub use units::units;

/// A target, by the name of its program and of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: [Target; 8] = [
    ("encode", encode),
    ("decode", decode),
    ("split", split_and_join),
    ("reassemble", reassemble),
    ("units", units),
    ("pdu", smpp::pdu),
    ("receipt", smpp::receipt),
    ("frames", smpp::frames),
];

/// A text: every encoding gives it back or says why not, and transliteration keeps its promises.
pub fn encode(octets: &[u8]) {
    let text = String::from_utf8_lossy(octets);
    let not_gsm: Vec<char> = text.chars().filter(|character| !gsm::is_gsm(*character)).collect();
    match gsm::encode(&text) {
        Ok(septets) => {
            assert!(not_gsm.is_empty());
            assert!(septets.iter().all(|septet| *septet < 128));
            assert_eq!(septets.len(), text.chars().filter_map(gsm::cost).sum::<usize>());
            assert_eq!(gsm::decode(&septets), text);
            let measured = measure(&text, Reference::Bits8);
            assert_eq!((measured.alphabet, measured.units), (Alphabet::Gsm, septets.len()));
            for fill_bits in 0..=6 {
                let packed = gsm::pack(&septets, fill_bits);
                assert_eq!(packed.len(), packed_length(septets.len(), fill_bits));
                assert_eq!(gsm::unpack(&packed, septets.len(), fill_bits), septets);
            }
        }
        Err(problem) => {
            assert_eq!(problem.position.character, not_gsm[0]);
            assert_eq!(problem.count, not_gsm.len());
            is_place(&text, &problem.position);
        }
    }
    let units = ucs2::encode(&text);
    assert_eq!(units.len(), 2 * text.encode_utf16().count());
    assert_eq!(ucs2::decode(&units), text);
    match latin1::encode(&text) {
        Ok(octets) => assert_eq!(latin1::decode(&octets), text),
        Err(problem) => {
            assert!(problem.position.character > '\u{ff}');
            is_place(&text, &problem.position);
        }
    }
    transliterate(&text);
    if let Ok(number) = msisdn::normalise(&text, Some("41")) {
        let digits = number.strip_prefix('+').expect("begins with +");
        assert!(
            (msisdn::MIN_DIGITS..=msisdn::MAX_DIGITS).contains(&digits.len()) && !digits.starts_with('0')
        );
        assert!(digits.bytes().all(|digit| digit.is_ascii_digit()));
        assert_eq!(msisdn::normalise(&number, None), Ok(number));
    }
}

fn packed_length(septets: usize, fill_bits: u8) -> usize {
    match septets {
        0 => 0,
        _ => (7 * septets + usize::from(fill_bits)).div_ceil(8),
    }
}

fn is_place(text: &str, at: &Position) {
    let (before, after) = text.split_at(at.byte);
    assert_eq!(after.chars().next(), Some(at.character));
    assert_eq!((before.chars().count(), before.encode_utf16().count()), (at.code_point, at.utf16));
}

fn transliterate(text: &str) {
    let found = to_gsm(text);
    let kept = found.text.chars().filter(|character| !gsm::is_gsm(*character));
    assert!(kept.eq(found.left.iter().map(|at| at.character)));
    found.left.iter().for_each(|at| is_place(text, at));
    let mut made = String::new();
    let mut done = 0;
    for replacement in &found.replacements {
        is_place(text, &replacement.at);
        made += &text[done..replacement.at.byte];
        made += replacement.to;
        done = replacement.at.byte + replacement.from.len();
        assert_eq!(text[replacement.at.byte..done], replacement.from);
    }
    made += &text[done..];
    assert_eq!(made, found.text);
    let again = to_gsm(&found.text);
    assert_eq!((again.text, again.replacements.len()), (found.text, 0));
}

/// Octets as they may arrive: the first two choose languages and fill bits, the rest is read as everything it may be.
pub fn decode(octets: &[u8]) {
    let [languages, fill_bits, octets @ ..] = octets else { return };
    let language = |code: u8| Language::from_code(code).unwrap_or_default();
    let shifts = Shifts { locking: language(languages >> 4), single: language(languages & 0xf) };
    let fill_bits = fill_bits % 7;

    let septets = gsm::unpack(octets, octets.len() * 8 / 7, fill_bits);
    assert!(septets.len() <= octets.len() * 8 / 7 && septets.iter().all(|septet| *septet < 128));
    assert!(gsm::unpack(octets, usize::MAX, fill_bits).len() * 7 <= octets.len() * 8);
    let repacked = gsm::pack(&septets, fill_bits);
    assert_eq!(gsm::unpack(&repacked, septets.len(), fill_bits), septets);
    for septets in [&septets, octets] {
        let text = gsm::decode_with(septets, shifts);
        assert!(text.chars().count() <= septets.len());
        let refused = septets.iter().filter(|septet| **septet > 127).count();
        assert_eq!(text.chars().filter(|character| *character == '\u{fffd}').count(), refused);
        // What the default alphabet reads, it writes, and reads the same.
        let text = gsm::decode(septets);
        match gsm::encode(&text) {
            Ok(written) => assert_eq!(gsm::decode(&written), text),
            Err(_) => assert!(refused > 0),
        }
    }

    let text = ucs2::decode(octets);
    if !text.contains('\u{fffd}') {
        assert_eq!(ucs2::encode(&text), octets);
    }
    assert_eq!(latin1::encode(&latin1::decode(octets)).as_deref(), Ok(octets));
    header(octets);
}

fn header(octets: &[u8]) {
    let Ok((header, text)) = Udh::parse(octets) else { return };
    let mut written = vec![u8::try_from(header.len() - 1).expect("a length")];
    for element in header.elements() {
        written.extend([element.id, u8::try_from(element.data.len()).expect("a length")]);
        written.extend(element.data);
    }
    written.extend(text);
    assert_eq!(written, octets);
    assert_eq!((8 * header.len() + usize::from(header.fill_bits())) % 7, 0);
    if let Some(concatenation) = header.concatenation() {
        assert_eq!(concatenation.problem(), None);
        let header = concatenation.to_header();
        let (read, _) = Udh::parse(&header).expect("what was written is a header");
        assert_eq!(read.concatenation(), Some(concatenation));
    }
    let _ = header.shifts();
}

/// A text, the first two octets its options and how often it is repeated: split, estimated, and put together again.
pub fn split_and_join(octets: &[u8]) {
    let [flags, times, octets @ ..] = octets else { return };
    let text = String::from_utf8_lossy(octets).repeat(1 + usize::from(times % 16));
    let reference = if flags & 1 == 0 { Reference::Bits8 } else { Reference::Bits16 };
    let options = SplitOptions { reference, whole_words: flags & 2 != 0 };

    let measured = measure(&text, reference);
    let found = split(&text, &options);
    assert_eq!((found.alphabet, found.pages.len()), (measured.alphabet, measured.pages));
    assert_eq!(found.pages.iter().map(|page| page.text).collect::<String>(), text);
    for page in &found.pages {
        assert!(page.units <= measured.page_units);
        assert_eq!(
            page.units,
            page.text.chars().map(|character| cost(character, found.alphabet)).sum::<usize>()
        );
    }
    assert_eq!(found.pages.iter().map(|page| page.units).sum::<usize>(), measured.units);
    assert_eq!(measured.pages, fewest_pages(&text, measured.alphabet, reference));
    if let Some(septets) = (measured.alphabet == Alphabet::Gsm).then_some(measured.units_left) {
        assert_eq!(measure(&(text.clone() + &"a".repeat(septets)), reference).pages, measured.pages);
    }

    estimated(&text, *flags, reference);
    join(&found.pages.iter().map(|page| page.text).collect::<Vec<_>>(), *flags, reference, &text);
}

fn cost(character: char, alphabet: Alphabet) -> usize {
    match alphabet {
        Alphabet::Gsm => gsm::cost(character).expect("a GSM character"),
        _ => character.len_utf16(),
    }
}

/// The fewest pages, each as full as it goes.
fn fewest_pages(text: &str, alphabet: Alphabet, reference: Reference) -> usize {
    let costs: Vec<usize> = text.chars().map(|character| cost(character, alphabet)).collect();
    let (alone, octets) = if alphabet == Alphabet::Gsm { (160, 7) } else { (70, 16) };
    if costs.iter().sum::<usize>() <= alone {
        return 1;
    }
    // 140 octets less the header.
    let header = if reference == Reference::Bits8 { 6 } else { 7 };
    let room = (140 - header) * 8 / octets;
    let mut pages = 1;
    let mut page = 0;
    for cost in costs {
        if page + cost > room {
            pages += 1;
            page = 0;
        }
        page += cost;
    }
    pages
}

fn estimated(text: &str, flags: u8, reference: Reference) {
    let channel = [Channel::Sms, Channel::Sms, Channel::WhatsApp, Channel::Rcs][usize::from(flags >> 2 & 3)];
    let page_limit = 1 + usize::from(flags >> 4) % 10;
    let options =
        EstimateOptions { channel, page_limit: Some(page_limit), force_gsm: flags & 0x80 != 0, reference };
    let found = estimate(text, &options);
    found
        .forcing
        .iter()
        .chain(&found.doubled)
        .chain(found.cut.iter().map(|cut| &cut.from))
        .for_each(|at| is_place(text, at));
    assert_eq!(found.cut.is_some(), found.problems.iter().any(|problem| problem.code() != "force_gsm"));
    if channel != Channel::Sms {
        assert_eq!((found.measure.units, found.measure.pages), (text.chars().count(), 1));
        return;
    }
    assert_eq!(found.measure, measure(text, reference));
    assert_eq!(found.forcing.len(), text.chars().filter(|character| !gsm::is_gsm(*character)).count());
    assert_eq!(found.forcing.is_empty(), found.measure.alphabet == Alphabet::Gsm);
    assert_eq!(found.measure.units, text.chars().count() + found.doubled.len());
    assert_eq!(found.cut.is_some(), found.measure.pages > page_limit);
    if let Some(cut) = found.cut {
        let (sent, lost) = text.split_at(cut.from.byte);
        assert_eq!(lost.chars().count(), cut.characters);
        assert!(measure(sent, reference).pages <= page_limit);
    }
    if let Some(saving) = found.transliterated {
        let measured = measure(&to_gsm(text).text, reference);
        assert_eq!(
            (saving.alphabet, saving.pages, saving.units),
            (measured.alphabet, measured.pages, measured.units)
        );
    }
}

/// Sends the pages as parts with headers, in another order, and reads the text from them once.
fn join(pages: &[&str], flags: u8, reference: Reference, text: &str) {
    let Ok(total) = u8::try_from(pages.len()) else { return };
    let mut parts: Vec<(Vec<u8>, &str)> = (1..=total)
        .zip(pages)
        .map(|(number, page)| {
            (Concatenation { reference: u16::from(flags), bits: reference, total, number }.to_header(), *page)
        })
        .collect();
    parts.rotate_left(usize::from(flags) % pages.len());
    let mut reassembler = Reassembler::new(Limits::default());
    let mut texts = Vec::new();
    for (header, body) in &parts {
        let (header, rest) = Udh::parse(header).expect("what was written is a header");
        assert!(rest.is_empty());
        let concatenation = header.concatenation().expect("what was written is valid");
        let part = Part { from: String::new(), to: String::new(), concatenation, body: body.to_string() };
        match reassembler.push(part, 0) {
            Pushed::Complete { text, displaced: None } => texts.push(text.text()),
            Pushed::Waiting { displaced: None } => {}
            other => panic!("neither complete nor waiting: {other:?}"),
        }
    }
    assert_eq!(texts, [text]);
    assert_eq!(reassembler.open(), 0);
}

/// Parts of many texts, three octets each after three for the limits: every one comes out exactly once.
pub fn reassemble(octets: &[u8]) {
    let [max_open, timeout_ms, duplicate_ms, octets @ ..] = octets else { return };
    let limits = Limits {
        max_open: usize::from(max_open % 8),
        timeout_ms: u64::from(*timeout_ms),
        duplicate_ms: u64::from(*duplicate_ms),
    };
    let mut reassembler = Reassembler::new(limits);
    let mut came_out = Vec::new();
    let mut now_ms = 0;
    let mut pushed = 0;
    for step in octets.chunks_exact(3) {
        let [what, numbers, passed] = step else { continue };
        now_ms += u64::from(*passed);
        let concatenation = Concatenation {
            reference: u16::from(what >> 2 & 3),
            bits: if what & 0x10 == 0 { Reference::Bits8 } else { Reference::Bits16 },
            total: numbers >> 4,
            number: numbers & 0xf,
        };
        let body = Marked { index: pushed, body: what >> 6 };
        pushed += 1;
        let part = Part { from: (what & 3).to_string(), to: String::new(), concatenation, body };
        match reassembler.push(part, now_ms) {
            Pushed::Complete { text, displaced } => {
                assert_eq!(text.bodies.len(), usize::from(concatenation.total));
                came_out.extend(text.bodies.iter().map(|body| body.index));
                came_out.extend(displaced.iter().flat_map(indices));
            }
            Pushed::Waiting { displaced } => came_out.extend(displaced.iter().flat_map(indices)),
            Pushed::Duplicate(part) => {
                assert!(part.concatenation.problem().is_none());
                came_out.push(part.body.index);
            }
            Pushed::Invalid { part, problem } => {
                assert_eq!(part.concatenation.problem(), Some(problem));
                came_out.push(part.body.index);
            }
        }
        assert!(reassembler.open() <= limits.max_open.max(1));
        if what & 0x20 != 0 {
            let due = reassembler.next_expiry_ms().is_some_and(|due| due <= now_ms);
            let expired = reassembler.expire(now_ms);
            assert_eq!(due, !expired.is_empty());
            came_out.extend(expired.iter().flat_map(indices));
        }
    }
    came_out.extend(reassembler.drain().iter().flat_map(indices));
    came_out.sort_unstable();
    assert!(came_out.into_iter().eq(0..pushed));
}

/// A body that is known by its index and compared without it.
#[derive(Clone, Debug)]
struct Marked {
    index: usize,
    body: u8,
}

impl PartialEq for Marked {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body
    }
}

impl Hash for Marked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.body.hash(state);
    }
}

/// The indices of what arrived of a text, whose numbers are seen to be all there.
fn indices(text: &Incomplete<Marked>) -> Vec<usize> {
    let mut numbers: Vec<u8> = text.parts.iter().map(|(number, _)| *number).collect();
    assert!(numbers.is_sorted() && text.missing.is_sorted() && !text.missing.is_empty());
    numbers.extend(&text.missing);
    numbers.sort_unstable();
    assert!(numbers.into_iter().eq(1..=text.total));
    text.parts.iter().map(|(_, body)| body.index).collect()
}
