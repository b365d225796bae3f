//! Cached inbound SMS.

use serde_json::{Value, json};

use crate::client::{Answer, Bench};
use crate::form::{OK, between, code, post, post_raw, text};

const NEXT: &str = "/Api/Cache/GetNextMessage";
const DELETE: &str = "/Api/Cache/DeleteMessage";

fn fill(bench: &Bench, to: &str, message: &str) -> String {
    let inbound = json!({
        "from": "+41790000001", "to": to, "message": message, "timestamp": "2015-12-11T10:37:00",
    });
    bench.account("POST", "/cache", &inbound)["messageId"].as_str().unwrap().to_owned()
}

fn message_id(answer: &Answer) -> Option<String> {
    between(&text(answer), "<MessageID>", "<").map(str::to_owned)
}

#[test]
fn reading_does_not_remove_and_deleting_does() {
    let bench = Bench::new();
    let first = fill(&bench, "0041766012999", "Grüezi & <ja>\r\n");
    let second = fill(&bench, "0041766012999", "x");
    let expected = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><IncomingSMS><Result><ResultCode>0</ResultCode>\
         <ResultText>OK</ResultText></Result><MessageID>{first}</MessageID><SMS>\
         <Message>Grüezi &amp; &lt;ja&gt;&#13;\n</Message><AddressTo>0041766012999</AddressTo>\
         <AddressFrom>+41790000001</AddressFrom><TimeStamp>2015-12-11T10:37:00</TimeStamp></SMS></IncomingSMS>"
    );
    for _ in 0..2 {
        let answer = post(&bench, NEXT, "");
        assert_eq!((answer.status, text(&answer)), (200, expected.clone()));
    }
    let answer = post(&bench, DELETE, &format!("MessageID={first}"));
    assert_eq!((answer.status, text(&answer).as_str()), (200, OK));
    assert_eq!(message_id(&post(&bench, NEXT, "")), Some(second.clone()));
    assert_eq!(bench.account("GET", "/cache", &Value::Null), json!({ "messageIds": [second] }));
    post(&bench, DELETE, &format!("MessageID={second}"));
    assert_eq!(
        text(&post(&bench, NEXT, "")),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><IncomingSMS><Result><ResultCode>11204</ResultCode>\
         <ResultText>NoMessage</ResultText></Result></IncomingSMS>"
    );
}

#[test]
fn a_number_has_its_own_messages() {
    let bench = Bench::new();
    fill(&bench, "0041766012999", "x");
    let wanted = fill(&bench, "+41766012998", "y");
    assert_eq!(message_id(&post(&bench, NEXT, "MobileNumber=0041766012998")), Some(wanted));
    assert_eq!(code(&post(&bench, NEXT, "MobileNumber=%2B41766012997")), (200, 11204));
}

#[test]
fn whatever_is_wrong_the_answer_is_200() {
    let bench = Bench::new();
    fill(&bench, "963", "x");
    assert_eq!(code(&post(&bench, DELETE, "")), (200, 11500));
    assert_eq!(code(&post(&bench, DELETE, "MessageID=x")), (200, 11502));
    bench.account("PUT", "", &json!({ "password": "another" }));
    for path in [NEXT, DELETE] {
        let answer = post(&bench, path, "MessageID=x");
        assert_eq!(code(&answer), (200, 11001));
        assert_eq!(text(&answer).contains("<IncomingSMS>"), path == NEXT);
    }
    assert_eq!(post_raw(&bench, NEXT, "").unwrap().status, 200);
}

#[test]
fn an_inbound_message_may_bring_its_id_and_gets_the_present() {
    let bench = Bench::new();
    let inbound = json!({ "messageId": "17", "from": "a", "to": "b", "message": "c" });
    assert_eq!(bench.account("POST", "/cache", &inbound), json!({ "messageId": "17" }));
    let answer = text(&post(&bench, NEXT, ""));
    assert!(answer.contains("<MessageID>17</MessageID>"), "{answer}");
    assert_eq!(between(&answer, "<TimeStamp>20", "<").unwrap().len(), "26-11-21T10:00:00".len());
    assert_eq!(bench.control_answer("POST", "accounts/someone/cache", &json!({ "from": "a" })).status, 400);
}
