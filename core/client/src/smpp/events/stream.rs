use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{Stream, stream};

use super::SmppEvent;
use crate::smpp::client::Handle;

/// What happens on the link, one after the other; made by [`SmppClient::events`](crate::smpp::SmppClient::events).
///
/// An event counts as taken when the next is asked for or it is acknowledged: only then is a receipt or a message answered, so
/// that the centre delivers it again where the process dies before. Dropped, it leaves the last ones untaken.
/// Where several read, each event goes to one of them.
pub struct SmppEvents {
    client: Handle,
    /// Handed over and not yet taken, in their order.
    handed: VecDeque<u64>,
    keeps: bool,
}

impl SmppEvents {
    pub(crate) fn new(client: Handle) -> Self {
        client.shared().inbox.add_reader();
        Self { client, handed: VecDeque::new(), keeps: false }
    }

    /// Keeps a copy of what it hands over until it is taken, so that it can be [given again](Self::give_again).
    #[must_use]
    pub fn keeping(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Says that what was handed over last, and is not taken, did not reach whoever was to take it: it comes again, before
    /// everything else. Only where it is [`keeping`](Self::keeping).
    pub fn give_again(&mut self) {
        self.give_again_from(0);
    }

    /// The same of all but the first `count` of those that were handed over and not taken: for whoever takes them in batches, and did
    /// not hand on the rest of one.
    pub fn give_again_from(&mut self, count: usize) {
        if self.keeps && count < self.handed.len() {
            self.client.shared().inbox.give_again(&self.handed.make_contiguous()[count..]);
            self.handed.truncate(count);
        }
    }

    /// The next event; None once the client is closed and all were read. Asking for it says that those before are taken. The
    /// future may be dropped: nothing is lost.
    pub async fn next(&mut self) -> Option<SmppEvent> {
        self.next_batch(1).await.pop()
    }

    /// The next events, one at least and `most` at most; none once the client is closed and all were read. Asking for them says
    /// that those before are taken.
    pub async fn next_batch(&mut self, most: usize) -> Vec<SmppEvent> {
        self.acknowledge();
        let events = self.client.shared().inbox.next(most.max(1), self.keeps).await;
        self.handed(events)
    }

    /// The same on a thread that may wait; None where nothing came within the time.
    pub fn blocking_next_batch(&mut self, most: usize, limit: Duration) -> Option<Vec<SmppEvent>> {
        self.acknowledge();
        let events = self.client.shared().inbox.blocking_next(most.max(1), self.keeps, limit)?;
        Some(self.handed(events))
    }

    fn handed(&mut self, events: Vec<(u64, SmppEvent)>) -> Vec<SmppEvent> {
        self.handed.extend(events.iter().map(|(id, _)| *id));
        events.into_iter().map(|(_, event)| event).collect()
    }

    /// Says that every event that was handed over is taken.
    pub fn acknowledge(&mut self) {
        self.acknowledge_first(self.handed.len());
    }

    /// Says that the first `count` of those that were handed over and not taken are: for whoever takes them in batches and
    /// works on them one by one.
    pub fn acknowledge_first(&mut self, count: usize) {
        let count = count.min(self.handed.len());
        if count > 0 {
            let shared = self.client.shared();
            shared.answer(shared.inbox.taken(self.handed.drain(..count)), true);
        }
    }

    /// The events as a stream.
    pub fn into_stream(self) -> impl Stream<Item = SmppEvent> + Send {
        stream::unfold(self, async |mut events| events.next().await.map(|event| (event, events)))
    }
}

impl Drop for SmppEvents {
    fn drop(&mut self) {
        let shared = self.client.shared();
        // In the child of a fork no lock is touched: a thread may hold it that does not exist there.
        if !shared.is_own_process() {
            return;
        }
        shared.answer(shared.inbox.remove_reader(self.handed.make_contiguous()), false);
    }
}

impl std::fmt::Debug for SmppEvents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmppEvents").finish_non_exhaustive()
    }
}
