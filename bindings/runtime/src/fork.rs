use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

use ecall::{Error, Kind, Outcome, Result};

use crate::process;

/// A value that is made anew in a process that was forked from the one that made it.
///
/// The process id is compared before anything else is touched: no lock of the value is taken, and the parent's value is
/// forgotten, never dropped, because dropping it would close the parent's connections.
pub struct PerProcess<T> {
    current: AtomicPtr<Made<T>>,
    owns: PhantomData<*mut T>,
}

// SAFETY: it owns its values like a box does, so it may move where they may.
unsafe impl<T: Send> Send for PerProcess<T> {}
// SAFETY: shared, it lends its value to every thread (`Sync`), and one thread may make what another drops (`Send`).
unsafe impl<T: Send + Sync> Sync for PerProcess<T> {}

struct Made<T> {
    process: u32,
    value: T,
}

impl<T> PerProcess<T> {
    /// Nothing made yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { current: AtomicPtr::new(ptr::null_mut()), owns: PhantomData }
    }

    /// The value of this process; `make` makes it where there is none, from the parent's if it was made there.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn get<E>(
        &self,
        make: impl FnOnce(Option<&T>) -> std::result::Result<T, E>,
    ) -> std::result::Result<&T, E> {
        let process = process::id();
        let found = self.current.load(Ordering::Acquire);
        // SAFETY: a pointer in `current` came from `Box::into_raw` and is never freed while `self` can be borrowed.
        let known = unsafe { found.as_ref() };
        if let Some(made) = known
            && made.process == process
        {
            return Ok(&made.value);
        }
        let made = Box::into_raw(Box::new(Made { process, value: make(known.map(|made| &made.value))? }));
        let kept = match self.current.compare_exchange(found, made, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => made,
            Err(theirs) => {
                // SAFETY: `made` was just made here and nobody else has seen it.
                drop(unsafe { Box::from_raw(made) });
                theirs
            }
        };
        // SAFETY: as above; it is not null, because somebody made it.
        Ok(unsafe { &(*kept).value })
    }

    /// The value of this process, if it was made.
    pub fn made(&self) -> Option<&T> {
        let found = self.current.load(Ordering::Acquire);
        // SAFETY: as in `get`.
        let known = unsafe { found.as_ref() };
        known.filter(|made| made.process == process::id()).map(|made| &made.value)
    }
}

impl<T> Default for PerProcess<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        let made = *self.current.get_mut();
        // SAFETY: as in `get`; nobody borrows `self` any more.
        if let Some(process) = unsafe { made.as_ref() }.map(|made| made.process)
            && process == process::id()
        {
            // SAFETY: it came from `Box::into_raw` and belongs to this process.
            drop(unsafe { Box::from_raw(made) });
        }
    }
}

/// A value that only the process which made it may use. A child that was forked from that process is refused, takes no lock of
/// the value, and forgets it where it would drop it: whoever works on it is in the parent.
pub struct OneProcess<T> {
    value: ManuallyDrop<Arc<T>>,
    process: u32,
    /// That of the error in a child.
    outcome: Outcome,
}

impl<T> OneProcess<T> {
    /// A value of this process; `outcome` is that of what a child would ask of it.
    #[must_use]
    pub fn new(value: T, outcome: Outcome) -> Self {
        Self { value: ManuallyDrop::new(Arc::new(value)), process: process::id(), outcome }
    }

    /// The value.
    ///
    /// # Errors
    /// `forked` in any other process.
    pub fn get(&self) -> Result<&Arc<T>> {
        if self.is_own() {
            return Ok(&self.value);
        }
        Err(Error::new(Kind::Forked, self.outcome, "it goes on in the parent, where it was begun"))
    }

    fn is_own(&self) -> bool {
        self.process == process::id()
    }
}

impl<T> Drop for OneProcess<T> {
    fn drop(&mut self) {
        if self.is_own() {
            // SAFETY: it is dropped once, here, and not used again.
            unsafe { ManuallyDrop::drop(&mut self.value) };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::PerProcess;

    #[test]
    fn a_value_is_made_once_in_a_process() {
        let cell = PerProcess::new();
        let first = *cell.get(|_| Ok::<_, ()>(1)).unwrap();
        let second = *cell.get(|_| Ok::<_, ()>(2)).unwrap();
        assert_eq!((first, second), (1, 1));
        assert_eq!((cell.made(), PerProcess::<i32>::new().made()), (Some(&1), None));
    }

    /// Each of the two is inside `make` before either may leave it.
    #[test]
    fn of_two_values_that_are_made_at_the_same_time_one_is_kept() {
        struct Counted<'a>(u32, &'a AtomicU32);
        impl Drop for Counted<'_> {
            fn drop(&mut self) {
                self.1.fetch_add(1, Ordering::SeqCst);
            }
        }
        for _ in 0..50 {
            let dropped = AtomicU32::new(0);
            let cell = PerProcess::new();
            let both = Barrier::new(2);
            let get = |number| {
                let make = |_: Option<&Counted<'_>>| {
                    both.wait();
                    Ok::<_, ()>(Counted(number, &dropped))
                };
                cell.get(make).map(|made| made.0).unwrap()
            };
            let (one, other) = std::thread::scope(|scope| {
                let other = scope.spawn(|| get(2));
                (get(1), other.join().unwrap())
            });
            assert_eq!(one, other);
            assert_eq!(cell.made().map(|made| made.0), Some(one));
            assert_eq!(dropped.load(Ordering::SeqCst), 1, "the other one is dropped, and only that");
            drop(cell);
            assert_eq!(dropped.load(Ordering::SeqCst), 2);
        }
    }

    #[test]
    fn a_failure_is_not_kept() {
        let cell = PerProcess::new();
        assert_eq!(cell.get(|_| Err::<i32, _>("no")), Err("no"));
        assert_eq!(cell.get(|_| Ok::<_, &str>(3)), Ok(&3));
    }
}
