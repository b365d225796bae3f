//! Requests, byte by byte.

use ecall::model::{MsgType, ResultCode, VoiceLanguage};
use ecall::{
    Attachment, CallOptions, Kind, Options, Outcome, SoapClient, SoapFaxOptions, SoapSmsOptions, SoapVersion,
    SoapVoiceOptions,
};
use serde_json::json;

use crate::{PASSWORD, answering, bodies, call, client, element, job, options, result, run, state};

fn sms(json: serde_json::Value) -> SoapSmsOptions {
    SoapSmsOptions::from_json(json).unwrap()
}

#[test]
fn an_sms_is_an_envelope_that_is_posted() {
    let server = answering(200, result(0, "OK"));
    let text = "Grüsse & <b> ]]> \"'\t\n\r😀 ";
    let sent = client(&server).send_sms_with(
        "+41 79 123 45 67",
        text,
        None,
        sms(json!({"job_id": "job 1"})),
        &call(),
    );
    let sent = sent.unwrap();
    assert_eq!((sent.job_id.as_str(), sent.result_code), ("job 1", Some(ResultCode::OK)));
    assert_eq!((sent.http_status, sent.request_id.as_deref()), (200, Some("r-1")));
    assert_eq!(sent.result_text.as_deref(), Some("OK"));
    assert_eq!(sent.estimate.as_ref().unwrap().measure.pages, 1);
    let seen = &server.seen()[0];
    assert_eq!(seen.head[0], "POST /eCall.asmx HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("text/xml; charset=utf-8"));
    assert_eq!(seen.header("soapaction"), Some("\"eCallWebservice/SendSMSBasic\""));
    assert_eq!(seen.header("authorization"), None);
    assert!(seen.header("user-agent").unwrap().starts_with("ecall/"));
    assert_eq!(bodies(&server)[0], include_str!("envelopes/sms_plain.xml"));
}

#[test]
fn every_parameter_of_an_sms_is_in_its_place() {
    let server = answering(200, result(0, "OK"));
    let wanted = sms(json!({
        "notification": "ops@example.com", "always_notification": "https://example.com/?a=b&c", "answer": "+41760000000",
        "msg_type": "Flash", "no_log": true, "send_date": "2026-12-24T18:00:00+01:00", "job_id": "j",
    }));
    let to = ["+41791234567", "0041790000001", "Piket Ost", "074123456:1234"];
    client(&server).send_sms_with(to, "a", Some("eCall"), wanted, &call()).unwrap();
    assert_eq!(bodies(&server)[0], include_str!("envelopes/sms_full.xml"));
    let mut wanted = SoapSmsOptions::new();
    wanted.msg_type = Some(MsgType::Unknown("Later".to_owned()));
    wanted.no_log = Some(false);
    wanted.to_gsm = Some(true);
    let sent = client(&server).send_sms_with("1", "„a“", None, wanted, &call()).unwrap();
    assert_eq!(sent.replacements.len(), 2);
    let body = &bodies(&server)[1];
    assert_eq!((element(body, "MsgType"), element(body, "NoLog")), (Some("Later"), None));
    assert_eq!(element(body, "Message"), Some("\"a\""));
    assert_eq!(element(body, "JobID").unwrap(), sent.job_id);
    assert_eq!(sent.job_id.len(), 36);
}

#[test]
fn the_other_version_has_another_envelope_and_one_header() {
    let server = answering(200, result(0, "OK"));
    for version in [options(&server).soap_version(SoapVersion::V12), json_options(&server.url)] {
        let client = SoapClient::new(version).unwrap();
        run(client.send_sms_with("1", "a", None, sms(json!({"job_id": "j"})), &call())).unwrap();
        let seen = server.seen();
        let seen = seen.last().unwrap();
        assert_eq!(
            seen.header("content-type"),
            Some("application/soap+xml; charset=utf-8; action=\"eCallWebservice/SendSMSBasic\"")
        );
        assert_eq!(seen.header("soapaction"), None);
        assert_eq!(bodies(&server).last().unwrap(), include_str!("envelopes/sms_soap12.xml"));
    }
    let server = answering(200, state(0, &job(1)));
    let client = SoapClient::new(options(&server).soap_version(SoapVersion::V12)).unwrap();
    run(client.state("j", None, &call())).unwrap();
    assert_eq!(bodies(&server)[0], include_str!("envelopes/state_soap12.xml"));
}

fn json_options(url: &str) -> Options {
    let json = json!({"username": "u", "password": PASSWORD, "base_url": url, "soap_version": "1.2"});
    Options::from_json(json).unwrap()
}

#[test]
fn a_fax_goes_by_the_operation_that_knows_all_of_it() {
    let server = answering(200, result(0, "OK"));
    let client = client(&server);
    let fax = |json| SoapFaxOptions::from_json(json).unwrap();
    let plain = fax(json!({
        "from_text": "Werk", "subject": "Störung", "send_date": "2026-12-24T18:00:00", "job_id": "f",
    }));
    client.send_fax(vec!["+41441234567", "Alle"], "Pumpe 3", Vec::new(), plain, &call()).unwrap();
    let headed = fax(json!({"header_id": "eCall", "header_info": "a/b", "job_id": "f"}));
    client.send_fax("+41441234567", "Pumpe 3", Vec::new(), headed, &call()).unwrap();
    let full = fax(json!({
        "from_text": "Werk", "header_id": "eCall", "header_info": "a/b", "subject": "S", "notification": "ops@example.com",
        "token_fields": "MaxRetries;=1", "send_date": "2026-12-24T18:00:00Z", "job_id": "f",
    }));
    let files = vec![
        Attachment::bytes("Plan & Skizze.PDF", &[0, 1, 2, 253, 254, 255][..]),
        Attachment::bytes("x", "a").named("b.txt"),
        Attachment::bytes("leer.zip", ""),
    ];
    client.send_fax("+41441234567", "", files, full, &call()).unwrap();
    assert_eq!(
        bodies(&server),
        [
            include_str!("envelopes/fax_plain.xml"),
            include_str!("envelopes/fax_without_files.xml"),
            include_str!("envelopes/fax_with_files.xml"),
        ]
    );
    let actions: Vec<_> =
        server.seen().iter().map(|seen| seen.header("soapaction").unwrap().to_owned()).collect();
    assert_eq!(
        actions,
        ["SendFaxBasic", "SendFax", "SendFax"].map(|name| format!("\"eCallWebservice/{name}\""))
    );
    assert!(server.seen().iter().all(|seen| seen.header("content-length").is_some()));
}

#[test]
fn nothing_that_a_fax_has_is_left_out_because_it_has_no_files() {
    let server = answering(200, result(0, "OK"));
    for (option, name) in [
        ("header_id", "FaxHeaderID"),
        ("header_info", "FaxHeaderInfo"),
        ("notification", "Notification"),
        ("token_fields", "TokenFields"),
    ] {
        let fax = SoapFaxOptions::from_json(json!({ option: "value" })).unwrap();
        client(&server).send_fax("1", "a", Vec::new(), fax, &call()).unwrap();
        let seen = server.seen();
        assert_eq!(
            seen.last().unwrap().header("soapaction"),
            Some("\"eCallWebservice/SendFax\""),
            "{option}"
        );
        assert_eq!(element(bodies(&server).last().unwrap(), name), Some("value"));
    }
}

#[test]
fn a_voice_message_and_the_question_after_a_state() {
    let server = answering(200, result(0, "OK"));
    let mut voice = SoapVoiceOptions::new();
    voice.language = Some(VoiceLanguage::It);
    voice.from_text = Some("Sala macchine".to_owned());
    voice.send_date = Some("2026-12-24T18:00:00Z".to_owned());
    voice.job_id = Some("v".to_owned());
    client(&server).send_voice("+41441234567", "Pompa 3", voice, &call()).unwrap();
    assert_eq!(bodies(&server)[0], include_str!("envelopes/voice_full.xml"));
    let server = answering(200, state(0, &job(8)));
    client(&server).state("j/ä", None, &call()).unwrap();
    client(&server).state("j", Some("+41 79 123 45 67"), &call()).unwrap();
    assert_eq!(
        bodies(&server),
        [include_str!("envelopes/state_job.xml"), include_str!("envelopes/state_address.xml")]
    );
    assert_eq!(server.seen()[0].header("soapaction"), Some("\"eCallWebservice/GetStateBasic\""));
}

#[test]
fn the_address_may_be_that_of_the_service_itself() {
    let server = answering(200, result(0, "OK"));
    for (path, expected) in [
        ("", "/eCall.asmx"),
        ("/", "/eCall.asmx"),
        ("/eCall.asmx", "/eCall.asmx"),
        ("/test", "/test/eCall.asmx"),
        ("/x/ECALL.ASMX/", "/x/ECALL.ASMX"),
    ] {
        let options = options(&server).base_url(format!("{}{path}", server.url));
        run(SoapClient::new(options).unwrap().send_sms("1", "a", None)).unwrap();
        assert_eq!(server.seen().last().unwrap().head[0], format!("POST {expected} HTTP/1.1"));
    }
}

#[test]
fn every_problem_is_told_at_once_and_nothing_is_sent() {
    let server = answering(200, "");
    let wanted = sms(json!({
        "notification": "a\u{0}", "answer": "\u{b}", "send_date": "tomorrow", "job_id": "x".repeat(51),
        "always_notification": "\u{ffff}", "msg_type": "\u{1f}",
    }));
    let error = client(&server)
        .send_sms_with(["1;2", ""], "a\u{8}", Some("far too long a name"), wanted, &CallOptions::new())
        .unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted));
    assert_eq!(error.details().job_id, None, "an id that breaks a rule is none");
    let problems: Vec<_> =
        error.details().fields.iter().map(|problem| (problem.field.as_str(), &*problem.rule)).collect();
    assert_eq!(
        problems,
        [
            ("from", "sender"),
            ("to[0]", "format"),
            ("to[1]", "min_length"),
            ("send_date", "format"),
            ("job_id", "max_length"),
            ("text", "characters"),
            ("notification", "characters"),
            ("answer", "characters"),
            ("msg_type", "characters"),
            ("always_notification", "characters"),
        ]
    );
    let (fax, voice) = (SoapFaxOptions::new, SoapVoiceOptions::new);
    let none: [&str; 0] = [];
    for error in [
        client(&server).send_sms(none, "a", None).unwrap_err(),
        client(&server).send_sms("1", "", None).unwrap_err(),
        client(&server).send_sms("1", &"字".repeat(671), None).unwrap_err(),
        client(&server).send_fax("1", "", Vec::new(), fax(), &call()).unwrap_err(),
        client(&server).send_voice("1", "", voice(), &call()).unwrap_err(),
        client(&server).state("", None, &call()).unwrap_err(),
        client(&server).state("j", Some(""), &call()).unwrap_err(),
        client(&server).state("j", Some("+41791234567;+41791234568"), &call()).unwrap_err(),
        client(&server).resolve("\u{fffe}", &call()).unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.details().fields.len()), (Kind::InvalidArgument, 1), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[test]
fn no_parameter_of_a_fax_or_voice_message_has_what_xml_cannot_hold() {
    let server = answering(200, "");
    let wrong = |error: ecall::Error| {
        assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted), "{error}");
        let fields = &error.details().fields;
        assert!(fields.iter().all(|problem| problem.rule == "characters"), "{error}");
        fields.iter().map(|problem| problem.field.clone()).collect::<Vec<_>>()
    };
    let bad = "a\u{c}";
    let fax = SoapFaxOptions::from_json(json!({
        "from_text": bad, "subject": bad, "header_id": bad, "header_info": bad, "notification": bad, "token_fields": bad,
    }));
    let files = vec![Attachment::bytes("a.pdf", "x")];
    let fields = wrong(client(&server).send_fax(bad, bad, files, fax.unwrap(), &call()).unwrap_err());
    let of_fax =
        ["to", "text", "from_text", "header_id", "header_info", "subject", "notification", "token_fields"];
    assert_eq!(fields, of_fax);
    let mut voice = SoapVoiceOptions::new();
    voice.from_text = Some(bad.to_owned());
    voice.language = Some(VoiceLanguage::Unknown(bad.to_owned()));
    let fields = wrong(client(&server).send_voice(bad, bad, voice, &call()).unwrap_err());
    assert_eq!(fields, ["to", "text", "language", "from_text"]);
    assert!(server.seen().is_empty());
}

#[test]
fn the_configured_account_and_sender_are_written_as_texts() {
    let server = answering(200, result(0, "OK"));
    let client = options(&server).username("R&D <x>").default_from("Werk & Co");
    let client = SoapClient::new(client).unwrap();
    run(client.send_sms("1", "a", None)).unwrap();
    run(client.send_sms("1", "a", Some("eCall"))).unwrap();
    let bodies = bodies(&server);
    assert_eq!(element(&bodies[0], "AccountName"), Some("R&amp;D &lt;x&gt;"));
    let senders = [element(&bodies[0], "SMSCallback"), element(&bodies[1], "SMSCallback")];
    assert_eq!(senders, [Some("Werk &amp; Co"), Some("eCall")]);
}

#[test]
fn a_client_says_what_it_cannot_write() {
    let new = |options: Options| SoapClient::new(options).map(|_| ()).unwrap_err();
    let error = new(Options::new().username("u\u{1}").password("p\u{c}").base_url("https://rest.ecall.ch"));
    let fields: Vec<_> =
        error.details().fields.iter().map(|problem| (problem.field.as_str(), &*problem.rule)).collect();
    let expected = [("username", "characters"), ("password", "characters"), ("base_url", "interface")];
    assert_eq!((error.kind(), &fields[..]), (Kind::Config, &expected[..]));
    let error =
        new(Options::new().username("u").password("p").base_url("https://soap.ecall.ch/eCall.asmx?wsdl"));
    assert_eq!(error.details().fields[0].field, "base_url");
    let wrong = Options::from_json(json!({"soap_version": "2.0"})).unwrap_err();
    assert_eq!((wrong.kind(), wrong.details().fields[0].field.as_str()), (Kind::Config, "soap_version"));
}
