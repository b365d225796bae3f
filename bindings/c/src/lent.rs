//! Functions of the program that another thread calls while a call goes on, and nobody afterwards.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::task::{Poll, Waker};

/// What a call lends to the threads that work for it. Dropped by the call, it waits for whoever is using it, and nobody can from
/// then on: the program may free what it gave.
pub(crate) struct Lent<T> {
    shared: Arc<Shared<T>>,
    owned: bool,
}

struct Shared<T> {
    value: Mutex<Option<T>>,
    /// Who waits for the end of a use.
    waker: Mutex<Option<Waker>>,
}

impl<T> Lent<T> {
    pub fn new(value: T) -> Self {
        let shared = Shared { value: Mutex::new(Some(value)), waker: Mutex::new(None) };
        Self { shared: Arc::new(shared), owned: true }
    }

    /// The other end, which may outlive the call.
    pub fn lend(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), owned: false }
    }

    /// Uses it; None once the call is over.
    pub fn with<R>(&self, use_it: impl FnOnce(&T) -> R) -> Option<R> {
        let used = self.shared.value.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(use_it);
        let waker = self.shared.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waker {
            waker.wake();
        }
        used
    }

    /// What dropping it does for a call that must not keep its thread: other calls need it meanwhile, perhaps even the use that
    /// this waits for.
    pub async fn end(self) {
        poll_fn(|context| {
            if self.shared.take() {
                return Poll::Ready(());
            }
            *self.shared.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
            // Once more: a use that ended before the waker was there woke nobody.
            if self.shared.take() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

impl<T> Shared<T> {
    /// Takes the value away, unless it is in use; tells whether it is gone.
    fn take(&self) -> bool {
        match self.value.try_lock() {
            Ok(mut value) => drop(value.take()),
            Err(TryLockError::Poisoned(value)) => drop(value.into_inner().take()),
            Err(TryLockError::WouldBlock) => return false,
        }
        true
    }
}

impl<T> Drop for Lent<T> {
    fn drop(&mut self) {
        if self.owned {
            self.shared.value.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::{Sender, channel};
    use std::task::{Context, Wake, Waker};
    use std::thread;
    use std::time::Duration;

    use super::Lent;

    #[test]
    fn the_call_waits_for_its_last_user_and_there_is_no_other() {
        let lent = Lent::new(());
        let other = lent.lend();
        let (begun, wait) = channel();
        let (ended, is_over) = channel();
        let user = thread::spawn(move || {
            other.with(|()| {
                begun.send(()).unwrap();
                thread::sleep(Duration::from_millis(50));
                ended.send(()).unwrap();
            });
            other
        });
        wait.recv().unwrap();
        drop(lent);
        assert!(is_over.try_recv().is_ok(), "it did not wait");
        assert!(user.join().unwrap().with(|()| ()).is_none());
    }

    /// Only being woken ends the wait of a future that is not polled for anything else.
    #[test]
    fn a_call_may_wait_without_its_thread() {
        struct Tell(Sender<()>);

        impl Wake for Tell {
            fn wake(self: Arc<Self>) {
                self.0.send(()).unwrap();
            }
        }

        let lent = Lent::new(());
        let other = lent.lend();
        let (begun, wait) = channel();
        let (go_on, gone_on) = channel();
        let user = thread::spawn(move || {
            other.with(|()| {
                begun.send(()).unwrap();
                gone_on.recv().unwrap();
            });
            other
        });
        wait.recv().unwrap();
        let (tell, told) = channel();
        let waker = Waker::from(Arc::new(Tell(tell)));
        let mut context = Context::from_waker(&waker);
        let mut end = Box::pin(lent.end());
        assert!(end.as_mut().poll(&mut context).is_pending());
        go_on.send(()).unwrap();
        told.recv_timeout(Duration::from_secs(5)).expect("nobody woke it");
        assert!(end.as_mut().poll(&mut context).is_ready());
        assert!(user.join().unwrap().with(|()| ()).is_none());
    }
}
