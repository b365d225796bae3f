use ecall_codec::text::{Estimate, Replacement};
use serde::Serialize;

use crate::model::ResultCode;

/// A job that the service accepted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SentJob {
    /// The id by which the service is asked what became of it: the caller's, or the one that was generated.
    pub job_id: String,
    /// What the service said besides the HTTP status. Provisional on HTTPS, whose answer to a send is not documented.
    pub result_code: Option<ResultCode>,
    /// The text that belongs to the code; of an answer that is no XML the whole of it.
    pub result_text: Option<String>,
    /// What the text of an SMS costs as it was sent, and where the service cuts it, if it does.
    pub estimate: Option<Estimate>,
    /// What was replaced in the text of an SMS before it was sent, where `to_gsm` was asked for; positions are those of the
    /// text that was given.
    pub replacements: Vec<Replacement>,
}
