//! What one call does otherwise than its client.

use std::ffi::c_char;

use ecall::{CallOptions, Outcome, Result, SmsOptions, WaitOptions};
use serde_json::{Map, Value};

use crate::boundary::{code, finish_empty, free, make, optional_json, optional_text, required, text};
use crate::cancel::ecall_cancel_token;
use crate::config::delivery_word;
use crate::error::ecall_error;

/// Options of one call. Filled by one thread at a time; may then be used for any number of calls, also at once, and freed
/// as soon as a call was made, asynchronous ones included. A call refuses options that it does not know.
pub struct ecall_call_options {
    call: Map<String, Value>,
    sms: Map<String, Value>,
}

impl ecall_call_options {
    /// The options of a call that is not a text by SMS; SMS options among them are refused by the core.
    pub fn call(options: Option<&Self>, cancel: Option<&ecall_cancel_token>) -> Result<CallOptions> {
        let mut read = match options {
            Some(options) => CallOptions::from_json(options.all())?,
            None => CallOptions::new(),
        };
        read.cancel = ecall_cancel_token::of(cancel);
        Ok(read)
    }

    /// The options of a wait.
    pub fn wait(options: Option<&Self>, cancel: Option<&ecall_cancel_token>) -> Result<WaitOptions> {
        let mut read = match options {
            Some(options) => WaitOptions::from_json(options.all())?,
            None => WaitOptions::new(),
        };
        read.cancel = ecall_cancel_token::of(cancel);
        Ok(read)
    }

    /// The options of a text by SMS.
    pub fn sms(
        options: Option<&Self>,
        cancel: Option<&ecall_cancel_token>,
    ) -> Result<(SmsOptions, CallOptions)> {
        let (sms, mut call) = match options {
            Some(options) => (
                SmsOptions::from_json(Value::Object(options.sms.clone()))?,
                CallOptions::from_json(Value::Object(options.call.clone()))?,
            ),
            None => (SmsOptions::new(), CallOptions::new()),
        };
        call.cancel = ecall_cancel_token::of(cancel);
        Ok((sms, call))
    }

    fn all(&self) -> Value {
        Value::Object(
            self.call.iter().chain(&self.sms).map(|(name, value)| (name.clone(), value.clone())).collect(),
        )
    }
}

fn set(options: Option<&mut ecall_call_options>, name: &str, value: Value) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        options.call.insert(name.to_owned(), value);
        Ok(())
    })
}

fn set_sms(options: Option<&mut ecall_call_options>, name: &str, value: Value) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        options.sms.insert(name.to_owned(), value);
        Ok(())
    })
}

/// Sets a text; NULL takes the setting back.
unsafe fn set_sms_text(options: Option<&mut ecall_call_options>, name: &str, text: *const c_char) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        match unsafe { optional_text(Outcome::NotApplicable, name, text) }? {
            Some(text) => options.sms.insert(name.to_owned(), text.into()),
            None => options.sms.remove(name),
        };
        Ok(())
    })
}

/// Options with nothing set: everything as the client has it. Free them with ecall_call_options_free.
///
/// The setters below return ECALL_OK, or ECALL_INVALID_ARGUMENT where options is NULL or a text is not UTF-8. Values are
/// checked by the call that is given the options.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_new() -> *mut ecall_call_options {
    make(|| ecall_call_options { call: Map::new(), sms: Map::new() })
}

/// Sets the time for the whole call or wait, in milliseconds: 1 to 604800000 (7 days). The client's unless set; 300000 for
/// ecall_client_wait.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_timeout_ms(
    options: Option<&mut ecall_call_options>,
    timeout_ms: u64,
) -> i32 {
    set(options, "timeout_ms", timeout_ms.into())
}

/// Sets the number of attempts after the first (for ecall_client_wait: of each look): 0 to 100. The client's unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_max_retries(
    options: Option<&mut ecall_call_options>,
    max_retries: u32,
) -> i32 {
    set(options, "max_retries", max_retries.into())
}

/// Sets how hard a send is tried: ECALL_DELIVERY_... The client's unless set. Not for ecall_client_wait.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_delivery(
    options: Option<&mut ecall_call_options>,
    delivery: i32,
) -> i32 {
    set(options, "delivery", delivery_word(delivery))
}

/// Sends a text that the service would cut, or that force_gsm forbids, instead of refusing it; the result's estimate says
/// what is cut. Not for ecall_client_wait; has no meaning for calls that send no message.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_allow_truncation(
    options: Option<&mut ecall_call_options>,
    allow_truncation: bool,
) -> i32 {
    set(options, "allow_truncation", allow_truncation.into())
}

/// ecall_client_wait: sets the first pause between two looks, in milliseconds: 1 to 604800000. 500 unless set. Grows by half
/// each time.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_poll_initial_ms(
    options: Option<&mut ecall_call_options>,
    poll_initial_ms: u64,
) -> i32 {
    set(options, "poll_initial_ms", poll_initial_ms.into())
}

/// ecall_client_wait: sets what the pause never passes, in milliseconds: 1 to 604800000. 15000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_poll_max_ms(
    options: Option<&mut ecall_call_options>,
    poll_max_ms: u64,
) -> i32 {
    set(options, "poll_max_ms", poll_max_ms.into())
}

/// ecall_client_wait: ends the wait also at this state, "Sent", not only at one that is final for the message's channel. May
/// be called for several states.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_add_until(
    options: Option<&mut ecall_call_options>,
    status: *const c_char,
) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let status = unsafe { text(Outcome::NotApplicable, "status", status) }?;
        let states = options.call.entry("until").or_insert_with(|| Value::Array(Vec::new()));
        states.as_array_mut().expect("only this function sets it").push(status.into());
        Ok(())
    })
}

/// ecall_client_send_sms_with: forbids characters outside the GSM alphabet.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_force_gsm(
    options: Option<&mut ecall_call_options>,
    force_gsm: bool,
) -> i32 {
    set_sms(options, "force_gsm", force_gsm.into())
}

/// ecall_client_send_sms_with: replaces what is not in the GSM alphabet by what is customary in plain text (see
/// ecall_text_to_gsm), before anything is checked; the result says what was replaced.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_to_gsm(
    options: Option<&mut ecall_call_options>,
    to_gsm: bool,
) -> i32 {
    set_sms(options, "to_gsm", to_gsm.into())
}

/// ecall_client_send_sms_with: sets how many pages the text may take at most: 1 to 10.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_page_limit(
    options: Option<&mut ecall_call_options>,
    page_limit: i32,
) -> i32 {
    set_sms(options, "page_limit", page_limit.into())
}

/// ecall_client_send_sms_with: sets the kind of SMS: "Standard", "Flash" or "PrioPlus". An open set. NULL takes the setting
/// back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_sms_type(
    options: Option<&mut ecall_call_options>,
    sms_type: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_sms_text(options, "sms_type", sms_type) }
}

/// ecall_client_send_sms_with: sets when to send it, "2026-12-24T18:00:00Z"; at once unless set. NULL takes the setting
/// back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_send_date(
    options: Option<&mut ecall_call_options>,
    send_date: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_sms_text(options, "send_date", send_date) }
}

/// ecall_client_send_sms_with: sets who is told what became of it, as a JSON object: {"forEvent": "All", "addresses":
/// [{"type": "Email", "address": "duty@example.com"}]}. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_notification(
    options: Option<&mut ecall_call_options>,
    notification: *const c_char,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        match unsafe { optional_json(Outcome::NotApplicable, "notification", notification) }? {
            Some(notification) => options.sms.insert("notification".to_owned(), notification),
            None => options.sms.remove("notification"),
        };
        Ok(())
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, call) }
}

/// Frees options. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_free(options: Option<Box<ecall_call_options>>) {
    free(options);
}
