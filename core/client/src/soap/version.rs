use schemars::JsonSchema;
use serde::Deserialize;

/// A version of SOAP. The service speaks both at one address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[non_exhaustive]
pub enum SoapVersion {
    /// SOAP 1.1.
    #[default]
    #[serde(rename = "1.1")]
    V11,
    /// SOAP 1.2.
    #[serde(rename = "1.2")]
    V12,
}

impl SoapVersion {
    /// The namespace of its envelopes. Source: SOAP 1.1, section 3; SOAP 1.2 part 1, section 5.
    pub(super) fn namespace(self) -> &'static str {
        match self {
            Self::V11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Self::V12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }
}
