use super::*;
use crate::error::Error;

fn rules(error: &Error) -> Vec<(&str, &str)> {
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplicable));
    error.details().fields.iter().map(|field| (field.field.as_str(), field.rule.as_ref())).collect()
}

fn options(json: &str) -> TextOptions {
    TextOptions::from_json(serde_json::from_str(json).unwrap()).unwrap()
}

#[test]
fn options_come_as_the_codec_takes_them() {
    let given =
        options(r#"{"channel": "WhatsApp", "page_limit": 3, "force_gsm": true, "reference_bits": 16}"#);
    let expected = EstimateOptions {
        channel: Channel::WhatsApp,
        page_limit: Some(3),
        force_gsm: true,
        reference: Reference::Bits16,
    };
    assert_eq!(given.for_estimate().unwrap(), expected);
    assert_eq!(TextOptions::new().for_estimate().unwrap(), EstimateOptions::default());
    assert_eq!(options(r#"{"channel": "rcs"}"#).for_estimate().unwrap().channel, Channel::Rcs);
    let split = options(r#"{"reference_bits": 16, "whole_words": true}"#).for_split().unwrap();
    assert_eq!(split, SplitOptions { reference: Reference::Bits16, whole_words: true });
    assert_eq!(TextOptions::new().for_split().unwrap(), SplitOptions::default());
}

#[test]
fn all_wrong_options_are_told_at_once() {
    for limit in [0, 11, -1] {
        let given = format!(r#"{{"channel": "fax", "page_limit": {limit}, "reference_bits": 7}}"#);
        let error = options(&given).for_estimate().unwrap_err();
        assert_eq!(
            rules(&error),
            [("channel", "one_of"), ("page_limit", "range"), ("reference_bits", "one_of")]
        );
    }
    let error = options(r#"{"reference_bits": 7}"#).for_split().unwrap_err();
    assert_eq!(rules(&error), [("reference_bits", "one_of")]);
    let error = TextOptions::from_json(serde_json::json!({"pages": 1})).unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidArgument);
}

#[test]
fn numbers_are_refused_by_rule_and_length_alone() {
    assert_eq!(normalise_msisdn("079 123 45 67", Some("41")).unwrap(), "+41791234567");
    let error = normalise_msisdn("+41791234567890123", None).unwrap_err();
    assert_eq!(rules(&error), [("text", "too_many_digits")]);
    assert_eq!((error.details().fields[0].length, error.details().fields[0].limit), (Some(17), Some(15)));
    assert!(!format!("{error} {error:?}").contains("4179123"));
    let error = normalise_msisdn("0791234567", Some("Switzerland")).unwrap_err();
    assert_eq!(rules(&error), [("default_country", "default_country")]);
}

#[test]
fn what_an_alphabet_lacks_is_counted() {
    assert_eq!(encode_gsm("a€").unwrap(), [0x61, 0x1b, 0x65]);
    assert_eq!(encode_latin1("aé").unwrap(), [0x61, 0xe9]);
    for error in [encode_gsm("aжж").unwrap_err(), encode_latin1("aжж").unwrap_err()] {
        assert_eq!(rules(&error), [("text", "alphabet")]);
        assert_eq!(error.details().fields[0].length, Some(2));
    }
}

#[test]
fn a_reference_has_eight_or_sixteen_bits() {
    for bits in [8, 16] {
        assert_eq!(u32::from(reference(bits).unwrap().bits()), bits);
    }
    for bits in [0, 7, 264, 1 << 16] {
        assert_eq!(rules(&reference(bits).unwrap_err()), [("bits", "one_of")]);
    }
}

#[test]
fn more_fill_bits_than_six_are_refused() {
    assert_eq!(pack(b"A", 6).unwrap(), [0b0100_0000, 0b0001_0000]);
    assert_eq!(unpack(&[0b0100_0000, 0b0001_0000], 1, 6).unwrap(), b"A");
    for bits in [7, 256, u32::MAX] {
        assert_eq!(rules(&pack(b"A", bits).unwrap_err()), [("fill_bits", "range")]);
        assert_eq!(rules(&unpack(b"A", 1, bits).unwrap_err()), [("fill_bits", "range")]);
    }
}

#[test]
fn half_a_pair_is_told_by_its_field_and_length() {
    let error = not_unicode(Outcome::NotApplicable, "content.text", 7);
    assert_eq!(rules(&error), [("content.text", "unicode")]);
    assert_eq!((error.details().fields[0].length, error.details().fields[0].limit), (Some(7), None));
    assert_eq!(not_unicode(Outcome::NotAccepted, "to", 1).outcome(), Outcome::NotAccepted);
}

#[test]
fn octets_that_are_no_header_are_refused_by_their_rule() {
    let (header, body) = parse_header(&[5, 0, 3, 7, 2, 1, b'x']).unwrap();
    assert_eq!((header.concatenation().unwrap().reference, body), (7, &b"x"[..]));
    assert_eq!(rules(&parse_header(&[]).unwrap_err()), [("octets", "empty")]);
    assert_eq!(rules(&parse_header(&[5, 0]).unwrap_err()), [("octets", "truncated")]);
}

#[test]
fn languages_go_by_their_names() {
    let found = shifts(Some("Turkish"), None).unwrap();
    assert_eq!((found.locking, found.single), (Language::Turkish, Language::Default));
    assert_eq!(shifts(None, Some("spanish")).unwrap().single, Language::Spanish);
    assert_eq!(
        rules(&shifts(Some("x"), Some("y")).unwrap_err()),
        [("locking", "one_of"), ("single", "one_of")]
    );
}
