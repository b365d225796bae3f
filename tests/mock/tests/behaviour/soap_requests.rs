//! SOAP: requests are read as the schema says, and what is no request has a fault.

use serde_json::{Value, json};

use crate::client::{Answer, Bench};
use crate::form::{between, text};
use crate::soap::{CREDENTIALS, NAMESPACE_11, NAMESPACE_12, envelope, post_raw};

const SMS: &str = "<Address>0041790000001</Address><Message>x</Message>";

/// The code of a fault of SOAP 1.1, with its status.
fn fault(answer: &Answer) -> (u16, String) {
    let text = text(answer);
    let code = between(&text, "<faultcode>", "<").unwrap_or_else(|| panic!("{text}"));
    assert!(between(&text, "<faultstring>", "<").is_some_and(|text| !text.is_empty()));
    (answer.status, code.to_owned())
}

fn jobs(bench: &Bench) -> usize {
    bench.account("GET", "/jobs", &Value::Null)["jobs"].as_array().unwrap().len()
}

fn sms(inner: &str) -> String {
    envelope(NAMESPACE_11, "SendSMSBasic", &format!("{CREDENTIALS}{inner}"))
}

#[test]
fn what_the_schema_does_not_allow_is_refused() {
    let bench = Bench::new();
    let good = sms(SMS);
    let cases = [
        // Order, number, names, namespaces.
        sms("<Message>x</Message><Address>0041790000001</Address>"),
        sms(&format!("{SMS}<Message>y</Message>")),
        sms(&format!("{SMS}<Colour>red</Colour>")),
        sms(&format!("{SMS}<FaxHeaderID>x</FaxHeaderID>")),
        sms(&format!("{SMS}<jobID>x</jobID>")),
        sms(&format!("{SMS}<JobID xmlns=\"\">x</JobID>")),
        sms(&format!("{SMS}<JobID x=\"y\">x</JobID>")),
        sms(&format!("{SMS}<JobID><b>x</b></JobID>")),
        sms(&format!("text{SMS}")),
        good.replace("eCallWebservice", "ECallWebservice"),
        good.replace("SendSMSBasic", "SendPigeon"),
        // What is no XML, or more than XML.
        good.replace("</s:Body>", ""),
        good.replace("x</Message>", "&#1;</Message>"),
        good.replace("x</Message>", "&who;</Message>"),
        format!("<!DOCTYPE a [<!ENTITY who 'x'>]>{}", good.replace("x</Message>", "&who;</Message>")),
        format!("{good}{good}"),
        String::new(),
        // Envelopes.
        good.replace("Envelope", "Letter"),
        good.replace("Body", "Content"),
        good.replace("</s:Body>", "</s:Body><s:Body/>"),
        good.replace("<s:Body>", "<s:Body><More xmlns=\"eCallWebservice\"/>"),
    ];
    for case in cases {
        let answer = post_raw(&bench, "SendSMSBasic", &case).unwrap();
        assert_eq!(fault(&answer), (500, "soap:Client".to_owned()), "{case}");
    }
    let unknown = good.replace(NAMESPACE_11, "http://example.com/");
    assert_eq!(fault(&post_raw(&bench, "SendSMSBasic", &unknown).unwrap()).1, "soap:VersionMismatch");
    let must =
        good.replace("<s:Body>", "<s:Header><h xmlns=\"x\" s:mustUnderstand=\"1\"/></s:Header><s:Body>");
    assert_eq!(fault(&post_raw(&bench, "SendSMSBasic", &must).unwrap()).1, "soap:MustUnderstand");
    assert_eq!(jobs(&bench), 0);
    for fine in [
        good.clone(),
        good.replace("<s:Body>", "<s:Header><h xmlns=\"x\"/></s:Header>\n<s:Body>\n<!-- so -->"),
        good.replace("xmlns=\"eCallWebservice\"", "xmlns=\"eCallWebservice\" xmlns:unused=\"x\""),
    ] {
        assert_eq!(post_raw(&bench, "SendSMSBasic", &fine).unwrap().status, 200, "{fine}");
    }
    assert_eq!(jobs(&bench), 3);
}

#[test]
fn files_are_read_as_strictly() {
    let bench = Bench::new();
    let fax = |files: &str| {
        let inner = format!("{CREDENTIALS}{SMS}<Files>{files}</Files>");
        post_raw(&bench, "SendFax", &envelope(NAMESPACE_11, "SendFax", &inner)).unwrap()
    };
    let (name, content) = ("<FileName>a.pdf</FileName>", "<FileContent>YQ==</FileContent>");
    for wrong in [
        "text".to_owned(),
        "<File/>".to_owned(),
        format!("<Attachment>{content}{name}</Attachment>"),
        format!("<Attachment>{name}{content}{content}</Attachment>"),
        format!("<Attachment>{name}</Attachment>"),
        format!("<Attachment>{name}<FileContent>Y===</FileContent></Attachment>"),
        format!("<Attachment>{name}<FileContent>YQ</FileContent></Attachment>"),
    ] {
        assert_eq!(fault(&fax(&wrong)), (500, "soap:Client".to_owned()), "{wrong}");
    }
    assert_eq!(fax(&format!("<Attachment>{name}{content}</Attachment>")).status, 200);
}

#[test]
fn headers_have_to_be_those_of_the_version() {
    let bench = Bench::new();
    let post = |headers: &[(&str, &str)], body: &str| {
        let mut connection = bench.connect_to(bench.mock.soap_url()).unwrap().without_credentials();
        connection.request("POST", "/eCall.asmx", headers, body.as_bytes()).unwrap()
    };
    let old = sms(SMS);
    let new = envelope(NAMESPACE_12, "SendSMSBasic", &format!("{CREDENTIALS}{SMS}"));
    let action = ("soapaction", "\"eCallWebservice/SendSMSBasic\"");
    let (xml, soap) =
        (("content-type", "text/xml"), ("content-type", "application/soap+xml; charset=\"UTF-8\""));
    assert_eq!(post(&[xml, action], &old).status, 200);
    assert_eq!(post(&[xml, ("soapaction", "eCallWebservice/SendSMSBasic")], &old).status, 200);
    assert_eq!(post(&[soap, action], &old).status, 415);
    assert_eq!(post(&[action], &old).status, 415);
    assert_eq!(post(&[("content-type", "text/xml; charset=iso-8859-1"), action], &old).status, 415);
    for wrong in
        [&[xml][..], &[xml, ("soapaction", "\"\"")], &[xml, ("soapaction", "\"eCallWebservice/SendFax\"")]]
    {
        assert_eq!(fault(&post(wrong, &old)), (500, "soap:Client".to_owned()));
    }
    assert_eq!(post(&[xml], &new).status, 415);
    let answer = post(&[soap], &new);
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, Some("application/soap+xml; charset=utf-8"))
    );
    assert!(text(&answer).contains(&format!("xmlns:soap=\"{NAMESPACE_12}\"")));
    assert_eq!(bench.requests().last().unwrap()["soap"]["version"], json!("1.2"));
    let named = ("content-type", "application/soap+xml; action=\"eCallWebservice/SendSMSBasic\"");
    assert_eq!(post(&[named], &new).status, 200);
    let misnamed = ("content-type", "application/soap+xml; action=\"eCallWebservice/SendFax\"");
    let answer = post(&[misnamed], &new);
    assert_eq!(answer.status, 400);
    assert!(text(&answer).contains("<soap:Value>soap:Sender</soap:Value>"));
}

#[test]
fn other_requests_are_answered_without_an_envelope() {
    let bench = Bench::new();
    let get = |method: &str, target: &str| {
        let mut connection = bench.connect_to(bench.mock.soap_url()).unwrap().without_credentials();
        connection.request(method, target, &[], b"").unwrap()
    };
    assert_eq!(get("GET", "/eCall.asmx?wsdl").status, 200);
    assert_eq!((get("GET", "/eCall.asmx").status, get("PUT", "/eCall.asmx").status), (405, 405));
    assert_eq!(get("GET", "/other").status, 404);
}

#[test]
fn a_request_that_breaks_off_is_recorded_once_it_named_its_account() {
    let bench = Bench::new();
    let whole = sms(SMS).replace("someone", "some&amp;one");
    for cut in ["</AccountName>", "e&amp;one"] {
        let end = whole.find(cut).unwrap() + usize::from(cut.starts_with('<'));
        let mut connection = bench.connect_to(bench.mock.soap_url()).unwrap().without_credentials();
        connection.write_head("POST", "/eCall.asmx", &[("content-type", "text/xml")], 5000).unwrap();
        connection.write(&whole.as_bytes()[..end]).unwrap();
        connection.socket.shutdown(std::net::Shutdown::Write).unwrap();
        connection.end();
    }
    let requests = bench.control("GET", "accounts/some%26one/requests", &Value::Null);
    let [request] = &requests["requests"].as_array().unwrap()[..] else { panic!("{requests}") };
    assert_eq!((&request["complete"], &request["soap"]), (&json!(false), &Value::Null));
}
