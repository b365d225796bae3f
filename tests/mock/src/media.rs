//! The media of an account.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::identifier::uuid;
use crate::payload::Payload;

/// One file.
pub(crate) struct Medium {
    pub(crate) content_type: String,
    pub(crate) filename: Option<String>,
    /// `multipart` or `raw`; none for one that was not uploaded.
    pub(crate) encoding: Option<&'static str>,
    pub(crate) payload: Payload,
}

/// All media of one account.
#[derive(Default)]
pub(crate) struct Media {
    by_id: HashMap<String, Medium>,
    /// In the order of their making, as the control interface shows them.
    shown: Vec<Value>,
}

impl Media {
    /// Keeps a medium and gives its id.
    pub(crate) fn add(&mut self, medium: Medium) -> String {
        let id = uuid();
        self.shown.push(json!({
            "mediaId": id,
            "contentType": medium.content_type,
            "filename": medium.filename,
            "length": medium.payload.len(),
            "sha256": medium.payload.sha256(),
            "encoding": medium.encoding,
        }));
        self.by_id.insert(id.clone(), medium);
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Medium> {
        self.by_id.get(id)
    }

    pub(crate) fn to_json(&self) -> Value {
        json!(self.shown)
    }
}
