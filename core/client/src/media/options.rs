use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::progress::ProgressHook;
use crate::call::CancelToken;
use crate::error::{Kind, Outcome, Result};
use crate::options::{millis, read};

/// How a file is packed into a request. Provisional: the service's documentation does not show it, so there are both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MediaEncoding {
    /// `multipart/form-data` with one part, `file`.
    #[default]
    Multipart,
    /// The request's body is the file. Its name is not told.
    Raw,
}

/// What an upload does otherwise than its client. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct UploadOptions {
    /// What kind of file it is. Else by the extension of its name, else `application/octet-stream`.
    pub content_type: Option<String>,
    /// Its name. Else the last component of its path, else `file`.
    pub filename: Option<String>,
    /// How it is packed; `multipart` unless set.
    pub encoding: Option<MediaEncoding>,
    /// Time for the whole call, in milliseconds (1 to 604 800 000); the larger of the client's and 300 000 unless set.
    pub timeout_ms: Option<u64>,
    /// Attempts after the first, 0 to 100, where the source can be read again.
    pub max_retries: Option<u32>,
    /// Ends the call early.
    #[serde(skip)]
    #[schemars(skip)]
    pub cancel: Option<CancelToken>,
    /// Told how far it has come.
    #[serde(skip)]
    #[schemars(skip)]
    pub progress: Option<ProgressHook>,
}

/// What a download does otherwise than its client. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DownloadOptions {
    /// Time for the whole call, in milliseconds (1 to 604 800 000); the larger of the client's and 300 000 unless set.
    pub timeout_ms: Option<u64>,
    /// Attempts after the first, 0 to 100, as long as nothing was handed to a writer or a sink.
    pub max_retries: Option<u32>,
    /// The longest file that is taken into memory, in bytes; 104 857 600 (100 MiB) unless set. No other target has a limit.
    pub max_bytes: Option<u64>,
    /// Ends the call early.
    #[serde(skip)]
    #[schemars(skip)]
    pub cancel: Option<CancelToken>,
    /// Told how far it has come.
    #[serde(skip)]
    #[schemars(skip)]
    pub progress: Option<ProgressHook>,
}

macro_rules! both {
    ($($options:ident)*) => {$(
        impl $options {
            /// Nothing set.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// Sets the time for the whole call.
            #[must_use]
            pub fn timeout(mut self, timeout: Duration) -> Self {
                self.timeout_ms = Some(millis(timeout));
                self
            }

            /// Sets the number of attempts after the first.
            #[must_use]
            pub fn max_retries(mut self, max_retries: u32) -> Self {
                self.max_retries = Some(max_retries);
                self
            }

            /// Sets the token that ends the call early.
            #[must_use]
            pub fn cancel(mut self, token: CancelToken) -> Self {
                self.cancel = Some(token);
                self
            }

            /// Sets what is told how far it has come.
            #[must_use]
            pub fn progress(mut self, hook: ProgressHook) -> Self {
                self.progress = Some(hook);
                self
            }

            /// Reads the JSON form.
            ///
            /// # Errors
            /// `invalid_argument`, naming an option that does not exist or has the wrong type.
            pub fn from_json(value: serde_json::Value) -> Result<Self> {
                read(value, Kind::InvalidArgument, Outcome::NotApplicable)
            }
        }
    )*};
}

both! { UploadOptions DownloadOptions }

impl UploadOptions {
    /// Sets what kind of file it is.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sets its name.
    #[must_use]
    pub fn filename(mut self, filename: impl Into<String>) -> Self {
        self.filename = Some(filename.into());
        self
    }

    /// Sets how it is packed.
    #[must_use]
    pub fn encoding(mut self, encoding: MediaEncoding) -> Self {
        self.encoding = Some(encoding);
        self
    }
}

impl DownloadOptions {
    /// Sets the longest file that is taken into memory, in bytes.
    #[must_use]
    pub fn max_bytes(mut self, max_bytes: u64) -> Self {
        self.max_bytes = Some(max_bytes);
        self
    }
}
