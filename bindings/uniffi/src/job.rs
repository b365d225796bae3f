//! What the HTTPS and SOAP interfaces answer and tell about jobs.

use std::time::SystemTime;

use ecall::model::{
    InboundSms as CoreInbound, JobState as CoreState, JobStatus as CoreJobStatus, LocalTime as CoreTime,
    TimeDoubt as CoreDoubt,
};
use ecall::webhook::{CallbackMessage as CoreMessage, CallbackNotification as CoreNotification};
use ecall::{
    JobStates as CoreStates, Resolution as CoreResolution, SentJob as CoreSent,
    SoapResolution as CoreSoapResolution,
};

use crate::numbers::instant;
use crate::record::{alone_and_answered, answers, records};
use crate::result::extra;
use crate::text::{Estimate, Replacement};
use crate::webhook::{RawParameter, raw};
use crate::words::Status;

/// Why a local time has no single instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TimeDoubt {
    /// It occurs twice, in the night in which summer time ends; the earlier is taken.
    Twice,
    /// It does not occur, in the night in which summer time begins; an hour later on the clock is taken.
    Never,
}

records! {
    /// A time as the service wrote it, and the instant that it means. Written without a zone it is Europe/Zurich (provisional).
    LocalTime from CoreTime as time {
        /// The instant; none where the text is no time.
        instant: Option<SystemTime> = instant(time.time.as_ref()),
        /// The same with its offset, `2026-10-25T02:30:00+02:00`.
        time: Option<String> = time.time.as_ref().map(|time| time.as_str().to_owned()),
        /// Why the instant is not certain; none where it is.
        doubt: Option<TimeDoubt> = time.doubt.map(|doubt| match doubt {
            CoreDoubt::Twice => TimeDoubt::Twice,
            _ => TimeDoubt::Never,
        }),
        /// As it stood there.
        text: String = time.text,
    }

    /// The state of one recipient's part of a job. Any field may be missing.
    JobStatus from CoreJobStatus as status {
        /// Whether no other state will follow.
        is_final: bool = status.is_final(),
        /// The state in REST's words.
        status: Option<Status> = status.status().map(Status::from),
        /// The job (provisional).
        job_id: Option<String> = status.job_id,
        /// The recipient (provisional).
        address: Option<String> = status.address,
        /// The state: an open number.
        status_code: Option<i64> = status.status_code.map(|code| code.number()),
        /// The same as a text.
        status_text: Option<String> = status.status_text,
        /// When the state was reached.
        time_stamp: Option<LocalTime> = status.time_stamp.map(LocalTime::from),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(status.extra),
    }

    /// A text message that somebody sent to a number of the account. Any field may be missing.
    InboundSms from CoreInbound as message {
        /// Its id in the cache; a callback has none.
        message_id: Option<String> = message.message_id,
        /// The job that it replies to; of callbacks only.
        job_id: Option<String> = message.job_id,
        /// Who sent it.
        address_from: Option<String> = message.address_from,
        /// The number it was sent to.
        address_to: Option<String> = message.address_to,
        /// What it says.
        message: Option<String> = message.message,
        /// When it was received.
        time_stamp: Option<LocalTime> = message.time_stamp.map(LocalTime::from),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(message.extra),
    }

    /// A text message, as a callback tells it.
    CallbackMessage from CoreMessage as told {
        /// The message.
        message: InboundSms = told.message.into(),
        /// Every parameter as it came, in order; also what the URL's owner put there.
        raw: Vec<RawParameter> = raw(told.raw),
    }

    /// What became of a job at one of its recipients, as a callback tells it. Any field may be missing.
    CallbackNotification from CoreNotification as told {
        /// The job.
        job_id: Option<String> = told.notification.job_id,
        /// The result: an open number.
        result_code: Option<i64> = told.notification.result_code.map(|code| code.number()),
        /// The same as a text.
        result_text: Option<String> = told.notification.result_text,
        /// The recipient.
        number: Option<String> = told.notification.number,
        /// When it was reached.
        time_stamp: Option<LocalTime> = told.notification.time_stamp.map(LocalTime::from),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(told.notification.extra),
        /// Every parameter as it came, in order; also what the URL's owner put there.
        raw: Vec<RawParameter> = raw(told.raw),
    }
}

alone_and_answered! {
    /// The state of a job at one of its recipients, as SOAP tells it. Any field may be missing.
    ReportedJobState and JobState from CoreState as state {
        /// Whether no other state will follow.
        is_final: bool = state.is_final(),
        /// The state in REST's words.
        status: Option<Status> = state.status().map(Status::from),
        /// The job.
        job_id: Option<String> = state.job_id,
        /// The recipient.
        address: Option<String> = state.address,
        /// What kind of job it is: an open number.
        job_type: Option<i64> = state.job_type,
        /// The state: an open number.
        send_state: Option<i64> = state.send_state.map(|number| number.number()),
        /// Why it failed: an open number, 0 where nothing did.
        error_state: Option<i64> = state.error_state.map(|number| number.number()),
        /// What it has cost so far, in points.
        points_used: Option<f64> = state.points_used,
        /// When it was done; none before.
        finish_date: Option<LocalTime> = state.finish_date.map(LocalTime::from),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(state.extra),
    }
}

answers! {
    /// What the SOAP service knows of a job whose sending had no certain end.
    SoapResolution from CoreSoapResolution as found {
        /// Whether the service accepted the job. Where it does not know it, ask again before sending again.
        accepted: bool = found.accepted,
        /// The last state of a job that was accepted.
        state: Option<ReportedJobState> = found.state.map(ReportedJobState::from),
    }

    /// A job that the service accepted.
    SentJob from CoreSent as job {
        /// The id by which the service is asked what became of it: the caller's, or the one that was generated.
        job_id: String = job.job_id,
        /// What the service said besides the HTTP status: an open number.
        result_code: Option<i64> = job.result_code.map(|code| code.number()),
        /// The text that belongs to the code; of an answer that is no XML the whole of it.
        result_text: Option<String> = job.result_text,
        /// What the text of an SMS costs as it was sent, and where the service cuts it.
        estimate: Option<Estimate> = job.estimate.map(Estimate::from),
        /// What was replaced in the text of an SMS before it was sent, where `to_gsm` was asked for.
        replacements: Vec<Replacement> = job.replacements.into_iter().map(Replacement::from).collect(),
    }

    /// What has become of a job.
    JobStates from CoreStates as job {
        /// Whether there are states, and none of them will be followed by another.
        is_final: bool = job.is_final(),
        /// One state for each of its recipients.
        states: Vec<JobStatus> = job.states.into_iter().map(JobStatus::from).collect(),
    }

    /// What the service knows of a job whose sending had no certain end.
    Resolution from CoreResolution as found {
        /// Whether the service accepted the job. Where it does not know it, ask again before sending again.
        accepted: bool = found.accepted,
        /// One state for each of its recipients; empty where it is not known.
        states: Vec<JobStatus> = found.states.into_iter().map(JobStatus::from).collect(),
    }

    /// The next message in the cache.
    CachedMessage from Option<CoreInbound> as found {
        /// The message; none where the cache is empty.
        message: Option<InboundSms> = found.map(InboundSms::from),
    }

    /// The answer to the deletion of a message from the cache.
    Deletion from bool as found {
        /// Whether there was such a message.
        deleted: bool = found,
    }
}
