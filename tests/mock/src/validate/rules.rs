//! What the vendor's prose demands beyond the schemas. A text over a channel's limit is taken: the service cuts it.

use serde_json::Value;

use super::Violation;

const MAX_NOTIFICATION_LENGTH: usize = 200;
const MAX_ROWS: usize = 10;
const MAX_SENDER_DIGITS: usize = 16;
const MAX_SENDER_TEXT: usize = 11;
const PAGE_LIMITS: std::ops::RangeInclusive<i64> = 1..=10;

/// Everything wrong with a body that the schemas cannot say. Reads on where types are wrong: that is told already.
pub(super) fn violations(body: &Value) -> Vec<Violation> {
    let mut found = Vec::new();
    recipients(body, &mut found);
    sender(body, &mut found);
    notification(&body["notification"], &mut found);
    let content = &body["content"];
    options(&content["options"], &mut found);
    match content["type"].as_str() {
        Some("Image" | "Document" | "Audio" | "Video" | "Sticker") => content_media(body, &mut found),
        Some("Interactive") => interactive(content, &mut found),
        Some("Template") => template(content, &mut found),
        _ => {}
    }
    found
}

/// The same for the body of a list, its messages aside.
pub(super) fn list_violations(body: &Value) -> Vec<Violation> {
    let mut found = Vec::new();
    notification(&body["notification"], &mut found);
    found
}

fn recipients(body: &Value, found: &mut Vec<Violation>) {
    match (is_given(&body["to"]), is_given(&body["toList"])) {
        (true, true) => found.push(Violation::new("toList", "to and toList exclude each other")),
        (false, false) => found.push(Violation::new("to", "one of to and toList is required")),
        _ => {}
    }
    if body["to"] == "" {
        found.push(Violation::new("to", "is empty"));
    }
    if body["toList"].as_array().is_some_and(Vec::is_empty) {
        found.push(Violation::new("toList", "is empty"));
    }
}

fn sender(body: &Value, found: &mut Vec<Violation>) {
    let Some(from) = body["from"].as_str() else { return };
    if from.is_empty() {
        found.push(Violation::new("from", "is empty"));
    } else if body["channel"] == "Sms" {
        let digits = from.strip_prefix('+').unwrap_or(from);
        let is_number = !digits.is_empty()
            && digits.len() <= MAX_SENDER_DIGITS
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_text = from.len() <= MAX_SENDER_TEXT && from.bytes().all(|byte| (32..=126).contains(&byte));
        if !is_number && !is_text {
            found.push(Violation::new("from", "is neither a number of 16 digits nor 11 ASCII characters"));
        }
    }
}

fn notification(notification: &Value, found: &mut Vec<Violation>) {
    let addresses = notification["addresses"].as_array().into_iter().flatten();
    let length: usize = addresses.filter_map(|entry| entry["address"].as_str()).map(count).sum();
    if length > MAX_NOTIFICATION_LENGTH {
        found.push(Violation::new("notification.addresses", "are longer than 200 characters together"));
    }
}

fn options(options: &Value, found: &mut Vec<Violation>) {
    if options["pageLimit"].as_i64().is_some_and(|limit| !PAGE_LIMITS.contains(&limit)) {
        found.push(Violation::new("content.options.pageLimit", "is not between 1 and 10"));
    }
}

fn content_media(body: &Value, found: &mut Vec<Violation>) {
    let content = &body["content"];
    if body["channel"] == "Whatsapp" && content["type"] == "Sticker" {
        found.push(Violation::new("content.type", "Sticker is not supported on WhatsApp"));
    }
    if !is_given(&content["mediaId"]) && !is_given(&content["url"]) {
        found.push(Violation::new("content.mediaId", "one of mediaId and url is required"));
    }
    not_two_media("content", content, found);
}

fn not_two_media(path: &str, media: &Value, found: &mut Vec<Violation>) {
    if is_given(&media["mediaId"]) && is_given(&media["url"]) {
        found.push(Violation::new(format!("{path}.mediaId"), "mediaId and url exclude each other"));
    }
}

fn interactive(content: &Value, found: &mut Vec<Violation>) {
    not_two_media("content.header", &content["header"], found);
    let Some(sections) = content["action"]["sections"].as_array() else { return };
    let rows: usize = sections.iter().filter_map(|section| section["rows"].as_array()).map(Vec::len).sum();
    if rows > MAX_ROWS {
        found.push(Violation::new("content.action.sections", "hold more than 10 rows together"));
    }
    if sections.len() > 1 {
        for (index, _) in sections.iter().enumerate().filter(|(_, section)| !is_given(&section["title"])) {
            let path = format!("content.action.sections[{index}].title");
            found.push(Violation::new(path, "is required when there is more than one section"));
        }
    }
}

fn template(content: &Value, found: &mut Vec<Violation>) {
    let components = content["components"].as_array().into_iter().flatten();
    for (number, component) in components.enumerate() {
        let parameters = component["parameters"].as_array().into_iter().flatten();
        for (index, parameter) in parameters.enumerate() {
            let path = format!("content.components[{number}].parameters[{index}]");
            not_two_media(&path, parameter, found);
        }
    }
}

fn is_given(value: &Value) -> bool {
    !value.is_null()
}

/// Lengths are counted in code points.
fn count(text: &str) -> usize {
    text.chars().count()
}
