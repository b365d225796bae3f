//! What the service answers: XML, or a text that is kept.

use ::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use crate::call::Misread;
use crate::model::ResultCode;
use crate::transport::HttpResponse;
use crate::xml::{self, Element};

/// Where a result stands: SOAP's is the second pair. Of HTTPS' answer to a send it is not documented at all; both are provisional
/// there.
const CODES: &[&str] = &["ResultCode", "ResponseCode"];
const TEXTS: &[&str] = &["ResultText", "ResponseText"];

/// A result code with its text.
pub(crate) struct ServiceResult {
    pub code: ResultCode,
    pub text: Option<String>,
}

/// What the service says in an answer, where it says it in XML.
pub(crate) fn result_of(response: &HttpResponse) -> Option<ServiceResult> {
    result_in(&document(response).ok()??).ok()?
}

/// The same of a document; an error where the code is no number.
pub(crate) fn result_in(document: &Element) -> Result<Option<ServiceResult>, Misread> {
    let Some(code) = document.find(CODES) else { return Ok(None) };
    let code = code.trimmed().parse().map_err(|_| "the result code is no number".to_owned())?;
    let text = document.find(TEXTS).map(|text| text.trimmed().to_owned());
    Ok(Some(ServiceResult { code: ResultCode(code), text: text.filter(|text| !text.is_empty()) }))
}

/// The XML of an answer; None where it is none, but a text.
///
/// A page is refused: it comes from whatever stands between us and the service, under any status.
pub(crate) fn document(response: &HttpResponse) -> Result<Option<Element>, Misread> {
    let body = &response.body[..];
    let start = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii_start();
    if start.first() != Some(&b'<') {
        return Ok(None);
    }
    let document = xml::read(body, charset(response)).map_err(|problem| problem.to_string())?;
    if document.is("html") {
        return Err("the answer is a page and not one of eCall's".to_owned().into());
    }
    Ok(Some(document))
}

/// The XML of an answer that has to be some.
pub(crate) fn xml(response: &HttpResponse) -> Result<Element, Misread> {
    document(response)?.ok_or_else(|| "the answer is no XML".to_owned().into())
}

/// The encoding that the transport names, if it does: an empty name is none.
fn charset(response: &HttpResponse) -> Option<&str> {
    let parameters = response.headers.get(CONTENT_TYPE)?.to_str().ok()?.split(';').skip(1);
    parameters
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map(|(_, label)| label.trim().trim_matches(['"', '\'']).trim())
        .filter(|label| !label.is_empty())
}

/// The children of an element, as the models read them. Of several with one name each is kept.
pub(crate) fn members(element: &Element) -> Map<String, Value> {
    let mut found = Map::new();
    for child in &element.children {
        let value =
            if child.children.is_empty() { Value::String(child.text.clone()) } else { members(child).into() };
        match found.get_mut(&child.name) {
            None => drop(found.insert(child.name.clone(), value)),
            Some(Value::Array(several)) => several.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    found
}
