//! What the HTTPS interface tells: the states of jobs, and what recipients wrote.

use super::define::answer;
use super::job::{ResultCode, SendState};
use super::local_time::LocalTime;
use super::status::Status;

answer! {
    /// The state of one recipient's part of a job. Source: HTTPS documentation, `Api/State`. Any field may be missing; children
    /// that this version does not know are in `extra`, texts or, where they have children of their own, objects.
    pub struct JobStatus {
        /// The job (provisional).
        pub job_id: Option<String>,
        /// The recipient (provisional; `Number` is in `extra`).
        pub address: Option<String>,
        /// The state: an open number. That these are SOAP's is inferred (provisional).
        pub status_code: Option<SendState>,
        /// The same as a text.
        pub status_text: Option<String>,
        /// When the state was reached.
        pub time_stamp: Option<LocalTime>,
    }

    /// A text message that somebody sent to a number of the account: from the HTTPS cache, or as a callback. Any field may be
    /// missing.
    pub struct InboundSms {
        /// Its id in the cache; a callback has none.
        pub message_id: Option<String>,
        /// The job that it replies to; of callbacks only.
        pub job_id: Option<String>,
        /// Who sent it.
        pub address_from: Option<String>,
        /// The number it was sent to.
        pub address_to: Option<String>,
        /// What it says.
        pub message: Option<String>,
        /// When it was received.
        pub time_stamp: Option<LocalTime>,
    }

    /// What became of a job at one of its recipients, as a callback tells it. Source: HTTPS documentation, callbacks. Any field
    /// may be missing.
    pub struct JobNotification {
        /// The job.
        pub job_id: Option<String>,
        /// The result: an open number.
        pub result_code: Option<ResultCode>,
        /// The same as a text.
        pub result_text: Option<String>,
        /// The recipient.
        pub number: Option<String>,
        /// When it was reached.
        pub time_stamp: Option<LocalTime>,
    }
}

impl JobStatus {
    /// Whether no other state will follow: [`SendState::is_final`]. Not final where the state is missing.
    pub fn is_final(&self) -> bool {
        self.status_code.is_some_and(SendState::is_final)
    }

    /// The state in REST's words: [`SendState::status`].
    pub fn status(&self) -> Option<Status> {
        self.status_code.map(SendState::status)
    }
}
