//! What the interfaces that know jobs have in common, HTTPS and SOAP.

use ecall::model::LocalTime;
use ecall::{Addresses, Answer, SentJob};
use serde_json::{Value, json};

use crate::calls::list;
use crate::results::{common, with};

pub fn addresses(to: &Value) -> Addresses {
    match to {
        Value::String(one) => one.into(),
        several => list(several)
            .iter()
            .map(|one| one.as_str().expect("an address").to_owned())
            .collect::<Vec<_>>()
            .into(),
    }
}

pub fn sent(answer: &Answer<SentJob>) -> Value {
    with(
        common(answer),
        json!({
            "job_id": answer.job_id,
            "result_code": answer.result_code,
            "result_text": answer.result_text,
            "possible_duplicate": answer.possible_duplicate,
            "estimate": answer.estimate,
            "replacements": answer.replacements,
        }),
    )
}

pub fn time(time: Option<&LocalTime>) -> Value {
    time.map(|time| json!({ "text": time.text, "time": time.time, "doubt": time.doubt })).unwrap_or_default()
}
