use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use ::http::HeaderMap;
use ::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use bytes::Bytes;

use super::progress::Teller;
use super::target::{MediaTarget, Place, unwritable};
use super::{CHUNK, Media};
use crate::call::{Boxed, Fault, Transfer};
use crate::error::{FieldError, Kind};
use crate::transport::{Drain, Draining, HttpResponse};

/// The longest file that is taken into memory, in bytes.
const MAX_BYTES: u64 = 100 << 20;

/// A file on its way from the service.
pub(super) struct Download {
    place: tokio::sync::Mutex<Place>,
    /// What was handed to a place of this kind cannot be taken back.
    doubles: bool,
    /// The longest file that is taken.
    max_bytes: Option<u64>,
    teller: Option<Arc<Teller>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    taken: u64,
    total: Option<u64>,
    /// Something was handed over, in whichever attempt.
    handed: bool,
    waiting_since: Option<Instant>,
    fault: Option<Fault>,
}

impl Download {
    pub fn new(target: MediaTarget, max_bytes: Option<u64>, teller: Option<Arc<Teller>>) -> Self {
        let MediaTarget(place) = target;
        let max_bytes = matches!(place, Place::Memory(_)).then(|| max_bytes.unwrap_or(MAX_BYTES));
        let doubles = place.doubles();
        Self { place: place.into(), doubles, max_bytes, teller, state: Mutex::default() }
    }

    /// What was fetched, once it is all there.
    pub fn media(&self, response: &HttpResponse) -> Result<Media, String> {
        if response.status != 200 {
            return Err(format!("the answer is {}, not a file", response.status));
        }
        let content_type = response.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let bytes = match self.place.try_lock().as_deref_mut() {
            Ok(Place::Memory(bytes)) => std::mem::take(bytes).freeze(),
            _ => Bytes::new(),
        };
        Ok(Media { content_type: content_type.map(str::to_owned), length: self.state().taken, bytes })
    }

    /// Leaves nothing behind.
    pub async fn discard(&self) {
        self.place.lock().await.discard().await;
    }

    /// Refuses a file of `length` bytes if that is too long.
    fn check(&self, length: u64) -> io::Result<()> {
        match self.max_bytes {
            Some(limit) if length > limit => Err(self.fail(Fault {
                kind: Kind::UnexpectedResponse,
                message: format!("the file is longer than {limit} bytes"),
                field: None,
                begun: true,
            })),
            _ => Ok(()),
        }
    }

    fn fail(&self, fault: Fault) -> io::Error {
        let problem = fault.as_io();
        self.state().fault = Some(fault);
        problem
    }

    async fn hand_over(&self, piece: Bytes) -> io::Result<()> {
        let size = piece.len() as u64;
        let (taken, total) = {
            let state = self.state();
            (state.taken + size, state.total)
        };
        self.check(taken)?;
        self.state().handed = true;
        let written = self.place.lock().await.write(piece).await;
        written.map_err(|problem| self.fail(Fault::argument(cannot_write(&problem))))?;
        self.state().taken = taken;
        if let Some(teller) = &self.teller {
            teller.tell(taken, total);
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cannot_write(problem: &io::Error) -> FieldError {
    unwritable(&format!("cannot be written: {problem}"))
}

impl Drain for Download {
    fn begin(&self, headers: &HeaderMap) -> io::Result<()> {
        let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        {
            let mut state = self.state();
            state.total = length;
            state.waiting_since = Some(Instant::now());
        }
        let length = length.unwrap_or_default();
        self.check(length)?;
        if let Ok(Place::Memory(bytes)) = self.place.try_lock().as_deref_mut() {
            bytes.reserve(usize::try_from(length).unwrap_or_default());
        }
        Ok(())
    }

    fn take(&self, mut chunk: Bytes) -> Draining<'_> {
        Box::pin(async move {
            self.state().waiting_since = None;
            while !chunk.is_empty() {
                self.hand_over(chunk.split_to(chunk.len().min(CHUNK))).await?;
            }
            self.state().waiting_since = Some(Instant::now());
            Ok(())
        })
    }

    fn end(&self) -> Draining<'_> {
        Box::pin(async {
            self.state().waiting_since = None;
            let flushed = self.place.lock().await.flush().await;
            flushed.map_err(|problem| self.fail(Fault::argument(cannot_write(&problem))))
        })
    }
}

impl Transfer for Download {
    fn prepare(&self) -> Boxed<'_, Result<(), Fault>> {
        Box::pin(async {
            let emptied = self.place.lock().await.empty().await;
            let mut state = self.state();
            state.taken = 0;
            state.total = None;
            state.waiting_since = Some(Instant::now());
            emptied.map_err(|problem| {
                let fault = Fault::before(cannot_write(&problem));
                state.fault = Some(fault.clone());
                fault
            })
        })
    }

    /// Nothing to do: the drain is used within the attempt only.
    fn close(&self) {}

    fn complete(&self) -> Boxed<'_, Result<(), Fault>> {
        Box::pin(async {
            let kept = self.place.lock().await.keep().await;
            kept.map_err(|problem| Fault::argument(cannot_write(&problem)))
        })
    }

    fn fault(&self) -> Option<Fault> {
        self.state().fault.clone()
    }

    fn repeatable(&self) -> bool {
        !(self.doubles && self.state().handed)
    }

    fn waiting_since(&self) -> Option<Instant> {
        self.state().waiting_since
    }
}
