//! Files for messages: sent to the service and fetched from it.

use std::ffi::{CString, c_char, c_void};
use std::io::{self, Read, Write};

use ecall::model::UploadedMedia;
use ecall::{Answer, Media, MediaSource, MediaTarget, Outcome, Result};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{
    UserData, c_text, c_text_of, finish, free, get, get_text, items, lend, required, text,
};
use crate::bytes::ecall_bytes;
use crate::cancel::ecall_cancel_token;
use crate::client::{call, ecall_client};
use crate::error::ecall_error;
use crate::lent::Lent;
use crate::options::ecall_call_options;
use crate::reply::{Json, Reply};

/// A file is no message.
pub(crate) const OUTCOME: Outcome = Outcome::NotApplicable;

/// Reads the next octets of a file into `buffer`, which has room for `size` of them. Returns how many they are, 0 at the end,
/// or a negative number where they cannot be read. Called on a thread of the library's that nobody else needs, one call after
/// the other; it may take its time, but must not make blocking calls. Never called after the call that it was given to has
/// returned, or an asynchronous one's callback was called: that waits for it.
pub type ecall_read_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, buffer: *mut u8, size: usize) -> i64>;

/// Takes the next `length` octets of a file. Returns 0, or anything else where they cannot be written. Called as
/// ecall_read_callback.
pub type ecall_write_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, octets: *const u8, length: usize) -> i32>;

/// A file that the service has.
pub struct ecall_uploaded_media {
    reply: Reply,
    media_id: CString,
    extra: Json,
    value: UploadedMedia,
}

/// A file that was fetched.
pub struct ecall_media {
    reply: Reply,
    content_type: Option<CString>,
    length: u64,
    bytes: ecall_bytes,
}

impl From<Answer<UploadedMedia>> for ecall_uploaded_media {
    fn from(answer: Answer<UploadedMedia>) -> Self {
        Self {
            reply: Reply::of(&answer),
            media_id: c_text(&answer.media_id),
            extra: Json::default(),
            value: answer.value,
        }
    }
}

impl From<Answer<Media>> for ecall_media {
    fn from(answer: Answer<Media>) -> Self {
        Self {
            reply: Reply::of(&answer),
            content_type: c_text_of(answer.content_type.as_deref()),
            length: answer.length,
            bytes: Vec::from(answer.value.bytes).into(),
        }
    }
}

/// The program's side of a file: a function and what it is given.
pub(crate) struct Program<F> {
    function: F,
    user_data: UserData,
}

pub(crate) type ReadFunction = unsafe extern "C" fn(*mut c_void, *mut u8, usize) -> i64;
pub(crate) type WriteFunction = unsafe extern "C" fn(*mut c_void, *const u8, usize) -> i32;

impl Read for Lent<Program<ReadFunction>> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // SAFETY: the program gave the function for this very use, and the call that was given it has not returned.
        let read = self.with(|Program { function, user_data }| unsafe {
            function(user_data.0, buffer.as_mut_ptr(), buffer.len())
        });
        let read = read.and_then(|read| usize::try_from(read).ok()).filter(|read| *read <= buffer.len());
        read.ok_or_else(|| io::Error::other("the program's function failed"))
    }
}

impl Write for Lent<Program<WriteFunction>> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        // SAFETY: as above.
        let written = self.with(|Program { function, user_data }| unsafe {
            function(user_data.0, octets.as_ptr(), octets.len())
        });
        match written {
            Some(0) => Ok(octets.len()),
            _ => Err(io::Error::other("the program's function failed")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file that a function reads, and what has to be kept until the call is over.
pub(crate) fn source_of(
    read: ecall_read_callback,
    user_data: *mut c_void,
    length: i64,
) -> Result<(Lent<Program<ReadFunction>>, MediaSource)> {
    let function = required(OUTCOME, "read", read)?;
    let reader = Lent::new(Program { function, user_data: UserData(user_data) });
    let source = MediaSource::reader(reader.lend());
    let source = match u64::try_from(length) {
        Ok(length) => source.with_length(length),
        Err(_) => source,
    };
    Ok((reader, source))
}

/// A file that a function takes, and what has to be kept until the call is over.
pub(crate) fn target_of(
    write: ecall_write_callback,
    user_data: *mut c_void,
) -> Result<(Lent<Program<WriteFunction>>, MediaTarget)> {
    let function = required(OUTCOME, "write", write)?;
    let writer = Lent::new(Program { function, user_data: UserData(user_data) });
    let target = MediaTarget::writer(writer.lend());
    Ok((writer, target))
}

fn upload(
    client: Option<&ecall_client>,
    source: MediaSource,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
) -> Result<ecall_uploaded_media> {
    let options = ecall_call_options::upload(options, cancel)?;
    call(OUTCOME, client, |client| client.upload_media(source, &options.value))
}

fn download(
    client: Option<&ecall_client>,
    media_id: &str,
    target: MediaTarget,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
) -> Result<ecall_media> {
    let options = ecall_call_options::download(options, cancel)?;
    call(OUTCOME, client, |client| client.download_media(media_id, target, &options.value))
}

/// Sends the file at `path` to the service; a content of a message names it by its id (ecall_uploaded_media_media_id). It is
/// read in chunks, never in memory as a whole. `options` (ecall_call_options_set_content_type and the setters below it are for
/// this) and `cancel` may be NULL. Free the result with ecall_uploaded_media_free.
///
/// What is transient is repeated. Returns ECALL_INVALID_ARGUMENT with the field "source" where the file cannot be read;
/// ECALL_REJECTED where the service cannot make use of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_upload_media(
    client: Option<&ecall_client>,
    path: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    media: *mut *mut ecall_uploaded_media,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let path = unsafe { text(OUTCOME, "path", path) }?;
        upload(client, MediaSource::path(path), options, cancel)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(media, error, send) }
}

/// Sends a file from memory: `length` octets, which are copied. See ecall_client_upload_media.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_upload_media_bytes(
    client: Option<&ecall_client>,
    octets: *const u8,
    length: usize,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    media: *mut *mut ecall_uploaded_media,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or `length` octets.
        let octets = unsafe { items(OUTCOME, "octets", octets, length) }?;
        upload(client, MediaSource::bytes(octets.to_vec()), options, cancel)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(media, error, send) }
}

/// Sends a file that a function reads. `length` is how many octets it gives, or -1 where that is not known. A file that was
/// begun cannot be read again, so that nothing is repeated from then on. See ecall_client_upload_media.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_upload_media_from(
    client: Option<&ecall_client>,
    read: ecall_read_callback,
    user_data: *mut c_void,
    length: i64,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    media: *mut *mut ecall_uploaded_media,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        let (_reader, source) = source_of(read, user_data, length)?;
        upload(client, source, options, cancel)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(media, error, send) }
}

/// Fetches a file into memory: ecall_media_bytes. Provisional: its path is inferred. `options` (of which
/// ecall_call_options_set_max_bytes is for this) and `cancel` may be NULL. Free the file with ecall_media_free.
///
/// Returns ECALL_NOT_FOUND for an id that the service does not know; ECALL_UNEXPECTED_RESPONSE for a file that is longer than
/// max_bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_download_media(
    client: Option<&ecall_client>,
    media_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    media: *mut *mut ecall_media,
    error: *mut *mut ecall_error,
) -> i32 {
    let fetch = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let media_id = unsafe { text(OUTCOME, "media_id", media_id) }?;
        download(client, media_id, MediaTarget::memory(), options, cancel)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(media, error, fetch) }
}

/// Fetches a file to a path, where it appears as a whole or not at all. See ecall_client_download_media.
///
/// Returns ECALL_INVALID_ARGUMENT with the field "target" where it cannot be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_download_media_path(
    client: Option<&ecall_client>,
    media_id: *const c_char,
    path: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    media: *mut *mut ecall_media,
    error: *mut *mut ecall_error,
) -> i32 {
    let fetch = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let media_id = unsafe { text(OUTCOME, "media_id", media_id) }?;
        // SAFETY: as above.
        let path = unsafe { text(OUTCOME, "path", path) }?;
        download(client, media_id, MediaTarget::path(path), options, cancel)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(media, error, fetch) }
}

/// Fetches a file and hands it to a function as it comes. Once that has taken something nothing is repeated: it would be
/// doubled. See ecall_client_download_media.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_download_media_to(
    client: Option<&ecall_client>,
    media_id: *const c_char,
    write: ecall_write_callback,
    user_data: *mut c_void,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    media: *mut *mut ecall_media,
    error: *mut *mut ecall_error,
) -> i32 {
    let fetch = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let media_id = unsafe { text(OUTCOME, "media_id", media_id) }?;
        let (_writer, target) = target_of(write, user_data)?;
        download(client, media_id, target, options, cancel)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(media, error, fetch) }
}

/// The id of the file, by which a content names it: {"type": "Image", "mediaId": ...}. Never NULL, but for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_uploaded_media_media_id(media: Option<&ecall_uploaded_media>) -> *const c_char {
    get_text(media, |media| Some(&media.media_id))
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_uploaded_media_http_status(media: Option<&ecall_uploaded_media>) -> i32 {
    get(media, 0, |media| media.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_uploaded_media_request_id(media: Option<&ecall_uploaded_media>) -> *const c_char {
    get_text(media, |media| media.reply.request_id.as_ref())
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_uploaded_media_attempts_count(media: Option<&ecall_uploaded_media>) -> usize {
    get(media, 0, |media| media.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the result.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_uploaded_media_attempt(
    media: Option<&ecall_uploaded_media>,
    index: usize,
) -> *const ecall_attempt {
    lend(media, |media| media.reply.attempts.get(index))
}

/// The fields of the answer that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_uploaded_media_extra_json(media: Option<&ecall_uploaded_media>) -> *const c_char {
    get_text(media, |media| Some(media.extra.get(|| json!(media.value.extra))))
}

/// Frees the result of an upload with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_uploaded_media_free(media: Option<Box<ecall_uploaded_media>>) {
    free(media);
}

/// What kind of file the service says it is, "image/jpeg"; NULL where it does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_content_type(media: Option<&ecall_media>) -> *const c_char {
    get_text(media, |media| media.content_type.as_ref())
}

/// How many octets the file has.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_length(media: Option<&ecall_media>) -> u64 {
    get(media, 0, |media| media.length)
}

/// The file itself where it was fetched into memory; no octets where it was not. Lives as long as the media and must not be
/// freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_bytes(media: Option<&ecall_media>) -> *const ecall_bytes {
    lend(media, |media| Some(&media.bytes))
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_http_status(media: Option<&ecall_media>) -> i32 {
    get(media, 0, |media| media.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_request_id(media: Option<&ecall_media>) -> *const c_char {
    get_text(media, |media| media.reply.request_id.as_ref())
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_attempts_count(media: Option<&ecall_media>) -> usize {
    get(media, 0, |media| media.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the media.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_attempt(media: Option<&ecall_media>, index: usize) -> *const ecall_attempt {
    lend(media, |media| media.reply.attempts.get(index))
}

/// Frees a file that was fetched, with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_media_free(media: Option<Box<ecall_media>>) {
    free(media);
}
