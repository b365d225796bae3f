//! Objects of Python that are looked up once.

use std::sync::OnceLock;

use pyo3::prelude::*;

/// An object that is made when it is first needed, and kept. Nothing is locked while it is made, unlike in `intern!` and
/// `PyOnceLock`: those let other threads run meanwhile, and in the child of a fork that one of them makes the lock would never be
/// released. Where two threads make it, the first one's is kept.
pub struct Lasting(OnceLock<Py<PyAny>>);

impl Lasting {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The object, if it was made.
    pub fn made<'py>(&self, py: Python<'py>) -> Option<&Bound<'py, PyAny>> {
        self.0.get().map(|object| object.bind(py))
    }

    /// The object.
    pub fn get<'py>(
        &self,
        py: Python<'py>,
        make: impl FnOnce() -> PyResult<Bound<'py, PyAny>>,
    ) -> PyResult<&Bound<'py, PyAny>> {
        if let Some(object) = self.0.get() {
            return Ok(object.bind(py));
        }
        let object = make()?.unbind();
        // Only this is done under a lock, and no thread gives the interpreter away, or forks, within it.
        Ok(self.0.get_or_init(|| object).bind(py))
    }

    /// A module's member.
    pub fn import<'py>(&self, py: Python<'py>, module: &str, name: &str) -> PyResult<&Bound<'py, PyAny>> {
        self.get(py, || py.import(module)?.getattr(name))
    }
}
