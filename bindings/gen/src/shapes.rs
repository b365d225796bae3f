//! Core's schemas as classes, unions and words, for languages whose types are written out: Kotlin and Swift.

use std::collections::BTreeMap;

use ecall::Message;
use ecall::model::{MsgType, Status, VoiceLanguage};
use ecall::smpp::SubmitOptions;
use ecall::webhook::ReceiverOptions;
use ecall::{
    BulkOptions, CallOptions, DownloadOptions, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions,
    MessagesOptions, Options, SmppOptions, SmsOptions, SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions,
    UploadOptions, WaitManyOptions, WaitOptions,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use crate::Result;

/// Definitions that have another name in these languages.
const NAMES: &[(&str, &str)] = &[("MessageRequest", "Message"), ("MessageStatus", "Status")];
/// Required on the wire, but filled in by the client where a message leaves it away (`default_from`).
const FILLED_IN: &[(&str, &str)] = &[("Message", "from")];
/// Open numbers, of which the documentation says what is known.
const NUMBERS: &[&str] = &["NotificationLevel"];

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A text.
    Text,
    /// True or false.
    Flag,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    Long,
    /// A number.
    Double,
    /// A word, of this enumeration.
    Word(String),
    /// An object, of this class or union.
    Object(String),
    /// Several.
    List(Box<Type>),
    /// Any JSON.
    Any,
}

/// A field of a class.
pub struct Field {
    /// Its key in JSON.
    pub key: String,
    /// Its name in these languages.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is.
    pub doc: String,
}

/// An object.
pub struct Class {
    /// Its name.
    pub name: String,
    /// The `type` that tells it apart in its unions.
    pub tag: Option<String>,
    /// The unions that it is a case of.
    pub unions: Vec<String>,
    /// What it is.
    pub doc: String,
    /// What it holds: what must be there first.
    pub fields: Vec<Field>,
}

/// An enumeration of words.
pub struct Words {
    /// Its name.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// Each word, and what it means.
    pub words: Vec<(String, String)>,
    /// Whether there may be others.
    pub open: bool,
}

/// Objects of several classes.
pub struct Union {
    /// Its name.
    pub name: String,
    /// What it is.
    pub doc: String,
}

/// Everything that is made of core's schemas.
pub struct Shapes {
    /// The objects of messages.
    pub models: Vec<Class>,
    /// The options.
    pub options: Vec<Class>,
    /// The unions.
    pub unions: Vec<Union>,
    /// The enumerations.
    pub words: Vec<Words>,
}

type Definitions = BTreeMap<String, Value>;

fn schema<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// The options by their names in these languages, and what they are.
fn options() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        (
            "ClientOptions",
            "The configuration of a client. What is not given comes from the environment, else from the defaults below.",
            schema::<Options>(),
        ),
        ("CallOptions", "What one call does otherwise than its client.", schema::<CallOptions>()),
        ("WaitOptions", "How a wait follows a message.", schema::<WaitOptions>()),
        ("SendManyOptions", "How many messages are sent.", schema::<BulkOptions>()),
        ("WaitManyOptions", "How many messages are followed.", schema::<WaitManyOptions>()),
        ("UploadOptions", "What an upload does otherwise than its client.", schema::<UploadOptions>()),
        ("DownloadOptions", "What a download does otherwise than its client.", schema::<DownloadOptions>()),
        ("ReceiverOptions", "What a receiver of webhooks takes, and from whom.", schema::<ReceiverOptions>()),
        (
            "SmsOptions",
            "What a text by SMS may have besides recipient, text and sender.",
            schema::<SmsOptions>(),
        ),
        (
            "HttpsSmsOptions",
            "What an SMS over the HTTPS interface may have besides addresses, text and sender.",
            schema::<HttpsSmsOptions>(),
        ),
        (
            "HttpsFaxOptions",
            "What a fax over the HTTPS interface may have besides addresses and text.",
            schema::<HttpsFaxOptions>(),
        ),
        (
            "HttpsVoiceOptions",
            "What a voice message over the HTTPS interface may have besides number and text.",
            schema::<HttpsVoiceOptions>(),
        ),
        (
            "SoapSmsOptions",
            "What an SMS over the SOAP interface may have besides addresses, text and sender.",
            schema::<SoapSmsOptions>(),
        ),
        (
            "SoapFaxOptions",
            "What a fax over the SOAP interface may have besides addresses, text and files.",
            schema::<SoapFaxOptions>(),
        ),
        (
            "SoapVoiceOptions",
            "What a voice message over the SOAP interface may have besides numbers and text.",
            schema::<SoapVoiceOptions>(),
        ),
        (
            "SmppOptions",
            "The configuration of an SMPP client. What is not given comes from the environment, else from the defaults below.",
            smpp_options(),
        ),
        (
            "SubmitOptions",
            "What a message over SMPP may have besides recipient, text and sender, and what its sending does otherwise than the client.",
            schema::<SubmitOptions>(),
        ),
        ("MessagesOptions", "Which cached messages are read, and for how long.", schema::<MessagesOptions>()),
        (
            "TextOptions",
            "Under which conditions a text is estimated or split.",
            schema::<ecall::text::TextOptions>(),
        ),
    ]
}

/// The options of a client that mean something on SMPP.
const OF_SMPP: &[&str] = &[
    "username",
    "password",
    "base_url",
    "ca_file",
    "connect_timeout_ms",
    "default_from",
    "delivery",
    "max_retries",
    "timeout_ms",
];

/// The options of an SMPP client are one object, which core splits.
fn smpp_options() -> Value {
    let mut all = schema::<SmppOptions>();
    let common = schema::<Options>();
    for part in ["properties", "$defs"] {
        let ours = common[part].as_object().into_iter().flatten();
        let ours = ours.filter(|(name, _)| part == "$defs" || OF_SMPP.contains(&name.as_str()));
        if let Some(members) = all[part].as_object_mut() {
            members.extend(ours.map(|(name, schema)| (name.clone(), schema.clone())));
        }
    }
    all
}

/// All of it.
pub fn shapes() -> Result<Shapes> {
    let mut definitions = models();
    let mut classes = Vec::new();
    for (name, doc, schema) in options() {
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            definitions.entry(renamed(name)).or_insert_with(|| definition.clone());
        }
        classes.push((name, doc, schema));
    }
    let options = classes.iter().map(|(name, doc, schema)| {
        let class = Class {
            name: (*name).to_owned(),
            tag: None,
            unions: Vec::new(),
            doc: format!("{doc} Everything is optional."),
            fields: Vec::new(),
        };
        with_fields(class, schema, &definitions)
    });
    let options = options.collect::<Result<_>>()?;
    let mut shapes = Shapes { models: Vec::new(), options, unions: Vec::new(), words: Vec::new() };
    for (name, schema) in &definitions {
        if NUMBERS.contains(&name.as_str()) {
        } else if let Some(words) = words(name, schema) {
            shapes.words.push(words);
        } else if schema["oneOf"].is_array() {
            shapes.unions.push(Union { name: name.clone(), doc: description(schema) });
        } else {
            for class in faces(name, schema, &definitions) {
                shapes.models.push(with_fields(class, schema, &definitions)?);
            }
        }
    }
    Ok(shapes)
}

fn models() -> Definitions {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<Message>();
    generator.subschema_for::<Status>();
    generator.subschema_for::<MsgType>();
    generator.subschema_for::<VoiceLanguage>();
    let found = generator.take_definitions(true);
    found.into_iter().map(|(name, schema)| (renamed(&name), schema)).collect()
}

fn renamed(name: &str) -> String {
    NAMES.iter().find(|(wire, _)| *wire == name).map_or(name, |(_, ours)| ours).to_owned()
}

fn description(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().to_owned()
}

/// The enumeration that a schema is, if it is one.
fn words(name: &str, schema: &Value) -> Option<Words> {
    let (words, open) = match (schema["x-known-values"].as_array(), schema["oneOf"].as_array()) {
        (Some(known), _) => {
            let docs = schema["x-known-values-descriptions"].as_array()?;
            let pairs =
                known.iter().zip(docs).filter_map(|(word, doc)| Some((word.as_str()?, doc.as_str()?)));
            (pairs.map(|(word, doc)| (word.to_owned(), doc.to_owned())).collect(), true)
        }
        (None, Some(branches)) => {
            let word = |branch: &Value| Some((branch["const"].as_str()?.to_owned(), description(branch)));
            (branches.iter().map(word).collect::<Option<Vec<_>>>()?, false)
        }
        (None, None) => return None,
    };
    Some(Words { name: name.to_owned(), doc: description(schema), words, open })
}

fn reference(schema: &Value) -> Option<String> {
    Some(renamed(schema["$ref"].as_str()?.rsplit('/').next()?))
}

/// A branch of a union.
struct Branch {
    union: String,
    tag: String,
    /// The definition that it is made of.
    of: String,
    doc: String,
}

fn branches(definitions: &Definitions) -> Vec<Branch> {
    let all = definitions.iter().flat_map(|(union, schema)| {
        let branches = schema["oneOf"].as_array().into_iter().flatten();
        branches.filter_map(move |branch| {
            let tag = branch.pointer("/properties/type/const")?.as_str()?.to_owned();
            Some(Branch { union: union.clone(), tag, of: reference(branch)?, doc: description(branch) })
        })
    });
    all.collect()
}

/// The classes that a definition becomes. One that is a branch of one union once has its own name; one that is several, those
/// of tag and union: `NumberRecipient`.
fn faces(name: &str, schema: &Value, definitions: &Definitions) -> Vec<Class> {
    let all = branches(definitions);
    let mine: Vec<_> = all.into_iter().filter(|branch| branch.of == name).collect();
    let class = |name: String, tag: Option<String>, unions: Vec<String>, doc: String| Class {
        name,
        tag,
        unions,
        doc,
        fields: Vec::new(),
    };
    match &mine[..] {
        [] => vec![class(name.to_owned(), None, Vec::new(), description(schema))],
        [only] => {
            vec![class(
                name.to_owned(),
                Some(only.tag.clone()),
                vec![only.union.clone()],
                description(schema),
            )]
        }
        several => several
            .iter()
            .map(|one| {
                let name = format!("{}{}", one.tag, one.union);
                class(name, Some(one.tag.clone()), vec![one.union.clone()], one.doc.clone())
            })
            .collect(),
    }
}

fn with_fields(class: Class, schema: &Value, definitions: &Definitions) -> Result<Class> {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut fields = Vec::new();
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let filled_in = FILLED_IN.contains(&(class.name.as_str(), key.as_str()));
        let required = required.iter().any(|name| name == key) && !filled_in;
        let kind = kind(property, definitions).map_err(|why| format!("{}.{key}: {why}", class.name))?;
        fields.push(Field { key: key.clone(), name: camel(key), kind, required, doc: description(property) });
    }
    fields.sort_by(|a, b| (!a.required, &a.name).cmp(&(!b.required, &b.name)));
    Ok(Class { fields, ..class })
}

/// `timeout_ms` as `timeoutMs`; what is so already stays.
pub fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capitalised(word))
}

/// `word` as `Word`.
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn kind(property: &Value, definitions: &Definitions) -> Result<Type> {
    if let Some(options) = property["anyOf"].as_array() {
        let option = options.iter().find(|option| option["type"] != "null").ok_or("a choice of nothing")?;
        return kind(option, definitions);
    }
    if let Some(name) = reference(property) {
        if NUMBERS.contains(&name.as_str()) {
            return Ok(Type::Int);
        }
        let schema = definitions.get(&name).ok_or_else(|| format!("no definition {name}"))?;
        return Ok(if words(&name, schema).is_some() { Type::Word(name) } else { Type::Object(name) });
    }
    if *property == Value::Bool(true) {
        return Ok(Type::Any);
    }
    let name = match &property["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match name {
        Some("string") => Ok(Type::Text),
        Some("boolean") => Ok(Type::Flag),
        Some("integer") if matches!(property["format"].as_str(), Some("uint64" | "int64")) => Ok(Type::Long),
        Some("integer") => Ok(Type::Int),
        Some("number") => Ok(Type::Double),
        Some("array") => Ok(Type::List(Box::new(kind(&property["items"], definitions)?))),
        _ => Err(format!("no type for {property}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Type, camel, shapes};

    #[test]
    fn names_have_the_case_of_the_languages() {
        assert_eq!(camel("backoff_initial_ms"), "backoffInitialMs");
        assert_eq!(camel("sendDate"), "sendDate");
    }

    #[test]
    fn what_must_be_there_comes_first() {
        let shapes = shapes().unwrap();
        let message = shapes.models.iter().find(|class| class.name == "Message").unwrap();
        let required: Vec<_> = message.fields.iter().take_while(|field| field.required).collect();
        assert_eq!(
            required.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(),
            ["channel", "content"]
        );
        assert_eq!(required[0].kind, Type::Word("Channel".to_owned()));
    }

    #[test]
    fn a_class_of_several_unions_is_named_for_each() {
        let shapes = shapes().unwrap();
        let names: Vec<_> = shapes.models.iter().map(|class| class.name.as_str()).collect();
        assert!(names.contains(&"NumberRecipient") && names.contains(&"TextContent"), "{names:?}");
    }
}
