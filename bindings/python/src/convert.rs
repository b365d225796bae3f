//! JSON and Python's own values, into each other.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple};
use serde_json::{Map, Number, Value};

/// Deeper than any message of the service, and far from the end of the stack: a list that holds itself ends here.
const MAX_DEPTH: usize = 64;

/// The JSON of a Python value: its own types, objects with `to_wire()` (the models), paths, and dates.
pub fn to_json(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    below(value, 0)
}

fn below(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    if depth > MAX_DEPTH {
        return Err(PyValueError::new_err("the value is nested too deeply, or holds itself"));
    }
    if value.is_none() {
        Ok(Value::Null)
    } else if let Ok(text) = value.cast::<PyString>() {
        Ok(Value::String(text.extract()?))
    } else if let Ok(flag) = value.cast::<PyBool>() {
        Ok(Value::Bool(flag.is_true()))
    } else if value.is_instance_of::<PyInt>() {
        integer(value)
    } else if let Ok(number) = value.cast::<PyFloat>() {
        Number::from_f64(number.value())
            .map(Value::Number)
            .ok_or_else(|| PyValueError::new_err("a number must be finite"))
    } else if let Ok(dict) = value.cast::<PyDict>() {
        object(dict, depth)
    } else if value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>()
    {
        value.try_iter()?.map(|item| below(&item?, depth + 1)).collect::<PyResult<_>>().map(Value::Array)
    } else {
        other(value, depth)
    }
}

fn integer(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    match value.extract::<i64>() {
        Ok(number) => Ok(number.into()),
        Err(_) => value.extract::<u64>().map(Value::from),
    }
}

fn object(dict: &Bound<'_, PyDict>, depth: usize) -> PyResult<Value> {
    let mut object = Map::new();
    for (key, item) in dict.iter() {
        let key = key
            .cast::<PyString>()
            .map_err(|_| PyTypeError::new_err("the keys of a dict must be str"))?
            .extract::<String>()?;
        object.insert(key, below(&item, depth + 1)?);
    }
    Ok(Value::Object(object))
}

/// What is none of Python's own types says itself what it is on the wire.
fn other(value: &Bound<'_, PyAny>, depth: usize) -> PyResult<Value> {
    let py = value.py();
    for method in [intern!(py, "to_wire"), intern!(py, "isoformat"), intern!(py, "__fspath__")] {
        if let Some(method) = value.getattr_opt(method)?
            && method.is_callable()
        {
            return below(&method.call0()?, depth + 1);
        }
    }
    let name = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("a value of type {name} cannot be sent")))
}

/// The Python value of JSON.
pub fn from_json<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => PyBool::new(py, *flag).to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into_pyobject(py)?.into_any(),
            (None, Some(number)) => number.into_pyobject(py)?.into_any(),
            (None, None) => PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN)).into_any(),
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let items = items.iter().map(|item| from_json(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        Value::Object(object) => from_object(py, object)?.into_any(),
    })
}

/// The dict of a JSON object.
pub fn from_object<'py>(py: Python<'py>, object: &Map<String, Value>) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (key, item) in object {
        dict.set_item(key, from_json(py, item)?)?;
    }
    Ok(dict)
}
