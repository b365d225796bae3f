//! What one call does otherwise than its client.

use std::ffi::{c_char, c_void};
use std::ptr;

use ecall::{
    BulkOptions, CallOptions, DownloadOptions, Outcome, ProgressHook, Result, SmsOptions, UploadOptions,
    WaitManyOptions, WaitOptions,
};
use serde_json::{Map, Number, Value};

use crate::boundary::{
    UserData, code, finish_empty, free, make, optional_json, optional_text, required, text,
};
use crate::cancel::ecall_cancel_token;
use crate::config::delivery_word;
use crate::error::ecall_error;
use crate::lent::Lent;

/// Options of one call, of any client. Filled by one thread at a time; may then be used for any number of calls, also at once, and freed
/// as soon as a call was made, asynchronous ones included. A call refuses options that it does not know.
#[derive(Default)]
pub struct ecall_call_options {
    call: Map<String, Value>,
    sms: Map<String, Value>,
    media: Map<String, Value>,
    /// What only operations of the HTTPS and SOAP interfaces have.
    job: Map<String, Value>,
    progress: Option<Progress>,
}

/// Takes how far a transfer has come: `transferred` octets of the file in this attempt, of `total`, which is NULL where that is
/// not known. Called on a thread of the library's, as ecall_read_callback, at most once per 64 KiB. While it is busy the
/// transfer goes on.
pub type ecall_progress_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, transferred: u64, total: *const u64)>;

#[derive(Clone, Copy)]
struct Progress {
    callback: unsafe extern "C" fn(*mut c_void, u64, *const u64),
    user_data: UserData,
}

impl Progress {
    fn hook(lent: Lent<Self>) -> ProgressHook {
        ProgressHook::new(move |progress| {
            lent.with(|Self { callback, user_data }| {
                let total = progress.total.as_ref().map_or(ptr::null(), ptr::from_ref);
                // SAFETY: the program gave the function for this very use, and the call that was given it has not returned.
                unsafe { callback(user_data.0, progress.transferred, total) };
            });
        })
    }
}

/// Options of a transfer, with the program's function that is told of it as long as they live.
pub(crate) struct Transfer<T> {
    pub value: T,
    progress: Option<Lent<Progress>>,
}

impl<T> Transfer<T> {
    /// Waits until the function is not called any more, as dropping the options does, but without the thread.
    pub async fn end(self) {
        if let Some(progress) = self.progress {
            progress.end().await;
        }
    }
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

    /// The options of sending many messages.
    pub fn bulk(options: Option<&Self>, cancel: Option<&ecall_cancel_token>) -> Result<BulkOptions> {
        let mut read = options
            .map_or_else(|| Ok(BulkOptions::new()), |options| BulkOptions::from_json(options.all()))?;
        read.cancel = ecall_cancel_token::of(cancel);
        Ok(read)
    }

    /// The options of following many messages.
    pub fn wait_many(options: Option<&Self>, cancel: Option<&ecall_cancel_token>) -> Result<WaitManyOptions> {
        let mut read = options.map_or_else(
            || Ok(WaitManyOptions::new()),
            |options| WaitManyOptions::from_json(options.all()),
        )?;
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
                CallOptions::from_json(options.but_sms())?,
            ),
            None => (SmsOptions::new(), CallOptions::new()),
        };
        call.cancel = ecall_cancel_token::of(cancel);
        Ok((sms, call))
    }

    /// The options of an operation of the HTTPS or SOAP interface that has some of its own, which `read` reads.
    pub fn own<T>(
        options: Option<&Self>,
        cancel: Option<&ecall_cancel_token>,
        read: impl FnOnce(Value) -> Result<T>,
    ) -> Result<(T, CallOptions)> {
        let of_none = Self::default();
        let options = options.unwrap_or(&of_none);
        let own = read(joined([&options.sms, &options.job]))?;
        let mut call = CallOptions::from_json(joined([&options.call, &options.media, &options.told()]))?;
        call.cancel = ecall_cancel_token::of(cancel);
        Ok((own, call))
    }

    /// What is set of the options that only operations of the HTTPS and SOAP interfaces have.
    pub fn job(&mut self) -> &mut Map<String, Value> {
        &mut self.job
    }

    /// The options of an upload.
    pub fn upload(
        options: Option<&Self>,
        cancel: Option<&ecall_cancel_token>,
    ) -> Result<Transfer<UploadOptions>> {
        let read = |options: &Self| UploadOptions::from_json(options.of_transfer());
        let mut value = options.map_or_else(|| Ok(UploadOptions::new()), read)?;
        value.cancel = ecall_cancel_token::of(cancel);
        let progress = options.and_then(Self::lent_progress);
        value.progress = progress.as_ref().map(|lent| Progress::hook(lent.lend()));
        Ok(Transfer { value, progress })
    }

    /// The options of a download.
    pub fn download(
        options: Option<&Self>,
        cancel: Option<&ecall_cancel_token>,
    ) -> Result<Transfer<DownloadOptions>> {
        let read = |options: &Self| DownloadOptions::from_json(options.of_transfer());
        let mut value = options.map_or_else(|| Ok(DownloadOptions::new()), read)?;
        value.cancel = ecall_cancel_token::of(cancel);
        let progress = options.and_then(Self::lent_progress);
        value.progress = progress.as_ref().map(|lent| Progress::hook(lent.lend()));
        Ok(Transfer { value, progress })
    }

    fn lent_progress(&self) -> Option<Lent<Progress>> {
        self.progress.map(Lent::new)
    }

    fn all(&self) -> Value {
        joined([&self.call, &self.sms, &self.media, &self.job, &self.told()])
    }

    fn but_sms(&self) -> Value {
        joined([&self.call, &self.media, &self.job, &self.told()])
    }

    fn of_transfer(&self) -> Value {
        joined([&self.call, &self.sms, &self.media, &self.job])
    }

    /// The function as an option like the others, so that a call that has no use for it refuses it.
    fn told(&self) -> Map<String, Value> {
        self.progress.map(|_| ("progress".to_owned(), Value::Bool(true))).into_iter().collect()
    }
}

fn joined<const COUNT: usize>(parts: [&Map<String, Value>; COUNT]) -> Value {
    let all = parts.into_iter().flatten();
    Value::Object(all.map(|(name, value)| (name.clone(), value.clone())).collect())
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

/// Sets a text in one of the parts; NULL takes the setting back.
pub(crate) unsafe fn set_text(
    options: Option<&mut ecall_call_options>,
    part: fn(&mut ecall_call_options) -> &mut Map<String, Value>,
    name: &str,
    text: *const c_char,
) -> i32 {
    code(|| {
        let part = part(required(Outcome::NotApplicable, "options", options)?);
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        match unsafe { optional_text(Outcome::NotApplicable, name, text) }? {
            Some(text) => part.insert(name.to_owned(), text.into()),
            None => part.remove(name),
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
    make(ecall_call_options::default)
}

/// Sets the time for the whole call or wait, for ecall_client_send_many for each message, in milliseconds: 1 to 604800000
/// (7 days). The client's unless set; 300000 for ecall_client_wait, ecall_client_wait_many and ecall_soap_client_wait, and at least that for
/// files of an ecall_client.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_timeout_ms(
    options: Option<&mut ecall_call_options>,
    timeout_ms: u64,
) -> i32 {
    set(options, "timeout_ms", timeout_ms.into())
}

/// Sets the number of attempts after the first (for ecall_client_wait, ecall_client_wait_many and ecall_soap_client_wait of each look,
/// for ecall_client_send_many of each message): 0 to 100. The client's unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_max_retries(
    options: Option<&mut ecall_call_options>,
    max_retries: u32,
) -> i32 {
    set(options, "max_retries", max_retries.into())
}

/// Sets how hard a send is tried: ECALL_DELIVERY_... The client's unless set. Not for ecall_client_wait, ecall_client_wait_many and
/// ecall_soap_client_wait.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_delivery(
    options: Option<&mut ecall_call_options>,
    delivery: i32,
) -> i32 {
    set(options, "delivery", delivery_word(delivery))
}

/// Sends a text that the service would cut, or that force_gsm forbids, instead of refusing it; the result's estimate says
/// what is cut. Not for ecall_client_wait, ecall_client_wait_many and ecall_soap_client_wait; has no meaning for calls that send no message.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_allow_truncation(
    options: Option<&mut ecall_call_options>,
    allow_truncation: bool,
) -> i32 {
    set(options, "allow_truncation", allow_truncation.into())
}

/// ecall_client_send_many, ecall_client_wait_many: sets how many calls are under way at a time: 1 to 1000. 10 unless set, 4 for
/// ecall_client_wait_many. Each needs a connection.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_concurrency(
    options: Option<&mut ecall_call_options>,
    concurrency: u32,
) -> i32 {
    set(options, "concurrency", concurrency.into())
}

/// ecall_client_send_many, ecall_client_wait_many: sets how many attempts or looks there are in a second at most, evenly spread:
/// 1 / 86400 to 1000000. No limit unless set, 10 for ecall_client_wait_many.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_rate(options: Option<&mut ecall_call_options>, rate: f64) -> i32 {
    // What JSON has no number for goes on as a text, which the core refuses by name; null would mean no limit.
    let rate = Number::from_f64(rate).map_or_else(|| rate.to_string().into(), Value::Number);
    set(options, "rate", rate)
}

/// ecall_client_wait, ecall_client_wait_many, ecall_soap_client_wait: sets the first pause between two looks, in milliseconds: 1 to 604800000. 500
/// unless set. Grows by half each time.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_poll_initial_ms(
    options: Option<&mut ecall_call_options>,
    poll_initial_ms: u64,
) -> i32 {
    set(options, "poll_initial_ms", poll_initial_ms.into())
}

/// ecall_client_wait, ecall_client_wait_many, ecall_soap_client_wait: sets what the pause never passes, in milliseconds: 1 to 604800000. 15000 unless
/// set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_poll_max_ms(
    options: Option<&mut ecall_call_options>,
    poll_max_ms: u64,
) -> i32 {
    set(options, "poll_max_ms", poll_max_ms.into())
}

/// ecall_client_wait, ecall_client_wait_many, ecall_soap_client_wait: ends the wait also at this state, "Sent", not only at one that is final for the
/// message's channel. May be called for several states.
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

/// ecall_client_send_sms_with, ecall_https_client_send_sms_with, ecall_soap_client_send_sms_with: replaces what is not in the GSM
/// alphabet by what is customary in plain text (see ecall_text_to_gsm), before anything is checked; the result says what was replaced.
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
    unsafe { set_text(options, |options| &mut options.sms, "sms_type", sms_type) }
}

/// ecall_client_send_sms_with and the sends of an ecall_https_client or an ecall_soap_client: sets when to send it,
/// "2026-12-24T18:00:00Z"; at once unless set. Over HTTPS and SOAP a date without a zone is in Europe/Zurich. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_send_date(
    options: Option<&mut ecall_call_options>,
    send_date: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, |options| &mut options.sms, "send_date", send_date) }
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

/// ecall_client_upload_media: sets what kind of file it is, "image/jpeg". Else by the extension of its name, else
/// application/octet-stream. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_content_type(
    options: Option<&mut ecall_call_options>,
    content_type: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, |options| &mut options.media, "content_type", content_type) }
}

/// ecall_client_upload_media: sets the name of the file. Else the last component of its path, else "file". NULL takes the
/// setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_filename(
    options: Option<&mut ecall_call_options>,
    filename: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, |options| &mut options.media, "filename", filename) }
}

/// ecall_client_upload_media: sets how the file is packed: "multipart" (unless set) or "raw". Provisional: the service's
/// documentation does not show it. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_call_options_set_encoding(
    options: Option<&mut ecall_call_options>,
    encoding: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(options, |options| &mut options.media, "encoding", encoding) }
}

/// ecall_client_download_media: sets the longest file that is taken into memory, in octets. 104857600 (100 MiB) unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_max_bytes(
    options: Option<&mut ecall_call_options>,
    max_bytes: u64,
) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        options.media.insert("max_bytes".to_owned(), max_bytes.into());
        Ok(())
    })
}

/// ecall_client_upload_media, ecall_client_download_media: sets a function that is told how far the transfer has come. NULL
/// takes the setting back. `user_data` has to live as long as calls that are given these options.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_set_progress(
    options: Option<&mut ecall_call_options>,
    progress: ecall_progress_callback,
    user_data: *mut c_void,
) -> i32 {
    code(|| {
        let options = required(Outcome::NotApplicable, "options", options)?;
        options.progress = progress.map(|callback| Progress { callback, user_data: UserData(user_data) });
        Ok(())
    })
}

/// Frees options. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_call_options_free(options: Option<Box<ecall_call_options>>) {
    free(options);
}
