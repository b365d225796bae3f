//! Requests of the form interface, written out as bytes.

use crate::client::{Answer, Bench, Broken, Connection};

pub const SMS: &str = "/Api/Sms";
pub const STATE: &str = "/Api/State";
pub const OK: &str = r#"<?xml version="1.0" encoding="utf-8"?><Result><ResultCode>0</ResultCode><ResultText>OK</ResultText></Result>"#;

/// The parameters of the account, then these.
pub fn signed(parameters: &str) -> String {
    format!("UserName=someone&Password=secret&{parameters}")
}

pub fn connect(bench: &Bench) -> Connection {
    bench.connect_to(bench.mock.https_url()).unwrap().without_credentials()
}

/// Posts a body as it is, on a connection of its own.
pub fn post_raw(bench: &Bench, path: &str, body: &str) -> Result<Answer, Broken> {
    let kind = ("content-type", "application/x-www-form-urlencoded");
    connect(bench).request("POST", path, &[kind], body.as_bytes())
}

/// Posts the account's parameters and these.
pub fn post(bench: &Bench, path: &str, parameters: &str) -> Answer {
    post_raw(bench, path, &signed(parameters)).unwrap()
}

/// Posts and expects to be obeyed.
pub fn accepted(bench: &Bench, path: &str, parameters: &str) {
    let answer = post(bench, path, parameters);
    assert_eq!((answer.status, text(&answer).as_str()), (200, OK), "{parameters}");
}

pub fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// The status and the code of an answer.
pub fn code(answer: &Answer) -> (u16, u32) {
    let text = text(answer);
    (answer.status, between(&text, "<ResultCode>", "<").expect(&text).parse().unwrap())
}

/// The first text between two others.
pub fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}
