//! Which process this is, known without asking the system each time: that takes as long as a tenth of a short call.

#[cfg(target_os = "linux")]
mod cached {
    use std::ptr;
    use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

    /// The system clears it in a forked child, whoever forked it and however, so that a number there is this process's.
    static KNOWN: AtomicPtr<AtomicU32> = AtomicPtr::new(ptr::null_mut());
    /// The system cannot.
    static UNAVAILABLE: AtomicBool = AtomicBool::new(false);
    const PAGE: usize = size_of::<AtomicU32>();

    pub fn id() -> u32 {
        // SAFETY: a pointer in `KNOWN` is that of a page which is never unmapped, and all of whose values are valid.
        let Some(known) = (unsafe { KNOWN.load(Ordering::Acquire).as_ref() }) else {
            if !UNAVAILABLE.load(Ordering::Relaxed) {
                make();
            }
            return std::process::id();
        };
        match known.load(Ordering::Relaxed) {
            0 => {
                let id = std::process::id();
                known.store(id, Ordering::Relaxed);
                id
            }
            id => id,
        }
    }

    fn make() {
        // SAFETY: new memory at an address of the system's choice.
        let page = unsafe {
            let access = libc::PROT_READ | libc::PROT_WRITE;
            libc::mmap(ptr::null_mut(), PAGE, access, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1, 0)
        };
        if page == libc::MAP_FAILED {
            UNAVAILABLE.store(true, Ordering::Relaxed);
            return;
        }
        // SAFETY: the page was just mapped, and the advice changes nothing here. Emulators that take every advice, also one that there
        // is not, do not follow this one.
        let cleared = unsafe {
            libc::madvise(page, PAGE, -1) != 0 && libc::madvise(page, PAGE, libc::MADV_WIPEONFORK) == 0
        };
        UNAVAILABLE.store(!cleared, Ordering::Relaxed);
        let kept = cleared
            && KNOWN
                .compare_exchange(ptr::null_mut(), page.cast(), Ordering::AcqRel, Ordering::Acquire)
                .is_ok();
        if !kept {
            // SAFETY: mapped above, and nobody else has seen it.
            unsafe { libc::munmap(page, PAGE) };
        }
    }
}

/// The number of this process.
#[cfg(target_os = "linux")]
pub fn id() -> u32 {
    cached::id()
}

/// The number of this process.
#[cfg(not(target_os = "linux"))]
pub fn id() -> u32 {
    std::process::id()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_what_the_system_says() {
        for _ in 0..3 {
            assert_eq!(super::id(), std::process::id());
        }
    }
}
