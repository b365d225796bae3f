//! The asynchronous twins of the calls on files.

use std::ffi::{c_char, c_void};

use ecall::{Client, MediaSource, MediaTarget, Result};

use crate::asynchronous::start;
use crate::boundary::{finish_empty, items, text};
use crate::cancel::ecall_cancel_token;
use crate::client::ecall_client;
use crate::error::ecall_error;
use crate::lent::Lent;
use crate::media::{
    OUTCOME, Program, ReadFunction, WriteFunction, ecall_media, ecall_read_callback, ecall_uploaded_media,
    ecall_write_callback, source_of, target_of,
};
use crate::options::ecall_call_options;

/// Takes what the service made of a file that was sent; see ecall_message_result_callback. Freed with
/// ecall_uploaded_media_free.
pub type ecall_uploaded_media_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        media: *mut ecall_uploaded_media,
        error: *mut ecall_error,
    ),
>;

/// Takes a file that was fetched; see ecall_message_result_callback. Freed with ecall_media_free.
pub type ecall_media_callback = Option<
    unsafe extern "C" fn(user_data: *mut c_void, code: i32, media: *mut ecall_media, error: *mut ecall_error),
>;

/// Starts an upload, which ends once the program's functions are not called any more.
fn upload(
    client: Option<&ecall_client>,
    source: MediaSource,
    reader: Option<Lent<Program<ReadFunction>>>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_uploaded_media_callback,
    user_data: *mut c_void,
) -> Result<()> {
    let options = ecall_call_options::upload(options, cancel)?;
    start(OUTCOME, client, callback, user_data, async move |client: Client| {
        let answer = client.upload_media(source, &options.value).await;
        options.end().await;
        if let Some(reader) = reader {
            reader.end().await;
        }
        answer
    })
}

/// Starts a download, which ends as an upload does.
fn download(
    client: Option<&ecall_client>,
    media_id: &str,
    target: MediaTarget,
    writer: Option<Lent<Program<WriteFunction>>>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_media_callback,
    user_data: *mut c_void,
) -> Result<()> {
    let media_id = media_id.to_owned();
    let options = ecall_call_options::download(options, cancel)?;
    start(OUTCOME, client, callback, user_data, async move |client: Client| {
        let answer = client.download_media(&media_id, target, &options.value).await;
        options.end().await;
        if let Some(writer) = writer {
            writer.end().await;
        }
        answer
    })
}

/// Starts to send the file at `path`. See ecall_client_upload_media and ecall_client_send_sms_async. The path is copied; the file
/// has to stay as it is until the callback is called.
///
/// For this and the functions below: what the options' progress is given (`user_data` of ecall_call_options_set_progress) has to
/// live until the callback is called, which waits for it, as for the functions that read and write. These are called on
/// other threads of the library's, so that they may take their time: other asynchronous calls go on meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_upload_media_async(
    client: Option<&ecall_client>,
    path: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_uploaded_media_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let path = unsafe { text(OUTCOME, "path", path) }?;
        upload(client, MediaSource::path(path), None, options, cancel, callback, user_data)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to send a file from memory: `length` octets, which are copied before this returns. See
/// ecall_client_upload_media_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_upload_media_bytes_async(
    client: Option<&ecall_client>,
    octets: *const u8,
    length: usize,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_uploaded_media_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or `length` octets.
        let octets = unsafe { items(OUTCOME, "octets", octets, length) }?;
        upload(client, MediaSource::bytes(octets.to_vec()), None, options, cancel, callback, user_data)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to send a file that a function reads. `read_data` is what that is given, and has to live until `callback` is called;
/// `length` as for ecall_client_upload_media_from. See ecall_client_upload_media_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_upload_media_from_async(
    client: Option<&ecall_client>,
    read: ecall_read_callback,
    read_data: *mut c_void,
    length: i64,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_uploaded_media_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        let (reader, source) = source_of(read, read_data, length)?;
        upload(client, source, Some(reader), options, cancel, callback, user_data)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to fetch a file into memory. See ecall_client_download_media and ecall_client_upload_media_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_download_media_async(
    client: Option<&ecall_client>,
    media_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_media_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let fetch = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let media_id = unsafe { text(OUTCOME, "media_id", media_id) }?;
        download(client, media_id, MediaTarget::memory(), None, options, cancel, callback, user_data)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, fetch) }
}

/// Starts to fetch a file to a path, where it appears before the callback is called, as a whole or not at all. The path is copied.
/// See ecall_client_download_media_path and ecall_client_upload_media_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_download_media_path_async(
    client: Option<&ecall_client>,
    media_id: *const c_char,
    path: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_media_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let fetch = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let media_id = unsafe { text(OUTCOME, "media_id", media_id) }?;
        // SAFETY: as above.
        let path = unsafe { text(OUTCOME, "path", path) }?;
        download(client, media_id, MediaTarget::path(path), None, options, cancel, callback, user_data)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, fetch) }
}

/// Starts to fetch a file and to hand it to a function as it comes. `write_data` is what that is given, and has to live until
/// `callback` is called. See ecall_client_download_media_to and ecall_client_upload_media_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_download_media_to_async(
    client: Option<&ecall_client>,
    media_id: *const c_char,
    write: ecall_write_callback,
    write_data: *mut c_void,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_media_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let fetch = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let media_id = unsafe { text(OUTCOME, "media_id", media_id) }?;
        let (writer, target) = target_of(write, write_data)?;
        download(client, media_id, target, Some(writer), options, cancel, callback, user_data)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, fetch) }
}
