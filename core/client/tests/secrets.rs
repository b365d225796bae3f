//! Marker secrets are nowhere in what comes out: errors, `Debug`, log events, traces of this library and of what it uses.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;
#[allow(dead_code, reason = "shared with the tests of files, which use all of it")]
#[path = "media/server.rs"]
mod server;

use std::io::Write;
use std::sync::{Arc, Mutex};

use ecall::blocking::{Client, HttpsClient, SmppClient, SoapClient};
use ecall::smpp::{SmppEvent, SubmitOptions, SubmitRequest};
use ecall::{
    Attachment, BulkOptions, CallOptions, LogHook, MediaSource, Message, Options, SmppOptions, SmsOptions,
    SoapFaxOptions, UploadOptions, WaitOptions, webhook,
};
use mock::Mock;
use serde_json::json;

const PASSWORD: &str = "marker-password-7f3a";
const TEXT: &str = "marker-text-91bc";
const PHONE: &str = "+41790009911";

/// Everything that came out.
#[derive(Clone, Default)]
struct Caught(Arc<Mutex<Vec<u8>>>);

impl Write for Caught {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl log::Log for Caught {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let _ = writeln!(self.clone(), "{} {}", record.target(), record.args());
    }

    fn flush(&self) {}
}

#[test]
fn nothing_that_comes_out_holds_a_secret() {
    let caught = Caught::default();
    log::set_boxed_logger(Box::new(caught.clone())).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let writer = caught.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();

    let mock = Mock::start();
    let user = "secrets-user";
    let account = format!("accounts/{user}");
    let mut out = caught.clone();
    let hook = {
        let caught = caught.clone();
        LogHook::new(move |event| writeln!(caught.clone(), "{event:?}").unwrap())
    };
    let options = Options::from_json(json!({
        "username": user, "password": PASSWORD, "base_url": mock.rest_url(), "ca_file": mock.ca_file(),
        "backoff_initial_ms": 5, "backoff_max_ms": 5, "timeout_ms": 5000,
    }))
    .unwrap()
    .log(hook);
    writeln!(out, "{options:?}").unwrap();
    let client = Client::new(options).unwrap();
    writeln!(out, "{client:?}").unwrap();

    // The account has another password; then every kind of fault; then refused arguments; then success.
    mock.put(&account, &json!({"password": "another"})).unwrap();
    let refused = client.send_sms(PHONE, TEXT, Some("Alarm")).unwrap_err();
    assert_eq!(refused.kind(), ecall::Kind::Authentication);
    writeln!(out, "{refused} {refused:?} {}", refused.to_json()).unwrap();
    mock.put(&account, &json!({ "password": PASSWORD })).unwrap();
    for step in [
        json!({"fault": "reset"}),
        json!({"fault": "garbage"}),
        json!({"accept_then": "truncate"}),
        json!({"respond": {"status": 302, "headers": {"location": "https://elsewhere.invalid/"}}}),
        json!({"respond": {"status": 400, "json": {"errorCode": "InvalidContent", "errorMessage": "no"}}}),
    ] {
        mock.post(&format!("{account}/script"), &json!([step])).unwrap();
        let error = client.send_sms(PHONE, TEXT, Some("Alarm")).unwrap_err();
        writeln!(out, "{error} {error:?} {}", error.to_json()).unwrap();
    }
    let long = client
        .send(Message::sms(format!("{PHONE}{PHONE}"), "").from(format!("{TEXT}{TEXT}")), &CallOptions::new());
    let long = long.unwrap_err();
    assert_eq!(long.kind(), ecall::Kind::InvalidArgument);
    writeln!(out, "{long} {long:?} {}", long.to_json()).unwrap();
    let wrong_type = SmsOptions::from_json(json!({"send_date": [TEXT], "page_limit": 1})).unwrap_err();
    writeln!(out, "{wrong_type} {wrong_type:?}").unwrap();
    let wrong_option = Options::from_json(json!({"password": [PASSWORD]})).unwrap_err();
    writeln!(out, "{wrong_option} {wrong_option:?}").unwrap();
    let url = format!("https://user:{PASSWORD}@localhost/");
    let in_url = Client::new(Options::new().username(user).password("x").base_url(url)).unwrap_err();
    writeln!(out, "{in_url} {in_url:?}").unwrap();
    let proxy = Options::new().username(user).password("x").proxy(format!("nonsense://u:{PASSWORD}@["));
    writeln!(out, "{proxy:?} {:?}", Client::new(proxy.clone()).unwrap_err()).unwrap();

    let sent = client.send_sms(PHONE, TEXT, Some("Alarm")).unwrap();
    client.wait(sent.message_id.as_deref().unwrap(), &WaitOptions::new()).unwrap();

    for told in lists_files_and_events(&mock, &account, &client) {
        writeln!(out, "{told}").unwrap();
    }
    over_https(&mut out);
    over_soap(&mut out);
    over_smpp(&mut out, &mock);

    let text = String::from_utf8_lossy(&caught.0.lock().unwrap()).into_owned();
    assert!(text.contains("operation=\"send\""), "the traces of the library were caught");
    assert!(text.contains("operation=\"send_sms\""), "those of the HTTPS interface too");
    assert!(text.contains("LogEvent"), "the log hook was called");
    assert!(text.contains("smpp"), "and those of SMPP");
    let basic = "c2VjcmV0cy11c2VyO"; // The beginning of user:password in base64, as any encoder writes it.
    let octets = PASSWORD.bytes().map(|octet| format!("{octet:02x}")).collect::<String>();
    for secret in [PASSWORD, "marker-password", "Basic ", basic, TEXT, PHONE, &PHONE[1..], &octets] {
        let place = text.find(secret).map(|at| &text[at.saturating_sub(200)..(at + 60).min(text.len())]);
        assert!(place.is_none(), "{secret:?} came out: {}", place.unwrap_or_default());
    }
}

/// What is told of lists, many messages, files and webhooks that fail, as text.
fn lists_files_and_events(mock: &Mock, account: &str, client: &Client) -> Vec<String> {
    fn told(error: &ecall::Error) -> String {
        format!("{error} {error:?} {}", error.to_json())
    }
    let message = || Message::sms(PHONE, TEXT).from("Alarm");
    let mut all = Vec::new();

    mock.put(account, &json!({ "refuse": { PHONE: "InsufficientPoints" } })).unwrap();
    let list = client.send_list(vec![message(), message()], None, &CallOptions::new()).unwrap();
    assert_eq!(list.failed().count(), 2);
    all.extend(list.failed().map(|(_, error)| told(error)));
    all.push(told(&list.raise_for_failed().unwrap_err()));
    let wrong = vec![message().from(TEXT), Message::sms(PHONE, "")];
    all.push(told(&client.send_list(wrong, None, &CallOptions::new()).unwrap_err()));

    let mut many = client.send_many(vec![message(), message().from(TEXT)], &BulkOptions::new()).unwrap();
    all.extend(many.by_ref().map(|result| told(&result.result.unwrap_err())));
    let (bulk, _driver) = client.asynchronous().bulk(&BulkOptions::new()).unwrap();
    bulk.give(vec![Ok(message())]);
    all.push(format!("{bulk:?}"));

    let file = MediaSource::bytes(TEXT).with_length(3);
    all.push(format!("{file:?}"));
    mock.put(account, &json!({ "refuse_media": true })).unwrap();
    let upload = |source| client.upload_media(source, &UploadOptions::new()).unwrap_err();
    all.extend([upload(file), upload(MediaSource::path(format!("/{TEXT}/{PHONE}")))].iter().map(told));

    for data in
        [format!("{{\"from\":[\"{PHONE}\"],\"text\":\"{TEXT}\"}}"), format!("to={PHONE}&reason={TEXT}")]
    {
        all.extend(webhook::parse_received(data.as_bytes()).err().as_ref().map(told));
        all.push(told(&webhook::parse_status(data.as_bytes()).unwrap_err()));
    }
    all
}

/// The HTTPS interface has the password in the body, beside number and text.
fn over_https(out: &mut Caught) {
    let server = server::Server::start(|exchange| {
        exchange.body();
        match exchange.number {
            0 => exchange.answer(500, "", "no"),
            1 => exchange.answer(200, "", "<!DOCTYPE a>"),
            2 => server::Then::Close,
            _ => exchange.answer(200, "", ""),
        }
    });
    let options = Options::new().username("u").password(PASSWORD).base_url(server.url.clone());
    let client = HttpsClient::new(options).unwrap();
    writeln!(out, "{client:?}").unwrap();
    for _ in 0..3 {
        let error = client.send_sms(PHONE, TEXT, None).unwrap_err();
        writeln!(out, "{error} {error:?} {}", error.to_json()).unwrap();
    }
    let refused = client.send_sms(format!("{PHONE};{PHONE}"), TEXT, Some(&TEXT.repeat(2))).unwrap_err();
    assert_eq!(refused.kind(), ecall::Kind::InvalidArgument);
    writeln!(out, "{refused} {refused:?} {}", refused.to_json()).unwrap();
    client.send_sms(PHONE, TEXT, None).unwrap();
    let sent =
        server.seen().iter().filter(|seen| seen.body.starts_with(b"UserName=u&Password=marker-")).count();
    assert_eq!(sent, 4);
}

/// So does SOAP; there a fax has files besides.
fn over_soap(out: &mut Caught) {
    let server = server::Server::start(|exchange| {
        exchange.body();
        match exchange.number {
            0 => exchange.answer(
                500,
                "",
                "<Envelope><Body><Fault><faultcode>Client</faultcode></Fault></Body></Envelope>",
            ),
            1 => exchange.answer(200, "", "<!DOCTYPE a>"),
            _ => server::Then::Close,
        }
    });
    let options = Options::new().username("u").password(PASSWORD).base_url(server.url.clone());
    let client = SoapClient::new(options).unwrap();
    writeln!(out, "{client:?}").unwrap();
    let files = || vec![Attachment::bytes(format!("{TEXT}.pdf"), TEXT)];
    writeln!(out, "{:?}", files()).unwrap();
    let (fax, options) = (SoapFaxOptions::default, CallOptions::new());
    let sent = [
        client.send_sms(PHONE, TEXT, None),
        client.send_fax(PHONE, TEXT, files(), fax(), &options),
        client.send_sms(PHONE, TEXT, None),
        client.send_fax(PHONE, TEXT, vec![Attachment::bytes(format!("{TEXT}.exe"), TEXT)], fax(), &options),
        client.send_fax(PHONE, TEXT, vec![Attachment::path(format!("/{TEXT}/{PHONE}.pdf"))], fax(), &options),
        client.send_sms(format!("{PHONE};{PHONE}"), TEXT, Some(&TEXT.repeat(2))),
    ];
    for sent in sent {
        let error = sent.unwrap_err();
        writeln!(out, "{error} {error:?} {}", error.to_json()).unwrap();
    }
    let count =
        server.seen().iter().filter(|seen| String::from_utf8_lossy(&seen.body).contains(PASSWORD)).count();
    assert_eq!(count, 3);
}

/// Over SMPP the password stands in the first PDU.
fn over_smpp(out: &mut Caught, mock: &Mock) {
    let mut tell = |what: &dyn std::fmt::Debug| writeln!(out, "{what:?}").unwrap();
    let account = "accounts/secrets-smpp";
    let hook = {
        let told = Arc::new(Mutex::new(Vec::new()));
        let hook = Arc::clone(&told);
        (LogHook::new(move |event| hook.lock().unwrap().push(format!("{event:?}"))), told)
    };
    let options = |password: &str| {
        let options = Options::new().username("secrets-smpp").password(password).ca_file(mock.ca_file());
        options.base_url(mock.url("smpp")).log(hook.0.clone())
    };
    mock.put(account, &json!({ "password": "another" })).unwrap();
    let smpp = || SmppOptions::new().reconnect_initial(std::time::Duration::from_millis(2));
    let refused = SmppClient::new(options(PASSWORD), smpp()).unwrap();
    tell(&refused);
    let error = refused.bind().unwrap_err();
    assert_eq!(error.kind(), ecall::Kind::Authentication);
    tell(&(&error, error.to_json()));

    mock.put(account, &json!({ "password": PASSWORD })).unwrap();
    let client = SmppClient::new(options(PASSWORD), smpp().window(2)).unwrap();
    tell(&client.bind().unwrap());
    let mut events = client.events().unwrap();
    tell(&events_of(&client));
    for step in
        [json!({"command_status": 88}), json!({"command_status": 11}), json!({"accept_then": "reset"})]
    {
        mock.post(&format!("{account}/smpp/script"), &json!([step])).unwrap();
        if let Err(error) = client.submit_with(
            PHONE,
            TEXT,
            None,
            &SubmitOptions::new().tag(TEXT).timeout(std::time::Duration::from_millis(300)),
        ) {
            tell(&(&error, error.to_json()));
        }
    }
    let wrong = client.submit(&PHONE.repeat(2), "", Some(&TEXT.repeat(2))).unwrap_err();
    assert_eq!(wrong.kind(), ecall::Kind::InvalidArgument);
    tell(&(&wrong, wrong.to_json()));
    tell(&SubmitRequest::new(PHONE, TEXT));
    tell(&client.submit_many(SubmitOptions::new()).unwrap());
    let inbound = json!({"from": &PHONE[1..], "to": "4100", "text": TEXT});
    mock.post(&format!("{account}/smpp/inbound"), &inbound).unwrap();
    let found = events.find(|event| matches!(event, SmppEvent::Message(_))).unwrap();
    let SmppEvent::Message(message) = found else { unreachable!() };
    assert_eq!(message.text.as_deref(), Some(TEXT));
    client.unbind().unwrap();
    tell(&hook.1.lock().unwrap());
}

fn events_of(client: &SmppClient) -> impl std::fmt::Debug {
    client.asynchronous().events().unwrap()
}
