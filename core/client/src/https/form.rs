use bytes::Bytes;
use secrecy::ExposeSecret;
use url::form_urlencoded::Serializer;

use crate::options::Settings;

/// Room for the form of a short message, so that it does not move while it grows.
const SHORT: usize = 512;

/// The parameters of a request, as they are written: percent-encoded UTF-8, a space as `+` and a `+` as `%2B`.
/// A text and no serializer, which may not go from one thread to another: a call holds its form while it is under way.
pub(super) struct Form(String);

impl Form {
    /// The credentials, which every request begins with. They stand nowhere but in the body.
    pub fn of(settings: &Settings) -> Self {
        let form = Self(String::with_capacity(SHORT));
        form.with("UserName", &settings.username).with("Password", settings.password.expose_secret())
    }

    pub fn with(self, name: &str, value: &str) -> Self {
        Self(Serializer::new(self.0).append_pair(name, value).finish())
    }

    /// The same with a parameter that may be absent.
    pub fn with_any(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, &value.to_string()),
            None => self,
        }
    }

    pub fn into_body(self) -> Bytes {
        Bytes::from(self.0)
    }
}
