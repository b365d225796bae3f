use std::sync::{Arc, Mutex};

use ecall::model::{MsgType, NotificationLevel, ResultCode, VoiceLanguage};
use ecall::{CallOptions, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, Kind, LogHook, Outcome};
use serde_json::json;

use crate::{CREDENTIALS, PASSWORD, answering, bodies, body, client, options, result, run, scripted};

fn sms(json: serde_json::Value) -> HttpsSmsOptions {
    HttpsSmsOptions::from_json(json).unwrap()
}

#[test]
fn an_sms_is_a_form_that_is_posted() {
    let server = answering(200, result(0, "OK"));
    let mut wanted = HttpsSmsOptions::new();
    wanted.job_id = Some("job 1".to_owned());
    let text = "Grüsse + 50% & mehr; = ?";
    let sent = client(&server)
        .send_sms_with("+41791234567", text, Some("+41760000000"), wanted, &CallOptions::new())
        .unwrap();
    assert_eq!((sent.job_id.as_str(), sent.result_code), ("job 1", Some(ResultCode::OK)));
    assert_eq!((sent.http_status, sent.request_id.as_deref()), (200, Some("r-1")));
    assert_eq!(sent.result_text.as_deref(), Some("OK"));
    assert_eq!(sent.estimate.as_ref().unwrap().measure.pages, 1);

    let seen = &server.seen()[0];
    assert_eq!(seen.head[0], "POST /Api/Sms HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(seen.header("authorization").is_none());
    assert_eq!(
        body(seen),
        "UserName=u&Password=p%26s%3Dw%2Brd+%25&Address=%2B41791234567\
         &Message=Gr%C3%BCsse+%2B+50%25+%26+mehr%3B+%3D+%3F&JobID=job+1&CallBack=%2B41760000000"
    );
    assert!(seen.head.iter().all(|line| !line.contains("p%26s")), "no password outside of the body");
}

#[test]
fn every_parameter_of_an_sms_is_sent() {
    let server = answering(200, "");
    let wanted = sms(json!({
        "notification_addresses": ["+41760000000", "ops@example.com", "https://example.com/?a=b"],
        "notification_level": 2, "answer": "ops@example.com", "msg_type": "Flash", "no_log": true,
        "send_date": "2026-12-24T18:00:00+01:00", "job_id": "j",
    }));
    let to = ["+41791234567", "0041790000001", "Piket Ost"];
    let sent = client(&server).send_sms_with(to, "a", Some("eCall"), wanted, &CallOptions::new()).unwrap();
    assert_eq!((sent.result_code, sent.result_text.as_deref()), (None, None));
    assert_eq!(
        bodies(&server)[0],
        "&Address=%2B41791234567%3B0041790000001%3BPiket+Ost&Message=a&JobID=j&SendDate=2026-12-24T18%3A00%3A00%2B01%3A00\
         &NotificationAddress=%2B41760000000%3Bops%40example.com%3Bhttps%3A%2F%2Fexample.com%2F%3Fa%3Db\
         &NotificationLevel=2&CallBack=eCall&Answer=ops%40example.com&MsgType=Flash&NoLog=1"
    );
    let mut wanted = HttpsSmsOptions::new();
    wanted.notification_level = Some(NotificationLevel::FAILURES);
    wanted.msg_type = Some(MsgType::Unknown("Later".to_owned()));
    wanted.no_log = Some(false);
    wanted.job_id = Some("j".to_owned());
    client(&server).send_sms_with("1", "a", None, wanted, &CallOptions::new()).unwrap();
    assert_eq!(bodies(&server)[1], "&Address=1&Message=a&JobID=j&NotificationLevel=3&MsgType=Later");
}

#[test]
fn a_fax_and_a_voice_message_have_parameters_of_their_own() {
    let server = answering(200, "");
    let fax = HttpsFaxOptions::from_json(json!({
        "calling_number": "+41440000000", "subject": "Störung", "header_id": "eCall", "header_info": "a/b",
        "number_of_retries": 3, "retry_interval_minutes": 5, "send_date": "2026-12-24T18:00:00", "job_id": "f",
    }));
    let client = client(&server);
    client.send_fax(vec!["+41441234567", "Alle"], "Pumpe 3", fax.unwrap(), &CallOptions::new()).unwrap();
    let mut voice = HttpsVoiceOptions::new();
    voice.language = Some(VoiceLanguage::It);
    voice.from_text = Some("Sala macchine".to_owned());
    voice.send_date = Some("2026-12-24T18:00:00Z".to_owned());
    voice.job_id = Some("v".to_owned());
    client.send_voice("+41441234567", "Pompa 3", voice, &CallOptions::new()).unwrap();

    let seen = server.seen();
    assert_eq!(seen[0].head[0], "POST /Api/Fax HTTP/1.1");
    assert_eq!(
        bodies(&server)[0],
        "&Address=%2B41441234567%3BAlle&Message=Pumpe+3&JobID=f&SendDate=2026-12-24T18%3A00%3A00\
         &CallingNumber=%2B41440000000&Subject=St%C3%B6rung&HeaderId=eCall&HeaderInfo=a%2Fb&NumberOfRetries=3\
         &RetryIntervalInMinutes=5"
    );
    assert_eq!(seen[1].head[0], "POST /Api/Voice HTTP/1.1");
    assert_eq!(
        bodies(&server)[1],
        "&Address=%2B41441234567&Message=Pompa+3&JobID=v&SendDate=2026-12-24T18%3A00%3A00Z&Language=IT\
         &FromText=Sala+macchine"
    );
}

#[test]
fn a_job_id_is_made_where_none_is_given_and_always_returned() {
    let server = scripted(|number, exchange| exchange.answer(if number == 0 { 200 } else { 400 }, "", "no"));
    let sent = client(&server).send_sms("1", "a", None).unwrap();
    assert_eq!(sent.job_id.len(), 36);
    assert_eq!(sent.result_text.as_deref(), Some("no"), "what is no XML is kept");
    let error = client(&server).send_sms("1", "a", None).unwrap_err();
    let job_id = error.details().job_id.clone().unwrap();
    assert_eq!(error.to_json()["job_id"], job_id.as_str());
    let expected =
        [sent.job_id.as_str(), job_id.as_str()].map(|id| format!("&Address=1&Message=a&JobID={id}"));
    assert_eq!(bodies(&server), expected);
    // The member is always there, for what takes errors apart by their names.
    assert!(ecall::Error::new(Kind::Closed, Outcome::NotApplicable, "").to_json()["job_id"].is_null());
    // In a call that was never made too.
    assert_eq!(
        client(&server).send_sms("", "a", None).unwrap_err().details().job_id.as_ref().unwrap().len(),
        36
    );
}

#[test]
fn every_problem_is_told_at_once_and_nothing_is_sent() {
    let server = answering(200, "");
    let wanted = sms(json!({
        "notification_addresses": ["a;b"], "answer": "", "send_date": "tomorrow", "job_id": "x".repeat(51),
    }));
    let error = client(&server)
        .send_sms_with(
            ["1;2", ""],
            &"字".repeat(671),
            Some("far too long a name"),
            wanted,
            &CallOptions::new(),
        )
        .unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted));
    let problems: Vec<_> =
        error.details().fields.iter().map(|problem| (problem.field.as_str(), &*problem.rule)).collect();
    assert_eq!(
        problems,
        [
            ("text", "page_limit"),
            ("from", "sender"),
            ("to[0]", "format"),
            ("to[1]", "min_length"),
            ("notification_addresses", "format"),
            ("answer", "min_length"),
            ("send_date", "format"),
            ("job_id", "max_length"),
        ]
    );
    let none: [&str; 0] = [];
    for error in [
        client(&server).send_sms(none, "a", None).unwrap_err(),
        client(&server).send_sms("1", "", None).unwrap_err(),
        client(&server).send_fax("1;2", "a", HttpsFaxOptions::new(), &CallOptions::new()).unwrap_err(),
        client(&server).send_voice("1;2", "a", HttpsVoiceOptions::new(), &CallOptions::new()).unwrap_err(),
        client(&server).send_voice("1", "", HttpsVoiceOptions::new(), &CallOptions::new()).unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.details().fields.len()), (Kind::InvalidArgument, 1), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[test]
fn a_text_that_would_be_cut_is_sent_where_that_is_allowed() {
    let server = answering(200, "");
    let long = "a".repeat(1531);
    let wanted = || sms(json!({ "job_id": "j" }));
    let error = client(&server).send_sms_with("1", &long, None, wanted(), &CallOptions::new()).unwrap_err();
    assert_eq!(error.details().fields[0].rule, "page_limit");
    let allowed = CallOptions::new().allow_truncation();
    let sent = client(&server).send_sms_with("1", &long, None, wanted(), &allowed).unwrap();
    assert!(!sent.estimate.as_ref().unwrap().problems.is_empty());
    assert_eq!(bodies(&server), [format!("&Address=1&Message={long}&JobID=j")]);
}

#[test]
fn a_text_may_be_brought_into_the_gsm_alphabet() {
    let server = answering(200, result(0, "OK"));
    let wanted = sms(json!({ "to_gsm": true, "job_id": "j" }));
    let sent = client(&server).send_sms_with("1", "„Łódź“", None, wanted, &CallOptions::new()).unwrap();
    assert_eq!(bodies(&server), ["&Address=1&Message=%22Lodz%22&JobID=j"]);
    assert_eq!((sent.replacements.len(), sent.estimate.as_ref().unwrap().measure.pages), (5, 1));
    let json = serde_json::to_value(&sent.value).unwrap();
    assert_eq!(
        (&json["jobId"], &json["resultCode"], &json["resultText"]),
        (&json!("j"), &json!(0), &json!("OK"))
    );
    assert_eq!(json["estimate"]["pages"], 1);
}

#[test]
fn the_configured_sender_stands_in() {
    let server = answering(200, "");
    let client = ecall::HttpsClient::new(options(&server).default_from("eCall")).unwrap();
    run(async {
        client
            .send_sms_with("1", "a", None, sms(json!({ "job_id": "j" })), &CallOptions::new())
            .await
            .unwrap();
        client.send_sms_with("1", "a", Some("x"), sms(json!({ "job_id": "k" })), &CallOptions::new()).await
    })
    .unwrap();
    assert_eq!(
        bodies(&server),
        ["&Address=1&Message=a&JobID=j&CallBack=eCall", "&Address=1&Message=a&JobID=k&CallBack=x"]
    );
}

#[test]
fn no_secret_comes_out() {
    let server = scripted(|_, exchange| exchange.answer(500, "", "the body"));
    let events = Arc::new(Mutex::new(String::new()));
    let log = events.clone();
    let hook = LogHook::new(move |event| log.lock().unwrap().push_str(&format!("{event:?}\n")));
    let client = ecall::blocking::HttpsClient::new(options(&server).log(hook)).unwrap();
    let error = client.send_sms("+41791234567", "Alarm 4711", Some("eCall")).unwrap_err();
    assert_eq!(error.details().attempts[0].message, "the service answered 500");
    let events = events.lock().unwrap().clone();
    assert!(events.contains("send_sms"), "{events}");
    let shown = format!("{client:?} {error} {error:?} {} {events}", error.to_json());
    for secret in [PASSWORD, "p%26s", CREDENTIALS, "+41791234567", "4711"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
