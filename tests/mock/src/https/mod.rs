//! Normal behaviour of the HTTPS form interface.

pub(crate) mod address;
mod cache;
mod code;
mod form;
mod send;
mod states;
pub(crate) mod xml;

use std::sync::Arc;

use bytes::Bytes;

use crate::answer::Answer;
use crate::connection::Head;
use crate::job::Kind;
use crate::state::State;

pub(crate) use address::{canonical, is_url};
pub(crate) use code::Code;
pub(crate) use send::{Wanted, accept};

use form::Form;
use xml::Element;

enum Route {
    Send(Kind),
    State,
    NextMessage,
    DeleteMessage,
}

impl Route {
    fn of(path: &str) -> Option<Self> {
        Some(match path {
            "/Api/Sms" => Self::Send(Kind::Sms),
            "/Api/Fax" => Self::Send(Kind::Fax),
            "/Api/Voice" => Self::Send(Kind::Voice),
            "/Api/State" => Self::State,
            "/Api/Cache/GetNextMessage" => Self::NextMessage,
            "/Api/Cache/DeleteMessage" => Self::DeleteMessage,
            _ => return None,
        })
    }

    /// The answer to credentials that are wrong: the cache never says anything by its HTTP status.
    fn refuse_access(&self) -> Answer {
        match self {
            Self::NextMessage => cache::next_refused(Code::PERMISSION_DENIED),
            Self::DeleteMessage => result(200, Code::PERMISSION_DENIED),
            Self::Send(_) | Self::State => result(401, Code::PERMISSION_DENIED),
        }
    }
}

/// The account of a request, as far as its parameters have arrived.
pub(crate) fn username(head: &Head, body: &[u8]) -> Option<String> {
    Form::read(head, body).given("UserName").map(str::to_owned)
}

/// Answers a request as the service would.
pub(crate) fn answer(state: &Arc<State>, head: &Head, body: &Bytes) -> Answer {
    let Some(route) = Route::of(&head.path) else {
        return result(404, Code::SYNTAX_ERROR);
    };
    if !matches!(head.method.as_str(), "GET" | "POST") {
        return result(405, Code::SYNTAX_ERROR).with_header("allow", "GET, POST");
    }
    let form = Form::read(head, body);
    let (Some(username), Some(password)) = (form.given("UserName"), form.given("Password")) else {
        return route.refuse_access();
    };
    let is_open =
        state.with_account(username, |account| account.opens_with(password) && !account.is_disabled());
    if !is_open {
        return route.refuse_access();
    }
    match route {
        Route::Send(kind) => send::answer(state, username, kind, &form),
        Route::State => states::answer(state, username, &form),
        Route::NextMessage => cache::next(state, username, &form),
        Route::DeleteMessage => cache::delete(state, username, &form),
    }
}

/// An answer that is a result and nothing else.
fn result(status: u16, code: Code) -> Answer {
    xml::answer(status, &result_element(code, code.text()))
}

/// An answer to what is refused. The service says with 403 that there is no credit.
fn refused(code: Code) -> Answer {
    result(if code.is_missing_credit() { 403 } else { 400 }, code)
}

fn result_element(code: Code, text: &str) -> Element {
    let number = code.0.to_string();
    Element::of("Result", vec![Element::text("ResultCode", &number), Element::text("ResultText", text)])
}
