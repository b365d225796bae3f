//! Several messages in one call, and messages that an account refuses.

use serde_json::{Value, json};

use crate::client::{Bench, message};

const LIST: &str = "/api/v2/messagelist";

fn to(address: &str) -> Value {
    let mut message = message();
    message["to"] = json!(address);
    message
}

#[test]
fn every_message_of_a_list_stands_alone() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "refuse": { "+41790000009": "InsufficientPoints" } }));
    let mut many = message();
    many.as_object_mut().unwrap().remove("to");
    many["toList"] =
        json!([{ "type": "Number", "address": "+41790000002" }, { "type": "Group", "address": "Night" }]);
    let mut with_notification = to("+41790000003");
    with_notification["notification"] =
        json!({ "addresses": [{ "type": "Email", "address": "a@example.com" }] });
    let mut unknown = to("+41790000004");
    unknown["content"]["type"] = json!("Hologram");
    let messages = json!([
        to("+41790000001"),
        7,
        many,
        with_notification,
        to("+41790000009"),
        unknown,
        to("+41790000005")
    ]);
    let answer = bench.connect().post(LIST, &json!({ "messages": messages })).unwrap();
    assert_eq!(answer.status, 200);
    let answer = answer.json();
    let results = answer["messages"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    let code = |result: &Value| result["error"]["errorCode"].as_str().unwrap_or("none").to_owned();
    let codes: Vec<String> = results.iter().map(code).collect();
    assert_eq!(
        codes,
        [
            "none",
            "InvalidContent",
            "none",
            "InvalidContent",
            "InsufficientPoints",
            "UnknownContentType",
            "none"
        ]
    );
    for result in results {
        for name in ["messageId", "messageIdList", "error"] {
            assert!(result.get(name).is_some(), "{name} in {result}");
        }
    }
    assert_eq!(results[2]["messageId"], Value::Null);
    assert_eq!(results[2]["messageIdList"][1]["address"], "Night");
    assert_eq!(results[3]["error"]["errorDetails"]["errors"][0]["parameter"], "notification");
    assert!(answer["timestamp"].as_str().unwrap().ends_with('Z'));

    let path = format!("{LIST}/{}", answer["messageListId"].as_str().unwrap().to_uppercase());
    let status = bench.connect().get(&path).unwrap().json();
    assert_eq!(status["messageListId"], answer["messageListId"]);
    let of = |status: &Value| status["to"].as_str().unwrap().to_owned();
    let seen: Vec<String> = status["messages"].as_array().unwrap().iter().map(of).collect();
    assert_eq!(seen, ["+41790000001", "+41790000002", "Night", "+41790000005"]);
    assert_eq!(status["messages"][0]["messageId"], results[0]["messageId"]);
    assert!(status["messages"][0]["status"].is_string());
    assert_eq!(bench.accepted(), 4);
}

#[test]
fn a_list_that_is_none_is_refused_whole() {
    let bench = Bench::new();
    let refused = |body: Value, parameter: &str| {
        let answer = bench.connect().post(LIST, &body).unwrap();
        assert_eq!(answer.status, 400, "{body}");
        let json = answer.json();
        assert_eq!(json["errorCode"], "InvalidContent");
        let errors = json["errorDetails"]["errors"].as_array().unwrap();
        assert!(errors.iter().any(|error| error["parameter"] == parameter), "{parameter} in {json}");
    };
    let one = json!([message()]);
    refused(json!({}), "messages");
    refused(json!({ "messages": {} }), "messages");
    refused(json!({ "messages": [] }), "messages");
    refused(json!({ "messages": one, "meassages": 1 }), "meassages");
    refused(json!({ "messages": one, "notification": {} }), "notification.addresses");
    let long = json!({ "addresses": [{ "type": "Url", "address": "x".repeat(201) }] });
    refused(json!({ "messages": one, "notification": long }), "notification.addresses");
    let odd = json!({ "addresses": [{ "type": "Pigeon", "address": "x" }] });
    refused(json!({ "messages": one, "notification": odd }), "notification.addresses[0].type");
    assert_eq!(bench.accepted(), 0);
    let empty = bench.connect().request("POST", LIST, &[("content-type", "application/json")], b"").unwrap();
    assert_eq!((empty.status, &empty.json()["errorCode"]), (400, &json!("RequestMissing")));
}

#[test]
fn a_list_is_known_by_one_path_in_every_version() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    let list = json!({ "Messages": [message()] });
    for path in ["/api/v2/message/list", "/api/v2/message-list"] {
        assert_eq!(connection.post(path, &list).unwrap().status, 404, "{path}");
        assert_eq!(connection.get(path).unwrap().status, 404, "{path}");
    }
    let old = connection.post("/api/v1/messagelist", &list).unwrap().json();
    assert!(!old["timestamp"].as_str().unwrap().ends_with('Z'));
    let headers = [("content-type", "application/json"), ("x-api-version", "2")];
    let named =
        connection.request("POST", "/api/messagelist", &headers, list.to_string().as_bytes()).unwrap();
    assert!(named.json()["timestamp"].as_str().unwrap().ends_with('Z'));
    let path = format!("/api/messagelist/{}", old["messageListId"].as_str().unwrap());
    assert_eq!(connection.get(&path).unwrap().status, 200);
    assert_eq!(connection.get(&format!("{LIST}/x")).unwrap().status, 404);
    assert_eq!(connection.get(LIST).unwrap().header("allow"), Some("POST"));
}

#[test]
fn an_account_refuses_recipients() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "refuse": { "+41790000001": "InsufficientPoints" } }));
    let answer = bench.connect().send(&to("+41790000001")).unwrap();
    assert_eq!((answer.status, &answer.json()["errorCode"]), (400, &json!("InsufficientPoints")));
    assert_eq!(bench.connect().send(&to("+41790000002")).unwrap().status, 200);
    bench.account("PUT", "", &json!({ "refuse": {} }));
    assert_eq!(bench.connect().send(&to("+41790000001")).unwrap().status, 200);
}
