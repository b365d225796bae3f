//! Work on many messages at once: sending them, and following them to their final states.
//!
//! Both run beside their caller (a task, or a thread of their own), so that calls under way are answered in time however long
//! the caller takes with a result. Results cross in batches.

mod bulk;
mod exchange;
mod follow;
mod options;
mod stream;

pub use bulk::{Bulk, BulkCounts, BulkDriver, BulkResult};
pub(crate) use exchange::Exchange;
pub use exchange::Turn;
pub use follow::{FollowDriver, Followed, Following};
pub use options::{BulkOptions, WaitManyOptions};
pub use stream::{SendMany, WaitMany};
