//! What an answer may look like, and what it must not do to us.

use std::time::Instant;

use ecall::{Kind, Outcome};

use crate::{answering, call, client, envelope, fault, result, scripted, state};

#[test]
fn any_way_of_writing_an_answer_is_read() {
    let plain = "<Envelope><Body><R><ResponseText>O&#x4B;</ResponseText><New><Deep/></New>\
        <ResponseCode>0</ResponseCode></R></Body></Envelope>";
    for body in [
        plain.to_owned(),
        format!("\u{feff}\r\n{plain}\n<!-- end -->"),
        plain
            .replace("Envelope>", "x:Envelope>")
            .replace("Body>", "y.z:Body>")
            .replace("<R>", "<R xmlns='q' a=\"&#10;\">"),
        plain
            .replace("<ResponseCode>0<", "<e:ResponseCode>\n\t <!-- zero --><![CDATA[0]]> <")
            .replace("0]]> </ResponseCode>", "0]]> </e:ResponseCode>"),
        plain.replace("<Body>", "<Header><a:Fault/><ResponseCode>7</ResponseCode></Header>\u{20}<Body>"),
        plain.replace("ResponseCode", "responsecode").replace("ResponseText", "RESPONSETEXT"),
        format!("<?xml version='1.0'?><?pi?>{plain}"),
    ] {
        let sent = client(&answering(200, body.clone())).send_sms("1", "a", None).unwrap();
        assert_eq!(
            (sent.result_code.unwrap().number(), sent.result_text.as_deref()),
            (0, Some("OK")),
            "{body}"
        );
    }
    // What is unknown may hold names that are known.
    let inside = plain
        .replace("<New><Deep/>", "<New><ResponseCode>11100</ResponseCode><Fault/>")
        .replace("<R>", "<R><Later/>");
    assert!(inside.find("11100") < inside.find(">0<"));
    let sent = client(&answering(200, inside)).send_sms("1", "a", None).unwrap();
    assert_eq!(sent.result_code.unwrap().number(), 0);
    for charset in ["utf8", "'utf-8'", "\" UTF-8 \"", "", "\"\""] {
        let head = format!("content-type: text/xml; charset={charset}\r\n");
        let server = scripted(move |_, exchange| exchange.answer(200, &head, plain));
        client(&server).send_sms("1", "a", None).unwrap();
    }
    let other = fault("1.1", "Client", "x").replace("soap:", "q:").replace("xmlns:q:", "xmlns:");
    let other = other.replace("xmlns:soap", "xmlns:q").replace("<faultcode>", "<faultcode><!---->\n ");
    let error = client(&answering(500, other)).send_sms("1", "a", None).unwrap_err();
    assert_eq!((error.kind(), error.details().ecall_code.as_deref()), (Kind::Rejected, Some("Client")));
}

/// Answers that are bombs, under the statuses whose bodies are read.
#[test]
fn hostile_answers_are_errors_in_no_time() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"lol\">");
    for step in b'b'..=b'j' {
        let (name, last) = (char::from(step), char::from(step - 1));
        bomb.push_str(&format!("<!ENTITY {name} \"{}\">", format!("&{last};").repeat(10)));
    }
    bomb.push_str(&format!("]>{}", result(0, "&j;").split_once("?>").unwrap().1));
    let inside = |text: &str| result(0, text);
    for body in [
        bomb,
        format!("<!DOCTYPE a SYSTEM \"file:///etc/passwd\">{}", inside("OK").split_once("?>").unwrap().1),
        inside("&xxe;"),
        inside(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000))),
        envelope(&"<a>".repeat(100_000)),
        inside(&"<a/>".repeat(100_001)),
        inside(&format!("<a{}/>", " b='c'".repeat(65))),
        inside(&format!("<{}/>", "n".repeat(257))),
        inside("&#0;"),
    ] {
        for status in [200, 500] {
            let begun = Instant::now();
            let server = answering(status, body.clone());
            let error = client(&server).send_sms("1", "a", None).unwrap_err();
            assert_eq!(
                (error.kind(), error.outcome()),
                (Kind::OutcomeUnknown, Outcome::Unknown),
                "{body:.90}"
            );
            let kind = if status == 200 { Kind::UnexpectedResponse } else { Kind::Server };
            assert_eq!(error.details().attempts[0].kind, kind, "{body:.90}");
            let error = client(&server).state("j", None, &call().max_retries(0)).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotApplicable), "{body:.90}");
            assert!(begun.elapsed().as_secs() < 20);
        }
    }
}

#[test]
fn a_read_is_repeated_where_the_service_is_to_blame() {
    for first in [fault("1.1", "Server", "x"), String::new()] {
        let server = scripted(move |number, exchange| match number {
            0 => exchange.answer(500, "", &first),
            1 => crate::server::Then::Close,
            _ => exchange.answer(200, "", state(0, &crate::job(8))),
        });
        let state = client(&server).state("j", None, &call()).unwrap();
        assert_eq!((state.attempts.len(), server.seen().len()), (2, 3));
    }
    let server = answering(500, fault("1.2", "Sender", "x"));
    let error = client(&server).state("j", None, &call()).unwrap_err();
    assert_eq!((error.kind(), error.details().job_id.as_deref()), (Kind::Rejected, Some("j")));
    assert_eq!(server.seen().len(), 1, "not repeated");
}
