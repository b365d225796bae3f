//! The options of clients and calls, read from core's schemas.

use std::fmt::Write as _;

use ecall::smpp::SubmitOptions;
use ecall::webhook::ReceiverOptions;
use ecall::{
    BulkOptions, CallOptions, DownloadOptions, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions,
    MessagesOptions, Options, SmppOptions, SmsOptions, SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions,
    UploadOptions, WaitManyOptions, WaitOptions,
};
use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use super::text::{NOTICE, in_seconds, plain};

/// What a reader looks for first; the others follow in the order of their names.
const FIRST: &[&str] = &["username", "password", "default_from", "timeout", "max_retries", "delivery"];

/// What is in hex digits in the library's JSON, and in bytes here.
const OCTETS: &str = "user_data";

/// What means nothing but for a message that is sent.
const ONLY_SENDS: &[&str] = &["allow_truncation"];

/// What means nothing for a read.
const NOT_READS: &str = "delivery";

/// What means nothing to a client of the SMPP interface.
const NOT_OF_SMPP: &[&str] = &[
    "allow_plain_http",
    "api_version",
    "attempt_timeout_ms",
    "backoff_initial_ms",
    "backoff_max_ms",
    "http2",
    "proxy",
    "soap_version",
    "user_agent",
];

/// One option.
pub struct Known {
    /// The library's name.
    pub name: String,
    /// The name in Python: without the unit, which is always seconds there.
    pub python: String,
    /// The type in Python, without `None`.
    pub annotation: String,
    /// What it is, in one paragraph.
    pub doc: String,
}

/// The options of a client.
pub fn client() -> Vec<Known> {
    of::<Options>()
}

/// The options of a client of the SMPP interface: those of every client that mean something there, and its own.
pub fn smpp_client() -> Vec<Known> {
    let mut known = client();
    known.retain(|option| !NOT_OF_SMPP.contains(&option.name.as_str()));
    known.extend(of::<SmppOptions>());
    sort(&mut known);
    known
}

/// The options of a send of a message.
pub fn send() -> Vec<Known> {
    of::<CallOptions>()
}

/// The options of any other call.
pub fn call() -> Vec<Known> {
    let mut known = send();
    known.retain(|option| !ONLY_SENDS.contains(&option.name.as_str()));
    known
}

/// The options of a read over the HTTPS and SOAP interfaces.
pub fn read() -> Vec<Known> {
    let mut known = call();
    known.retain(|option| option.name != NOT_READS);
    known
}

/// The same where what is read comes one by one.
pub fn read_each() -> Vec<Known> {
    let mut known = read();
    for option in known.iter_mut().filter(|option| option.name == "timeout_ms") {
        option.doc = option.doc.replace("the whole call", "each request, repetitions included");
    }
    known
}

/// The options of a wait.
pub fn wait() -> Vec<Known> {
    of::<WaitOptions>()
}

/// The options of sending many messages.
pub fn bulk() -> Vec<Known> {
    of::<BulkOptions>()
}

/// The options of following many messages.
pub fn wait_many() -> Vec<Known> {
    of::<WaitManyOptions>()
}

/// The options of an upload.
pub fn upload() -> Vec<Known> {
    of::<UploadOptions>()
}

/// The options of a download.
pub fn download() -> Vec<Known> {
    of::<DownloadOptions>()
}

/// What a text by SMS may have besides recipient, text and sender.
pub fn sms() -> Vec<Known> {
    of::<SmsOptions>()
}

/// What an SMS over the HTTPS interface may have besides recipients, text and sender.
pub fn https_sms() -> Vec<Known> {
    of::<HttpsSmsOptions>()
}

/// What a fax may have besides recipients and text.
pub fn https_fax() -> Vec<Known> {
    of::<HttpsFaxOptions>()
}

/// What a voice message may have besides recipient and text.
pub fn https_voice() -> Vec<Known> {
    of::<HttpsVoiceOptions>()
}

/// Which received messages are read.
pub fn messages() -> Vec<Known> {
    of::<MessagesOptions>()
}

/// What an SMS over the SOAP interface may have besides recipients, text and sender.
pub fn soap_sms() -> Vec<Known> {
    of::<SoapSmsOptions>()
}

/// What a fax over the SOAP interface may have besides recipients, text and files.
pub fn soap_fax() -> Vec<Known> {
    of::<SoapFaxOptions>()
}

/// What a voice message over the SOAP interface may have besides recipients and text.
pub fn soap_voice() -> Vec<Known> {
    of::<SoapVoiceOptions>()
}

/// What a message may have over the SMPP interface besides destination, text and sender.
pub fn submit() -> Vec<Known> {
    of::<SubmitOptions>()
}

/// `bindings/python/src/options.rs`.
pub fn rust() -> String {
    let mut out = format!(
        "// {NOTICE}\n\n//! The options with the library's names, in the order in which the package hands their values over.\n\n\
         use crate::arguments::Known;\nuse crate::arguments::Unit::{{Octets, Plain, Seconds}};\n"
    );
    let lists = [
        ("CLIENT", "Options of a client.", client()),
        ("SMPP_CLIENT", "Options of a client of the SMPP interface.", smpp_client()),
        ("SEND", "Options of a send of a message.", send()),
        ("CALL", "Options of any other call.", call()),
        ("READ", "Options of a read over the HTTPS and SOAP interfaces.", read()),
        ("WAIT", "Options of a wait.", wait()),
        ("BULK", "Options of sending many messages.", bulk()),
        ("WAIT_MANY", "Options of following many messages.", wait_many()),
        ("UPLOAD", "Options of an upload.", upload()),
        ("DOWNLOAD", "Options of a download.", download()),
        ("RECEIVER", "Options of what receives webhooks.", of::<ReceiverOptions>()),
        ("SMS", "What a text by SMS may have besides recipient, text and sender.", sms()),
        (
            "HTTPS_SMS",
            "What an SMS over the HTTPS interface may have besides recipients, text and sender.",
            https_sms(),
        ),
        ("HTTPS_FAX", "What a fax may have besides recipients and text.", https_fax()),
        ("HTTPS_VOICE", "What a voice message may have besides recipient and text.", https_voice()),
        (
            "SOAP_SMS",
            "What an SMS over the SOAP interface may have besides recipients, text and sender.",
            soap_sms(),
        ),
        (
            "SOAP_FAX",
            "What a fax over the SOAP interface may have besides recipients, text and files.",
            soap_fax(),
        ),
        (
            "SOAP_VOICE",
            "What a voice message over the SOAP interface may have besides recipients and text.",
            soap_voice(),
        ),
        (
            "SUBMIT",
            "What a message may have over the SMPP interface besides destination, text and sender.",
            submit(),
        ),
        ("MESSAGES", "Which received messages are read.", messages()),
    ];
    for (name, doc, options) in lists {
        let _ = write!(out, "\n/// {doc}\npub const {name}: Known = &[\n");
        for option in options {
            let unit = match option.name.as_str() {
                OCTETS => "Octets",
                name if name.ends_with("_ms") => "Seconds",
                _ => "Plain",
            };
            let _ = writeln!(out, "    (\"{}\", {unit}),", option.name);
        }
        out.push_str("];\n");
    }
    out
}

fn of<T: JsonSchema>() -> Vec<Known> {
    let schema = schema_for!(T).to_value();
    let properties = schema["properties"].as_object().expect("options are an object");
    let mut known: Vec<_> =
        properties.iter().map(|(name, property)| option(&schema, name, property)).collect();
    sort(&mut known);
    known
}

fn sort(known: &mut [Known]) {
    let place = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    known.sort_by(|a, b| (place(&a.python), &a.python).cmp(&(place(&b.python), &b.python)));
}

fn option(root: &Value, name: &str, property: &Value) -> Known {
    let doc = plain(property["description"].as_str().unwrap_or_default()).replace(", hex digits in JSON", "");
    match name.strip_suffix("_ms") {
        Some(short) => Known {
            name: name.to_owned(),
            python: short.to_owned(),
            annotation: "float".to_owned(),
            doc: in_seconds(&doc),
        },
        None => Known {
            name: name.to_owned(),
            python: name.to_owned(),
            annotation: annotation(root, name, property),
            doc,
        },
    }
}

fn annotation(root: &Value, name: &str, property: &Value) -> String {
    let reference =
        property.pointer("/anyOf/0/$ref").or_else(|| property.get("$ref")).and_then(Value::as_str);
    if let Some(reference) = reference {
        return referenced(root, reference);
    }
    let kind = property["type"].as_array().map_or(&property["type"], |kinds| &kinds[0]);
    match (name, kind.as_str()) {
        (OCTETS, _) => "Buffer".to_owned(),
        ("tlvs", _) => "Sequence[Mapping[str, Any]]".to_owned(),
        ("ca_file", _) => "Union[str, PathLike[str]]".to_owned(),
        ("send_date", _) => "Union[str, datetime]".to_owned(),
        (_, Some("boolean")) => "bool".to_owned(),
        (_, Some("integer")) => "int".to_owned(),
        (_, Some("number")) => "float".to_owned(),
        (_, Some("array")) => format!("Sequence[{}]", annotation(root, "", &property["items"])),
        _ => "str".to_owned(),
    }
}

/// The type of a definition: a closed choice, an open one, or a model.
fn referenced(root: &Value, reference: &str) -> String {
    let definition = root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
    let choices = definition["oneOf"].as_array().map(Vec::as_slice).unwrap_or_default();
    let choices: Vec<_> = choices.iter().filter_map(|choice| choice["const"].as_str()).collect();
    if !choices.is_empty() {
        let choices: Vec<_> = choices.iter().map(|choice| format!("\"{choice}\"")).collect();
        format!("Literal[{}]", choices.join(", "))
    } else if definition["type"] == "string" {
        "str".to_owned()
    } else if definition["type"] == "integer" {
        "int".to_owned()
    } else {
        let name = reference.rsplit('/').next().unwrap_or_default();
        format!("Union[models.{name}, Mapping[str, Any]]")
    }
}
