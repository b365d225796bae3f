use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ecall::{Error, Kind, Outcome, Result};

/// Runs `call`; a panic becomes an `internal` error. The outcome is unknown: nobody can tell how far the call had come.
///
/// # Errors
/// Those of `call`, and `internal` for a panic.
pub fn guarded<T>(call: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(defect(&*panic)))
}

/// The text of a panic is not repeated: it may quote what the call was given.
pub(crate) fn defect(_panic: &(dyn Any + Send)) -> Error {
    Error::new(Kind::Internal, Outcome::Unknown, "a defect of the library stopped the call")
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_becomes_an_internal_error_without_its_text() {
        let error = guarded::<()>(|| panic!("secret")).unwrap_err();
        assert_eq!(error.kind(), ecall::Kind::Internal);
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}
