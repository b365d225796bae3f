//! What an SMPP client is made with besides an ecall_config.

use std::ffi::c_char;

use ecall::{Options, Outcome, Result, SmppOptions};
use serde_json::{Map, Value};

use super::words::{
    BIND_MODES, DEFAULT_ALPHABETS, FLASH_FORMS, LONG_MESSAGES, PREFIXES, RECEIPTS, number, word,
};
use crate::boundary::{code, free, make, optional_text, required};
use crate::config::ecall_config;

/// What an ecall_smpp_client is made with besides an ecall_config. Filled by one thread at a time; may be freed as soon as the client is
/// made, and used for several.
#[derive(Default)]
pub struct ecall_smpp_options {
    values: Map<String, Value>,
}

impl ecall_smpp_options {
    /// The core's options: what is set here stands over what the configuration says.
    pub fn with(config: Option<&ecall_config>, options: Option<&Self>) -> Result<(Options, SmppOptions)> {
        let own = options.map(|options| options.values.clone()).unwrap_or_default();
        ecall_config::smpp_options(config, own)
    }
}

fn set(options: Option<&mut ecall_smpp_options>, name: &str, value: Value) -> i32 {
    code(|| {
        required(Outcome::NotApplicable, "options", options)?.values.insert(name.to_owned(), value);
        Ok(())
    })
}

/// Sets a text; NULL takes the setting back.
///
/// # Safety
/// `text` is NULL or ends in NUL.
unsafe fn set_text(options: Option<&mut ecall_smpp_options>, name: &str, text: *const c_char) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        // SAFETY: as the caller promises.
        match unsafe { optional_text(Outcome::NotApplicable, name, text) }? {
            Some(text) => options.values.insert(name.to_owned(), text.into()),
            None => options.values.remove(name),
        };
        Ok(())
    })
}

/// Options with nothing set: the defaults. Free them with ecall_smpp_options_free.
///
/// The setters below return ECALL_OK, or ECALL_INVALID_ARGUMENT where options is NULL or a text is not UTF-8. Values are
/// checked by ecall_smpp_client_new, all at once.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_new() -> *mut ecall_smpp_options {
    make(ecall_smpp_options::default)
}

/// Sets how the session is bound: ECALL_BIND_... ECALL_BIND_TRANSCEIVER unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_bind_mode(
    options: Option<&mut ecall_smpp_options>,
    bind_mode: i32,
) -> i32 {
    set(options, "bind_mode", word(bind_mode, BIND_MODES))
}

/// Sets how many requests may wait for their response at a time: 1 to 10000. 10 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_window(
    options: Option<&mut ecall_smpp_options>,
    window: u32,
) -> i32 {
    set(options, "window", window.into())
}

/// Sets how many messages there are in a second at most, each part counted, evenly spread: 1 / 86400 to 1000000. No limit unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_rate(options: Option<&mut ecall_smpp_options>, rate: f64) -> i32 {
    set(options, "rate", number(rate))
}

/// Sets how long the response to a request is waited for, in milliseconds: 1 to 604800000 (7 days). 30000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_response_timeout_ms(
    options: Option<&mut ecall_smpp_options>,
    response_timeout_ms: u64,
) -> i32 {
    set(options, "response_timeout_ms", response_timeout_ms.into())
}

/// Sets after how long a silence of the other side it is asked whether it is there, in milliseconds: 1 to 604800000. 30000 unless set.
/// It then has the time of ecall_smpp_options_set_response_timeout_ms to say anything at all.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_enquire_link_interval_ms(
    options: Option<&mut ecall_smpp_options>,
    enquire_link_interval_ms: u64,
) -> i32 {
    set(options, "enquire_link_interval_ms", enquire_link_interval_ms.into())
}

/// Sets the time from the beginning of a connection to the response of the bind, in milliseconds: 1 to 604800000. 30000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_bind_timeout_ms(
    options: Option<&mut ecall_smpp_options>,
    bind_timeout_ms: u64,
) -> i32 {
    set(options, "bind_timeout_ms", bind_timeout_ms.into())
}

/// Sets the upper bound of the first pause before a new connection, in milliseconds: 1 to 604800000. 500 unless set. It doubles with
/// every further pause; the pause itself is drawn evenly between nothing and that bound.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_reconnect_initial_ms(
    options: Option<&mut ecall_smpp_options>,
    reconnect_initial_ms: u64,
) -> i32 {
    set(options, "reconnect_initial_ms", reconnect_initial_ms.into())
}

/// Sets what that bound never passes, in milliseconds: 1 to 604800000. 30000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_reconnect_max_ms(
    options: Option<&mut ecall_smpp_options>,
    reconnect_max_ms: u64,
) -> i32 {
    set(options, "reconnect_max_ms", reconnect_max_ms.into())
}

/// Sets how long to wait where a client that was bound before is refused for its name or password, in milliseconds: 1 to 604800000.
/// 300000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_refused_bind_interval_ms(
    options: Option<&mut ecall_smpp_options>,
    refused_bind_interval_ms: u64,
) -> i32 {
    set(options, "refused_bind_interval_ms", refused_bind_interval_ms.into())
}

/// Sets how a text of several pages is sent: ECALL_LONG_... ECALL_LONG_UDH8 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_long_message(
    options: Option<&mut ecall_smpp_options>,
    long_message: i32,
) -> i32 {
    set(options, "long_message", word(long_message, LONG_MESSAGES))
}

/// Sets what data_coding 0 means to the centre: ECALL_DEFAULT_ALPHABET_... ECALL_DEFAULT_ALPHABET_GSM unless set. Which it is at eCall
/// is not documented.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_default_alphabet(
    options: Option<&mut ecall_smpp_options>,
    default_alphabet: i32,
) -> i32 {
    set(options, "default_alphabet", word(default_alphabet, DEFAULT_ALPHABETS))
}

/// Writes a name over 15 and a password over 8 octets as they are, and tells of it in a "long_credentials" event of the log. On unless
/// set; off, they are refused, as the standard says.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_allow_long_credentials(
    options: Option<&mut ecall_smpp_options>,
    allow_long_credentials: bool,
) -> i32 {
    set(options, "allow_long_credentials", allow_long_credentials.into())
}

/// Sets which receipts are asked for: ECALL_RECEIPTS_... ECALL_RECEIPTS_ALL unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_registered_delivery(
    options: Option<&mut ecall_smpp_options>,
    registered_delivery: i32,
) -> i32 {
    set(options, "registered_delivery", word(registered_delivery, RECEIPTS))
}

/// Asks for intermediate notifications as well. Off unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_intermediate_notifications(
    options: Option<&mut ecall_smpp_options>,
    intermediate_notifications: bool,
) -> i32 {
    set(options, "intermediate_notifications", intermediate_notifications.into())
}

/// Sets what stands before the digits of a destination: ECALL_PREFIX_... ECALL_PREFIX_NONE unless set (provisional).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_destination_prefix(
    options: Option<&mut ecall_smpp_options>,
    destination_prefix: i32,
) -> i32 {
    set(options, "destination_prefix", word(destination_prefix, PREFIXES))
}

/// Sets how a message that is shown at once is marked: ECALL_FLASH_... ECALL_FLASH_GENERAL unless set (provisional).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_flash_form(
    options: Option<&mut ecall_smpp_options>,
    flash_form: i32,
) -> i32 {
    set(options, "flash_form", word(flash_form, FLASH_FORMS))
}

/// Sets the system_type of the bind: at most 12 octets. Empty unless set. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_options_set_system_type(
    options: Option<&mut ecall_smpp_options>,
    system_type: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, "system_type", system_type) }
}

/// Sets the address_range of the bind: at most 40 octets. Empty unless set. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_options_set_address_range(
    options: Option<&mut ecall_smpp_options>,
    address_range: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, "address_range", address_range) }
}

/// Sets how many receipts and messages may wait to be taken: 1 to 1000000. 10000 unless set. Beyond it the service is told to try again
/// later (0x64).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_event_buffer(
    options: Option<&mut ecall_smpp_options>,
    event_buffer: u32,
) -> i32 {
    set(options, "event_buffer", event_buffer.into())
}

/// Sets how many inbound texts of several parts may be incomplete at a time: 1 to 100000. 1000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_reassembly_limit(
    options: Option<&mut ecall_smpp_options>,
    reassembly_limit: u32,
) -> i32 {
    set(options, "reassembly_limit", reassembly_limit.into())
}

/// Sets how long an incomplete text waits for its next part, in milliseconds: 1 to 604800000. 600000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_reassembly_timeout_ms(
    options: Option<&mut ecall_smpp_options>,
    reassembly_timeout_ms: u64,
) -> i32 {
    set(options, "reassembly_timeout_ms", reassembly_timeout_ms.into())
}

/// Sets how many accepted messages are remembered until their final receipt: 0 to 10000000. 100000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_receipt_memory(
    options: Option<&mut ecall_smpp_options>,
    receipt_memory: u32,
) -> i32 {
    set(options, "receipt_memory", receipt_memory.into())
}

/// Allows smpp:// for a host that is not this machine: passwords and messages then travel readable by anybody. Off unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_set_allow_plain_smpp(
    options: Option<&mut ecall_smpp_options>,
    allow_plain_smpp: bool,
) -> i32 {
    set(options, "allow_plain_smpp", allow_plain_smpp.into())
}

/// Frees options. Clients that were made with them live on. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_options_free(options: Option<Box<ecall_smpp_options>>) {
    free(options);
}
