use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use ecall::{Error, Kind, Outcome, Result};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

use crate::fork::PerProcess;

/// The one thread on which every asynchronous call of the process runs. It starts with the first one and never keeps the
/// process from ending.
static IO: PerProcess<Io> = PerProcess::new();

struct Io {
    /// The runtime outlives its thread: calls under way go on when another thread takes over.
    runtime: Arc<Runtime>,
    thread: Mutex<Option<Running>>,
}

struct Running {
    /// Dropped, it ends the thread.
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Runs `task` on the I/O thread.
///
/// # Errors
/// `internal` when the thread cannot be started.
pub fn spawn(task: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    // Without its type: each type would be another copy of the runtime's code, and every operation is one.
    begin(Box::pin(task))
}

fn begin(task: Pin<Box<dyn Future<Output = ()> + Send>>) -> Result<()> {
    let io = IO.get(|_| Io::new())?;
    io.start()?;
    io.runtime.spawn(task);
    Ok(())
}

/// Does something on the I/O thread after a while.
///
/// # Errors
/// As [`spawn`].
pub fn later(after: Duration, work: impl FnOnce() + Send + 'static) -> Result<()> {
    spawn(async move {
        tokio::time::sleep(after).await;
        work();
    })
}

/// Refuses to wait on the thread that everybody else's calls need.
///
/// # Errors
/// `internal` on the I/O thread, with that outcome.
pub fn may_wait(outcome: Outcome) -> Result<()> {
    if Handle::try_current().is_ok() {
        return Err(Error::new(Kind::Internal, outcome, "a callback of an asynchronous call must not wait"));
    }
    Ok(())
}

/// What a task of the I/O thread comes to, for a thread that waits for it: `start` starts it and is given what takes its end.
///
/// # Errors
/// Those of `start` and of the task; `internal` on the I/O thread, which must not wait, with that outcome.
pub(crate) fn waited<T>(
    outcome: Outcome,
    start: impl FnOnce(Box<dyn FnOnce(Result<T>) + Send>) -> Result<()>,
) -> Result<T>
where
    T: Send + 'static,
{
    may_wait(outcome)?;
    let (sender, result) = mpsc::channel();
    start(Box::new(move |answer| {
        // Whoever asked waits for it.
        let _ = sender.send(answer);
    }))?;
    result.recv().map_err(|_| Error::new(Kind::Internal, outcome, "the I/O thread ended"))?
}

/// Ends the I/O thread, if there is one, between two steps of its work. Called before a fork: a process of one thread forks
/// safely, and Python warns of others. Calls under way stand still until [`unpark`].
pub fn park() {
    if let Some(running) = IO.made().and_then(|io| io.running().take()) {
        drop(running.stop);
        // A panic of the thread has nobody to go to; its calls were told.
        let _ = running.thread.join();
    }
}

/// Starts the thread again that [`park`] ended. Called in the parent after a fork; the child starts its own when it makes
/// its first call.
pub fn unpark() {
    if let Some(io) = IO.made() {
        // Where no thread can be had now, the next call tries again, and tells.
        let _ = io.start();
    }
}

impl Io {
    fn new() -> Result<Self> {
        // Names are looked up on threads of their own, which end at once: they too would be there at a fork.
        let runtime = Builder::new_current_thread().enable_all().thread_keep_alive(Duration::ZERO).build();
        let runtime = runtime.map_err(|problem| failed("the runtime", &problem))?;
        Ok(Self { runtime: Arc::new(runtime), thread: Mutex::new(None) })
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Option<Running>> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self) -> Result<()> {
        let mut running = self.running();
        // One that ended by itself, by a panic of the runtime, is replaced.
        if running.as_ref().is_none_or(|running| running.thread.is_finished()) {
            let runtime = Arc::clone(&self.runtime);
            let (stop, stopped) = oneshot::channel::<()>();
            let run = move || {
                let _ = runtime.block_on(stopped);
            };
            let thread = std::thread::Builder::new().name("ecall-io".to_owned()).spawn(run);
            let thread = thread.map_err(|problem| failed("the I/O thread", &problem))?;
            *running = Some(Running { stop, thread });
        }
        Ok(())
    }
}

fn failed(what: &str, problem: &std::io::Error) -> Error {
    Error::new(Kind::Internal, Outcome::NotAccepted, format!("{what} could not be started: {problem}"))
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use ecall::Outcome;

    use super::{may_wait, park, spawn, unpark};

    #[test]
    fn everybody_but_the_thread_itself_may_wait() {
        let (sender, receiver) = channel();
        spawn(async move { sender.send(may_wait(Outcome::NotAccepted).is_err()).unwrap() }).unwrap();
        assert!(receiver.recv_timeout(Duration::from_secs(5)).unwrap());
        assert!(may_wait(Outcome::NotAccepted).is_ok());
    }

    #[test]
    fn what_is_under_way_goes_on_after_the_thread_was_parked() {
        let (sender, receiver) = channel();
        let task = async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            sender.send(()).unwrap();
        };
        spawn(task).unwrap();
        park();
        assert!(receiver.recv_timeout(Duration::from_millis(200)).is_err());
        unpark();
        receiver.recv_timeout(Duration::from_secs(5)).unwrap();
    }
}
