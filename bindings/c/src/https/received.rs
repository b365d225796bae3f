//! What recipients wrote, and what callbacks tell of jobs.

use std::ffi::{CString, c_char};

use ecall::model::{InboundSms, JobNotification};
use serde_json::json;

use crate::boundary::{c_text_of, free, get_known, get_text, lend};
use crate::local_time::ecall_local_time;
use crate::reply::Json;

/// A text message that somebody sent to a number of the account: one that waited at the service, or from a callback. Any field may
/// be missing.
pub struct ecall_inbound_sms {
    value: InboundSms,
    message_id: Option<CString>,
    job_id: Option<CString>,
    address_from: Option<CString>,
    address_to: Option<CString>,
    message: Option<CString>,
    time_stamp: Option<ecall_local_time>,
    extra: Json,
    json: Json,
}

impl From<InboundSms> for ecall_inbound_sms {
    fn from(value: InboundSms) -> Self {
        Self {
            message_id: c_text_of(value.message_id.as_deref()),
            job_id: c_text_of(value.job_id.as_deref()),
            address_from: c_text_of(value.address_from.as_deref()),
            address_to: c_text_of(value.address_to.as_deref()),
            message: c_text_of(value.message.as_deref()),
            time_stamp: value.time_stamp.clone().map(ecall_local_time::from),
            extra: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

/// What became of a job at one of its recipients, as a callback tells it. Any field may be missing. Belongs to the event that lent
/// it.
pub struct ecall_job_notification {
    value: JobNotification,
    job_id: Option<CString>,
    result_text: Option<CString>,
    number: Option<CString>,
    time_stamp: Option<ecall_local_time>,
    extra: Json,
    json: Json,
}

impl From<JobNotification> for ecall_job_notification {
    fn from(value: JobNotification) -> Self {
        Self {
            job_id: c_text_of(value.job_id.as_deref()),
            result_text: c_text_of(value.result_text.as_deref()),
            number: c_text_of(value.number.as_deref()),
            time_stamp: value.time_stamp.clone().map(ecall_local_time::from),
            extra: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

/// Its id, for ecall_https_client_delete_message; NULL for a callback.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_message_id(message: Option<&ecall_inbound_sms>) -> *const c_char {
    get_text(message, |message| message.message_id.as_ref())
}

/// The job that it replies to; of callbacks only.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_job_id(message: Option<&ecall_inbound_sms>) -> *const c_char {
    get_text(message, |message| message.job_id.as_ref())
}

/// Who sent it; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_address_from(message: Option<&ecall_inbound_sms>) -> *const c_char {
    get_text(message, |message| message.address_from.as_ref())
}

/// The number it was sent to; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_address_to(message: Option<&ecall_inbound_sms>) -> *const c_char {
    get_text(message, |message| message.address_to.as_ref())
}

/// What it says, which may be nothing; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_message(message: Option<&ecall_inbound_sms>) -> *const c_char {
    get_text(message, |message| message.message.as_ref())
}

/// When it was received; NULL where the service does not say. Lives as long as the message and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_time_stamp(
    message: Option<&ecall_inbound_sms>,
) -> *const ecall_local_time {
    lend(message, |message| message.time_stamp.as_ref())
}

/// What came with it that this version does not know, as a JSON object; of a callback ecall_webhook_event_json has that.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_extra_json(message: Option<&ecall_inbound_sms>) -> *const c_char {
    get_text(message, |message| Some(message.extra.get(|| json!(message.value.extra))))
}

/// Everything that was read, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_json(message: Option<&ecall_inbound_sms>) -> *const c_char {
    get_text(message, |message| Some(message.json.get(|| json!(message.value))))
}

/// Frees a message with everything that it lent. NULL does nothing. Not for a message that an event lent.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbound_sms_free(message: Option<Box<ecall_inbound_sms>>) {
    free(message);
}

/// The job; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_notification_job_id(
    notification: Option<&ecall_job_notification>,
) -> *const c_char {
    get_text(notification, |notification| notification.job_id.as_ref())
}

/// The result: an open number, 0 is success. Returns false, writing nothing, where the service does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_notification_result_code(
    notification: Option<&ecall_job_notification>,
    result_code: *mut i64,
) -> bool {
    let read =
        |notification: &ecall_job_notification| notification.value.result_code.map(|code| code.number());
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(notification, result_code, read) }
}

/// The result as a text; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_notification_result_text(
    notification: Option<&ecall_job_notification>,
) -> *const c_char {
    get_text(notification, |notification| notification.result_text.as_ref())
}

/// The recipient; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_notification_number(
    notification: Option<&ecall_job_notification>,
) -> *const c_char {
    get_text(notification, |notification| notification.number.as_ref())
}

/// When the state was reached; NULL where the service does not say. Lives as long as the event and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_notification_time_stamp(
    notification: Option<&ecall_job_notification>,
) -> *const ecall_local_time {
    lend(notification, |notification| notification.time_stamp.as_ref())
}

/// What came with it that this version does not know, as a JSON object; ecall_webhook_event_json has everything.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_notification_extra_json(
    notification: Option<&ecall_job_notification>,
) -> *const c_char {
    get_text(notification, |notification| Some(notification.extra.get(|| json!(notification.value.extra))))
}

/// Everything that was read, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_notification_json(
    notification: Option<&ecall_job_notification>,
) -> *const c_char {
    get_text(notification, |notification| Some(notification.json.get(|| json!(notification.value))))
}
