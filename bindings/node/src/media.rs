//! Files between JavaScript and the I/O thread. Their bytes cross as they are; where they are not in memory as a whole, a piece at
//! a time and only when it is asked for.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use ecall::{MediaSource, MediaTarget, ProgressHook};
use futures_util::{FutureExt, stream};
use napi::bindgen_prelude::{Buffer, Uint8ArraySlice};
use napi_derive::napi;
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::port::{Port, PortHandle};

/// What one side waits for; several may not wait at once.
type Inbox<T> = Arc<tokio::sync::Mutex<UnboundedReceiver<T>>>;

fn channel<T>() -> (UnboundedSender<T>, Inbox<T>) {
    let (sender, receiver) = unbounded_channel();
    (sender, Arc::new(receiver.into()))
}

fn of_javascript() -> io::Error {
    io::Error::other("it failed in JavaScript")
}

/// Hooks a transfer's progress to the hook `id` of a port.
pub(crate) fn progress(port: &Arc<Port>, id: Option<u32>) -> Option<ProgressHook> {
    let port = Arc::clone(port);
    id.map(|id| ProgressHook::new(move |progress| port.event(id, move || json!(progress).to_string())))
}

/// A file that JavaScript gives a piece at a time. Core asks for a piece, JavaScript waits for that and gives it.
#[napi]
pub struct Feed {
    port: Arc<Port>,
    asked: Inbox<()>,
    gives: Mutex<Option<UnboundedSender<io::Result<Bytes>>>>,
    /// Taken by the one upload that it is for.
    source: Mutex<Option<MediaSource>>,
}

#[napi]
impl Feed {
    /// A file of so many bytes, if that is known.
    #[napi(constructor)]
    pub fn new(port: &PortHandle, length: Option<f64>) -> Self {
        let (asks, asked) = channel();
        let (gives, mut given) = unbounded_channel();
        let source = MediaSource::stream(stream::poll_fn(move |context| {
            if given.is_empty() && !given.is_closed() {
                // Once for each time that nothing is there; that it was asked for twice does no harm.
                let _ = asks.send(());
            }
            given.poll_recv(context)
        }));
        let source = match length {
            Some(length) => source.with_length(length as u64),
            None => source,
        };
        Self { port: port.port(), asked, gives: Mutex::new(Some(gives)), source: Mutex::new(Some(source)) }
    }

    /// Waits until a piece is wanted: `true`, or `false` once the upload has ended.
    #[napi]
    pub fn wanted(&self, id: u32) {
        wait(&self.port, id, &self.asked, |asked| json!(asked.is_some()).to_string());
    }

    /// Gives a piece.
    #[napi]
    pub fn give(&self, piece: Uint8ArraySlice<'_>) {
        self.send(Ok(Bytes::copy_from_slice(&piece)));
    }

    /// There is no more; `failed` where that is not the file's end.
    #[napi]
    pub fn end(&self, failed: bool) {
        if failed {
            self.send(Err(of_javascript()));
        }
        self.gives.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn send(&self, piece: io::Result<Bytes>) {
        if let Some(gives) = &*self.gives.lock().unwrap_or_else(PoisonError::into_inner) {
            // Where the upload has ended nobody takes it.
            let _ = gives.send(piece);
        }
    }

    pub(crate) fn source(&self) -> Option<MediaSource> {
        self.source.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A file that JavaScript takes: a piece at a time, each of which it says that it has taken, or as a whole at the end.
#[napi]
pub struct Tap {
    port: Arc<Port>,
    arrived: Inbox<Bytes>,
    here: Arc<Mutex<Bytes>>,
    taken: UnboundedSender<io::Result<()>>,
    target: Mutex<Option<MediaTarget>>,
}

#[napi]
impl Tap {
    /// A tap for one download.
    #[napi(constructor)]
    pub fn new(port: &PortHandle) -> Self {
        let (arrives, arrived) = channel::<Bytes>();
        let (taken, takes) = channel();
        let target = MediaTarget::sink(move |piece| {
            let (arrives, takes) = (arrives.clone(), Arc::clone(&takes));
            async move {
                arrives.send(piece).map_err(|_| of_javascript())?;
                takes.lock().await.recv().await.unwrap_or_else(|| Err(of_javascript()))
            }
            .boxed()
        });
        Self { port: port.port(), arrived, here: Arc::default(), taken, target: Mutex::new(Some(target)) }
    }

    /// Waits for a piece: `true` where it is here, or `false` once the download has ended.
    #[napi]
    pub fn next(&self, id: u32) {
        let here = Arc::clone(&self.here);
        wait(&self.port, id, &self.arrived, move |piece| {
            let is_here = piece.is_some();
            hold(&here, piece.unwrap_or_default());
            json!(is_here).to_string()
        });
    }

    /// What is here.
    #[napi]
    pub fn take(&self) -> Buffer {
        let here = std::mem::take(&mut *self.here.lock().unwrap_or_else(PoisonError::into_inner));
        Vec::from(here).into()
    }

    /// What was taken is where it belongs, or could not be put there.
    #[napi]
    pub fn done(&self, failed: bool) {
        // Where the download has ended nobody waits for it.
        let _ = self.taken.send(if failed { Err(of_javascript()) } else { Ok(()) });
    }

    pub(crate) fn target(&self) -> Option<MediaTarget> {
        self.target.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Where a whole file is put for [`take`](Self::take).
    pub(crate) fn place(&self) -> Arc<Mutex<Bytes>> {
        Arc::clone(&self.here)
    }
}

/// Puts bytes there to be taken.
pub(crate) fn hold(place: &Mutex<Bytes>, bytes: Bytes) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
}

/// Waits on the I/O thread for what comes next, and answers the call `id` with what `convert` makes of it.
fn wait<T: Send + 'static>(
    port: &Arc<Port>,
    id: u32,
    inbox: &Inbox<T>,
    convert: impl FnOnce(Option<T>) -> String + Send + 'static,
) {
    let (answers, inbox) = (Arc::clone(port), Arc::clone(inbox));
    let begun = ecall_runtime::spawn(async move {
        let next = inbox.lock().await.recv().await;
        answers.answer(id, move || Ok(convert(next)));
    });
    if let Err(error) = begun {
        port.answer(id, || Err(error));
    }
}
