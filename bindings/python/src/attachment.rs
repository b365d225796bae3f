//! Files of a fax, as Python names them.

use bytes::Bytes;
use ecall::Attachment;
use ecall::text::not_unicode;
use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyString, PyTuple};

use crate::arguments::text;
use crate::error::raised;
use crate::media::{octets, path};
use crate::request::SENDS;

/// Several files. A text would be taken for the paths that its letters are.
pub fn attachments(values: &Bound<'_, PyAny>) -> PyResult<Vec<Attachment>> {
    if values.is_instance_of::<PyString>() || values.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err("files must be several: put the one into a list"));
    }
    let values = values.try_iter()?.enumerate();
    values.map(|(index, value)| attachment(&format!("files[{index}]"), &value?)).collect()
}

/// One file, where `field` says that it stands: a path, or a pair of its name and its path or bytes.
fn attachment(field: &str, value: &Bound<'_, PyAny>) -> PyResult<Attachment> {
    let wrong = || format!("{field} must be a path, or a pair of a name and bytes or a path of pathlib");
    let Ok(pair) = value.cast::<PyTuple>() else {
        let path = file(field, value)?.ok_or_else(|| PyTypeError::new_err(wrong()))?;
        return Ok(path);
    };
    let (name, content): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
        pair.extract().map_err(|_| PyTypeError::new_err(wrong()))?;
    let name = text(SENDS, &format!("{field}[0]"), &name)?;
    // A text could be either: what is in the file, or where it is.
    if content.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err(wrong()));
    }
    if let Some(file) = file(field, &content)? {
        return Ok(file.named(name));
    }
    let content = octets(&content).map_err(|_| PyTypeError::new_err(wrong()))?;
    Ok(Attachment::bytes(name, Bytes::from_owner(PyBackedBytes::from(content))))
}

/// A file on disk, where the value is its path.
fn file(field: &str, value: &Bound<'_, PyAny>) -> PyResult<Option<Attachment>> {
    match path(value) {
        Ok(path) => Ok(path.map(Attachment::path)),
        // The exception would hold the path.
        Err(problem) if problem.is_instance_of::<PyUnicodeEncodeError>(value.py()) => {
            let length = value.len().unwrap_or_default();
            Err(raised(value.py(), not_unicode(SENDS, field, length)))
        }
        Err(problem) => Err(problem),
    }
}
