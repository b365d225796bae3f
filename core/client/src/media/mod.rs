//! Files for messages: sent to the service and fetched from it in chunks, never in memory as a whole unless asked for.

mod client;
mod download;
mod envelope;
mod flow;
mod options;
mod part;
mod progress;
mod reader;
mod source;
mod target;
mod upload;
mod writer;

use std::sync::Arc;
use std::time::{Duration, Instant};

use ::http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use ::http::{HeaderMap, Method};
use bytes::Bytes;
use tokio::time::timeout_at;

pub use options::{DownloadOptions, MediaEncoding, UploadOptions};
pub use progress::{MediaProgress, ProgressHook};
pub(crate) use reader::blocking;
pub use source::MediaSource;
pub(crate) use source::{Chunks, NamedProblem};
pub use target::MediaTarget;
pub(crate) use upload::Upload;

use crate::answer::Answer;
use crate::call::{Call, CancelToken, Mode, Transfer};
use crate::error::{Kind, Outcome, Result};
use crate::model::{UploadedMedia, wire};
use crate::options::{CallOptions, Problems, Settings, millis};
use crate::rest::{Rest, id_problem};
use crate::transport::{HttpRequest, HttpResponse, RequestBody};
use download::Download;
use envelope::Packing;
use progress::Teller;

/// A file moves in pieces of this size at most.
const CHUNK: usize = 64 << 10;
/// The time of a transfer, unless it is given or the client's is longer.
const TIMEOUT: Duration = Duration::from_secs(300);
/// Uploads go to this path (REST documentation, "Media"). A file is fetched from it with its id behind. Provisional: the
/// documentation says that files can be fetched, not where.
const PATH: &str = "media";

/// A file that was fetched.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Media {
    /// What kind of file the service says it is.
    pub content_type: Option<String>,
    /// How many bytes it has.
    pub length: u64,
    /// The file itself where it was fetched into memory, else empty.
    pub bytes: Bytes,
}

impl Rest<'_> {
    pub(crate) async fn upload_media(
        &self,
        source: MediaSource,
        options: &UploadOptions,
    ) -> Result<Answer<UploadedMedia>> {
        let mut problems = Problems::default();
        if let Some(problem) = source.problem().await {
            problems.push(problem);
        }
        let packing = Packing::of(options, source.name(), &mut problems);
        let limits = self.limits(options.timeout_ms, options.max_retries, &mut problems);
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;

        let teller = options.progress.clone().map(Teller::new);
        let headers = self.headers("application/json", Some(packing.content_type.clone()));
        let upload = Arc::new(Upload::new(source, packing, teller.clone()));
        let request = HttpRequest {
            method: Method::POST,
            url: Arc::new(self.endpoint.url(&[PATH])),
            headers: Arc::new(headers),
            body: RequestBody::Source(upload.clone()),
            drain: None,
        };
        let transferring = Transferring { limits: &limits, cancel: options.cancel.as_ref(), teller };
        let call = transferring.call(self, "upload_media", &*upload)?;
        transferring.told(call.run(request, read_uploaded)).await
    }

    pub(crate) async fn download_media(
        &self,
        media_id: &str,
        target: MediaTarget,
        options: &DownloadOptions,
    ) -> Result<Answer<Media>> {
        let mut problems = Problems::default();
        id_problem("media_id", media_id, &mut problems);
        if let Some(problem) = target.problem().await {
            problems.push(problem);
        }
        let limits = self.limits(options.timeout_ms, options.max_retries, &mut problems);
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;

        let teller = options.progress.clone().map(Teller::new);
        let download = Arc::new(Download::new(target, options.max_bytes, teller.clone()));
        let request = HttpRequest {
            method: Method::GET,
            url: Arc::new(self.endpoint.url(&[PATH, media_id])),
            headers: Arc::new(self.headers("*/*", None)),
            body: RequestBody::Empty,
            drain: Some(download.clone()),
        };
        let transferring = Transferring { limits: &limits, cancel: options.cancel.as_ref(), teller };
        let call = transferring.call(self, "download_media", &*download)?;
        let fetched = transferring.told(call.run(request, |response| download.media(response))).await;
        if fetched.is_err() {
            download.discard().await;
        }
        fetched
    }

    fn headers(&self, accept: &'static str, content_type: Option<HeaderValue>) -> HeaderMap {
        let mut headers = self.endpoint.headers().clone();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        headers
    }

    /// The limits of a transfer, which has more time than other calls.
    fn limits(
        &self,
        timeout_ms: Option<u64>,
        max_retries: Option<u32>,
        problems: &mut Problems,
    ) -> CallOptions {
        let settings = &self.endpoint.settings;
        let timeout = problems.time("timeout_ms", timeout_ms, millis(usual_timeout(settings)));
        let max_retries = problems.retries(max_retries, settings.max_retries);
        CallOptions::new().timeout(timeout).max_retries(max_retries)
    }
}

/// The time of a transfer that was given none.
fn usual_timeout(settings: &Settings) -> Duration {
    settings.timeout.max(TIMEOUT)
}

/// What an upload and a download have in common.
struct Transferring<'a> {
    limits: &'a CallOptions,
    cancel: Option<&'a CancelToken>,
    teller: Option<Arc<Teller>>,
}

impl<'a> Transferring<'a> {
    /// The call that does it. An upload changes nothing that anybody sees, so it is judged as a read.
    fn call(
        &'a self,
        rest: &'a Rest<'_>,
        operation: &'static str,
        transfer: &'a dyn Transfer,
    ) -> Result<Call<'a>> {
        let call = rest.call(operation, Mode::Read, self.limits)?;
        Ok(Call { cancel: self.cancel, transfer: Some(transfer), ..call })
    }

    /// Runs the call, then waits until its progress was told to its end, but no longer than the call may take.
    async fn told<T>(&self, call: impl Future<Output = Result<T>>) -> Result<T> {
        let deadline = self.limits.timeout_ms.map(|millis| Instant::now() + Duration::from_millis(millis));
        let result = call.await;
        let (Some(teller), Some(deadline)) = (&self.teller, deadline) else { return result };
        if result.is_err() {
            teller.stop();
            return result;
        }
        let told = timeout_at(deadline.into(), teller.told());
        match self.cancel {
            None => drop(told.await),
            Some(token) => tokio::select! {
                _ = told => {}
                () = token.cancelled() => {}
            },
        }
        teller.stop();
        result
    }
}

/// Success is an answer that names the file.
fn read_uploaded(response: &HttpResponse) -> std::result::Result<UploadedMedia, String> {
    let uploaded: UploadedMedia = wire::read(&response.body).map_err(|problem| problem.to_string())?;
    if uploaded.media_id.is_empty() { Err("the answer names no media".to_owned()) } else { Ok(uploaded) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::options::Options;

    #[test]
    fn a_transfer_has_the_longer_of_its_time_and_the_clients() {
        for (client, transfer) in [(30, 300), (300, 300), (3600, 3600)] {
            let options = Options::new().username("u").password("p").timeout(Duration::from_secs(client));
            let settings = Settings::resolve(crate::options::Interface::Rest, options, |_| None).unwrap();
            assert_eq!(usual_timeout(&settings), Duration::from_secs(transfer));
        }
    }

    /// Readers and streams need not be shared between threads, and a transfer may run on any of them all the same.
    #[test]
    fn a_transfer_can_be_spawned() {
        fn spawnable<T: Send>(_future: &T) {}
        let client = crate::Client::new(Options::new().username("u").password("p")).unwrap();
        let (upload, download) = (UploadOptions::new(), DownloadOptions::new());
        spawnable(&client.upload_media(MediaSource::reader(std::io::empty()), &upload));
        spawnable(&client.download_media("m", MediaTarget::writer(std::io::sink()), &download));
    }

    #[test]
    fn options_are_read_from_json() {
        let upload = UploadOptions::from_json(json!({
            "content_type": "image/png", "filename": "a", "encoding": "raw", "timeout_ms": 5, "max_retries": 2
        }))
        .unwrap();
        assert_eq!((upload.encoding, upload.timeout_ms), (Some(MediaEncoding::Raw), Some(5)));
        let download = DownloadOptions::from_json(json!({"max_bytes": 7})).unwrap();
        assert_eq!(download.max_bytes, Some(7));
        for wrong in [json!({"progress": 1}), json!({"encoding": "base64"}), json!({"max_bytes": 1})] {
            let error = UploadOptions::from_json(wrong).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplicable));
        }
    }
}
