//! Answers of the HTTPS and SOAP interfaces, and their callbacks, as JSON texts with the names of JavaScript.

use std::mem;

use ecall::model::{InboundSms, JobState, JobStatus, LocalTime};
use ecall::webhook::{CallbackMessage, CallbackNotification};
use ecall::{Answer, JobStates, Resolution, SentJob, SoapResolution};

use crate::answer::{Object, members};

/// The answer to a job.
pub(crate) fn sent(answer: Answer<SentJob>) -> String {
    let mut object = Object::new();
    members!(object, "jobId": answer.job_id, "possibleDuplicate": answer.possible_duplicate);
    if let Some(code) = answer.result_code {
        members!(object, "resultCode": code);
    }
    if let Some(text) = &answer.result_text {
        members!(object, "resultText": text);
    }
    object.cost(answer.estimate.as_ref(), &answer.replacements);
    object.common(&answer)
}

/// The answer with the states of a job.
pub(crate) fn states(mut answer: Answer<JobStates>) -> String {
    let mut object = Object::new();
    members!(object, "final": answer.is_final());
    object.list("states", mem::take(&mut answer.value.states).into_iter().map(status));
    object.common(&answer)
}

/// The answer that says whether the service has a job.
pub(crate) fn resolution(mut answer: Answer<Resolution>) -> String {
    let mut object = Object::new();
    members!(object, "accepted": answer.accepted);
    object.list("states", mem::take(&mut answer.value.states).into_iter().map(status));
    object.common(&answer)
}

/// The answer with the next message in the cache, where there is one.
pub(crate) fn cached(mut answer: Answer<Option<InboundSms>>) -> String {
    let mut object = Object::new();
    if let Some(found) = answer.value.take() {
        object.json("message", &message(found));
    }
    object.common(&answer)
}

/// The answer that says whether there was such a message.
pub(crate) fn deleted(answer: Answer<bool>) -> String {
    let mut object = Object::new();
    members!(object, "deleted": answer.value);
    object.common(&answer)
}

/// The state of one recipient's part of a job; what it has besides its known fields is taken out of it.
pub(crate) fn status(mut status: JobStatus) -> String {
    let extra = mem::take(&mut status.extra);
    let mut object = Object::new();
    members!(object, "model": status, "extra": extra, "final": status.is_final());
    if let Some(word) = status.status() {
        members!(object, "status": word);
    }
    object.local(status.time_stamp.as_ref());
    object.finish()
}

/// The answer with the state of a job.
pub(crate) fn state(mut answer: Answer<JobState>) -> String {
    reported(mem::take(&mut answer.value)).common(&answer)
}

/// The answer that says whether the SOAP interface has a job.
pub(crate) fn found(mut answer: Answer<SoapResolution>) -> String {
    let mut object = Object::new();
    members!(object, "accepted": answer.accepted);
    if let Some(state) = answer.value.state.take() {
        object.json("state", &reported(state).finish());
    }
    object.common(&answer)
}

/// The state of a job without the answer that it came in; what it has besides its known fields is taken out of it.
pub(crate) fn reported(mut state: JobState) -> Object {
    let extra = mem::take(&mut state.extra);
    let mut object = Object::new();
    members!(object, "model": state, "extra": extra, "final": state.is_final());
    if let Some(word) = state.status() {
        members!(object, "status": word);
    }
    object.local(state.finish_date.as_ref());
    object
}

/// A message from the cache.
pub(crate) fn message(message: InboundSms) -> String {
    inbound(message).finish()
}

fn inbound(mut message: InboundSms) -> Object {
    let extra = mem::take(&mut message.extra);
    let mut object = Object::new();
    members!(object, "model": message, "extra": extra);
    object.local(message.time_stamp.as_ref());
    object
}

/// A message that a callback told.
pub(crate) fn told_message(kind: &str, callback: CallbackMessage) -> String {
    let mut object = inbound(callback.message);
    members!(object, "kind": kind, "raw": callback.raw);
    object.finish()
}

/// What a callback told of a job.
pub(crate) fn told_notification(callback: CallbackNotification) -> String {
    let CallbackNotification { mut notification, raw, .. } = callback;
    let extra = mem::take(&mut notification.extra);
    let mut object = Object::new();
    members!(object, "kind": "callback_notification", "model": notification, "extra": extra, "raw": raw);
    object.local(notification.time_stamp.as_ref());
    object.finish()
}

impl Object {
    /// The instant of a local time.
    fn local(&mut self, time: Option<&LocalTime>) {
        self.instant(time.and_then(LocalTime::instant).map(|instant| instant.as_millisecond()));
    }
}
