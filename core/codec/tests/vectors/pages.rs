//! The calls about alphabets and pages.

use ecall_codec::text::{
    Channel, EstimateOptions, LimitProblem, Measure, NotEncodable, SplitOptions, Units, estimate, gsm,
    latin1, measure, measure_units, split, ucs2,
};
use serde_json::{Value, json};

use crate::Outcome;
use crate::json::{Arguments, hex, position, positions};

pub fn run(call: &str, arguments: &Arguments) -> Outcome {
    Some(match call {
        "gsm_encode" => encoded("septets", gsm::encode(&arguments.text("text"))),
        "gsm_decode" => json!({ "text": gsm::decode(&arguments.octets("septets")) }),
        "gsm_cost" => json!({ "cost": gsm::cost(arguments.text("character").chars().next().unwrap()) }),
        "gsm_pack" => {
            json!({ "octets": hex(&gsm::pack(&arguments.octets("septets"), fill_bits(arguments))) })
        }
        "gsm_unpack" => {
            let septets = arguments.number("septets").unwrap();
            json!({ "septets": hex(&gsm::unpack(&arguments.octets("octets"), septets, fill_bits(arguments))) })
        }
        "ucs2_encode" => json!({ "octets": hex(&ucs2::encode(&arguments.text("text"))) }),
        "ucs2_decode" => json!({ "text": ucs2::decode(&arguments.octets("octets")) }),
        "latin1_encode" => encoded("octets", latin1::encode(&arguments.text("text"))),
        "latin1_decode" => json!({ "text": latin1::decode(&arguments.octets("octets")) }),
        "measure" => Value::Object(measured(&measured_in_every_form(arguments))),
        "estimate" => estimated(arguments),
        "split" => parted(arguments),
        _ => return None,
    })
}

fn fill_bits(arguments: &Arguments) -> u8 {
    arguments.number("fill_bits").unwrap().try_into().unwrap()
}

fn encoded(name: &str, result: Result<Vec<u8>, NotEncodable>) -> Value {
    match result {
        Ok(octets) => json!({ name: hex(&octets) }),
        Err(NotEncodable { position: first, count }) => {
            json!({ "error": "not_encodable", "position": position(&first), "count": count })
        }
    }
}

/// The measure of a text, which is the same in every form in which a language may store it.
fn measured_in_every_form(arguments: &Arguments) -> Measure {
    let (text, reference) = (arguments.text("text"), arguments.reference());
    let found = measure(&text, reference);
    let options = EstimateOptions { reference, ..EstimateOptions::default() };
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let ucs4: Vec<u32> = text.chars().map(u32::from).collect();
    let latin1 = latin1::encode(&text).ok();
    let forms = [Some(Units::Utf16(&utf16)), Some(Units::Ucs4(&ucs4)), latin1.as_deref().map(Units::Latin1)];
    for form in forms.into_iter().flatten() {
        assert_eq!(measure_units(form, &options), Ok(found), "{form:?}");
    }
    found
}

fn measured(found: &Measure) -> serde_json::Map<String, Value> {
    let Measure { alphabet, pages, units, units_left, page_units } = found;
    let found = json!({
        "alphabet": alphabet.as_str(),
        "pages": pages,
        "units": units,
        "units_left": units_left,
        "page_units": page_units,
    });
    found.as_object().unwrap().clone()
}

fn estimated(arguments: &Arguments) -> Value {
    let channel = match arguments.get("channel").as_str() {
        None | Some("sms") => Channel::Sms,
        Some("whatsapp") => Channel::WhatsApp,
        Some("rcs") => Channel::Rcs,
        Some(other) => panic!("no channel is named {other}"),
    };
    let options = EstimateOptions {
        channel,
        page_limit: arguments.number("page_limit"),
        force_gsm: arguments.flag("force_gsm"),
        reference: arguments.reference(),
    };
    let found = estimate(&arguments.text("text"), &options);
    let cut = found.cut.map(|cut| json!({ "from": position(&cut.from), "characters": cut.characters }));
    let saving = found.transliterated.map(|saving| {
        json!({ "alphabet": saving.alphabet.as_str(), "pages": saving.pages, "units": saving.units })
    });
    let mut all = measured(&found.measure);
    all.insert("forcing".into(), positions(&found.forcing));
    all.insert("doubled".into(), positions(&found.doubled));
    all.insert("problems".into(), found.problems.iter().map(problem).collect());
    all.insert("cut".into(), cut.unwrap_or_default());
    all.insert("transliterated".into(), saving.unwrap_or_default());
    Value::Object(all)
}

fn problem(problem: &LimitProblem) -> Value {
    match problem {
        LimitProblem::Pages { found, limit } | LimitProblem::Characters { found, limit } => {
            json!({ "code": problem.code(), "found": found, "limit": limit })
        }
        LimitProblem::NotGsm { found } => json!({ "code": problem.code(), "found": found }),
        other => panic!("not known: {other}"),
    }
}

fn parted(arguments: &Arguments) -> Value {
    let options =
        SplitOptions { reference: arguments.reference(), whole_words: arguments.flag("whole_words") };
    let text = arguments.text("text");
    let found = split(&text, &options);
    let pages: Value =
        found.pages.iter().map(|page| json!({ "text": page.text, "units": page.units })).collect();
    json!({ "alphabet": found.alphabet.as_str(), "pages": pages })
}
