//! `ecall-mock serve`.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::thread;

use ecall_mock::{Mock, Options};
use tokio::sync::oneshot;

/// Serves until a signal, or the end of stdin when asked, ends it.
pub(crate) fn serve(options: Options, exit_with_stdin: bool) -> io::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // Before anyone can know the process, so that a signal always finds its handler.
        let ended = Signals::new()?;
        let mock = Mock::start(options)?;
        announce(&mock)?;
        tokio::select! {
            () = ended.wait() => {}
            () = end_of_stdin(), if exit_with_stdin => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Prints the addresses as one line, in one write.
fn announce(mock: &Mock) -> io::Result<()> {
    let line = serde_json::json!({
        "rest_url": mock.rest_url(),
        "https_url": mock.https_url(),
        "soap_url": mock.soap_url(),
        "smpp_url": mock.smpp_url(),
        "control_url": mock.control_url(),
        "ca_file": mock.ca_file(),
        "pid": std::process::id(),
        "version": env!("CARGO_PKG_VERSION"),
    });
    let mut stdout = io::stdout().lock();
    stdout.write_all(format!("{line}\n").as_bytes())?;
    stdout.flush()
}

/// Waits on a thread of its own: a read of stdin cannot be cancelled, and must not keep the process.
async fn end_of_stdin() {
    let (ended, end) = oneshot::channel();
    thread::spawn(move || {
        let mut sink = [0; 256];
        while matches!(io::stdin().lock().read(&mut sink), Ok(length) if length > 0) {}
        // Nobody listens when a signal came first.
        let _ = ended.send(());
    });
    let _ = end.await;
}

/// The signals that ask a process to end.
pub(crate) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    #[cfg(not(unix))]
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(unix)]
    async fn wait(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    async fn wait(self) {
        // Without a handler the process ends by the system's own.
        let _ = tokio::signal::ctrl_c().await;
    }

    /// Waits for the signal that is meant for this process alone. An interrupt from a terminal reaches the command
    /// that runs under this process as well, which decides what becomes of it.
    pub(crate) async fn terminated(&mut self) {
        #[cfg(unix)]
        self.terminate.recv().await;
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    }
}
