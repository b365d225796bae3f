//! What SOAP tells of a job.

use super::define::answer;
use super::job::{ErrorState, SendState};
use super::local_time::LocalTime;
use super::status::Status;

answer! {
    /// The state of a job at one of its recipients. Source: SOAP documentation, `GetStateBasic`. Any field may be missing; children
    /// that this version does not know are in `extra`, texts or, where they have children of their own, objects.
    pub struct JobState {
        /// The job.
        pub job_id: Option<String>,
        /// The recipient.
        pub address: Option<String>,
        /// What kind of job it is: 1 was seen for SMS and 6 for fax, the others are not known.
        pub job_type: Option<i64>,
        /// The state: an open number.
        pub send_state: Option<SendState>,
        /// Why it failed: an open number, 0 where nothing did.
        pub error_state: Option<ErrorState>,
        /// What it has cost so far, in points.
        pub points_used: Option<f64>,
        /// When it was done; None before.
        pub finish_date: Option<LocalTime>,
    }
}

impl JobState {
    /// Whether no other state will follow: [`SendState::is_final`]. Not final where the state is missing.
    pub fn is_final(&self) -> bool {
        self.send_state.is_some_and(SendState::is_final)
    }

    /// The state in REST's words: [`SendState::status`].
    pub fn status(&self) -> Option<Status> {
        self.send_state.map(SendState::status)
    }

    /// Whether a wait ends with it: it is final, or one of the states that were asked for.
    pub(crate) fn ends(&self, until: &[Status]) -> bool {
        self.is_final() || self.status().is_some_and(|status| until.contains(&status))
    }
}
