//! A point before every change to the disk, at which a test can make it fail.

use std::io;

/// Before a change to the disk; outside of tests nothing happens here.
///
/// # Errors
/// In tests, what was asked of [`testing::failing_at`].
#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "in tests it fails where it is told to")]
pub(super) const fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use testing::step;

/// Faults for tests: of the changes a thread makes to the disk one fails, and all after it when they should.
#[cfg(test)]
pub(crate) mod testing {
    use super::io;
    use std::cell::Cell;

    thread_local! {
        static DONE: Cell<u64> = const { Cell::new(0) };
        static FAILS: Cell<Option<(u64, io::ErrorKind)>> = const { Cell::new(None) };
    }

    /// Runs `work` with its change number `at` (from 0) and all later ones failing; tells how many it tried.
    pub(crate) fn failing_at<T>(at: u64, kind: io::ErrorKind, work: impl FnOnce() -> T) -> (T, u64) {
        DONE.set(0);
        FAILS.set(Some((at, kind)));
        let made = work();
        FAILS.set(None);
        (made, DONE.get())
    }

    pub(in crate::project) fn step() -> io::Result<()> {
        let done = DONE.get();
        DONE.set(done + 1);
        match FAILS.get() {
            Some((at, kind)) if done >= at => Err(kind.into()),
            _ => Ok(()),
        }
    }
}
