//! What the interfaces that know jobs have in common, HTTPS and SOAP: ids, addresses, rules, results.

mod addresses;
pub(crate) mod answer;
mod check;
pub(crate) mod id;
mod options;
mod prepared;
mod sent;

pub use addresses::Addresses;
pub(crate) use check::{finish, id_and_date, joined, not_empty, of, one_address, sender, sms_text};
pub(crate) use options::options;
pub(crate) use prepared::{PreparedJob, Said};
pub use sent::SentJob;

use crate::error::Error;

/// The error of a call about a job. An id that breaks a rule is none, and is told by its length alone.
pub(crate) fn about(mut error: Error, job_id: &str) -> Error {
    if id::problem(job_id).is_none() {
        error.details_mut().job_id = Some(job_id.to_owned());
    }
    error
}
