use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;

use super::envelope::Packing;
use super::flow::{Contents, Flow};
use super::progress::Teller;
use super::reader::{ReaderChunks, blocking};
use super::source::{Chunks, MediaSource, Origin, unreadable};
use crate::call::{Boxed, Fault, Transfer};
use crate::transport::{Feed, Source};

/// A body on its way to the service: a [`Flow`] for each attempt.
pub(crate) struct Upload {
    again: Again,
    /// As the caller said.
    length: Option<u64>,
    around: Option<(Bytes, Bytes)>,
    teller: Option<Arc<Teller>>,
    /// Of the present attempt.
    flow: Mutex<Arc<Flow>>,
}

/// Where the file comes from at another attempt.
enum Again {
    Bytes(Bytes),
    Path(PathBuf),
    /// From the flow before, if that did not begin.
    Once,
    /// Made anew.
    Made(Box<dyn Fn() -> Chunks + Send + Sync>),
}

impl Upload {
    pub(super) fn new(source: MediaSource, packing: Packing, teller: Option<Arc<Teller>>) -> Self {
        let MediaSource { origin, length } = source;
        let (again, chunks) = match origin {
            Origin::Bytes(bytes) => (Again::Bytes(bytes), None),
            Origin::Path(path) => (Again::Path(path), None),
            Origin::Chunks(chunks) => (Again::Once, Some(chunks)),
        };
        let nothing = Contents { memory: Bytes::new(), chunks, length };
        let flow = Mutex::new(Arc::new(Flow::new(nothing, None, None)));
        Self { again, length, around: packing.around, teller, flow }
    }

    /// A body of so many bytes that is made anew for each attempt.
    pub fn made(length: u64, make: impl Fn() -> Chunks + Send + Sync + 'static) -> Self {
        let nothing = Contents { memory: Bytes::new(), chunks: None, length: None };
        Self {
            again: Again::Made(Box::new(make)),
            length: Some(length),
            around: None,
            teller: None,
            flow: Mutex::new(Arc::new(Flow::new(nothing, None, None))),
        }
    }

    async fn contents(&self) -> Result<Contents, Fault> {
        match &self.again {
            Again::Bytes(bytes) => {
                let length = Some(bytes.len() as u64);
                Ok(Contents { memory: bytes.clone(), chunks: None, length })
            }
            Again::Once => {
                let chunks = self.flow().take_chunks();
                Ok(Contents { memory: Bytes::new(), chunks, length: self.length })
            }
            Again::Made(make) => {
                Ok(Contents { memory: Bytes::new(), chunks: Some(make()), length: self.length })
            }
            Again::Path(path) => {
                let path = path.clone();
                let opened = blocking(move || {
                    let file = File::open(path)?;
                    let length = file.metadata()?.len();
                    Ok((file, length))
                });
                let (file, length) = opened
                    .await
                    .map_err(|problem| Fault::before(unreadable(&format!("cannot be read: {problem}"))))?;
                let chunks = ReaderChunks::new(Box::new(file));
                Ok(Contents { memory: Bytes::new(), chunks: Some(Box::pin(chunks)), length: Some(length) })
            }
        }
    }

    fn flow(&self) -> Arc<Flow> {
        self.flow.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Source for Upload {
    fn open(&self) -> Arc<dyn Feed> {
        self.flow()
    }
}

impl Transfer for Upload {
    fn prepare(&self) -> Boxed<'_, Result<(), Fault>> {
        Box::pin(async {
            let contents = self.contents().await.inspect_err(|fault| self.flow().fail(fault.clone()))?;
            let flow = Flow::new(contents, self.around.clone(), self.teller.clone());
            *self.flow.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(flow);
            Ok(())
        })
    }

    fn close(&self) {
        self.flow().close();
    }

    fn complete(&self) -> Boxed<'_, Result<(), Fault>> {
        Box::pin(async { Ok(()) })
    }

    fn fault(&self) -> Option<Fault> {
        self.flow().fault()
    }

    fn repeatable(&self) -> bool {
        !matches!(self.again, Again::Once) || !self.flow().begun()
    }

    /// Never: what the kernel holds of an upload moves without our seeing it, and a service that works on a file needs its time.
    /// A dead connection is found by its own means.
    fn waiting_since(&self) -> Option<Instant> {
        None
    }
}
