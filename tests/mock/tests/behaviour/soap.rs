//! SOAP: what is sent by it, what is refused, and where jobs stand.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Answer, Bench, Broken};
use crate::form::{between, text};

pub const CREDENTIALS: &str = "<AccountName>someone</AccountName><AccountPassword>secret</AccountPassword>";
pub const NAMESPACE_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
pub const NAMESPACE_12: &str = "http://www.w3.org/2003/05/soap-envelope";

pub fn envelope(namespace: &str, operation: &str, inner: &str) -> String {
    format!(
        "<s:Envelope xmlns:s=\"{namespace}\"><s:Body><{operation} xmlns=\"eCallWebservice\">{inner}</{operation}></s:Body></s:Envelope>"
    )
}

/// Posts a body as it is, in the manner of SOAP 1.1.
pub fn post_raw(bench: &Bench, operation: &str, body: &str) -> Result<Answer, Broken> {
    let action = format!("\"eCallWebservice/{operation}\"");
    let headers = [("content-type", "text/xml; charset=utf-8"), ("soapaction", action.as_str())];
    let mut connection = bench.connect_to(bench.mock.soap_url()).unwrap().without_credentials();
    connection.request("POST", "/eCall.asmx", &headers, body.as_bytes())
}

/// Posts an operation with the account's credentials.
pub fn post(bench: &Bench, operation: &str, elements: &str) -> Answer {
    post_raw(bench, operation, &envelope(NAMESPACE_11, operation, &format!("{CREDENTIALS}{elements}")))
        .unwrap()
}

/// The status and the code of an answer.
fn code(answer: &Answer) -> (u16, u32) {
    let text = text(answer);
    (answer.status, between(&text, "<ResponseCode>", "<").expect(&text).parse().unwrap())
}

fn jobs(bench: &Bench) -> Vec<Value> {
    bench.account("GET", "/jobs", &Value::Null)["jobs"].as_array().unwrap().clone()
}

const TO: &str = "<Address>0041790000001</Address><Message>x</Message>";

#[test]
fn an_sms_is_accepted_and_recorded() {
    let bench = Bench::new();
    let sent = "<Address>0041790000001;074123456:1234</Address><Message>Gr&#252;ezi &amp; <![CDATA[<b>]]></Message><JobID>j</JobID>";
    let answer = post(&bench, "SendSMSBasic", sent);
    assert_eq!(
        text(&answer),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">\
         <soap:Body><SendSMSBasicResponse xmlns=\"eCallWebservice\"><SendSMSBasicResult><ResponseCode>0</ResponseCode>\
         <ResponseText>OK</ResponseText></SendSMSBasicResult></SendSMSBasicResponse></soap:Body></soap:Envelope>"
    );
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/xml; charset=utf-8")));
    let parameters =
        json!({"Address": "0041790000001;074123456:1234", "Message": "Grüezi & <b>", "JobID": "j"});
    let [request] = &bench.requests()[..] else { panic!() };
    assert_eq!((&request["listener"], &request["complete"]), (&json!("soap"), &json!(true)));
    assert_eq!(
        (&request["soap"]["version"], &request["soap"]["operation"]),
        (&json!("1.1"), &json!("SendSMSBasic"))
    );
    assert_eq!(request["soap"]["parameters"]["AccountName"], "someone");
    let [first, second] = &jobs(&bench)[..] else { panic!() };
    assert_eq!((&first["kind"], &first["jobId"]), (&json!("Sms"), &json!("j")));
    assert_eq!((&first["parameters"], &first["files"]), (&parameters, &Value::Null), "and no credentials");
    assert_eq!(second["address"], "074123456:1234");
    // The jobs are those of the form interface.
    let summary = bench.account("GET", "/summary", &Value::Null);
    assert_eq!(summary, json!({"requests": 1, "messages": 2, "recipients": 2, "repeated": 0}));
}

#[test]
fn a_fax_has_files_and_a_voice_message_a_language() {
    let bench = Bench::new();
    let file = |name: &str, content: &str| {
        format!("<Attachment><FileName>{name}</FileName><FileContent>{content}</FileContent></Attachment>")
    };
    let files = format!("<Files>{}{}</Files>", file("a.pdf", "YWJj"), file("B.TIF", "\n  "));
    let fax =
        format!("<Address>0041440000001</Address><Message/>{files}<TokenFields>MaxRetries;=1</TokenFields>");
    assert_eq!(code(&post(&bench, "SendFax", &fax)), (200, 0));
    assert_eq!(code(&post(&bench, "SendFaxBasic", &format!("{TO}<Subject>s</Subject>"))), (200, 0));
    assert_eq!(
        code(&post(&bench, "SendVoiceBasic", &format!("{TO}<MsgLanguage>IT</MsgLanguage>"))),
        (200, 0)
    );
    let jobs = jobs(&bench);
    let kinds: Vec<&Value> = jobs.iter().map(|job| &job["kind"]).collect();
    assert_eq!(kinds, ["Fax", "Fax", "Voice"]);
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(jobs[0]["files"][0], json!({"fileName": "a.pdf", "length": 3, "sha256": sha256}));
    assert_eq!(jobs[0]["files"][1]["length"], 0);
    for (files, expected) in [
        (file("a.pdf", "YQ==").repeat(11), 11905),
        (file("a.exe", "YQ=="), 11907),
        (file("pdf", "YQ=="), 11907),
        (file("a.pdf", &"AAAA".repeat(5 * 1024 * 1024 / 3 + 1)), 11906),
    ] {
        let fax = format!("{TO}<Files>{files}</Files>");
        assert_eq!(code(&post(&bench, "SendFax", &fax)), (200, expected));
    }
}

#[test]
fn what_is_wrong_has_its_code_under_200() {
    let bench = Bench::new();
    let cases = [
        ("SendSMSBasic", "<Message>x</Message>".to_owned(), 11102),
        ("SendSMSBasic", "<Address>079</Address><Message>x</Message>".to_owned(), 11100),
        ("SendSMSBasic", "<Address>0041790000001</Address><Message></Message>".to_owned(), 11200),
        ("SendSMSBasic", TO.replace('x', &"a".repeat(1531)), 11204),
        ("SendSMSBasic", format!("{TO}<JobID>{}</JobID>", "ä".repeat(51)), 11501),
        ("SendSMSBasic", format!("{TO}<SendDate>21.11.2026</SendDate>"), 11202),
        ("SendSMSBasic", format!("{TO}<SMSCallback>Twelve chars</SMSCallback>"), 11800),
        ("SendSMSBasic", format!("{TO}<Notification>someone</Notification>"), 11101),
        ("SendSMSBasic", format!("{TO}<AlwaysNotification>someone</AlwaysNotification>"), 11101),
        ("SendFax", "<Address>0041440000001</Address><Files/>".to_owned(), 11200),
        ("SendVoiceBasic", TO.replace("0041790000001", "Piket"), 11100),
        ("SendVoiceBasic", format!("{TO}<MsgLanguage>RM</MsgLanguage>"), 11000),
        ("GetStateBasic", String::new(), 11911),
        ("GetStateBasic", "<JobID>nobody's</JobID>".to_owned(), 11910),
    ];
    for (operation, elements, expected) in cases {
        assert_eq!(code(&post(&bench, operation, &elements)), (200, expected), "{operation} {elements:.90}");
    }
    assert_eq!(jobs(&bench).len(), 0);
}

#[test]
fn accounts_have_passwords_credit_and_refusals() {
    let bench = Bench::new();
    let send = || code(&post(&bench, "SendSMSBasic", TO));
    bench.account("PUT", "", &json!({"password": "other"}));
    assert_eq!(send(), (200, 11001));
    let state = post(&bench, "GetStateBasic", "<JobID>j</JobID>");
    assert_eq!(code(&state), (200, 11001));
    bench.account("PUT", "", &json!({"password": "secret", "credit": "none"}));
    assert_eq!(send(), (200, 11301));
    bench.account("PUT", "", &json!({"credit": "enough", "refuse": {"+41790000001": 11105}}));
    assert_eq!(send(), (200, 11105));
    bench.account("PUT", "", &json!({"refuse": {}, "disabled": true}));
    assert_eq!(send(), (200, 11001));
    let nobody = envelope(NAMESPACE_11, "SendSMSBasic", TO);
    assert_eq!(code(&post_raw(&bench, "SendSMSBasic", &nobody).unwrap()), (200, 11001));
    assert_eq!(bench.requests().len(), 5, "a request that names no account belongs to nobody");
}

#[test]
fn a_job_is_told_as_it_stands() {
    let bench = Bench::new();
    let state = |elements: &str| text(&post(&bench, "GetStateBasic", elements));
    bench.account(
        "PUT",
        "",
        &json!({"job_progress": {"Sms": [[0, 0]], "Fax": [[0, 101], [50, 42]]}, "error_state": 6006}),
    );
    let two = "<Address>0041790000001;0041790000002</Address><Message>x</Message><JobID>two</JobID>";
    post(&bench, "SendSMSBasic", two);
    let last = state("<JobID>two</JobID>");
    assert!(last.contains(
        "<ServiceResponse><ResponseCode>0</ResponseCode><ResponseText>OK</ResponseText></ServiceResponse><JobResponse><JobID>two</JobID>\
         <Address>0041790000002</Address><JobType>1</JobType><SendState>0</SendState><ErrorState>6006</ErrorState><PointsUsed>1</PointsUsed>\
         <FinishDate>0001-01-01T00:00:00</FinishDate></JobResponse>"
    ), "{last}");
    let first = state("<JobID>two</JobID><Address>+41790000001</Address>");
    assert_eq!(between(&first, "<Address>", "<"), Some("0041790000001"));
    let none = state("<JobID>two</JobID><Address>0041790000003</Address>");
    assert_eq!(
        (between(&none, "<ResponseCode>", "<"), between(&none, "<SendState>", "<")),
        (Some("11910"), Some("0"))
    );
    assert!(none.contains("<FinishDate>0001-01-01T00:00:00</FinishDate>") && !none.contains("<JobID>"));

    bench.account("POST", "/jobs/two/state", &json!({"sendState": 8, "address": "0041790000001"}));
    let done = state("<JobID>two</JobID><Address>0041790000001</Address>");
    assert_eq!(between(&done, "<SendState>", "<"), Some("8"));
    assert!(between(&done, "<FinishDate>", "<").unwrap().starts_with("20"));

    post(&bench, "SendFaxBasic", &format!("{TO}<JobID>fax</JobID>"));
    std::thread::sleep(Duration::from_millis(80));
    let failed = state("<JobID>fax</JobID>");
    assert_eq!(
        (between(&failed, "<SendState>", "<"), between(&failed, "<ErrorState>", "<")),
        (Some("42"), Some("6006"))
    );

    post(
        &bench,
        "SendSMSBasic",
        &format!("{TO}<JobID>later</JobID><SendDate>2999-01-01T00:00:00</SendDate>"),
    );
    let waiting = state("<JobID>later</JobID>");
    assert_eq!(between(&waiting, "<ResponseCode>", "<"), Some("11912"));
    assert!(!waiting.contains("<JobID>"));
}

#[test]
fn scripts_and_faults_work_as_for_the_others() {
    let bench = Bench::new();
    let send = || {
        post_raw(
            &bench,
            "SendSMSBasic",
            &envelope(NAMESPACE_11, "SendSMSBasic", &format!("{CREDENTIALS}{TO}")),
        )
    };
    bench.script(&json!([
        {"respond": {"status": 500, "body": "no"}}, {"fault": "reset"}, {"accept_then": "close"}, {"accept_then": "truncate"},
    ]));
    assert_eq!(send().unwrap().status, 500);
    assert_eq!(send().unwrap_err(), Broken::Reset);
    assert_eq!(jobs(&bench).len(), 0);
    assert_eq!(send().unwrap_err(), Broken::Closed);
    assert!(matches!(send().unwrap_err(), Broken::Truncated(..)));
    assert_eq!((jobs(&bench).len(), bench.requests().len()), (2, 4));
    let opened = bench.control("POST", "listeners", &json!({"interface": "soap", "tls": "none"}));
    let mut connection = bench.connect_to(opened["url"].as_str().unwrap()).unwrap().without_credentials();
    let wsdl = text(&connection.get("/eCall.asmx?WSDL").unwrap());
    let location = format!("location=\"{}/eCall.asmx\"", opened["url"].as_str().unwrap());
    assert_eq!(wsdl.matches(&location).count(), 2);
}
