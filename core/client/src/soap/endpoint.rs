use std::sync::Arc;

use ::http::HeaderMap;
use ::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, USER_AGENT};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{NAMESPACE, SoapVersion};
use crate::error::{Error, Kind, Outcome, Result};
use crate::options::{Settings, below};
use crate::xml;

/// The service below the root of the interface. Source: SOAP documentation, WSDL.
const PATH: &str = "eCall.asmx";

/// An operation of the service, by its name in the WSDL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    SendSms,
    SendFax,
    SendFaxWithFiles,
    SendVoice,
    GetState,
}

impl Operation {
    const ALL: [Self; 5] =
        [Self::SendSms, Self::SendFax, Self::SendFaxWithFiles, Self::SendVoice, Self::GetState];

    pub fn name(self) -> &'static str {
        match self {
            Self::SendSms => "SendSMSBasic",
            Self::SendFax => "SendFaxBasic",
            Self::SendFaxWithFiles => "SendFax",
            Self::SendVoice => "SendVoiceBasic",
            Self::GetState => "GetStateBasic",
        }
    }
}

/// What every request of a client shares, made once.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub settings: Settings,
    pub(super) url: Arc<Url>,
    /// Of each operation, in the order of [`Operation::ALL`].
    headers: [Arc<HeaderMap>; 5],
    /// The elements that every request begins with.
    credentials: SecretString,
}

impl Endpoint {
    pub fn new(settings: Settings) -> Result<Self> {
        let user_agent = HeaderValue::from_str(&settings.user_agent)
            .map_err(|_| Error::new(Kind::Internal, Outcome::NotApplicable, "a header cannot be built"))?;
        let headers = Operation::ALL.map(|operation| {
            let mut headers = of_version(settings.soap_version, operation);
            headers.insert(USER_AGENT, user_agent.clone());
            Arc::new(headers)
        });
        let named = settings.base_url.path().to_ascii_lowercase().ends_with(".asmx");
        let url = if named { settings.base_url.clone() } else { below(&settings.base_url, &[PATH]) };
        let mut credentials = String::from("<AccountName>");
        xml::escape(&settings.username, &mut credentials);
        credentials.push_str("</AccountName><AccountPassword>");
        xml::escape(settings.password.expose_secret(), &mut credentials);
        credentials.push_str("</AccountPassword>");
        Ok(Self { settings, url: Arc::new(url), headers, credentials: credentials.into() })
    }

    pub(super) fn headers(&self, operation: Operation) -> Arc<HeaderMap> {
        self.headers[operation as usize].clone()
    }

    pub(super) fn credentials(&self) -> &str {
        self.credentials.expose_secret()
    }
}

/// The headers by which a server knows the operation. Source: SOAP 1.1, section 6.1; SOAP 1.2 part 2, section 7 and appendix A.
fn of_version(version: SoapVersion, operation: Operation) -> HeaderMap {
    let action = format!("\"{NAMESPACE}/{}\"", operation.name());
    let value = |text: String| HeaderValue::from_str(&text).expect("visible ASCII");
    match version {
        SoapVersion::V11 => HeaderMap::from_iter([
            (CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8")),
            (HeaderName::from_static("soapaction"), value(action)),
        ]),
        SoapVersion::V12 => HeaderMap::from_iter([(
            CONTENT_TYPE,
            value(format!("application/soap+xml; charset=utf-8; action={action}")),
        )]),
    }
}
