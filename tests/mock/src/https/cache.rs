//! `Api/Cache/…`, which always answers 200: what went wrong stands in the code.

use super::code::Code;
use super::form::Form;
use super::xml::{self, Element};
use super::{canonical, result, result_element};
use crate::answer::Answer;
use crate::cache::Inbound;
use crate::state::State;

/// What the code of a long message means here.
const EMPTY: &str = "NoMessage";

/// Tells the oldest message, which stays until it is deleted.
pub(super) fn next(state: &State, username: &str, form: &Form) -> Answer {
    let number = form.given("MobileNumber").map(canonical);
    let is_wanted = |to: &str| number.as_ref().is_none_or(|number| *number == canonical(to));
    match state.with_account(username, |account| account.cache.next(is_wanted).cloned()) {
        Some(message) => tell(&message),
        None => incoming(vec![result_element(Code::CACHE_EMPTY, EMPTY)]),
    }
}

/// An answer without a message.
pub(super) fn next_refused(code: Code) -> Answer {
    incoming(vec![result_element(code, code.text())])
}

fn tell(message: &Inbound) -> Answer {
    let sms = vec![
        Element::text("Message", &message.text),
        Element::text("AddressTo", &message.to),
        Element::text("AddressFrom", &message.from),
        Element::text("TimeStamp", &message.timestamp),
    ];
    incoming(vec![
        result_element(Code::OK, Code::OK.text()),
        Element::text("MessageID", &message.id),
        Element::of("SMS", sms),
    ])
}

fn incoming(children: Vec<Element>) -> Answer {
    xml::answer(200, &Element::of("IncomingSMS", children))
}

/// Takes a message out of the cache.
pub(super) fn delete(state: &State, username: &str, form: &Form) -> Answer {
    let code = match form.given("MessageID") {
        None => Code::ID_MISSING,
        Some(id) if state.with_account(username, |account| account.cache.delete(id)) => Code::OK,
        Some(_) => Code::ID_DOES_NOT_EXIST,
    };
    result(200, code)
}
