use std::io::{self, Write};

use tokio::task::{JoinHandle, spawn_blocking};

use super::reader::panicked;

/// A writer that is used on the runtime's threads for what blocks, by one of them at a time.
pub(super) struct BlockingWriter<W> {
    state: State<W>,
}

enum State<W> {
    Idle(W),
    /// Stays so where nobody waits for it any more.
    Busy(JoinHandle<(W, io::Result<()>)>),
    /// It panicked.
    Lost,
}

impl<W: Write + Send + 'static> BlockingWriter<W> {
    pub fn new(writer: W) -> Self {
        Self { state: State::Idle(writer) }
    }

    /// Runs `work` on the writer; a future that is dropped leaves it at work.
    pub async fn run(
        &mut self,
        work: impl FnOnce(&mut W) -> io::Result<()> + Send + 'static,
    ) -> io::Result<()> {
        self.settle().await?;
        let State::Idle(mut writer) = std::mem::replace(&mut self.state, State::Lost) else {
            return Err(panicked());
        };
        self.state = State::Busy(spawn_blocking(move || {
            let done = work(&mut writer);
            (writer, done)
        }));
        self.settle().await
    }

    /// Returns once nothing is at work.
    pub async fn settle(&mut self) -> io::Result<()> {
        let State::Busy(working) = &mut self.state else { return Ok(()) };
        let (state, done) = match working.await {
            Ok((writer, done)) => (State::Idle(writer), done),
            Err(_) => (State::Lost, Err(panicked())),
        };
        self.state = state;
        done
    }
}
