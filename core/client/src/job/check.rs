//! The rules of what a job is made from, on whichever interface.

use ecall_codec::address;
use ecall_codec::text::{Channel, Estimate, EstimateOptions, estimate};
use jiff::civil;

use super::{about, id};
use crate::error::{FieldError, Kind, Outcome, Result};
use crate::model::{limit_error, sender_error};
use crate::options::{CallOptions, Problems};

/// Between several addresses in one parameter.
const SEPARATOR: char = ';';

/// The id of a job in which nothing is wrong.
pub(crate) fn of(given: Option<String>, send_date: Option<&str>, mut problems: Problems) -> Result<String> {
    let id = id_and_date(given, send_date, &mut problems)?;
    finish(problems, &id)?;
    Ok(id)
}

/// The id of a job, with what is wrong with it and with the date.
pub(crate) fn id_and_date(
    given: Option<String>,
    send_date: Option<&str>,
    problems: &mut Problems,
) -> Result<String> {
    send_date.inspect(|date| check_date(date, problems));
    let Some(id) = given else { return id::generate() };
    id::check(&id, problems);
    Ok(id)
}

/// The end of checking a job.
pub(crate) fn finish(problems: Problems, job_id: &str) -> Result<()> {
    let checked = problems.finish(Kind::InvalidArgument, Outcome::NotAccepted);
    checked.map_err(|error| about(error, job_id))
}

/// What the text of an SMS costs, and what is wrong with it.
pub(crate) fn sms_text(text: &str, options: &CallOptions, problems: &mut Problems) -> Estimate {
    let cost = estimate(text, &EstimateOptions { channel: Channel::Sms, ..EstimateOptions::default() });
    not_empty("text", text, problems);
    if options.allow_truncation != Some(true) {
        for problem in &cost.problems {
            problems.push(limit_error(*problem, "text".to_owned()));
        }
    }
    cost
}

pub(crate) fn not_empty(field: &str, text: &str, problems: &mut Problems) {
    if text.is_empty() {
        problems.push(FieldError::new(field, "min_length", "must not be empty").measured(0, 1));
    }
}

pub(crate) fn sender(from: &str, problems: &mut Problems) {
    if let Err(problem) = address::sms_sender(from) {
        problems.push(sender_error(problem));
    }
}

/// Several addresses as one parameter.
pub(crate) fn joined(field: &str, addresses: &[String], problems: &mut Problems) -> String {
    match addresses {
        [] => problems.push(FieldError::new(field, "min_items", "has no items").measured(0, 1)),
        [one] => one_address(field, one, problems),
        several => {
            for (index, address) in several.iter().enumerate() {
                one_address(&format!("{field}[{index}]"), address, problems);
            }
        }
    }
    addresses.join(&SEPARATOR.to_string())
}

pub(crate) fn one_address(field: &str, address: &str, problems: &mut Problems) {
    not_empty(field, address, problems);
    if address.contains(SEPARATOR) {
        problems.add(field, "format", "must be one address, without ';': give several as a list");
    }
}

fn check_date(date: &str, problems: &mut Problems) {
    let is_time = date.parse::<jiff::Timestamp>().is_ok() || date.parse::<civil::DateTime>().is_ok();
    if !is_time || !is_in_full(date) {
        problems.add(
            "send_date",
            "format",
            "must be a date and time in ISO 8601: 2026-12-24T18:00:00, with or without a zone",
        );
    }
}

/// Whether a time is written as every reader of ISO 8601 takes it: `YYYY-MM-DDThh:mm`, seconds and an offset if need be.
fn is_in_full(time: &str) -> bool {
    let shape: String =
        time.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    let Some(rest) = shape.strip_prefix("0000-00-00T00:00") else { return false };
    let rest = rest.strip_prefix(":00").map_or(rest, |rest| match rest.strip_prefix('.') {
        Some(fraction) if fraction.starts_with('0') => fraction.trim_start_matches('0'),
        _ => rest,
    });
    ["", "Z", "+00:00", "-00:00"].contains(&rest)
}

#[cfg(test)]
mod tests {
    use super::is_in_full;

    #[test]
    fn a_time_is_written_in_full() {
        for time in
            ["2026-12-24T18:00", "2026-12-24T18:00:00", "2026-12-24T18:00:00.5Z", "2026-12-24T18:00-05:00"]
        {
            assert!(is_in_full(time), "{time}");
        }
        for time in [
            "2026-12-24",
            "2026-12-24 18:00",
            "2026-12-24t18:00:00",
            "2026-12-24T18:00:00z",
            "-002026-12-24T18:00:00",
            "20261224T180000",
            "2026-12-24T18",
            "2026-12-24T18:00:00.Z",
            "2026-12-24T18:00:00+0100",
        ] {
            assert!(!is_in_full(time), "{time}");
        }
    }
}
