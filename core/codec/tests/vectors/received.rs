//! The calls about received parts, transliteration and telephone numbers.

use ecall_codec::msisdn::{self, MsisdnProblem};
use ecall_codec::text::{
    Reference,
    gsm::{self, Language, Shifts},
    reassemble::{Incomplete, Limits, Part, Pushed, Reassembler},
    to_gsm,
    udh::{Concatenation, Udh},
};
use serde_json::{Value, json};

use crate::Outcome;
use crate::json::{Arguments, hex, position, positions};

pub fn run(call: &str, arguments: &Arguments) -> Outcome {
    Some(match call {
        "gsm_decode_with" => decoded(arguments),
        "national_language" => {
            let code = u8::try_from(arguments.number("code").unwrap()).unwrap();
            json!({ "language": Language::from_code(code).map(Language::as_str) })
        }
        "to_gsm" => transliterated(&arguments.text("text")),
        "udh_parse" => header(&arguments.octets("octets")),
        "udh_concatenation" => {
            let concatenation = concatenation(arguments.get("concatenation"));
            json!({ "element": hex(&concatenation.to_element()), "header": hex(&concatenation.to_header()) })
        }
        "reassemble" => reassembled(arguments),
        "msisdn_normalise" => normalised(arguments),
        _ => return None,
    })
}

fn decoded(arguments: &Arguments) -> Value {
    let language = |name| match arguments.get(name).as_str() {
        None => Language::Default,
        Some(name) => Language::ALL.into_iter().find(|language| language.as_str() == name).unwrap(),
    };
    let shifts = Shifts { locking: language("locking"), single: language("single") };
    json!({ "text": gsm::decode_with(&arguments.octets("septets"), shifts) })
}

fn transliterated(text: &str) -> Value {
    let found = to_gsm(text);
    let replacements: Value = (found.replacements.iter())
        .map(|replacement| {
            json!({ "at": position(&replacement.at), "from": replacement.from, "to": replacement.to })
        })
        .collect();
    json!({ "text": found.text, "replacements": replacements, "left": positions(&found.left) })
}

fn header(octets: &[u8]) -> Value {
    let (header, text) = match Udh::parse(octets) {
        Ok(parsed) => parsed,
        Err(problem) => return json!({ "error": problem.code() }),
    };
    let elements: Value =
        (header.elements()).map(|element| json!({ "id": element.id, "data": hex(element.data) })).collect();
    let Shifts { locking, single } = header.shifts();
    json!({
        "elements": elements,
        "rest": hex(text),
        "fill_bits": header.fill_bits(),
        "concatenation": header.concatenation().map(|found| json!({
            "reference": found.reference,
            "bits": bits(found.bits),
            "total": found.total,
            "number": found.number,
        })),
        "locking": locking.as_str(),
        "single": single.as_str(),
    })
}

fn bits(reference: Reference) -> u8 {
    match reference {
        Reference::Bits8 => 8,
        Reference::Bits16 => 16,
    }
}

/// `{"reference", "bits" (8 unless given), "total", "number"}`; other keys are not for here.
fn concatenation(value: &Value) -> Concatenation {
    let small = |name: &str| u8::try_from(value[name].as_u64().unwrap()).unwrap();
    Concatenation {
        reference: u16::try_from(value["reference"].as_u64().unwrap()).unwrap(),
        bits: if value["bits"] == 16 { Reference::Bits16 } else { Reference::Bits8 },
        total: small("total"),
        number: small("number"),
    }
}

/// The `steps` are parts (`{"from", "to", "text", "at_ms"}` and the concatenation's keys) and `{"expire_ms": …}`; each has an outcome.
fn reassembled(arguments: &Arguments) -> Value {
    let limit =
        |name, default| arguments.number(name).map_or(default, |number| u64::try_from(number).unwrap());
    let mut parts = Reassembler::new(Limits {
        max_open: arguments.number("max_open").unwrap_or(100),
        timeout_ms: limit("timeout_ms", 600_000),
        duplicate_ms: limit("duplicate_ms", 60_000),
    });
    let outcomes: Value = (arguments.get("steps").as_array().unwrap().iter())
        .map(|step| {
            if let Some(now_ms) = step["expire_ms"].as_u64() {
                return parts.expire(now_ms).iter().map(incomplete).collect();
            }
            let text = |name: &str, default: &str| step[name].as_str().unwrap_or(default).to_owned();
            let part = Part {
                from: text("from", "a"),
                to: text("to", "b"),
                concatenation: concatenation(step),
                body: text("text", ""),
            };
            pushed(parts.push(part, step["at_ms"].as_u64().unwrap_or_default()))
        })
        .collect();
    json!({ "outcomes": outcomes, "open": parts.open() })
}

fn pushed(pushed: Pushed<String>) -> Value {
    let (mut outcome, displaced) = match pushed {
        Pushed::Complete { text, displaced } => {
            (json!({ "outcome": "complete", "text": text.text() }), displaced)
        }
        Pushed::Waiting { displaced } => (json!({ "outcome": "waiting" }), displaced),
        Pushed::Duplicate(_) => (json!({ "outcome": "duplicate" }), None),
        Pushed::Invalid { problem, .. } => (json!({ "outcome": "invalid", "problem": problem.code() }), None),
    };
    if let Some(displaced) = displaced {
        outcome["displaced"] = incomplete(&displaced);
    }
    outcome
}

fn incomplete(text: &Incomplete<String>) -> Value {
    json!({ "reference": text.reference, "total": text.total, "parts": text.parts, "missing": text.missing })
}

fn normalised(arguments: &Arguments) -> Value {
    let country = arguments.get("default_country").as_str();
    match msisdn::normalise(&arguments.text("text"), country) {
        Ok(number) => json!({ "number": number }),
        Err(problem) => {
            let mut error = json!({ "error": problem.code() });
            if let MsisdnProblem::Character { code_point } = problem {
                error["code_point"] = code_point.into();
            }
            if let Some((found, limit)) = problem.length_and_limit() {
                error["found"] = found.into();
                error["limit"] = limit.into();
            }
            error
        }
    }
}
