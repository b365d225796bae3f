//! The vendor's documents, read so that their unions can be followed: the documents name no discriminator, so which
//! schema belongs to which `type` stands here.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

const DOCUMENTS: [&str; 2] = [
    include_str!("../../../../../tests/vendor/openapi/message-send.json"),
    include_str!("../../../../../tests/vendor/openapi/message-status.json"),
];

/// Schema, value of `type`, schema that belongs to it.
pub(super) const TAGS: &[(&str, &[(&str, &str)])] = &[
    (
        "ToAddressType",
        &[("Number", "ToAddressNumber"), ("Person", "ToAddressPerson"), ("Group", "ToAddressGroup")],
    ),
    (
        "ContentType",
        &[
            ("Text", "TextContent"),
            ("Image", "ImageContent"),
            ("Document", "DocumentContent"),
            ("Audio", "AudioContent"),
            ("Video", "VideoContent"),
            ("Sticker", "StickerContent"),
            ("Location", "LocationContent"),
            ("Contacts", "ContactContent"),
            ("Interactive", "InteractiveContent"),
            ("InteractiveReply", "InteractiveReplyContent"),
            ("Template", "TemplateContent"),
        ],
    ),
    ("OptionType", &[("SmsContentOptions", "SmsContentOptions")]),
    (
        "InteractiveHeaderType",
        &[
            ("Text", "InteractiveTextHeader"),
            ("Video", "InteractiveVideoHeader"),
            ("Image", "InteractiveImageHeader"),
            ("Document", "InteractiveDocumentHeader"),
        ],
    ),
    ("InteractiveActionType", &[("Button", "InteractiveButtonAction"), ("List", "InteractiveListAction")]),
    ("InteractiveButtonActionButtonType", &[("Reply", "InteractiveButtonActionReplyButton")]),
    ("InteractiveReplyType", &[("Button", "InteractiveButtonReply"), ("List", "InteractiveListReply")]),
    (
        "TemplateComponentType",
        &[
            ("Header", "TemplateHeaderComponent"),
            ("Body", "TemplateBodyComponent"),
            ("QuickReplyButton", "TemplateQuickReplyButtonComponent"),
            ("UrlButton", "TemplateUrlButtonComponent"),
        ],
    ),
    (
        "TemplateParameterType",
        &[
            ("Text", "TemplateTextParameter"),
            ("Image", "TemplateImageParameter"),
            ("Video", "TemplateVideoParameter"),
            ("Document", "TemplateDocumentParameter"),
            ("DateTime", "TemplateDateTimeParameter"),
            ("Currency", "TemplateCurrencyParameter"),
            ("Payload", "TemplatePayloadParameter"),
        ],
    ),
    (
        "NotificationAddressType",
        &[
            ("Email", "EmailNotificationAddress"),
            ("Sms", "SmsNotificationAddress"),
            ("Url", "UrlNotificationAddress"),
            ("UrlPost", "UrlNotificationAddress"),
        ],
    ),
];

/// All schemas of both documents by name.
pub(super) struct Vendor(pub(super) BTreeMap<String, Value>);

/// What a vendor's schema says, its references and inheritance resolved, `null` left aside.
pub(super) enum Shape<'a> {
    /// An object with a tag: value of `type`, name of the schema.
    Union(&'static [(&'static str, &'static str)]),
    /// Properties and the names of those that are required.
    Object(BTreeMap<&'a str, &'a Value>, Vec<&'a str>),
    /// A list and the schema of its items.
    List(&'a Value),
    /// A text of a set.
    Enum(Vec<&'a str>),
    /// Anything else, by the name of its type.
    Plain(&'a str),
}

impl Vendor {
    pub(super) fn load() -> Self {
        let mut all = BTreeMap::new();
        for document in DOCUMENTS {
            let document: Value = serde_json::from_str(document).unwrap();
            let Value::Object(schemas) = document["components"]["schemas"].clone() else {
                panic!("no schemas")
            };
            for (name, schema) in schemas {
                if let Some(before) = all.insert(name.clone(), schema.clone()) {
                    assert_eq!(before, schema, "{name} differs between the documents");
                }
            }
        }
        Self(all)
    }

    pub(super) fn reference(name: &str) -> Value {
        serde_json::json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// Follows a reference; says its name too. A `oneOf` of one schema and `null` is that schema.
    pub(super) fn resolve<'a>(&'a self, schema: &'a Value) -> (Option<&'a str>, &'a Value) {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            let (name, schema) = self.0.get_key_value(name).unwrap();
            return (Some(name), schema);
        }
        if let Some([one]) = branches(schema).as_deref() {
            return self.resolve(one);
        }
        (None, schema)
    }

    pub(super) fn shape<'a>(&'a self, schema: &'a Value) -> Shape<'a> {
        let union = branches(schema).filter(|branches| branches.len() > 1);
        let (_, schema) = match &union {
            Some(branches) => self.resolve(branches[0]),
            None => self.resolve(schema),
        };
        if let Some(values) = schema["enum"].as_array() {
            return Shape::Enum(values.iter().map(|value| value.as_str().unwrap()).collect());
        }
        match type_name(schema) {
            "object" => {
                let (properties, required) = self.members(schema);
                match union.and_then(|_| self.tags(&properties)) {
                    Some(tags) => Shape::Union(tags),
                    None => Shape::Object(properties, required),
                }
            }
            "array" => Shape::List(&schema["items"]),
            plain => Shape::Plain(plain),
        }
    }

    /// The union that the object's `type` belongs to.
    pub(super) fn tags(
        &self,
        properties: &BTreeMap<&str, &Value>,
    ) -> Option<&'static [(&'static str, &'static str)]> {
        let (name, _) = self.resolve(properties.get("type")?);
        TAGS.iter().find(|(schema, _)| Some(*schema) == name).map(|(_, tags)| *tags)
    }

    fn members<'a>(&'a self, schema: &'a Value) -> (BTreeMap<&'a str, &'a Value>, Vec<&'a str>) {
        let mut properties = BTreeMap::new();
        let mut required = Vec::new();
        for base in schema["allOf"].as_array().into_iter().flatten() {
            let (above, needed) = self.members(self.resolve(base).1);
            properties.extend(above);
            required.extend(needed);
        }
        properties.extend(object(&schema["properties"]));
        required
            .extend(schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap()));
        (properties, required)
    }

    /// The names of the schemas that this one inherits from.
    pub(super) fn bases<'a>(&'a self, schema: &'a Value) -> Vec<&'a str> {
        let above = schema["allOf"].as_array().into_iter().flatten();
        above
            .flat_map(|base| {
                let (name, base) = self.resolve(base);
                name.into_iter().chain(self.bases(base))
            })
            .collect()
    }
}

fn object(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

/// The schemas of a `oneOf`, `null` left aside.
pub(super) fn branches(schema: &Value) -> Option<Vec<&Value>> {
    Some(schema["oneOf"].as_array()?.iter().filter(|branch| branch["type"] != "null").collect())
}

/// The name of the type, `null` left aside.
pub(super) fn type_name(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap(),
        name => name.as_str().unwrap_or_else(|| panic!("a schema without a type: {schema}")),
    }
}
