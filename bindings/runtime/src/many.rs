//! Work on many messages goes on on the I/O thread; whoever began it holds the other end.

use ecall::{Bulk, BulkOptions, BulkResult, Followed, Following, Outcome, Result, Turn, WaitManyOptions};

use crate::fork::OneProcess;
use crate::io;
use crate::session::Session;

impl Session {
    /// Begins to send many messages. Calls that are under way go on to their end when the session is closed.
    ///
    /// # Errors
    /// `invalid_argument`, naming every option that is out of range; `closed` after [`close`](Self::close); `internal` when the
    /// I/O thread cannot be started.
    pub fn bulk(&self, options: &BulkOptions) -> Result<OneProcess<Bulk>> {
        let (bulk, driver) = self.asynchronous()?.bulk(options)?;
        io::spawn(driver.run())?;
        Ok(OneProcess::new(bulk, Outcome::NotAccepted))
    }

    /// Begins to follow many messages.
    ///
    /// # Errors
    /// `invalid_argument`, naming every id and option that breaks a rule; else as [`bulk`](Self::bulk).
    pub fn follow(
        &self,
        message_ids: Vec<String>,
        options: &WaitManyOptions,
    ) -> Result<OneProcess<Following>> {
        let (following, driver) = self.asynchronous()?.follow(message_ids, options)?;
        io::spawn(driver.run())?;
        Ok(OneProcess::new(following, Outcome::NotApplicable))
    }
}

impl OneProcess<Bulk> {
    /// Waits on the I/O thread for results or, where messages are to be `giving`, for room, and tells `done` there. Threads
    /// that may wait use [`Bulk::blocking_turn`].
    ///
    /// # Errors
    /// `forked` in a child; `internal` when the I/O thread cannot be started. `done` is not called then.
    pub fn turn(&self, giving: bool, done: impl FnOnce(Turn<BulkResult>) + Send + 'static) -> Result<()> {
        let bulk = self.get()?.clone();
        io::spawn(async move { done(bulk.turn(giving).await) })
    }
}

impl OneProcess<Following> {
    /// Waits on the I/O thread for results, and tells `done` there. Threads that may wait use [`Following::blocking_turn`].
    ///
    /// # Errors
    /// `forked` in a child; `internal` when the I/O thread cannot be started. `done` is not called then.
    pub fn turn(&self, done: impl FnOnce(Turn<Followed>) + Send + 'static) -> Result<()> {
        let following = self.get()?.clone();
        io::spawn(async move { done(following.turn().await) })
    }
}
