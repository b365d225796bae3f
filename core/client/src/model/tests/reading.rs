//! Reading: what the documents do not say.

use serde_json::json;

use crate::model::{
    ApiError, Channel, Content, ContentOptions, ErrorCode, Message, MessageResult, MessageStatusData,
    Notification, Recipient, Status, Timestamp, wire,
};

#[test]
fn documents_that_are_no_json_say_where() {
    let error = wire::read::<MessageResult>(b"<html>marker</html>").unwrap_err();
    assert_eq!((error.path.as_str(), error.message.as_str()), ("", "not JSON (line 1, column 1)"));
    let error = wire::read::<MessageResult>(b"{\"messageId\": \"marker").unwrap_err();
    assert!(error.message.starts_with("the JSON ends too early"), "{error}");
    let error = wire::read::<MessageResult>(b"{} marker").unwrap_err();
    assert_eq!(error.to_string(), "not JSON (line 1, column 4)");
    let error = wire::read::<MessageResult>(b"[\"marker\"]").unwrap_err();
    assert_eq!(error.to_string(), "expected an object");
    let error = wire::read::<MessageResult>(b"").unwrap_err();
    assert!(error.message.starts_with("the JSON ends too early"), "{error}");
    assert!(wire::read::<MessageResult>(b"\"\xff\"").is_err());
}

#[test]
fn unknown_unions_are_kept_as_they_came() {
    let json = json!({ "TYPE": "Hologram", "Depth": null, "text": 5, "nested": { "Type": "Text" } });
    let content: Content = wire::read_value(json.clone()).unwrap();
    assert_eq!(content.tag(), Some("Hologram"));
    assert_eq!(serde_json::to_value(&content).unwrap(), json);
    // Values are case-sensitive.
    let content: Content = wire::read_value(json!({ "type": "text", "text": "x" })).unwrap();
    assert!(matches!(content, Content::Unknown(_)));
}

#[test]
fn errors_below_several_unions_name_the_whole_path() {
    let message = json!({
        "toList": [{ "type": "Number", "address": "1" }, { "Type": "Number", "Address": false }],
        "content": { "type": "Template", "components": [{ "type": "Body", "parameters": [
            { "type": "Currency", "amount": 100.5 }] }] },
    });
    let mut only_content = message.clone();
    only_content.as_object_mut().unwrap().remove("toList");
    assert_eq!(
        wire::read_value::<Message>(only_content).unwrap_err().to_string(),
        "content.components[0].parameters[0].amount: expected a whole number in range"
    );
    // The path is spelled as the document spells it.
    let mut only_list = message;
    only_list.as_object_mut().unwrap().remove("content");
    assert_eq!(
        wire::read_value::<Message>(only_list).unwrap_err().to_string(),
        "toList[1].Address: expected a string"
    );
    let error = wire::read_value::<Message>(json!({ "content": { "Type": 7 } })).unwrap_err();
    assert_eq!(error.to_string(), "content.Type: expected a string");
    let error = wire::read_value::<Message>(json!({ "toList": ["x"] })).unwrap_err();
    assert_eq!(error.to_string(), "toList[0]: expected an object");
}

#[test]
fn a_field_that_stands_there_twice_is_an_error() {
    for json in [&br#"{"to":"marker","TO":"2"}"#[..], br#"{"to":"marker","to":"2"}"#] {
        assert_eq!(wire::read::<Message>(json).unwrap_err().message, "is given twice");
    }
    let error = wire::read_value::<Message>(json!({ "to": "marker", "To": "2" })).unwrap_err();
    assert_eq!(error.to_string(), "to: is given twice");
    let error =
        wire::read_value::<Message>(json!({ "content": { "type": "Text", "Text": "a", "text": "b" } }));
    assert_eq!(error.unwrap_err().to_string(), "content.text: is given twice");
}

#[test]
fn a_key_with_an_underscore_is_another_key() {
    let result: MessageResult = wire::read_value(json!({ "message_id": "x" })).unwrap();
    assert_eq!(result.message_id, None);
    assert_eq!(result.extra["message_id"], "x");
}

#[test]
fn results_of_both_forms_are_read() {
    let one: MessageResult =
        wire::read(br#"{"messageId":"a","timestamp":"2026-11-21T10:00:00.123Z"}"#).unwrap();
    assert_eq!(one.message_id.as_deref(), Some("a"));
    assert_eq!(one.timestamp.unwrap().as_str(), "2026-11-21T10:00:00.123Z");
    let many: MessageResult =
        wire::read(br#"{"MessageId":null,"MessageIdList":[{"MessageId":"a","Address":"1"}],"New":[null]}"#)
            .unwrap();
    assert_eq!(many.message_id, None);
    assert_eq!(many.message_id_list.unwrap()[0].address.as_deref(), Some("1"));
    assert_eq!(many.extra["New"], json!([null]));
}

#[test]
fn errors_are_read_with_their_parameters() {
    let json =
        br#"{"errorCode":"InvalidContent","errorMessage":"m","errorDetails":{"type":"Parameter","errors":[
        {"parameter":"To","messages":["bad"]}]}}"#;
    let error: ApiError = wire::read(json).unwrap();
    assert_eq!(error.error_code, Some(ErrorCode::InvalidContent));
    let entry = &error.error_details.unwrap().errors.unwrap()[0];
    assert_eq!(entry.parameter.as_deref(), Some("To"));
    assert_eq!(entry.messages.as_deref(), Some(&["bad".to_owned()][..]));
    let other: ApiError = wire::read(br#"{"errorCode":"OfTomorrow"}"#).unwrap();
    assert_eq!(other.error_code.unwrap().as_str(), "OfTomorrow");
}

#[test]
fn timestamps_keep_their_text_and_are_never_taken_for_utc() {
    let utc = Timestamp::from("2026-11-21T10:00:00.123Z");
    assert_eq!(utc.instant().unwrap().as_millisecond(), 1_795_255_200_123);
    assert_eq!(utc.civil().unwrap().to_string(), "2026-11-21T10:00:00.123");
    let offset = Timestamp::from("2026-11-21T11:00:00.123+01:00");
    assert_eq!(offset.instant(), utc.instant());
    assert_eq!(offset.civil().unwrap().hour(), 11);
    let seven_digits = Timestamp::from("2026-11-21T10:00:00.1234567");
    assert_eq!(seven_digits.instant(), None);
    assert_eq!(seven_digits.civil().unwrap().subsec_nanosecond(), 123_456_700);
    for odd in ["", "soon", "2026-13-01T00:00:00Z"] {
        let odd: Timestamp = wire::read_value(json!(odd)).unwrap();
        assert_eq!((odd.instant(), odd.civil()), (None, None), "{odd}");
    }
}

#[test]
fn which_status_is_final_depends_on_the_channel() {
    let table: &[(&str, &[&str], &[&str])] = &[
        ("Sms", &["Delivered", "DeliveryFailed", "Failed"], &["Pending", "Sent"]),
        ("Pager", &["Sent", "Failed"], &["Pending"]),
        ("Voice", &["Played_with_receipt", "Failed"], &["Played", "Pending", "Sent", "Next_try_pending"]),
        ("Whatsapp", &["Read", "Failed"], &["Pending", "Sent", "Delivered"]),
        ("Rcs", &["Displayed", "Rejected", "Expired"], &["Pending", "Sent", "Delivered"]),
    ];
    for (channel, fin, open) in table {
        for name in [(*channel).to_owned(), channel.to_lowercase(), channel.to_uppercase()] {
            let channel = Channel::from(name);
            assert!(fin.iter().all(|status| Status::from(*status).is_final(&channel)), "{channel}");
            assert!(open.iter().all(|status| !Status::from(*status).is_final(&channel)), "{channel}");
            for other in ["Deleted", "Transmitted", "Played_with_feedback", "OfTomorrow", "delivered", ""] {
                assert!(!Status::from(other).is_final(&channel), "{channel} {other}");
            }
        }
    }
    for status in Status::KNOWN {
        assert!(!Status::from(*status).is_final(&Channel::from("Pigeon")));
        let bare = MessageStatusData { status: Some(Status::from(*status)), ..Default::default() };
        assert!(!bare.is_final());
    }
    let data: MessageStatusData = wire::read(br#"{"channel":"sms","status":"Delivered"}"#).unwrap();
    assert!(data.is_final());
}

#[test]
fn messages_are_made_in_a_line() {
    let options = crate::model::SmsContentOptions { page_limit: Some(2), ..Default::default() };
    let content = Content::text("hello").with_sms_options(options.clone());
    assert_eq!(content.options(), Some(&ContentOptions::SmsContentOptions(options)));
    let message = Message::new(Channel::Sms, content)
        .from("eCall")
        .to_list([Recipient::number("+41790000000"), Recipient::group("Night watch")]);
    assert_eq!(message.problems(), []);
    assert_eq!(
        serde_json::to_string(&message).unwrap(),
        r#"{"channel":"Sms","from":"eCall","toList":[{"type":"Number","address":"+41790000000"},{"type":"Group","address":"Night watch"}],"content":{"type":"Text","text":"hello","options":{"type":"SmsContentOptions","pageLimit":2}}}"#
    );
    assert_eq!(Message::sms("1", "x").from("y").problems(), []);
}

#[test]
fn arguments_that_cannot_be_read_name_every_place() {
    let fields = |error: crate::Error| -> Vec<_> {
        error.details().fields.iter().map(|problem| problem.field.clone()).collect()
    };
    let list =
        json!([{ "to": 5 }, { "to": "+41791234567" }, null, { "content": { "type": "Text", "text": 5 } }]);
    let error = Message::list_from_json(list).unwrap_err();
    assert_eq!(fields(error), ["messages[0].to", "messages[2]", "messages[3].content.text"]);
    assert_eq!(fields(Message::list_from_json(json!({})).unwrap_err()), ["messages"]);
    let read = Message::list_from_json(json!([{ "to": "+41791234567" }, {}])).unwrap();
    assert_eq!(read.len(), 2);
    let error = Notification::from_json(json!({ "addresses": {} })).unwrap_err();
    assert_eq!(fields(error), ["notification.addresses"]);
    let error = MessageStatusData::from_json(json!(["Sent"])).unwrap_err();
    assert_eq!(fields(error), ["event"]);
}
