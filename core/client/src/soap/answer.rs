//! What the service answers: a body with a result, or a fault.

use crate::call::{Blame, Misread};
use crate::job::answer::{result_in, xml};
use crate::transport::HttpResponse;
use crate::xml::Element;

/// A fault comes with this. Source: SOAP 1.1, section 6.2; in SOAP 1.2 one that blames the sender comes with 400, which says
/// enough by itself.
pub(super) const FAULTY: &[u16] = &[500];
/// Codes of faults that say that the request was not processed, of both versions. Source: SOAP 1.1, section 4.4.1; SOAP 1.2
/// part 1, section 5.4.6.
const NOT_PROCESSED: &[&str] = &["Client", "Sender", "MustUnderstand", "VersionMismatch"];

/// What a fault says.
struct Fault {
    /// Without its prefix.
    code: Option<String>,
    text: Option<String>,
}

impl Fault {
    /// A code that is not known says nothing, and then the service may have accepted the job. What stands behind a dot makes one of
    /// SOAP 1.1 more exact.
    fn blame(&self) -> Blame {
        let code = self.code.as_deref().and_then(|code| code.split('.').next()).unwrap_or_default();
        let not_processed = NOT_PROCESSED.iter().any(|known| known.eq_ignore_ascii_case(code));
        if not_processed { Blame::Request } else { Blame::Service }
    }
}

/// The body of an answer that is no fault.
pub(super) fn body(response: &HttpResponse) -> Result<Element, Misread> {
    let faulty = FAULTY.contains(&response.status);
    match envelope(response) {
        Ok(body) => match fault_in(&body) {
            Some(fault) => Err(Misread::Fault(fault.blame())),
            None if faulty => Err(Misread::Nothing),
            None => Ok(body),
        },
        Err(_) if faulty => Err(Misread::Nothing),
        Err(misread) => Err(misread),
    }
}

/// The body of an envelope.
fn envelope(response: &HttpResponse) -> Result<Element, Misread> {
    let document = xml(response)?;
    let body = document.children.into_iter().find(|child| child.is("Body"));
    body.filter(|_| document.name.eq_ignore_ascii_case("Envelope"))
        .ok_or_else(|| "the answer is no SOAP envelope".to_owned().into())
}

/// The fault of a body, of whichever version.
fn fault_in(body: &Element) -> Option<Fault> {
    let fault = body.children.iter().find(|child| child.is("Fault"))?;
    let below = |names: [&str; 2]| {
        let child =
            |parent: &Element, name: &str| parent.children.iter().find(|child| child.is(name)).cloned();
        child(fault, names[0]).and_then(|found| child(&found, names[1]))
    };
    let here = |name: &str| fault.children.iter().find(|child| child.is(name)).cloned();
    let code = here("faultcode").or_else(|| below(["Code", "Value"])).unwrap_or_default();
    let code = code.trimmed().rsplit(':').next().unwrap_or_default();
    let text = here("faultstring").or_else(|| below(["Reason", "Text"])).unwrap_or_default();
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Some(Fault { code: said(code), text: said(text.trimmed()) })
}

/// Code and text of a request that was refused: those of the result, or of the fault.
pub(crate) fn refusal_of(response: &HttpResponse) -> Option<(Option<String>, Option<String>)> {
    let body = envelope(response).ok()?;
    match fault_in(&body) {
        Some(fault) => Some((fault.code, fault.text)),
        None => {
            let result = result_in(&body).ok()??;
            Some((Some(result.code.to_string()), result.text))
        }
    }
}
