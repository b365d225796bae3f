//! The operations on both clients.

use super::{DownloadOptions, Media, MediaSource, MediaTarget, UploadOptions};
use crate::answer::Answer;
use crate::blocking;
use crate::client::Client;
use crate::error::Result;
use crate::model::UploadedMedia;

impl Client {
    /// Sends a file to the service; a content names it by the id that comes back.
    ///
    /// Repeats what is transient as a read does, where the source can be read again ([`MediaSource`]). Waits for the answer until
    /// the time of the call is up, 300 seconds unless it or the client has another, longer one.
    ///
    /// # Errors
    /// `invalid_argument` for options that break a rule, and with field `source` where the source cannot be read (rule
    /// `readable`) or has not the length that it was said to have (rule `length`); `rejected` with code
    /// `CannotConvertMediaBody` where the service cannot make use of the file. The outcome is always `not_applicable`.
    pub async fn upload_media(
        &self,
        source: MediaSource,
        options: &UploadOptions,
    ) -> Result<Answer<UploadedMedia>> {
        self.rest().upload_media(source, options).await
    }

    /// Fetches a file from the service. Provisional: its path is inferred.
    ///
    /// May take 300 seconds unless it or the client has another, longer time; where nothing comes for `attempt_timeout_ms`, the
    /// attempt ends. Repeats what is transient, but no more once bytes were handed to a writer or a sink: that would double
    /// them. The answer's `raw_body` is empty.
    ///
    /// # Errors
    /// `not_found` for an id that the service does not know; `unexpected_response` for a file above `max_bytes` in memory;
    /// `connect` for one that broke off; `invalid_argument` with field `target` (rule `writable`) where the target cannot be
    /// written.
    pub async fn download_media(
        &self,
        media_id: &str,
        target: MediaTarget,
        options: &DownloadOptions,
    ) -> Result<Answer<Media>> {
        self.rest().download_media(media_id, target, options).await
    }
}

impl blocking::Client {
    /// Sends a file to the service; a content names it by the id that comes back.
    ///
    /// # Errors
    /// As [`ecall::Client::upload_media`](Client::upload_media).
    pub fn upload_media(
        &self,
        source: MediaSource,
        options: &UploadOptions,
    ) -> Result<Answer<UploadedMedia>> {
        self.drive(options.cancel.as_ref(), async |rest, cancel| {
            rest.upload_media(source, &UploadOptions { cancel, ..options.clone() }).await
        })
    }

    /// Fetches a file from the service. Provisional: its path is inferred.
    ///
    /// # Errors
    /// As [`ecall::Client::download_media`](Client::download_media).
    pub fn download_media(
        &self,
        media_id: &str,
        target: MediaTarget,
        options: &DownloadOptions,
    ) -> Result<Answer<Media>> {
        self.drive(options.cancel.as_ref(), async |rest, cancel| {
            rest.download_media(media_id, target, &DownloadOptions { cancel, ..options.clone() }).await
        })
    }
}
