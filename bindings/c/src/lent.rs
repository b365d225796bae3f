//! Functions of the program that another thread calls while a call goes on, and nobody afterwards.

use std::sync::{Arc, Mutex, PoisonError};

/// What a call lends to the threads that work for it. Dropped by the call, it waits for whoever is using it, and nobody can from
/// then on: the program may free what it gave.
pub(crate) struct Lent<T> {
    value: Arc<Mutex<Option<T>>>,
    owned: bool,
}

impl<T> Lent<T> {
    pub fn new(value: T) -> Self {
        Self { value: Arc::new(Mutex::new(Some(value))), owned: true }
    }

    /// The other end, which may outlive the call.
    pub fn lend(&self) -> Self {
        Self { value: Arc::clone(&self.value), owned: false }
    }

    /// Uses it; None once the call is over.
    pub fn with<R>(&self, use_it: impl FnOnce(&T) -> R) -> Option<R> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(use_it)
    }
}

impl<T> Drop for Lent<T> {
    fn drop(&mut self) {
        if self.owned {
            self.value.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
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
}
