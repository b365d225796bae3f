//! The id of a job: the caller's, or one of ours.

use crate::error::{FieldError, Result};
use crate::options::Problems;
use crate::transport::random;

/// The most characters of a job id. Source: HTTPS documentation; of SOAP's provisional.
const MAX_LENGTH: usize = 50;

/// Notes what is wrong with a job id of the caller's.
pub(crate) fn check(job_id: &str, problems: &mut Problems) {
    if let Some(problem) = problem(job_id) {
        problems.push(problem);
    }
}

/// What is wrong with a job id.
pub(super) fn problem(job_id: &str) -> Option<FieldError> {
    let length = job_id.chars().count();
    let problem = |rule, message| FieldError::new("job_id", rule, message);
    if length == 0 {
        Some(problem("min_length", "must not be empty").measured(0, 1))
    } else if length > MAX_LENGTH {
        Some(problem("max_length", "must have at most 50 characters").measured(length, MAX_LENGTH))
    } else if job_id.chars().any(char::is_control) {
        Some(problem("format", "must not have control characters"))
    } else {
        None
    }
}

/// An id that no other job has: a UUID of version 4 (RFC 9562, section 5.4).
pub(crate) fn generate() -> Result<String> {
    let mut bytes = random::<16>()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = format!("{:032x}", u128::from_be_bytes(bytes));
    let [a, b, c, d, e] = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &digits[part]);
    Ok([a, b, c, d, e].join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Kind, Outcome};

    #[test]
    fn generated_ids_are_uuids_and_differ() {
        let ids: Vec<_> = (0..100).map(|_| generate().unwrap()).collect();
        for id in &ids {
            let form = regex_lite::Regex::new(
                "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
            );
            assert!(form.unwrap().is_match(id), "{id}");
        }
        assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 100);
    }

    #[test]
    fn an_id_has_one_to_fifty_characters() {
        for (id, rule) in [
            ("a".to_owned(), None),
            ("ü".repeat(50), None),
            (String::new(), Some("min_length")),
            ("a".repeat(51), Some("max_length")),
            ("a\n".to_owned(), Some("format")),
        ] {
            let mut problems = Problems::default();
            check(&id, &mut problems);
            let found = problems.finish(Kind::InvalidArgument, Outcome::NotAccepted).err();
            let found = found.map(|error| error.details().fields[0].rule.to_string());
            assert_eq!(found.as_deref(), rule, "{id:?}");
        }
    }
}
