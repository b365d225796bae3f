//! What the service says of a request that it refused, in the form of the interface.

use super::judge::{Failure, kind};
use crate::error::{Details, Error, FieldError, Outcome};
use crate::job::answer::result_of;
use crate::model::{ApiError, ErrorCode, ResultCode, wire};
use crate::options::Interface;
use crate::soap;
use crate::transport::HttpResponse;

/// What the service says of a request that it refused.
pub(super) struct Refusal {
    pub code: Option<String>,
    message: Option<String>,
    fields: Vec<FieldError>,
}

impl Refusal {
    /// What an answer says, if it is in the form of the interface.
    pub fn read(interface: Interface, response: &HttpResponse) -> Option<Self> {
        match interface {
            Interface::Rest | Interface::Smpp => wire::read::<ApiError>(&response.body).ok().map(Self::from),
            Interface::Https => {
                let result = result_of(response)?;
                let code = Some(result.code.to_string());
                Some(Self { code, message: result.text, fields: Vec::new() })
            }
            Interface::Soap => {
                let (code, message) = soap::refusal_of(response)?;
                Some(Self { code, message, fields: Vec::new() })
            }
        }
    }

    /// The code, and the name of one that is a number alone.
    pub fn shown(&self) -> Option<String> {
        let code = self.code.as_deref()?;
        let name = code.parse().ok().map(ResultCode).and_then(ResultCode::name);
        Some(name.map_or_else(|| code.to_owned(), |name| format!("{code} {name}")))
    }

    /// Writes it down in an error.
    pub fn note(self, details: &mut Details) {
        details.fields = self.fields;
        details.ecall_code = self.code;
        details.ecall_message = self.message;
    }
}

impl From<ApiError> for Refusal {
    fn from(refusal: ApiError) -> Self {
        let fields = refused_fields(&refusal);
        let code = refusal.error_code.map(|code| code.as_str().to_owned());
        Self { code, message: refusal.error_message, fields }
    }
}

/// What the service says of a message that it refused within an answer that is none: as it would be had the message been
/// sent alone, and refused with 400.
pub(crate) fn refusal(refusal: ApiError) -> Error {
    let code = refusal.error_code.as_ref().map(ErrorCode::as_str);
    let kind = kind(Interface::Rest, Failure::Status(400), code);
    let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
    let mut error = Error::new(kind, Outcome::NotAccepted, format!("the service refused the message{code}"));
    Refusal::from(refusal).note(error.details_mut());
    error
}

/// The fields that the service refused, a problem each.
fn refused_fields(refusal: &ApiError) -> Vec<FieldError> {
    let details = refusal.error_details.as_ref().and_then(|details| details.errors.as_deref());
    let entries = details.unwrap_or_default().iter();
    entries
        .map(|entry| {
            let field = entry.parameter.clone().unwrap_or_default();
            FieldError::new(field, "service", entry.messages.as_deref().unwrap_or_default().join("; "))
        })
        .collect()
}
