//! Sending: an SMS, a voice message, and what the sending of a fax has in common with them.

use ecall_codec::text::to_gsm;

use super::answer::body;
use super::endpoint::Operation;
use super::envelope::{any, check, with};
use super::{Soap, SoapSmsOptions, SoapVoiceOptions, written};
use crate::answer::Answer;
use crate::call::{Call, Misread, Mode, Transfer};
use crate::error::Result;
use crate::job::answer::result_in;
use crate::job::{
    Addresses, PreparedJob, Said, SentJob, finish, id_and_date, joined, not_empty, sender, sms_text,
};
use crate::model::{MsgType, ResultCode, VoiceLanguage};
use crate::options::{CallOptions, Problems};
use crate::transport::HttpResponse;

/// What keeps a text out of the log. Provisional: as on HTTPS.
const NO_LOG: &str = "1";

/// Several addresses as one parameter.
pub(super) fn addresses(to: &Addresses, problems: &mut Problems) -> String {
    let to: Vec<String> = to.0.iter().map(|address| written(address)).collect();
    joined("to", &to, problems)
}

impl Soap<'_> {
    pub async fn send_sms(
        &self,
        to: Addresses,
        text: &str,
        from: Option<&str>,
        sms: SoapSmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let job = self.sms(to, text, from, sms, options)?;
        self.send("send_sms", job, None, options).await
    }

    fn sms(
        &self,
        to: Addresses,
        text: &str,
        from: Option<&str>,
        sms: SoapSmsOptions,
        options: &CallOptions,
    ) -> Result<PreparedJob> {
        let made = (sms.to_gsm == Some(true)).then(|| to_gsm(text));
        let text = made.as_ref().map_or(text, |made| &made.text);
        let mut problems = Problems::default();
        let cost = sms_text(text, options, &mut problems);
        let from = from.or(self.endpoint.settings.default_from.as_deref());
        from.inspect(|from| sender(from, &mut problems));
        let to = addresses(&to, &mut problems);
        let job_id = id_and_date(sms.job_id, sms.send_date.as_deref(), &mut problems)?;
        let parameters = [
            with("to", "Address", &to),
            with("text", "Message", text),
            with("job_id", "JobID", &job_id),
            any("from", "SMSCallback", from),
            any("notification", "Notification", sms.notification),
            any("answer", "Answer", sms.answer),
            any("send_date", "SendDate", sms.send_date),
            any("msg_type", "MsgType", sms.msg_type.as_ref().map(MsgType::as_str)),
            any("no_log", "NoLog", (sms.no_log == Some(true)).then_some(NO_LOG)),
            any("always_notification", "AlwaysNotification", sms.always_notification),
        ];
        check(&parameters, &mut problems);
        finish(problems, &job_id)?;
        let request = self.posted(Operation::SendSms, &parameters);
        let replacements = made.as_ref().map(|made| made.replacements.clone()).unwrap_or_default();
        Ok(PreparedJob { request, estimate: Some(cost), replacements, job_id: job_id.clone() })
    }

    pub async fn send_voice(
        &self,
        to: Addresses,
        text: &str,
        voice: SoapVoiceOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.send("send_voice", self.voice(to, text, voice)?, None, options).await
    }

    fn voice(&self, to: Addresses, text: &str, voice: SoapVoiceOptions) -> Result<PreparedJob> {
        let mut problems = Problems::default();
        not_empty("text", text, &mut problems);
        let to = addresses(&to, &mut problems);
        let job_id = id_and_date(voice.job_id, voice.send_date.as_deref(), &mut problems)?;
        let parameters = [
            with("to", "Address", &to),
            with("text", "Message", text),
            with("job_id", "JobID", &job_id),
            any("language", "MsgLanguage", voice.language.as_ref().map(VoiceLanguage::as_str)),
            any("from_text", "FromText", voice.from_text),
            any("send_date", "SendDate", voice.send_date),
        ];
        check(&parameters, &mut problems);
        finish(problems, &job_id)?;
        let request = self.posted(Operation::SendVoice, &parameters);
        Ok(PreparedJob::new(request, job_id.clone()))
    }

    pub(super) async fn send(
        &self,
        operation: &'static str,
        job: PreparedJob,
        transfer: Option<&dyn Transfer>,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let call = self.call(operation, Mode::Send, options);
        job.send(call.map(|call| Call { transfer, ..call }), read_sent).await
    }
}

/// Success is the code 0.
fn read_sent(response: &HttpResponse) -> std::result::Result<Said, Misread> {
    match result_in(&body(response)?)? {
        Some(result) if result.code == ResultCode::OK => Ok((Some(result.code), result.text)),
        Some(_) => Err(Misread::Refused),
        None => Err("the answer holds no result".to_owned().into()),
    }
}
