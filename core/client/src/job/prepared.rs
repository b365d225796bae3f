use ecall_codec::text::{Estimate, Replacement};

use super::{SentJob, about};
use crate::answer::Answer;
use crate::call::{Call, Misread};
use crate::error::Result;
use crate::model::ResultCode;
use crate::transport::{HttpRequest, HttpResponse};

/// What the service says of a job that it accepted, as far as it says it: a code and a text.
pub(crate) type Said = (Option<ResultCode>, Option<String>);

/// A job that may be sent: its request, and what its result holds besides what the service says. Everything that it was made
/// from is gone by then: what is awaited stays small.
pub(crate) struct PreparedJob {
    pub request: HttpRequest,
    pub job_id: String,
    pub estimate: Option<Estimate>,
    pub replacements: Vec<Replacement>,
}

impl PreparedJob {
    /// One without a text whose cost is known.
    pub fn new(request: HttpRequest, job_id: String) -> Self {
        Self { request, job_id, estimate: None, replacements: Vec::new() }
    }

    /// Sends it. Its errors tell its id.
    pub async fn send(
        self,
        call: Result<Call<'_>>,
        read: fn(&HttpResponse) -> std::result::Result<Said, Misread>,
    ) -> Result<Answer<SentJob>> {
        let Self { request, job_id, estimate, replacements } = self;
        let call = call.map_err(|error| about(error, &job_id))?;
        let answer = call.run(request, read).await.map_err(|error| about(error, &job_id))?;
        Ok(answer.map(|(result_code, result_text)| SentJob {
            job_id,
            result_code,
            result_text,
            estimate,
            replacements,
        }))
    }
}
