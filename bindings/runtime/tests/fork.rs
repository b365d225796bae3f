//! `PerProcess` and `OneProcess` across a fork. A program of one thread, because a child that was forked from a test harness's threads
//! could wait for ever for what they held.

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() {
    unix::a_child_makes_its_own_value_and_leaves_the_parents_alone();
    unix::a_value_that_was_not_made_before_the_fork_is_made_on_both_sides();
    unix::what_belongs_to_one_process_is_refused_in_a_child();
    unix::a_childs_child_is_neither_of_the_two();
    println!("fork: 4 passed");
}

#[cfg(unix)]
mod unix {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use ecall::{Kind, Outcome};
    use ecall_runtime::{OneProcess, PerProcess};

    /// Values that were dropped in this process.
    static DROPPED: AtomicUsize = AtomicUsize::new(0);

    struct Noticed(&'static str);

    impl Drop for Noticed {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn dropped() -> usize {
        DROPPED.load(Ordering::SeqCst)
    }

    /// Runs `check` in a child and wants it to be true there.
    fn in_a_child(check: impl FnOnce() -> bool) {
        // SAFETY: this program has one thread, so the child may do all that the parent may.
        let child = unsafe { libc::fork() };
        assert!(child >= 0, "no child could be made");
        if child == 0 {
            let good = std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).unwrap_or(false);
            // SAFETY: ends the child at once; what the parent's tests hold is not the child's to end.
            unsafe { libc::_exit(i32::from(!good)) };
        }
        let mut status = 0;
        // SAFETY: `status` is there to be written to, and `child` is this process's own.
        let ended = unsafe { libc::waitpid(child, &raw mut status, 0) };
        assert!(ended == child && status == 0, "the check failed in the child");
    }

    pub fn a_child_makes_its_own_value_and_leaves_the_parents_alone() {
        let cell = PerProcess::new();
        assert_eq!(cell.get(|_| Ok::<_, ()>(Noticed("parent's"))).unwrap().0, "parent's");
        in_a_child(|| {
            let nothing_made = cell.made().is_none();
            let mut given = None;
            let make = |parent: Option<&Noticed>| {
                given = parent.map(|parent| parent.0);
                Ok::<_, ()>(Noticed("child's"))
            };
            let fresh = cell.get(make).is_ok_and(|value| value.0 == "child's");
            let kept = cell.get(|_| Err(())).is_ok_and(|value| value.0 == "child's");
            let before = dropped();
            // SAFETY: `cell` is not used again: the child ends after this, without dropping what it has of the parent's.
            drop(unsafe { std::ptr::read(&raw const cell) });
            nothing_made && given == Some("parent's") && fresh && kept && before == 0 && dropped() == 1
        });
        in_a_child(|| {
            // SAFETY: as above; here the child made no value, and the parent's is not its own to drop.
            drop(unsafe { std::ptr::read(&raw const cell) });
            dropped() == 0
        });
        assert_eq!(cell.made().map(|value| value.0), Some("parent's"));
        drop(cell);
        assert_eq!(dropped(), 1);
    }

    pub fn a_value_that_was_not_made_before_the_fork_is_made_on_both_sides() {
        let cell = PerProcess::new();
        in_a_child(|| cell.get(|parent| if parent.is_none() { Ok(1) } else { Err(()) }) == Ok(&1));
        assert!(cell.made().is_none());
        assert_eq!(cell.get(|_| Ok::<_, ()>(2)), Ok(&2));
    }

    pub fn a_childs_child_is_neither_of_the_two() {
        let own = || OneProcess::new((), Outcome::NotAccepted);
        let first = own();
        in_a_child(|| {
            let second = own();
            let refused_here = first.get().is_err() && second.get().is_ok();
            in_a_child(|| {
                let third = own();
                first.get().is_err() && second.get().is_err() && third.get().is_ok()
            });
            refused_here && second.get().is_ok()
        });
        assert!(first.get().is_ok());
    }

    pub fn what_belongs_to_one_process_is_refused_in_a_child() {
        let before = dropped();
        let one = OneProcess::new(Noticed("parent's"), Outcome::NotApplicable);
        in_a_child(|| {
            let refused = one.get().err().map(|error| (error.kind(), error.outcome()));
            // SAFETY: `one` is not used again: the child ends after this.
            drop(unsafe { std::ptr::read(&raw const one) });
            refused == Some((Kind::Forked, Outcome::NotApplicable)) && dropped() == before
        });
        assert_eq!(one.get().map(|value| value.0).ok(), Some("parent's"));
        drop(one);
        assert_eq!(dropped(), before + 1);
    }
}
