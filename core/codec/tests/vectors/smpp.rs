//! The calls about SMPP.

use ecall_codec::smpp::{
    Decoded, EncodeOptions, FrameError, Frames, MessageState, Pdu, Problem, Reason, Receipt, Rule, Status,
    Time, TimeProblem, Unreadable, is_same_id,
};
use serde_json::{Value, json};

use crate::Outcome;
use crate::json::{Arguments, hex, octets};

pub fn run(call: &str, arguments: &Arguments) -> Outcome {
    Some(match call {
        "pdu" => both_ways(&arguments.octets("octets")),
        "pdu_decode" => decoded(&arguments.octets("octets")),
        "pdu_encode" => encoded(arguments),
        "receipt_parse" => receipt(&Receipt::parse(&arguments.octets("octets"))),
        "receipt" => {
            let octets = arguments.octets("octets");
            let read = Pdu::decode(&octets).unwrap();
            match &read.pdu.body {
                ecall_codec::smpp::Body::DeliverSm(message) => {
                    receipt(&Receipt::of_message(message, &read.pdu.tlvs))
                }
                other => panic!("no deliver_sm: {other:?}"),
            }
        }
        "same_id" => {
            json!({ "same": is_same_id(arguments.text("one").as_bytes(), arguments.text("other").as_bytes()) })
        }
        "time_parse" => parsed(&arguments.octets("octets")),
        "time_write" => match time(arguments).write() {
            Ok(text) => json!({ "octets": hex(&text) }),
            Err(problem) => time_problem(problem),
        },
        "frames" => frames(arguments),
        "name_of" => json!({ "name": name_of(arguments) }),
        "is_final" => json!({ "final": MessageState(arguments.number("value").unwrap() as u8).is_final() }),
        _ => return None,
    })
}

/// The JSON form of a PDU, which is read as it is written.
fn form(pdu: &Pdu<'_>) -> Value {
    let form = serde_json::to_value(pdu).unwrap();
    assert_eq!(&serde_json::from_value::<Pdu<'_>>(form.clone()).unwrap(), pdu, "{form}");
    form
}

/// The octets of a PDU, or its problems.
fn write(pdu: &Pdu<'_>, options: &EncodeOptions) -> Value {
    let mut octets = Vec::new();
    match pdu.encode_with(options, &mut octets) {
        Ok(()) => json!({ "octets": hex(&octets) }),
        Err(error) => json!({ "problems": error.problems.iter().map(problem).collect::<Vec<_>>() }),
    }
}

fn both_ways(octets: &[u8]) -> Value {
    let Decoded { pdu, deviations, trailing } = Pdu::decode(octets).unwrap();
    assert!(deviations.is_empty() && trailing.is_empty(), "{deviations:?}");
    let form = form(&pdu);
    let again: Pdu<'_> = serde_json::from_value(form.clone()).unwrap();
    assert_eq!(write(&again, &EncodeOptions::default()), json!({ "octets": hex(octets) }));
    form
}

fn decoded(octets: &[u8]) -> Value {
    match Pdu::decode(octets) {
        Ok(Decoded { pdu, deviations, trailing }) => {
            let mut found = form(&pdu);
            found["deviations"] = deviations.names().collect();
            found["trailing"] = hex(trailing);
            found
        }
        Err(Unreadable { header, octets: raw, reason }) => {
            assert_eq!(raw, octets);
            let mut found = match reason {
                Reason::NoHeader { found } => json!({ "found": found }),
                Reason::Length { says, found } => json!({ "says": says, "found": found }),
                Reason::Truncated { field, needed, found } => {
                    json!({ "field": field, "needed": needed, "found": found })
                }
                Reason::DestFlag { flag } => json!({ "flag": flag }),
                other => panic!("not known: {other}"),
            };
            found["error"] = reason.code().into();
            found["status"] = reason.status().0.into();
            found["header"] = serde_json::to_value(header).unwrap();
            found
        }
    }
}

fn encoded(arguments: &Arguments) -> Value {
    let pdu: Pdu<'_> = serde_json::from_value(arguments.get("pdu").clone()).unwrap();
    write(&pdu, &EncodeOptions { long_credentials: arguments.flag("long_credentials") })
}

fn problem(Problem { at, rule }: &Problem) -> Value {
    let mut found = json!({ "field": at.field, "rule": rule.code() });
    if let Some(index) = at.index {
        found["index"] = index.into();
    }
    match *rule {
        Rule::TooLong { found: length, limit } => {
            found["found"] = length.into();
            found["limit"] = limit.into();
        }
        Rule::TooShort { found: length, least } => {
            found["found"] = length.into();
            found["least"] = least.into();
        }
        Rule::OutOfRange { least, most } => {
            found["least"] = least.into();
            found["most"] = most.into();
        }
        _ => {}
    }
    found
}

fn receipt(receipt: &Receipt<'_>) -> Value {
    let mut found = serde_json::to_value(receipt).unwrap();
    found["error_code"] = receipt.error_code().into();
    found
}

fn time(arguments: &Arguments) -> Time {
    serde_json::from_value(arguments.get("time").clone()).unwrap()
}

fn time_problem(problem: TimeProblem) -> Value {
    match problem {
        TimeProblem::OutOfRange { part } => json!({ "error": problem.code(), "part": part }),
        _ => json!({ "error": problem.code() }),
    }
}

fn parsed(octets: &[u8]) -> Value {
    match Time::parse(octets) {
        Ok(time) => json!({ "time": time, "strict": Time::parse_strict(octets) == Ok(time) }),
        Err(problem) => time_problem(problem),
    }
}

fn frames(arguments: &Arguments) -> Value {
    let mut frames = Frames::new(arguments.number("limit").unwrap());
    let mut found = Vec::new();
    let mut error = None;
    for piece in arguments.get("pieces").as_array().unwrap() {
        frames.push(&octets(piece.as_str().unwrap()));
        loop {
            match frames.next() {
                Ok(Some(frame)) => found.push(hex(frame)),
                Ok(None) => break,
                Err(problem) => {
                    error = Some(problem);
                    break;
                }
            }
        }
    }
    let mut result =
        json!({ "frames": found, "waiting": frames.waiting(), "error": error.map(FrameError::code) });
    match error {
        Some(FrameError::TooShort { length }) => result["length"] = length.into(),
        Some(FrameError::TooLong { length, limit }) => {
            result["length"] = length.into();
            result["limit"] = limit.into();
        }
        None => {}
    }
    result
}

fn name_of(arguments: &Arguments) -> Option<&'static str> {
    let value = u32::try_from(arguments.number("value").unwrap()).unwrap();
    match arguments.text("kind").as_str() {
        "status" => Status(value).name(),
        "message_state" => MessageState(value.try_into().unwrap()).name(),
        other => panic!("no kind is named {other}"),
    }
}
