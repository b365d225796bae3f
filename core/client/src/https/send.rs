//! Sending: an SMS, a fax, a voice message.

use ecall_codec::address;
use ecall_codec::text::{Channel, Estimate, EstimateOptions, estimate};
use jiff::civil;

use super::answer::{document, result_in};
use super::form::Form;
use super::{Addresses, Https, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, about, job};
use crate::answer::Answer;
use crate::call::{Misread, Mode};
use crate::error::{FieldError, Kind, Outcome, Result};
use crate::model::{ResultCode, limit_error};
use crate::options::{CallOptions, Problems};
use crate::transport::HttpResponse;

/// Between several addresses in one parameter.
const SEPARATOR: char = ';';

/// A job that the service accepted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SentJob {
    /// The id by which the service is asked what became of it: the caller's, or the one that was generated.
    pub job_id: String,
    /// What the service said besides the HTTP status. Provisional: its answer to a send is not documented.
    pub result_code: Option<ResultCode>,
    /// The text that belongs to the code; of an answer that is no XML the whole of it.
    pub result_text: Option<String>,
    /// What the text of an SMS costs, and where the service cuts it, if it does.
    pub estimate: Option<Estimate>,
}

impl Https<'_> {
    pub async fn send_sms(
        &self,
        to: Addresses,
        text: &str,
        from: Option<&str>,
        sms: HttpsSmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let mut problems = Problems::default();
        let cost = estimate(text, &EstimateOptions { channel: Channel::Sms, ..EstimateOptions::default() });
        not_empty("text", text, &mut problems);
        if options.allow_truncation != Some(true) {
            for problem in &cost.problems {
                problems.push(limit_error(*problem, "text".to_owned()));
            }
        }
        let from = from.or(self.endpoint.settings.default_from.as_deref());
        from.inspect(|from| sender(from, &mut problems));
        let to = joined("to", &to.0, &mut problems);
        let notified = match &sms.notification_addresses[..] {
            [] => None,
            several => Some(joined("notification_addresses", several, &mut problems)),
        };
        sms.answer.as_deref().inspect(|answer| not_empty("answer", answer, &mut problems));
        let job_id = self.job(sms.job_id, sms.send_date.as_deref(), problems)?;
        let form = self
            .form()
            .with("Address", &to)
            .with("Message", text)
            .with("JobID", &job_id)
            .with_any("SendDate", sms.send_date)
            .with_any("NotificationAddress", notified)
            .with_any("NotificationLevel", sms.notification_level)
            .with_any("CallBack", from)
            .with_any("Answer", sms.answer)
            .with_any("MsgType", sms.msg_type)
            .with_any("NoLog", (sms.no_log == Some(true)).then_some("1"));
        self.send("send_sms", "Sms", form, job_id, Some(cost), options).await
    }

    pub async fn send_fax(
        &self,
        to: Addresses,
        text: &str,
        fax: HttpsFaxOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let mut problems = Problems::default();
        not_empty("text", text, &mut problems);
        let to = joined("to", &to.0, &mut problems);
        let job_id = self.job(fax.job_id, fax.send_date.as_deref(), problems)?;
        let form = self
            .form()
            .with("Address", &to)
            .with("Message", text)
            .with("JobID", &job_id)
            .with_any("SendDate", fax.send_date)
            .with_any("CallingNumber", fax.calling_number)
            .with_any("Subject", fax.subject)
            .with_any("HeaderId", fax.header_id)
            .with_any("HeaderInfo", fax.header_info)
            .with_any("NumberOfRetries", fax.number_of_retries)
            .with_any("RetryIntervalInMinutes", fax.retry_interval_minutes);
        self.send("send_fax", "Fax", form, job_id, None, options).await
    }

    pub async fn send_voice(
        &self,
        to: &str,
        text: &str,
        voice: HttpsVoiceOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let mut problems = Problems::default();
        not_empty("text", text, &mut problems);
        one_address("to", to, &mut problems);
        let job_id = self.job(voice.job_id, voice.send_date.as_deref(), problems)?;
        let form = self
            .form()
            .with("Address", to)
            .with("Message", text)
            .with("JobID", &job_id)
            .with_any("SendDate", voice.send_date)
            .with_any("Language", voice.language)
            .with_any("FromText", voice.from_text);
        self.send("send_voice", "Voice", form, job_id, None, options).await
    }

    /// The id of a job in which nothing is wrong.
    fn job(&self, given: Option<String>, send_date: Option<&str>, mut problems: Problems) -> Result<String> {
        send_date.inspect(|date| check_date(date, &mut problems));
        let id = match given {
            Some(id) => {
                job::check(&id, &mut problems);
                id
            }
            None => job::generate()?,
        };
        problems.finish(Kind::InvalidArgument, Outcome::NotAccepted).map_err(|error| about(error, &id))?;
        Ok(id)
    }

    async fn send(
        &self,
        operation: &'static str,
        path: &str,
        form: Form,
        job_id: String,
        estimate: Option<Estimate>,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let sent = async {
            let call = self.call(operation, Mode::Send, options)?;
            call.run(self.request(&[path], form), read_sent).await
        };
        let answer = sent.await.map_err(|error| about(error, &job_id))?;
        Ok(answer.map(|(result_code, result_text)| SentJob { job_id, result_code, result_text, estimate }))
    }
}

/// Success is the HTTP status, unless the body says otherwise. Provisional: what it holds is not documented.
fn read_sent(response: &HttpResponse) -> std::result::Result<(Option<ResultCode>, Option<String>), Misread> {
    let Some(document) = document(response)? else {
        let text = String::from_utf8_lossy(&response.body);
        return Ok((None, Some(text.trim().to_owned()).filter(|text| !text.is_empty())));
    };
    match result_in(&document)? {
        Some(result) if result.code == ResultCode::OK => Ok((Some(result.code), result.text)),
        Some(_) => Err(Misread::Refused),
        None => Ok((None, None)),
    }
}

fn not_empty(field: &str, text: &str, problems: &mut Problems) {
    if text.is_empty() {
        problems.push(FieldError::new(field, "min_length", "must not be empty").measured(0, 1));
    }
}

fn sender(from: &str, problems: &mut Problems) {
    if let Err(problem) = address::sms_sender(from) {
        let error = FieldError::new("from", "sender", problem.to_string());
        problems.push(match problem.length_and_limit() {
            Some((length, limit)) => error.measured(length, limit),
            None => error,
        });
    }
}

/// Several addresses as one parameter.
fn joined(field: &str, addresses: &[String], problems: &mut Problems) -> String {
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

fn one_address(field: &str, address: &str, problems: &mut Problems) {
    not_empty(field, address, problems);
    if address.contains(SEPARATOR) {
        problems.add(field, "format", "must be one address, without ';': give several as a list");
    }
}

fn check_date(date: &str, problems: &mut Problems) {
    if date.parse::<jiff::Timestamp>().is_err() && date.parse::<civil::DateTime>().is_err() {
        problems.add("send_date", "format", "must be a date and time in ISO 8601");
    }
}
