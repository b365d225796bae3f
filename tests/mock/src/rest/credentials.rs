//! Who asks, by HTTP Basic.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::connection::Head;

/// The name and password of a Basic Authorization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) username: String,
    pub(crate) password: String,
}

impl Credentials {
    /// Those of a request; none when it has no well-formed Basic Authorization.
    pub(crate) fn of(head: &Head) -> Option<Self> {
        head.header("authorization").and_then(Self::parse)
    }

    fn parse(value: &str) -> Option<Self> {
        let (scheme, token) = value.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return None;
        }
        let decoded = String::from_utf8(STANDARD.decode(token.trim()).ok()?).ok()?;
        let (username, password) = decoded.split_once(':')?;
        Some(Self { username: username.to_owned(), password: password.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_may_hold_colons() {
        let value = format!("basic {}", STANDARD.encode("user:pass:word"));
        let credentials = Credentials::parse(&value).unwrap();
        assert_eq!(credentials.username, "user");
        assert_eq!(credentials.password, "pass:word");
    }

    #[test]
    fn only_basic_is_read() {
        assert_eq!(Credentials::parse("Bearer abc"), None);
        assert_eq!(Credentials::parse("Basic !!!"), None);
        assert_eq!(Credentials::parse(&format!("Basic {}", STANDARD.encode("no colon"))), None);
    }
}
