//! The form interface: what is sent by it, and what is refused.

use serde_json::{Value, json};

use crate::client::{Bench, Broken};
use crate::form::{OK, SMS, STATE, accepted, code, connect, post, post_raw, signed, text};

fn jobs(bench: &Bench) -> Vec<Value> {
    bench.account("GET", "/jobs", &Value::Null)["jobs"].as_array().unwrap().clone()
}

#[test]
fn an_sms_is_accepted_and_recorded() {
    let bench = Bench::new();
    let body =
        "username=someone&PASSWORD=secret&Address=%2B41790000001&Message=Gr%C3%BCezi+%26+%2B%25%3B&JobID=j-1";
    let answer = post_raw(&bench, SMS, body).unwrap();
    assert_eq!((answer.status, text(&answer).as_str()), (200, OK));
    assert_eq!(answer.header("content-type"), Some("text/xml; charset=utf-8"));
    assert_eq!(answer.header("x-f24-request-id").unwrap().len(), 36);
    let [request] = &bench.requests()[..] else { panic!() };
    assert_eq!((&request["method"], &request["path"]), (&json!("POST"), &json!(SMS)));
    assert_eq!((&request["listener"], &request["complete"]), (&json!("https"), &json!(true)));
    assert_eq!(
        request["form"],
        json!({ "username": "someone", "PASSWORD": "secret", "Address": "+41790000001",
            "Message": "Grüezi & +%;", "JobID": "j-1" })
    );
    let [job] = &jobs(&bench)[..] else { panic!() };
    assert_eq!((&job["jobId"], &job["kind"]), (&json!("j-1"), &json!("Sms")));
    assert_eq!(job["address"], "+41790000001");
    let parameters = json!({ "Address": "+41790000001", "Message": "Grüezi & +%;", "JobID": "j-1" });
    assert_eq!(job["parameters"], parameters, "and no credentials");
}

#[test]
fn a_get_is_taken_as_well() {
    let bench = Bench::new();
    let target = format!("{SMS}?{}", signed("Address=0041790000001&Message=x"));
    assert_eq!(connect(&bench).get(&target).unwrap().status, 200);
    assert_eq!(jobs(&bench)[0]["jobId"].as_str().unwrap().len(), 36);
    let [request] = &bench.requests()[..] else { panic!() };
    assert_eq!(request["form"], Value::Null);
    assert_eq!(request["query"], target.split_once('?').unwrap().1);
    let put = connect(&bench).request("PUT", &target, &[], b"").unwrap();
    assert_eq!((put.status, put.header("allow")), (405, Some("GET, POST")));
    assert_eq!(post(&bench, "/Api/Pigeon", "Address=1").status, 404);
    assert_eq!(jobs(&bench).len(), 1);
}

#[test]
fn fax_and_voice_have_their_own_rules() {
    let bench = Bench::new();
    let fax = "Address=%2B41440000001%3BArchiv&Message=x&NumberOfRetries=2&RetryIntervalInMinutes=5";
    accepted(&bench, "/Api/Fax", fax);
    accepted(&bench, "/Api/Voice", "Address=%2B41440000001&Message=x&Language=fr&FromText=y");
    let kinds: Vec<Value> = jobs(&bench).iter().map(|job| job["kind"].clone()).collect();
    assert_eq!(kinds, ["Fax", "Fax", "Voice"]);
    for (path, parameters, expected) in [
        ("/Api/Fax", "Address=%2B41440000001&Message=", 11200),
        ("/Api/Fax", "Address=%2B41440000001&Message=x&NumberOfRetries=many", 11000),
        ("/Api/Fax", "Address=%2B41440000001&Message=x&RetryIntervalInMinutes=-1", 11000),
        ("/Api/Voice", "Address=%2B41440000001%3B%2B41440000002&Message=x", 11104),
        ("/Api/Voice", "Address=Archiv&Message=x", 11100),
        ("/Api/Voice", "Address=%2B41440000001&Message=x&Language=RM", 11000),
    ] {
        assert_eq!(code(&post(&bench, path, parameters)), (400, expected), "{path} {parameters}");
    }
    assert_eq!(jobs(&bench).len(), 3);
}

#[test]
fn what_is_wrong_has_its_code() {
    let bench = Bench::new();
    let (to, number) = ("Address=%2B41790000001", "%2B41790000001");
    let long = |text: &str, count| format!("{to}&Message={}", text.repeat(count));
    let job_id = |length| format!("{to}&Message=x&JobID={}", "%C3%A4".repeat(length));
    let cases = [
        ("Message=x".to_owned(), 11102),
        ("Address=&Message=x".to_owned(), 11102),
        ("Address=0790000001&Message=x".to_owned(), 11100),
        // A plus that was not escaped is a space.
        ("Address=+41790000001&Message=x".to_owned(), 11100),
        (format!("{to}%3B079&Message=x"), 11100),
        (format!("{to}%3B&Message=x"), 11100),
        (to.to_owned(), 11200),
        (format!("{to}&Message="), 11200),
        (format!("{to}&Message=%E4"), 11201),
        (long("a", 1531), 11204),
        (long("%D0%B6", 671), 11204),
        (format!("{to}&Message=x&SendDate=21.11.2026"), 11202),
        (format!("{to}&Message=x&SendDate=2026-11-21T10:00:00+01:00"), 11202),
        (job_id(51), 11501),
        (format!("{to}&Message=x&NotificationAddress=a%40example.com%3Bsomeone"), 11101),
        (format!("{to}&Message=x&NotificationAddress={number}&NotificationLevel=4"), 11000),
        (format!("{to}&Message=x&MsgType=Loud"), 11000),
        (format!("{to}&Message=x&CallBack=Twelve+chars"), 11800),
    ];
    for (parameters, expected) in cases {
        assert_eq!(code(&post(&bench, SMS, &parameters)), (400, expected), "{parameters:.80}");
    }
    assert_eq!(jobs(&bench).len(), 0);
    for parameters in [
        long("a", 1530),
        long("%D0%B6", 670),
        job_id(50),
        format!("{to}&Message=x&SendDate=2026-11-21T10:00:00%2B01:00&MsgType=flash&NoLog=1"),
        format!("{to}&Message=x&NotificationAddress={number}%3Ba%40example.com&NotificationLevel=3"),
        format!("{to}&Message=x&CallBack=Twelve+chars&Answer=a%40example.com"),
    ] {
        accepted(&bench, SMS, &parameters);
    }
}

#[test]
fn credentials_are_parameters() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "password": "secret" }));
    let rest = "Address=%2B41790000001&Message=x";
    accepted(&bench, SMS, rest);
    for wrong in
        ["UserName=someone&Password=Secret", "UserName=someone", "Password=secret", "UserName=&Password="]
    {
        let answer = post_raw(&bench, SMS, &format!("{wrong}&{rest}")).unwrap();
        assert_eq!(code(&answer), (401, 11001), "{wrong}");
        assert_eq!(code(&post_raw(&bench, STATE, &format!("{wrong}&JobID=x")).unwrap()), (401, 11001));
    }
    // The credentials of REST are none here, and a body of another type is not read.
    let mut connection = bench.connect_to(bench.mock.https_url()).unwrap();
    assert_eq!(connection.request("POST", SMS, &[], signed(rest).as_bytes()).unwrap().status, 401);
    bench.account("PUT", "", &json!({ "disabled": true }));
    assert_eq!(code(&post(&bench, SMS, rest)), (401, 11001));
    assert_eq!(jobs(&bench).len(), 1);
    assert_eq!(bench.requests().len(), 6, "a request that names no account belongs to nobody");
}

#[test]
fn an_account_without_credit_and_refused_addresses() {
    let bench = Bench::new();
    let send = |number: &str| code(&post(&bench, SMS, &format!("Address={number}&Message=x")));
    bench.account("PUT", "", &json!({ "credit": "none" }));
    assert_eq!(send("%2B41790000001"), (403, 11301));
    bench.account(
        "PUT",
        "",
        &json!({ "credit": "enough", "refuse": {
        "+41790000001": 11105, "0041790000002": 11303, "+41790000003": "InsufficientPoints",
    } }),
    );
    assert_eq!(send("0041790000001"), (400, 11105));
    assert_eq!(send("%2B41790000009%3B%2B41790000002"), (403, 11303));
    assert_eq!(jobs(&bench).len(), 0);
    assert_eq!(send("%2B41790000003"), (200, 0), "a name is for REST");
    let quoted = json!({ "refuse": { "+41790000001": "11105" } });
    assert_eq!(bench.control_answer("PUT", "accounts/someone", &quoted).status, 400);
}

#[test]
fn scripts_and_faults_work_as_for_rest() {
    let bench = Bench::new();
    let rest = "Address=%2B41790000001&Message=x";
    let send = || post_raw(&bench, SMS, &signed(rest));
    bench.script(&json!([
        { "respond": { "status": 500, "body": "no", "headers": { "x-f24-request-id": "mine" } } },
        { "fault": "reset" },
        { "fault": "reset_after_head" },
        { "accept_then": "truncate" },
        { "accept_then": "close" },
    ]));
    let answer = send().unwrap();
    assert_eq!((answer.status, text(&answer).as_str()), (500, "no"));
    assert_eq!(answer.header("x-f24-request-id"), Some("mine"));
    assert_eq!(send().unwrap_err(), Broken::Reset);
    assert_eq!(send().unwrap_err(), Broken::Reset);
    assert_eq!(jobs(&bench).len(), 0);
    assert!(matches!(send().unwrap_err(), Broken::Truncated(length, came) if came == length / 2));
    assert_eq!(send().unwrap_err(), Broken::Closed);
    assert_eq!(jobs(&bench).len(), 2);
    assert_eq!(bench.requests().len(), 5);
    let summary = bench.account("GET", "/summary", &Value::Null);
    assert_eq!(summary, json!({ "requests": 5, "messages": 2, "recipients": 1, "repeated": 1 }));
    bench.account(
        "PUT",
        "",
        &json!({ "faults": [{ "share": 1, "step": { "respond": { "status": 503 } } }] }),
    );
    assert_eq!(send().unwrap().status, 503);
}

#[test]
fn a_form_that_breaks_off_is_recorded_once_it_named_its_account() {
    let bench = Bench::new();
    let kind = ("content-type", "application/x-www-form-urlencoded");
    for body in ["UserName=someone&Pass", "UserName=some"] {
        let mut connection = connect(&bench);
        connection.write_head("POST", SMS, &[kind], 100).unwrap();
        connection.write(body.as_bytes()).unwrap();
        connection.socket.shutdown(std::net::Shutdown::Write).unwrap();
        connection.end();
    }
    let [request] = &bench.requests()[..] else { panic!() };
    assert_eq!((&request["complete"], &request["body_length"]), (&json!(false), &json!(21)));
    let other = bench.control("GET", "accounts/some/requests", &Value::Null);
    assert_eq!(other, json!({ "requests": [] }), "half of a name is no name");
}

#[test]
fn idle_connections_of_the_account_are_closed() {
    let bench = Bench::new();
    let mut connection = connect(&bench);
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let body = signed("Address=%2B41790000001&Message=x");
    connection.request("POST", SMS, &[kind], body.as_bytes()).unwrap();
    assert_eq!(bench.account("POST", "/close_idle", &Value::Null), json!({ "closed": 1 }));
    assert_eq!(connection.end(), Broken::Closed);
}

#[test]
fn a_listener_speaks_the_interface_that_was_asked_for() {
    let bench = Bench::new();
    let opened = bench.control("POST", "listeners", &json!({ "interface": "https", "tls": "none" }));
    let url = opened["url"].as_str().unwrap();
    let mut connection = bench.connect_to(url).unwrap().without_credentials();
    let target = format!("{SMS}?{}", signed("Address=%2B41790000001&Message=x"));
    assert_eq!(text(&connection.get(&target).unwrap()), OK);
    let path = format!("listeners/{}", opened["id"].as_str().unwrap());
    assert_eq!(bench.control("GET", &path, &Value::Null), json!({ "connections": 1, "requests": 1 }));
    assert_eq!(bench.control("GET", "listeners/https", &Value::Null)["requests"], 0);
    assert_eq!(bench.connect().get(SMS).unwrap().status, 404, "REST has no such path");
}
