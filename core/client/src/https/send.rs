//! Sending: an SMS, a fax, a voice message.

use ecall_codec::text::to_gsm;

use super::answer::{document, result_in};
use super::{Addresses, Https, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, SMS};
use crate::answer::Answer;
use crate::call::{Misread, Mode};
use crate::error::Result;
use crate::job::{self, PreparedJob, Said, SentJob, joined, not_empty, one_address, sender, sms_text};
use crate::model::ResultCode;
use crate::options::{CallOptions, Problems};
use crate::transport::HttpResponse;

impl Https<'_> {
    pub async fn send_sms(
        &self,
        to: Addresses,
        text: &str,
        from: Option<&str>,
        sms: HttpsSmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let job = self.sms(to, text, from, sms, options)?;
        self.send("send_sms", job, options).await
    }

    fn sms(
        &self,
        to: Addresses,
        text: &str,
        from: Option<&str>,
        sms: HttpsSmsOptions,
        options: &CallOptions,
    ) -> Result<PreparedJob> {
        let made = (sms.to_gsm == Some(true)).then(|| to_gsm(text));
        let text = made.as_ref().map_or(text, |made| &made.text);
        let mut problems = Problems::default();
        let cost = sms_text(text, options, &mut problems);
        let from = from.or(self.endpoint.settings.default_from.as_deref());
        from.inspect(|from| sender(from, &mut problems));
        let to = joined("to", &to.0, &mut problems);
        let notified = match &sms.notification_addresses[..] {
            [] => None,
            several => Some(joined("notification_addresses", several, &mut problems)),
        };
        sms.answer.as_deref().inspect(|answer| not_empty("answer", answer, &mut problems));
        let job_id = job::of(sms.job_id, sms.send_date.as_deref(), problems)?;
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
        Ok(PreparedJob {
            request: self.request(SMS, form),
            job_id,
            estimate: Some(cost),
            replacements: made.map(|made| made.replacements).unwrap_or_default(),
        })
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
        let job_id = job::of(fax.job_id, fax.send_date.as_deref(), problems)?;
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
        self.send("send_fax", PreparedJob::new(self.request(&["Fax"], form), job_id), options).await
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
        let job_id = job::of(voice.job_id, voice.send_date.as_deref(), problems)?;
        let form = self
            .form()
            .with("Address", to)
            .with("Message", text)
            .with("JobID", &job_id)
            .with_any("SendDate", voice.send_date)
            .with_any("Language", voice.language)
            .with_any("FromText", voice.from_text);
        self.send("send_voice", PreparedJob::new(self.request(&["Voice"], form), job_id), options).await
    }

    async fn send(
        &self,
        operation: &'static str,
        job: PreparedJob,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        job.send(self.call(operation, Mode::Send, options), read_sent).await
    }
}

/// Success is the HTTP status, unless the body says otherwise. Provisional: what it holds is not documented.
fn read_sent(response: &HttpResponse) -> std::result::Result<Said, Misread> {
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
