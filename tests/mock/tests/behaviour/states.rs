//! The states of accepted messages.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Bench, SEND, message};

fn send(bench: &Bench, channel: &str) -> String {
    let mut message = message();
    message["channel"] = json!(channel);
    let answer = bench.connect().send(&message).unwrap();
    answer.json()["messageId"].as_str().unwrap().to_owned()
}

fn status(bench: &Bench, id: &str) -> Value {
    bench.connect().get(&format!("{SEND}/{id}")).unwrap().json()
}

fn wait_for(bench: &Bench, id: &str, wanted: &str) -> Value {
    let end = Instant::now() + Duration::from_secs(5);
    loop {
        let seen = status(bench, id);
        if seen["status"] == wanted {
            return seen;
        }
        assert!(Instant::now() < end, "{wanted} did not come, but {seen}");
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn every_channel_goes_to_its_final_state_by_itself() {
    let bench = Bench::new();
    let ids = ["Sms", "Whatsapp", "Rcs"].map(|channel| send(&bench, channel));
    for (id, last) in ids.iter().zip(["Delivered", "Read", "Displayed"]) {
        wait_for(&bench, id, last);
    }
}

#[test]
fn the_account_sets_the_course() {
    let bench = Bench::new();
    let progress = json!({ "Sms": [[0, "Pending"], [60, "DeliveryFailed"]] });
    bench.account("PUT", "", &json!({ "progress": progress, "reason_code": 5111 }));
    let id = send(&bench, "Sms");
    let failed = wait_for(&bench, &id, "DeliveryFailed");
    assert_eq!(failed["reasonCode"], 5111);
    assert!(failed["reason"].is_string());
    let slow = json!({ "Sms": [[0, "Pending"], [3_600_000, "DeliveryFailed"]] });
    bench.account("PUT", "", &json!({ "progress": slow, "reason_code": 5111 }));
    let pending = status(&bench, &send(&bench, "Sms"));
    assert_eq!((&pending["status"], &pending["reasonCode"]), (&json!("Pending"), &json!(0)));
}

#[test]
fn what_an_account_is_not_told_stays_as_it_is() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "progress": { "Sms": [[0, "DeliveryFailed"]] } }));
    bench.account("PUT", "", &json!({ "reason_code": 5111 }));
    let failed = status(&bench, &send(&bench, "Sms"));
    assert_eq!((&failed["status"], &failed["reasonCode"]), (&json!("DeliveryFailed"), &json!(5111)));
    bench.account("PUT", "", &json!({ "progress": { "Sms": [[0, "Expired"]] } }));
    let expired = status(&bench, &send(&bench, "Sms"));
    assert_eq!((&expired["status"], &expired["reasonCode"]), (&json!("Expired"), &json!(5111)));
}

#[test]
fn a_command_moves_a_message_and_stops_its_course() {
    let bench = Bench::new();
    let id = send(&bench, "Sms");
    let command = json!({ "status": "Failed", "reasonCode": 3020, "reason": "no route" });
    bench.account("POST", &format!("/messages/{id}/status"), &command);
    sleep(Duration::from_millis(400));
    let seen = status(&bench, &id);
    assert_eq!((&seen["status"], &seen["reasonCode"]), (&json!("Failed"), &json!(3020)));
    assert_eq!(seen["reason"], "no route");
    let path = format!("accounts/{}/messages/unknown/status", bench.user);
    assert_eq!(bench.control_answer("POST", &path, &command).status, 404);
}

#[test]
fn a_status_tells_what_was_sent() {
    let bench = Bench::new();
    let id = send(&bench, "Sms");
    let seen = status(&bench, &id.to_uppercase());
    assert_eq!(seen["channel"], "Sms");
    assert_eq!(seen["messageId"], json!(id));
    assert_eq!(seen["from"], "ecall");
    assert_eq!(seen["to"], "+41790000000");
    assert_eq!(seen["pageTotal"], 1);
    assert_eq!(seen["reasonCode"], 0);
    assert!(seen["timestamp"].as_str().unwrap().ends_with('Z'));
    let old = bench.connect().get(&format!("/api/v1/message/{id}")).unwrap().json();
    assert!(!old["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn every_recipient_of_a_list_has_an_id() {
    let bench = Bench::new();
    let mut list = message();
    list.as_object_mut().unwrap().remove("to");
    list["toList"] = json!([
        { "type": "Number", "address": "+41790000001" },
        { "type": "Person", "address": "Anna" },
        { "type": "Group", "address": "Night shift" },
    ]);
    let result = bench.connect().send(&list).unwrap().json();
    assert_eq!(result["messageId"], Value::Null);
    let pairs = result["messageIdList"].as_array().unwrap();
    assert_eq!(pairs.len(), 3);
    for (pair, address) in pairs.iter().zip(["+41790000001", "Anna", "Night shift"]) {
        assert_eq!(pair["address"], address);
        assert_eq!(status(&bench, pair["messageId"].as_str().unwrap())["to"], address);
    }
}

#[test]
fn answers_obey_the_vendors_documents() {
    let bench = Bench::new();
    let send_document = include_str!("../../../vendor/openapi/message-send.json");
    let status_document = include_str!("../../../vendor/openapi/message-status.json");
    let check = |document: &str, schema: &str, answer: &Value| {
        let document: Value = serde_json::from_str(document).unwrap();
        let root = json!({
            "$ref": format!("#/components/schemas/{schema}"),
            "components": document["components"],
        });
        let validator =
            jsonschema::draft202012::options().should_validate_formats(true).build(&root).unwrap();
        let errors: Vec<String> = validator.iter_errors(answer).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{schema}: {errors:?} in {answer}");
    };
    let result = bench.connect().send(&message()).unwrap().json();
    check(send_document, "MessageResult", &result);
    let id = result["messageId"].as_str().unwrap();
    check(status_document, "MessageStatusData", &status(&bench, id));
    check(status_document, "Error", &status(&bench, "unknown"));
}
