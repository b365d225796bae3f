//! `include/ecall.h`: made from the sources of the C crate by cbindgen, with the core's tables as macros.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use cbindgen::{Bindings, Builder, Config, DocumentationStyle, Language, Style};
use ecall::model::{InboundSms, JobNotification, JobState, JobStatus, ReceivedMessage};
use ecall::smpp::SubmitOptions;
use ecall::text::TextOptions;
use ecall::webhook::ReceiverOptions;
use ecall::{
    BulkOptions, CallOptions, DownloadOptions, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, Kind,
    MessageResult, MessageStatusData, MessagesOptions, Options, Outcome, SmppOptions, SmsOptions,
    SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions, UploadOptions, WaitManyOptions, WaitOptions,
};
use schemars::{JsonSchema, schema_for};

use crate::Result;
use crate::output::Output;

/// The sources in the order in which the header explains them.
const SOURCES: &[&str] = &[
    "about",
    "config",
    "options",
    "cancel",
    "message",
    "client",
    "asynchronous",
    "list",
    "bulk",
    "following",
    "media",
    "media_asynchronous",
    "result",
    "status",
    "sent_list",
    "list_status",
    "response",
    "error",
    "attempt",
    "webhook",
    "received",
    // Their rooms come with them: cbindgen follows their `mod` lines.
    "job/mod",
    "https/mod",
    "soap/mod",
    "smpp/mod",
    "local_time",
    "log",
    "bytes",
    // As above.
    "text/mod",
];

const HEAD: &str = include_str!("header/head.h");

/// The C header.
pub fn outputs(root: &Path) -> Result<Vec<Output>> {
    constants_once(root)?;
    let content = render(root)?;
    unique(&content)?;
    complete(&content)?;
    Ok(vec![Output { path: PathBuf::from("include/ecall.h"), content }])
}

/// Of two constants with one name cbindgen keeps the first, and says nothing.
fn constants_once(root: &Path) -> Result<()> {
    let mut names = BTreeSet::new();
    for name in SOURCES {
        let room = root.join(format!("bindings/c/src/{name}.rs"));
        let room =
            if name.ends_with("/mod") { room.parent().map_or_else(Vec::new, files) } else { vec![room] };
        for file in room {
            let text =
                std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            for line in text.lines().filter_map(|line| line.strip_prefix("pub const ")) {
                let name = line.split(':').next().unwrap_or_default().to_owned();
                if !names.insert(name.clone()) {
                    return Err(format!("{}: {name} is there twice", file.display()));
                }
            }
        }
    }
    Ok(())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

fn render(root: &Path) -> Result<String> {
    let sources = SOURCES.iter().map(|name| root.join(format!("bindings/c/src/{name}.rs")));
    let mut builder = Builder::new().with_config(config());
    for source in sources {
        builder = builder.with_src(source);
    }
    let bindings: Bindings = builder.generate().map_err(|error| format!("include/ecall.h: {error}"))?;
    let mut bytes = Vec::new();
    bindings.write(&mut bytes);
    String::from_utf8(bytes).map_err(|error| format!("include/ecall.h: {error}"))
}

fn config() -> Config {
    Config {
        language: Language::C,
        cpp_compat: true,
        style: Style::Type,
        documentation_style: DocumentationStyle::Doxy,
        header: Some(HEAD.trim_end().to_owned()),
        include_guard: Some("ECALL_H".to_owned()),
        no_includes: true,
        sys_includes: ["stdbool.h", "stddef.h", "stdint.h"].map(str::to_owned).to_vec(),
        after_includes: Some(macros()),
        usize_is_size_t: true,
        line_length: 110,
        tab_width: 4,
        ..Config::default()
    }
}

/// The tables of the core: what a program compares status codes and outcomes with.
fn macros() -> String {
    let mut text = String::new();
    let version = env!("CARGO_PKG_VERSION");
    let mut define = |comment: &str, name: &str, value: &str| {
        if !comment.is_empty() {
            let _ = writeln!(text, "\n/**\n * {comment}\n */");
        }
        let _ = writeln!(text, "#define {name} {value}");
    };
    define("Version of this header.", "ECALL_VERSION", &format!("\"{version}\""));
    for (name, number) in ["MAJOR", "MINOR", "PATCH"].iter().zip(version.split(['.', '-', '+'])) {
        define("", &format!("ECALL_VERSION_{name}"), number);
    }
    define("The call succeeded.", "ECALL_OK", "0");
    for kind in Kind::ALL {
        let name = format!("ECALL_{}", kind.as_str().to_uppercase());
        define(kind.description(), &name, &kind.number().to_string());
    }
    let explained = "Outcomes: the message did not go out, it may have gone out, or the call was not a send.";
    for (index, outcome) in Outcome::ALL.iter().enumerate() {
        // Not ECALL_OUTCOME_: a kind has the name ECALL_OUTCOME_UNKNOWN.
        let name = format!("ECALL_SEND_{}", outcome.as_str().to_uppercase());
        define(if index == 0 { explained } else { "" }, &name, &outcome.number().to_string());
    }
    text
}

/// Fails where two macros share a name, or a function is declared twice.
fn unique(header: &str) -> Result<()> {
    let mut seen = BTreeSet::new();
    for line in header.lines() {
        let macro_name = line.strip_prefix("#define ").and_then(|rest| rest.split(' ').next());
        let Some(name) = macro_name.or_else(|| declared(line)) else { continue };
        if !seen.insert(name) {
            return Err(format!("include/ecall.h would have {name} twice"));
        }
    }
    Ok(())
}

/// The function that a line begins to declare: nothing but declarations begins with a letter and has a parenthesis.
fn declared(line: &str) -> Option<&str> {
    let before = line.split_once('(')?.0;
    let name = before.rsplit([' ', '*']).next()?;
    (line.starts_with(|first: char| first.is_ascii_alphabetic())
        && !line.starts_with("typedef")
        && name.starts_with("ecall_"))
    .then_some(name)
}

/// Fails where the core has an option or a field for which the header has no function.
fn complete(header: &str) -> Result<()> {
    let mut missing = Vec::new();
    let mut want = |prefix: &str, names: Vec<String>| {
        for name in names {
            let function = match name.as_str() {
                // The state is one of several, and the list of ids is reached by index.
                "until" => "ecall_call_options_add_until".to_owned(),
                "notification_addresses" => "ecall_call_options_add_notification_address".to_owned(),
                "file_types" => "ecall_call_options_add_file_type".to_owned(),
                "content" => "ecall_received_message_content_json".to_owned(),
                "message_id_list" => "ecall_message_result_message_ids_count".to_owned(),
                _ => format!("{prefix}{name}"),
            };
            if !header.contains(&format!("{function}(")) {
                missing.push(function);
            }
        }
    };
    want("ecall_config_set_", properties::<Options>());
    want("ecall_call_options_set_", properties::<CallOptions>());
    want("ecall_call_options_set_", properties::<WaitOptions>());
    want("ecall_call_options_set_", properties::<SmsOptions>());
    want("ecall_call_options_set_", properties::<BulkOptions>());
    want("ecall_call_options_set_", properties::<WaitManyOptions>());
    want("ecall_call_options_set_", properties::<UploadOptions>());
    want("ecall_call_options_set_", properties::<DownloadOptions>());
    want("ecall_call_options_set_", properties::<HttpsSmsOptions>());
    want("ecall_call_options_set_", properties::<HttpsFaxOptions>());
    want("ecall_call_options_set_", properties::<HttpsVoiceOptions>());
    want("ecall_smpp_options_set_", properties::<SmppOptions>());
    want("ecall_submit_options_set_", properties::<SubmitOptions>());
    want("ecall_call_options_set_", of_soap::<SoapSmsOptions>());
    want("ecall_call_options_set_", of_soap::<SoapFaxOptions>());
    want("ecall_call_options_set_", of_soap::<SoapVoiceOptions>());
    // The number is an argument.
    let of_inbox = properties::<MessagesOptions>().into_iter().filter(|name| name != "number");
    want("ecall_call_options_set_", of_inbox.collect());
    want("ecall_message_result_", properties::<MessageResult>());
    want("ecall_message_status_", properties::<MessageStatusData>());
    want("ecall_received_message_", properties::<ReceivedMessage>());
    want("ecall_job_status_", properties::<JobStatus>());
    want("ecall_job_state_", properties::<JobState>());
    want("ecall_inbound_sms_", properties::<InboundSms>());
    want("ecall_job_notification_", properties::<JobNotification>());
    // These cross as JSON, so the header has to name them.
    let mut named = |function: &str, names: Vec<String>| {
        for name in names.into_iter().filter(|name| !header.contains(&format!("\"{name}\""))) {
            missing.push(format!("\"{name}\" among the options of {function}"));
        }
    };
    named("ecall_text_estimate", properties::<TextOptions>());
    named("ecall_webhook_receiver_new", properties::<ReceiverOptions>());
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("bindings/c lacks what the core has: {}", missing.join(", ")))
}

/// The fields of a type of the core, in snake_case.
pub fn properties<T: JsonSchema>() -> Vec<String> {
    let schema = schema_for!(T);
    let properties = schema.get("properties").and_then(|properties| properties.as_object());
    properties.into_iter().flatten().map(|(name, _)| snake_case(name)).collect()
}

/// The options of an operation of SOAP, as their setters are called: a notification is an object elsewhere, and a text there.
fn of_soap<T: JsonSchema>() -> Vec<String> {
    let named = |name: String| if name == "notification" { "soap_notification".to_owned() } else { name };
    properties::<T>().into_iter().map(named).collect()
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::{complete, properties, unique};

    #[test]
    fn a_header_without_a_setter_is_refused() {
        let problem = complete("").unwrap_err();
        assert!(problem.contains("ecall_config_set_username"));
        assert!(problem.contains("ecall_message_status_reason_code"));
        assert!(problem.contains("\"reference_bits\" among the options of ecall_text_estimate"));
    }

    #[test]
    fn a_macro_is_defined_once() {
        assert!(unique("#define A 1\n#define AB 2\n").is_ok());
        assert!(unique("#define A 1\n#define A 2\n").unwrap_err().contains(" A "));
    }

    #[test]
    fn fields_are_named_as_in_c() {
        assert!(properties::<ecall::MessageStatusData>().contains(&"page_total".to_owned()));
        assert!(properties::<ecall::SmsOptions>().contains(&"force_gsm".to_owned()));
    }
}
