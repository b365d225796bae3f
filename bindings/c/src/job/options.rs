//! Options that only operations of the HTTPS and SOAP interfaces have.

use std::ffi::c_char;

use ecall::Outcome;
use ecall::model::NotificationLevel;
use serde_json::{Map, Value};

use crate::boundary::{code, required, text};
use crate::options::{ecall_call_options, set_text};

/// Tells as soon as something is known.
pub const ECALL_NOTIFY_AVAILABLE: i32 = 0;
/// Tells at the last point to which the message can be tracked.
pub const ECALL_NOTIFY_LAST: i32 = 1;
/// As ECALL_NOTIFY_LAST, and where the sending is delayed.
pub const ECALL_NOTIFY_LAST_AND_DELAYED: i32 = 2;
/// Tells failures only.
pub const ECALL_NOTIFY_FAILURES: i32 = 3;

fn set(options: Option<&mut ecall_call_options>, name: &str, value: Value) -> i32 {
    code(|| {
        required(Outcome::NotApplicable, "options", options)?.job().insert(name.to_owned(), value);
        Ok(())
    })
}

/// The part of the options that is set here.
fn job(options: &mut ecall_call_options) -> &mut Map<String, Value> {
    options.job()
}

/// Adds a text to the option `name`, which is a list of them; `argument` is how the header calls it.
///
/// # Safety
/// `text` is NULL or ends in NUL.
unsafe fn add_text(
    options: Option<&mut ecall_call_options>,
    name: &str,
    argument: &str,
    text: *const c_char,
) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: as the caller promises.
        let text = unsafe { self::text(Outcome::NotApplicable, argument, text) }?;
        let list = options.job().entry(name).or_insert_with(|| Value::Array(Vec::new()));
        list.as_array_mut().expect("only this function sets it").push(text.into());
        Ok(())
    })
}

/// The sends of an ecall_https_client or an ecall_soap_client: sets the id by which the job is asked for, 1 to 50 characters, yours alone; generated unless
/// set. A send that is repeated with the same id can be told from another. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_job_id(
    options: Option<&mut ecall_call_options>,
    job_id: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "job_id", job_id) }
}

/// ecall_https_client_send_sms_with: has one more address told what becomes of the message: a mobile number, an e-mail address, a
/// URL. May be called for several. None may hold a ";" (write %3B in a URL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_add_notification_address(
    options: Option<&mut ecall_call_options>,
    address: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { add_text(options, "notification_addresses", "address", address) }
}

/// ecall_https_client_send_sms_with: sets how much these addresses are told: ECALL_NOTIFY_... An open set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_notification_level(
    options: Option<&mut ecall_call_options>,
    notification_level: i32,
) -> i32 {
    set(options, "notification_level", notification_level.into())
}

/// ecall_https_client_send_sms_with, ecall_soap_client_send_sms_with: sets where replies go, a number, an e-mail address or a URL. The
/// service then ignores the sender. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_answer(
    options: Option<&mut ecall_call_options>,
    answer: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "answer", answer) }
}

/// ecall_https_client_send_sms_with, ecall_soap_client_send_sms_with: sets how the message is shown: "Normal" or "Flash". An open set.
/// NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_msg_type(
    options: Option<&mut ecall_call_options>,
    msg_type: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "msg_type", msg_type) }
}

/// ecall_https_client_send_sms_with, ecall_soap_client_send_sms_with: keeps the text out of the service's log.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_no_log(
    options: Option<&mut ecall_call_options>,
    no_log: bool,
) -> i32 {
    set(options, "no_log", no_log.into())
}

/// ecall_https_client_send_fax: sets the number that the fax is sent from. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_calling_number(
    options: Option<&mut ecall_call_options>,
    calling_number: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "calling_number", calling_number) }
}

/// ecall_https_client_send_fax, ecall_soap_client_send_fax: sets the subject. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_subject(
    options: Option<&mut ecall_call_options>,
    subject: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "subject", subject) }
}

/// ecall_https_client_send_fax, ecall_soap_client_send_fax: sets the sender's id in the header line. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_header_id(
    options: Option<&mut ecall_call_options>,
    header_id: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "header_id", header_id) }
}

/// ecall_https_client_send_fax, ecall_soap_client_send_fax: sets a text in the header line. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_header_info(
    options: Option<&mut ecall_call_options>,
    header_info: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "header_info", header_info) }
}

/// ecall_https_client_send_fax: sets how often the service tries again; its default is 0. (How often this library repeats a request
/// is ecall_call_options_set_max_retries.)
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_number_of_retries(
    options: Option<&mut ecall_call_options>,
    number_of_retries: u32,
) -> i32 {
    set(options, "number_of_retries", number_of_retries.into())
}

/// ecall_https_client_send_fax: sets the minutes between two tries of the service.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_retry_interval_minutes(
    options: Option<&mut ecall_call_options>,
    retry_interval_minutes: u32,
) -> i32 {
    set(options, "retry_interval_minutes", retry_interval_minutes.into())
}

/// ecall_https_client_send_voice, ecall_soap_client_send_voice: sets the language in which the text is read: "DE", "FR", "IT" or "EN";
/// the service detects it unless set. An open set. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_language(
    options: Option<&mut ecall_call_options>,
    language: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "language", language) }
}

/// ecall_https_client_send_voice, ecall_soap_client_send_voice: sets what is read after the text. ecall_soap_client_send_fax: sets who
/// sends it. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_from_text(
    options: Option<&mut ecall_call_options>,
    from_text: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "from_text", from_text) }
}

/// The SMS and faxes of an ecall_soap_client: sets where the reception is confirmed. How several addresses are written is not known:
/// passed on as it is. NULL takes the setting back. (ecall_call_options_set_notification is for an ecall_client.)
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_soap_notification(
    options: Option<&mut ecall_call_options>,
    notification: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "notification", notification) }
}

/// ecall_soap_client_send_sms_with: sets where every change of the state is told, as ecall_call_options_set_soap_notification. NULL
/// takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_always_notification(
    options: Option<&mut ecall_call_options>,
    always_notification: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "always_notification", always_notification) }
}

/// ecall_soap_client_send_fax: sets further fields, "MaxRetries;=1". How several are joined is not known: passed on as it is. NULL
/// takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_token_fields(
    options: Option<&mut ecall_call_options>,
    token_fields: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, job, "token_fields", token_fields) }
}

/// ecall_soap_client_send_fax: sets the most files. 10 unless set (provisional).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_max_files(
    options: Option<&mut ecall_call_options>,
    max_files: u32,
) -> i32 {
    set(options, "max_files", max_files.into())
}

/// ecall_soap_client_send_fax: sets the most octets of one file. 5242880 (5 MiB) unless set (provisional).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_max_file_bytes(
    options: Option<&mut ecall_call_options>,
    max_file_bytes: u64,
) -> i32 {
    set(options, "max_file_bytes", max_file_bytes.into())
}

/// ecall_soap_client_send_fax: takes files of this type, by the end of their names without a dot and without regard to case: "pdf". May
/// be called for several, and these then are all that are taken, in place of bmp, pdf, doc, docx, rtf, ppt, pptx, gif, tif, tiff, html,
/// txt, jpg, jpeg, xls, xlsx and zip (provisional: the service takes a few more).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_add_file_type(
    options: Option<&mut ecall_call_options>,
    file_type: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { add_text(options, "file_types", "file_type", file_type) }
}

/// ecall_https_client_messages: goes on where no message waits, and looks again, instead of ending there.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_follow(
    options: Option<&mut ecall_call_options>,
    follow: bool,
) -> i32 {
    set(options, "follow", follow.into())
}

/// ecall_https_client_messages: sets the pause before it looks again, in milliseconds: 1 to 604800000. 10000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_poll_ms(
    options: Option<&mut ecall_call_options>,
    poll_ms: u64,
) -> i32 {
    set(options, "poll_ms", poll_ms.into())
}

const _: () = assert!(
    NotificationLevel::AVAILABLE.0 == ECALL_NOTIFY_AVAILABLE as i64
        && NotificationLevel::LAST.0 == ECALL_NOTIFY_LAST as i64
        && NotificationLevel::LAST_AND_DELAYED.0 == ECALL_NOTIFY_LAST_AND_DELAYED as i64
        && NotificationLevel::FAILURES.0 == ECALL_NOTIFY_FAILURES as i64,
    "the constants are the core's"
);
