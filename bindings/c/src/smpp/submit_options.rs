//! What a message over SMPP may have besides destination, text and sender.

use std::ffi::c_char;
use std::fmt::Write as _;
use std::sync::OnceLock;

use ecall::smpp::SubmitOptions;
use ecall::{Outcome, Result};
use serde_json::{Map, Value, json};

use super::words::{ALPHABETS, LONG_MESSAGES, RECEIPTS, word};
use crate::boundary::{code, finish_empty, free, items, make, optional_json, optional_text, required, wrong};
use crate::cancel::ecall_cancel_token;
use crate::config::delivery_word;
use crate::error::ecall_error;

/// What a message of an ecall_smpp_client may have: every field of submit_sm, and how hard it is tried. Filled by one thread at a time;
/// may then be used for any number of messages, also at once, and freed as soon as a call was made, asynchronous ones included.
#[derive(Default)]
pub struct ecall_submit_options {
    values: Map<String, Value>,
    /// What they are to the core, until they are changed: of many messages each is given them.
    read: OnceLock<Result<SubmitOptions>>,
}

impl ecall_submit_options {
    /// The core's options; nothing where there are none.
    pub fn of(options: Option<&Self>, cancel: Option<&ecall_cancel_token>) -> Result<SubmitOptions> {
        let mut read = match options {
            Some(options) => options.read()?,
            None => SubmitOptions::new(),
        };
        read.cancel = ecall_cancel_token::of(cancel);
        Ok(read)
    }

    fn read(&self) -> Result<SubmitOptions> {
        self.read.get_or_init(|| SubmitOptions::from_json(Value::Object(self.values.clone()))).clone()
    }

    /// The settings, to be changed.
    fn values(&mut self) -> &mut Map<String, Value> {
        self.read.take();
        &mut self.values
    }
}

fn set(options: Option<&mut ecall_submit_options>, name: &str, value: Value) -> i32 {
    code(|| {
        required(Outcome::NotApplicable, "options", options)?.values().insert(name.to_owned(), value);
        Ok(())
    })
}

/// Sets a text; NULL takes the setting back.
///
/// # Safety
/// `text` is NULL or ends in NUL.
unsafe fn set_text(options: Option<&mut ecall_submit_options>, name: &str, text: *const c_char) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: as the caller promises.
        match unsafe { optional_text(Outcome::NotApplicable, name, text) }? {
            Some(text) => options.values().insert(name.to_owned(), text.into()),
            None => options.values().remove(name),
        };
        Ok(())
    })
}

/// Octets in the core's JSON form.
fn hex(octets: &[u8]) -> String {
    octets.iter().fold(String::with_capacity(2 * octets.len()), |mut text, octet| {
        let _ = write!(text, "{octet:02x}");
        text
    })
}

/// Options with nothing set: everything as the client has it. Free them with ecall_submit_options_free.
///
/// The setters below return ECALL_OK, or ECALL_INVALID_ARGUMENT where options is NULL or a text is not UTF-8. Values are
/// checked by the call that is given the options.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_new() -> *mut ecall_submit_options {
    make(ecall_submit_options::default)
}

/// Sets what the events about this message say of it: yours alone, never sent. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_submit_options_set_tag(
    options: Option<&mut ecall_submit_options>,
    tag: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, "tag", tag) }
}

/// Sets the alphabet of the text: ECALL_SUBMIT_ALPHABET_... ECALL_SUBMIT_ALPHABET_AUTO unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_alphabet(
    options: Option<&mut ecall_submit_options>,
    alphabet: i32,
) -> i32 {
    set(options, "alphabet", word(alphabet, ALPHABETS))
}

/// Shows the message at once and does not keep it. Off unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_flash(
    options: Option<&mut ecall_submit_options>,
    flash: bool,
) -> i32 {
    set(options, "flash", flash.into())
}

/// Sets how a text of several pages is sent: ECALL_LONG_... As the client has it unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_long_message(
    options: Option<&mut ecall_submit_options>,
    long_message: i32,
) -> i32 {
    set(options, "long_message", word(long_message, LONG_MESSAGES))
}

/// Sets which receipts are asked for: ECALL_RECEIPTS_... As the client has it unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_registered_delivery(
    options: Option<&mut ecall_submit_options>,
    registered_delivery: i32,
) -> i32 {
    set(options, "registered_delivery", word(registered_delivery, RECEIPTS))
}

/// Asks for intermediate notifications. As the client has it unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_intermediate_notifications(
    options: Option<&mut ecall_submit_options>,
    intermediate_notifications: bool,
) -> i32 {
    set(options, "intermediate_notifications", intermediate_notifications.into())
}

/// Sets when to deliver it, "YYMMDDhhmmsstnnp" or, from now, "YYMMDDhhmmss000R"; at once unless set. NULL takes the setting back.
/// Source: SMPP v3.4, 7.1.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_submit_options_set_schedule_delivery_time(
    options: Option<&mut ecall_submit_options>,
    schedule_delivery_time: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, "schedule_delivery_time", schedule_delivery_time) }
}

/// Sets how long to try, in the same form; as the service has it unless set. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_submit_options_set_validity_period(
    options: Option<&mut ecall_submit_options>,
    validity_period: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, "validity_period", validity_period) }
}

/// Sets the service_type: at most 5 octets. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_submit_options_set_service_type(
    options: Option<&mut ecall_submit_options>,
    service_type: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, "service_type", service_type) }
}

/// Sets the protocol_id of the network: 0 to 255.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_protocol_id(
    options: Option<&mut ecall_submit_options>,
    protocol_id: u32,
) -> i32 {
    set(options, "protocol_id", protocol_id.into())
}

/// Sets the priority_flag: 0 to 3.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_priority(
    options: Option<&mut ecall_submit_options>,
    priority: u32,
) -> i32 {
    set(options, "priority", priority.into())
}

/// Sets the replace_if_present_flag.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_replace_if_present(
    options: Option<&mut ecall_submit_options>,
    replace_if_present: bool,
) -> i32 {
    set(options, "replace_if_present", replace_if_present.into())
}

/// Sets the sm_default_msg_id of a text that the centre has: 1 to 254.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_sm_default_msg_id(
    options: Option<&mut ecall_submit_options>,
    sm_default_msg_id: u32,
) -> i32 {
    set(options, "sm_default_msg_id", sm_default_msg_id.into())
}

/// Sets the data_coding in place of the one that the alphabet has: 0 to 255.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_data_coding(
    options: Option<&mut ecall_submit_options>,
    data_coding: u32,
) -> i32 {
    set(options, "data_coding", data_coding.into())
}

/// Sets bits of the esm_class besides that of a user data header: 0 to 255.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_esm_class(
    options: Option<&mut ecall_submit_options>,
    esm_class: u32,
) -> i32 {
    set(options, "esm_class", esm_class.into())
}

/// Sets the type of number of the sender in place of the one that it shows: 0 to 255.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_source_addr_ton(
    options: Option<&mut ecall_submit_options>,
    source_addr_ton: u32,
) -> i32 {
    set(options, "source_addr_ton", source_addr_ton.into())
}

/// Sets the numbering plan of the sender in place of the one that it shows: 0 to 255.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_source_addr_npi(
    options: Option<&mut ecall_submit_options>,
    source_addr_npi: u32,
) -> i32 {
    set(options, "source_addr_npi", source_addr_npi.into())
}

/// Sets the type of number of the destination: 0 to 255. 1 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_dest_addr_ton(
    options: Option<&mut ecall_submit_options>,
    dest_addr_ton: u32,
) -> i32 {
    set(options, "dest_addr_ton", dest_addr_ton.into())
}

/// Sets the numbering plan of the destination: 0 to 255. 1 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_dest_addr_npi(
    options: Option<&mut ecall_submit_options>,
    dest_addr_npi: u32,
) -> i32 {
    set(options, "dest_addr_npi", dest_addr_npi.into())
}

/// Sets the time for the whole call with all its attempts, for each message of many, in milliseconds: 1 to 604800000 (7 days). The
/// client's unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_timeout_ms(
    options: Option<&mut ecall_submit_options>,
    timeout_ms: u64,
) -> i32 {
    set(options, "timeout_ms", timeout_ms.into())
}

/// Sets how often a part whose fate is unknown is sent again under ECALL_DELIVERY_AT_LEAST_ONCE: 0 to 100. The client's unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_max_retries(
    options: Option<&mut ecall_submit_options>,
    max_retries: u32,
) -> i32 {
    set(options, "max_retries", max_retries.into())
}

/// Sets how hard it is tried: ECALL_DELIVERY_... The client's unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_set_delivery(
    options: Option<&mut ecall_submit_options>,
    delivery: i32,
) -> i32 {
    set(options, "delivery", delivery_word(delivery))
}

/// Sets `length` octets that are sent as they are, in place of a text, which must be empty: at most 254, which are copied. Their
/// data_coding is 4 unless it is set. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_submit_options_set_user_data(
    options: Option<&mut ecall_submit_options>,
    octets: *const u8,
    length: usize,
) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        if octets.is_null() && length == 0 {
            options.values().remove("user_data");
            return Ok(());
        }
        // SAFETY: the caller passes NULL or `length` octets.
        let octets = unsafe { items(Outcome::NotApplicable, "octets", octets, length) }?;
        options.values().insert("user_data".to_owned(), hex(octets).into());
        Ok(())
    })
}

/// Adds an optional parameter to every part: its tag, 0 to 65535, and the `length` octets of its value, which are copied. `octets` may be
/// NULL where there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_submit_options_add_tlv(
    options: Option<&mut ecall_submit_options>,
    tag: u32,
    octets: *const u8,
    length: usize,
) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: the caller passes NULL or `length` octets.
        let octets = unsafe { items(Outcome::NotApplicable, "octets", octets, length) }?;
        let tlv = json!({ "tag": "other", "value": { "tag": tag, "octets": hex(octets) } });
        let tlvs = options.values().entry("tlvs").or_insert_with(|| Value::Array(Vec::new()));
        // What ecall_submit_options_set_tlvs set is an array too: it takes nothing else.
        tlvs.as_array_mut().expect("an array").push(tlv);
        Ok(())
    })
}

/// Sets the optional parameters of every part, in place of those that were set or added before, as a JSON array of objects with "tag" and
/// "value": [{"tag": "user_message_reference", "value": 7}]. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_submit_options_set_tlvs(
    options: Option<&mut ecall_submit_options>,
    tlvs: *const c_char,
    error: *mut *mut ecall_error,
) -> i32 {
    let set = || {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        match unsafe { optional_json(Outcome::NotApplicable, "tlvs", tlvs) }? {
            Some(tlvs @ Value::Array(_)) => options.values().insert("tlvs".to_owned(), tlvs),
            Some(_) => return Err(wrong(Outcome::NotApplicable, "tlvs", "is not a JSON array")),
            None => options.values().remove("tlvs"),
        };
        Ok(())
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, set) }
}

/// Frees options. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_submit_options_free(options: Option<Box<ecall_submit_options>>) {
    free(options);
}
