//! How the I/O thread wakes an event loop without the interpreter.

#[cfg(unix)]
use std::io::{Read as _, Write as _};
#[cfg(unix)]
use std::os::fd::AsRawFd as _;
#[cfg(unix)]
use std::os::unix::net::UnixStream;

use pyo3::prelude::*;

/// A wake-up of one loop.
pub enum Wake {
    /// Two ends of a socket: a byte written to one makes the other readable, which the loop watches.
    #[cfg(unix)]
    Socket { write: UnixStream, read: UnixStream },
    /// For loops that watch no descriptors: a Python function that calls `call_soon_threadsafe`, once
    /// per batch. Takes the interpreter.
    Schedule(Py<PyAny>),
}

impl Wake {
    /// A wake-up by descriptor.
    #[cfg(unix)]
    pub fn socket() -> PyResult<Self> {
        let (write, read) = UnixStream::pair()?;
        write.set_nonblocking(true)?;
        read.set_nonblocking(true)?;
        Ok(Self::Socket { write, read })
    }

    /// A wake-up by descriptor, which this platform's loops do not watch.
    #[cfg(not(unix))]
    pub fn socket() -> PyResult<Self> {
        Err(pyo3::exceptions::PyNotImplementedError::new_err("no loop of this platform watches it"))
    }

    /// Wakes the loop.
    pub fn up(&self) {
        match self {
            // A full socket is one that the loop was told of already; a broken one has no loop any more.
            #[cfg(unix)]
            Self::Socket { write, .. } => {
                let _ = (&mut &*write).write(&[1]);
            }
            Self::Schedule(schedule) => {
                Python::try_attach(|py| {
                    // A loop that was closed meanwhile refuses; nobody waits for the answers then.
                    let _ = schedule.call0(py);
                });
            }
        }
    }

    /// Takes the wake-up back: the loop is awake.
    pub fn quiet(&self) {
        match self {
            #[cfg(unix)]
            Self::Socket { read, .. } => {
                let _ = (&mut &*read).read(&mut [0; 64]);
            }
            Self::Schedule(_) => {}
        }
    }

    /// The descriptor that becomes readable; -1 where there is none.
    pub fn fileno(&self) -> i32 {
        match self {
            #[cfg(unix)]
            Self::Socket { read, .. } => read.as_raw_fd(),
            Self::Schedule(_) => -1,
        }
    }
}
