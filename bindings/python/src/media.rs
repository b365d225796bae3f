//! Files: where they come from and where they go, as Python names it.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::lasting::Lasting;
use bytes::Bytes;
use ecall::model::UploadedMedia as Uploaded;
use ecall::{CancelToken, MediaSource, MediaTarget, ProgressHook};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDict, PyMemoryView, PyString};

use crate::answer::{Answer, object, split};
use crate::convert::from_object;

/// A file that the service took.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct UploadedMedia(pub Uploaded);

/// A file that was fetched.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct Media {
    content_type: Option<String>,
    length: u64,
    content: Py<PyBytes>,
}

#[pymethods]
impl UploadedMedia {
    /// What a content names the file by.
    #[getter]
    fn media_id(&self) -> &str {
        &self.0.media_id
    }

    /// Fields that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.0.extra)
    }

    fn __repr__(&self) -> String {
        format!("<ecall.UploadedMedia media_id={:?}>", self.0.media_id)
    }
}

#[pymethods]
impl Media {
    /// What kind of file the service says it is.
    #[getter]
    fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// How many bytes it has.
    #[getter]
    fn length(&self) -> u64 {
        self.length
    }

    /// The file itself where it was fetched into memory, else empty.
    #[getter]
    fn content(&self, py: Python<'_>) -> Py<PyBytes> {
        self.content.clone_ref(py)
    }

    fn __repr__(&self) -> String {
        let kind = self.content_type.as_deref().unwrap_or_default();
        format!("<ecall.Media content_type={kind:?} length={}>", self.length)
    }
}

impl Media {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok((&self.content_type, self.length, &self.content).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (content_type, length, content) = value.extract()?;
        Ok(Self { content_type, length, content })
    }
}

/// The answer to a download.
pub fn fetched(py: Python<'_>, answer: ecall::Answer<ecall::Media>) -> PyResult<Bound<'_, PyAny>> {
    let (common, media) = split(py, answer)?;
    let content = PyBytes::new(py, &media.bytes).unbind();
    object(py, common, Media { content_type: media.content_type, length: media.length, content })
}

/// What the caller's own objects raised while a call used them: it comes out of the call as it is.
#[derive(Clone, Default)]
pub struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    fn kept(&self) -> MutexGuard<'_, Option<PyErr>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first that was raised.
    pub fn take(&self) -> Option<PyErr> {
        self.kept().take()
    }

    fn keep(&self, raised: PyErr) {
        self.kept().get_or_insert(raised);
    }

    /// Runs `work` with the interpreter.
    fn during<T>(&self, work: impl FnOnce(Python<'_>) -> PyResult<T>) -> io::Result<T> {
        match Python::try_attach(work) {
            Some(Ok(done)) => Ok(done),
            Some(Err(raised)) => {
                self.keep(raised);
                Err(io::Error::other("the object raised an exception"))
            }
            None => Err(io::Error::other("the interpreter ends")),
        }
    }
}

/// The bytes of what is like bytes.
pub fn octets<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    match value.cast::<PyBytes>() {
        Ok(bytes) => Ok(bytes.clone()),
        Err(_) => Ok(PyMemoryView::from(value)?.call_method0("tobytes")?.cast_into()?),
    }
}

/// A path, where the value is one.
pub fn path(value: &Bound<'_, PyAny>) -> PyResult<Option<PathBuf>> {
    let is_path = value.is_instance_of::<PyString>() || value.hasattr("__fspath__")?;
    is_path.then(|| value.extract()).transpose()
}

/// Whether it has a method of that name.
fn has(value: &Bound<'_, PyAny>, method: &str) -> PyResult<bool> {
    Ok(value.getattr_opt(method)?.is_some_and(|method| method.is_callable()))
}

/// Where a file comes from.
pub enum Source {
    Path(PathBuf),
    Bytes(Bytes),
    /// With its length where that is known.
    Reader(Reader, Option<u64>),
}

impl Source {
    /// Reads what the caller gave; with the name of a file that is open already.
    pub fn read(value: &Bound<'_, PyAny>, raised: &Raised) -> PyResult<(Self, Option<String>)> {
        if let Some(path) = path(value)? {
            return Ok((Self::Path(path), None));
        }
        if has(value, "read")? {
            let reader = Reader { file: value.clone().unbind(), left: Bytes::new(), raised: raised.clone() };
            return Ok((Self::Reader(reader, rest(value)), name(value)));
        }
        match octets(value) {
            Ok(bytes) => Ok((Self::Bytes(Bytes::from_owner(PyBackedBytes::from(bytes))), None)),
            Err(_) => {
                Err(PyTypeError::new_err("source must be a path, bytes, or an object with a method read"))
            }
        }
    }

    /// As the library takes it.
    pub fn open(self) -> MediaSource {
        match self {
            Self::Path(path) => MediaSource::path(path),
            Self::Bytes(bytes) => MediaSource::bytes(bytes),
            Self::Reader(reader, None) => MediaSource::reader(reader),
            Self::Reader(reader, Some(length)) => MediaSource::reader(reader).with_length(length),
        }
    }
}

/// How much an open file has from where it stands, where it can tell.
fn rest(file: &Bound<'_, PyAny>) -> Option<u64> {
    let seekable = file.call_method0("seekable").and_then(|answer| answer.extract()).unwrap_or(false);
    if !seekable {
        return None;
    }
    let here: u64 = file.call_method0("tell").ok()?.extract().ok()?;
    let end: u64 = file.call_method1("seek", (0, 2)).ok()?.extract().ok()?;
    file.call_method1("seek", (here,)).ok()?;
    end.checked_sub(here)
}

/// The name of an open file without its folder.
fn name(file: &Bound<'_, PyAny>) -> Option<String> {
    let name: PathBuf = file.getattr_opt("name").ok()??.cast_into::<PyString>().ok()?.extract().ok()?;
    Some(name.file_name()?.to_string_lossy().into_owned())
}

/// The caller's open file.
pub struct Reader {
    file: Py<PyAny>,
    /// What was given beyond what was asked for.
    left: Bytes,
    raised: Raised,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.is_empty() {
            self.left = self.raised.during(|py| {
                let read = self.file.bind(py).call_method1("read", (buffer.len(),))?;
                if read.is_instance_of::<PyString>() || read.is_none() {
                    return Err(PyTypeError::new_err(
                        "read() must return bytes: open the file in binary mode",
                    ));
                }
                Ok(Bytes::from_owner(PyBackedBytes::from(octets(&read)?)))
            })?;
        }
        let taken = self.left.split_to(self.left.len().min(buffer.len()));
        buffer[..taken.len()].copy_from_slice(&taken);
        Ok(taken.len())
    }
}

/// Where a file goes.
pub enum Target {
    Memory,
    Path(PathBuf),
    Writer(Writer),
}

impl Target {
    /// Reads what the caller gave.
    pub fn read(value: &Bound<'_, PyAny>, raised: &Raised) -> PyResult<Self> {
        if value.is_none() {
            return Ok(Self::Memory);
        }
        if let Some(path) = path(value)? {
            return Ok(Self::Path(path));
        }
        if !has(value, "write")? {
            return Err(PyTypeError::new_err("to must be a path, or an object with a method write"));
        }
        Ok(Self::Writer(Writer { file: value.clone().unbind(), raised: raised.clone() }))
    }

    /// As the library takes it.
    pub fn open(self) -> MediaTarget {
        match self {
            Self::Memory => MediaTarget::memory(),
            Self::Path(path) => MediaTarget::path(path),
            Self::Writer(writer) => MediaTarget::writer(writer),
        }
    }
}

/// The caller's open file.
pub struct Writer {
    file: Py<PyAny>,
    raised: Raised,
}

impl Write for Writer {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        self.raised.during(|py| {
            let file = self.file.bind(py);
            let written = file.call_method1("write", (PyBytes::new(py, chunk),))?;
            // Unbuffered files write less than they are given, and say so; others need not say anything.
            Ok(written.extract::<usize>().map_or(chunk.len(), |written| written.min(chunk.len())))
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.raised.during(|py| {
            let file = self.file.bind(py);
            if has(file, "flush")? {
                file.call_method0("flush")?;
            }
            Ok(())
        })
    }
}

/// Calls the caller's hook; what that raises ends the call by `token`.
pub fn progress(hook: Py<PyAny>, token: CancelToken, raised: Raised) -> ProgressHook {
    static CLASS: Lasting = Lasting::new();
    ProgressHook::new(move |progress| {
        let told = raised.during(|py| {
            let class = CLASS.import(py, "ecall._media", "MediaProgress")?;
            hook.call1(py, (class.call1((progress.transferred, progress.total))?,))
        });
        if told.is_err() {
            token.cancel();
        }
    })
}
