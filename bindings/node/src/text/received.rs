//! Received texts: what stands before a part, and the parts of a long text put together.

use ecall::text::reassemble::{self as core, Assembled, Incomplete, Limits, Part, Pushed};
use ecall::text::udh::Concatenation;
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;
use serde_json::{Map, Value, json};

use super::{called, characters};

type Body = Vec<u8>;

/// Reads a user data header, as JSON.
#[napi]
pub fn parse_header(octets: Uint8ArraySlice<'_>) -> napi::Result<String, &'static str> {
    called(|| {
        let (header, body) = ecall::text::parse_header(&octets)?;
        let element = |(id, data)| json!({ "id": id, "data": characters(data) });
        let elements = header.elements().map(|found| element((found.id, found.data)));
        let shifts = header.shifts();
        let mut json = json!({
            "locking": shifts.locking.as_str(),
            "single": shifts.single.as_str(),
            "fillBits": header.fill_bits(),
            "elements": Value::from_iter(elements),
            "body": characters(body),
        });
        if let Some(found) = header.concatenation() {
            json["concatenation"] = numbers(&found).into();
        }
        Ok(json.to_string())
    })
}

fn numbers(concatenation: &Concatenation) -> Map<String, Value> {
    let Concatenation { reference, bits, total, number } = *concatenation;
    Map::from_iter([
        ("reference".to_owned(), reference.into()),
        ("bits".to_owned(), bits.bits().into()),
        ("total".to_owned(), total.into()),
        ("number".to_owned(), number.into()),
    ])
}

/// Puts long texts together. What its functions return is JSON.
#[napi]
pub struct Reassembler(core::Reassembler<Body>);

#[napi]
impl Reassembler {
    /// An empty one; a limit that is not given is core's. Numbers are whole and not negative.
    #[napi(constructor)]
    pub fn new(max_open: Option<f64>, timeout_ms: Option<f64>, duplicate_ms: Option<f64>) -> Self {
        let usual = Limits::default();
        Self(core::Reassembler::new(Limits {
            max_open: max_open.map_or(usual.max_open, |most| most as usize),
            timeout_ms: timeout_ms.map_or(usual.timeout_ms, |time| time as u64),
            duplicate_ms: duplicate_ms.map_or(usual.duplicate_ms, |time| time as u64),
        }))
    }

    /// Takes a part. The numbers are in the range of their types.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
    pub fn push(
        &mut self,
        from: String,
        to: String,
        reference: u32,
        bits: u32,
        total: u32,
        number: u32,
        body: Uint8ArraySlice<'_>,
        now_ms: f64,
    ) -> napi::Result<String, &'static str> {
        called(|| {
            let concatenation = Concatenation {
                reference: reference as u16,
                bits: ecall::text::reference(bits)?,
                total: total as u8,
                number: number as u8,
            };
            let part = Part { from, to, concatenation, body: body.to_vec() };
            Ok(pushed(self.0.push(part, now_ms as u64)).to_string())
        })
    }

    /// Gives out what has waited too long.
    #[napi]
    pub fn expire(&mut self, now_ms: f64) -> napi::Result<String, &'static str> {
        called(|| Ok(Value::from_iter(self.0.expire(now_ms as u64).into_iter().map(incomplete)).to_string()))
    }

    /// Gives out all that is open.
    #[napi]
    pub fn drain(&mut self) -> napi::Result<String, &'static str> {
        called(|| Ok(Value::from_iter(self.0.drain().into_iter().map(incomplete)).to_string()))
    }

    /// How many texts are open.
    #[napi(getter)]
    pub fn open(&self) -> u32 {
        u32::try_from(self.0.open()).unwrap_or(u32::MAX)
    }

    /// When `expire` will next have something to give.
    #[napi(getter)]
    pub fn next_expiry_ms(&self) -> Option<f64> {
        self.0.next_expiry_ms().map(|time| time as f64)
    }
}

fn pushed(pushed: Pushed<Body>) -> Value {
    let mut json = json!({ "outcome": pushed.outcome() });
    let displaced = match pushed {
        Pushed::Complete { text, displaced } => {
            json["text"] = assembled(text);
            displaced
        }
        Pushed::Waiting { displaced } => displaced,
        Pushed::Duplicate(part) => {
            json["part"] = self::part(part);
            None
        }
        Pushed::Invalid { part, problem } => {
            json["part"] = self::part(part);
            json["problem"] = problem.code().into();
            None
        }
    };
    if let Some(displaced) = displaced {
        json["displaced"] = incomplete(displaced);
    }
    json
}

fn part(part: Part<Body>) -> Value {
    let mut json = json!({ "from": part.from, "to": part.to, "body": characters(part.body) });
    if let Some(members) = json.as_object_mut() {
        members.extend(numbers(&part.concatenation));
    }
    json
}

fn assembled(text: Assembled<Body>) -> Value {
    let Assembled { from, to, reference, bits, bodies } = text;
    let bodies = Value::from_iter(bodies.into_iter().map(characters));
    json!({ "from": from, "to": to, "reference": reference, "bits": bits.bits(), "bodies": bodies })
}

fn incomplete(text: Incomplete<Body>) -> Value {
    let Incomplete { from, to, reference, bits, total, parts, missing } = text;
    let parts = parts.into_iter().map(|(number, body)| json!({ "number": number, "body": characters(body) }));
    json!({
        "from": from,
        "to": to,
        "reference": reference,
        "bits": bits.bits(),
        "total": total,
        "parts": Value::from_iter(parts),
        "missing": missing,
    })
}
