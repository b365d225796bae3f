use std::future::pending;

use ecall::{Error, Kind, Outcome, Result};
use tokio::runtime::{Builder, Handle};

use crate::fork::PerProcess;

/// The one thread on which every asynchronous call of the process runs. It starts with the first one and never keeps the
/// process from ending.
static IO: PerProcess<Handle> = PerProcess::new();

/// Runs `task` on the I/O thread.
///
/// # Errors
/// `internal` when the thread cannot be started.
pub fn spawn(task: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    IO.get(|_| start())?.spawn(task);
    Ok(())
}

fn start() -> Result<Handle> {
    let failed = |what: &'static str| {
        move |problem: std::io::Error| {
            Error::new(
                Kind::Internal,
                Outcome::NotAccepted,
                format!("{what} could not be started: {problem}"),
            )
        }
    };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(failed("the runtime"))?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("ecall-io".to_owned())
        .spawn(move || {
            #[cfg(unix)]
            crate::sigpipe::NoSigpipe::for_ever();
            runtime.block_on(pending::<()>())
        })
        .map_err(failed("the I/O thread"))?;
    Ok(handle)
}
