//! The parameters of a request.

use std::collections::BTreeMap;

use crate::connection::Head;

/// Parameters as they came: those of the query, then those of a body that is a form.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    pub(super) fn read(head: &Head, body: &[u8]) -> Self {
        let query = head.query.as_deref().unwrap_or_default().as_bytes();
        let body = if head.method == "POST" && head.is_form() { body } else { b"" };
        let pairs = form_urlencoded::parse(query).chain(form_urlencoded::parse(body));
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// A parameter's value; its name is compared without case, and an empty value is none.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Whether some value was no UTF-8, which reading replaced.
    pub(super) fn is_garbled(&self) -> bool {
        self.0.iter().any(|(_, value)| value.contains(char::REPLACEMENT_CHARACTER))
    }

    /// Everything but the credentials.
    pub(super) fn without_credentials(&self) -> BTreeMap<String, String> {
        let is_secret =
            |name: &str| name.eq_ignore_ascii_case("UserName") || name.eq_ignore_ascii_case("Password");
        self.0.iter().filter(|(name, _)| !is_secret(name)).cloned().collect()
    }
}
