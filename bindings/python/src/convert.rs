//! JSON and Python's own values, into each other.

use ecall::Outcome;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple};
use serde_json::{Map, Number, Value};

use crate::arguments::text_problem;
use crate::error::raised;

/// Deeper than any message of the service, and far from the end of the stack: a list that holds itself ends here.
const MAX_DEPTH: usize = 64;

/// The JSON of a Python value: its own types, objects with `to_wire()` (the models), paths, and dates. `name` is told before the
/// path of a text that is none in Unicode; empty where the value is a whole message, whose paths begin in it.
pub fn to_json(outcome: Outcome, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Value> {
    try_json(outcome, name, value)?.map_err(|error| raised(value.py(), error))
}

/// The same; what is wrong with a text is told as an error of the library.
pub fn try_json(outcome: Outcome, name: &str, value: &Bound<'_, PyAny>) -> PyResult<ecall::Result<Value>> {
    match below(value, 0) {
        Ok(json) => Ok(Ok(json)),
        Err(Problem::Python(problem)) => Err(problem),
        Err(Problem::Text { path, text, problem }) => {
            let field = format!("{name}{path}");
            let field = if field.is_empty() { "message" } else { field.trim_start_matches('.') };
            text_problem(outcome, field, &text, problem).map(Err)
        }
    }
}

/// Why a value has no JSON.
enum Problem<'py> {
    Python(PyErr),
    /// A str that cannot be read, and the way to it, which grows from its end.
    Text {
        path: String,
        text: Bound<'py, PyString>,
        problem: PyErr,
    },
}

impl From<PyErr> for Problem<'_> {
    fn from(problem: PyErr) -> Self {
        Self::Python(problem)
    }
}

impl Problem<'_> {
    /// The same, seen from where the value stands under `step`.
    fn under(self, step: impl FnOnce() -> String) -> Self {
        match self {
            Self::Text { path, text, problem } => Self::Text { path: step() + &path, text, problem },
            other => other,
        }
    }
}

type Read<'py, T> = Result<T, Problem<'py>>;

fn below<'py>(value: &Bound<'py, PyAny>, depth: usize) -> Read<'py, Value> {
    if depth > MAX_DEPTH {
        return Err(PyValueError::new_err("the value is nested too deeply, or holds itself").into());
    }
    if value.is_none() {
        Ok(Value::Null)
    } else if let Ok(text) = value.cast::<PyString>() {
        Ok(Value::String(string(text)?))
    } else if let Ok(flag) = value.cast::<PyBool>() {
        Ok(Value::Bool(flag.is_true()))
    } else if value.is_instance_of::<PyInt>() {
        Ok(integer(value)?)
    } else if let Ok(number) = value.cast::<PyFloat>() {
        Number::from_f64(number.value())
            .map(Value::Number)
            .ok_or_else(|| PyValueError::new_err("a number must be finite").into())
    } else if let Ok(dict) = value.cast::<PyDict>() {
        object(dict, depth)
    } else if value.is_instance_of::<PyList>()
        || value.is_instance_of::<PyTuple>()
        || value.is_instance_of::<PySet>()
        || value.is_instance_of::<PyFrozenSet>()
    {
        let items = value.try_iter()?.enumerate();
        let items = items.map(|(index, item)| {
            below(&item?, depth + 1).map_err(|problem| problem.under(|| format!("[{index}]")))
        });
        items.collect::<Result<_, _>>().map(Value::Array)
    } else {
        other(value, depth)
    }
}

fn string<'py>(text: &Bound<'py, PyString>) -> Read<'py, String> {
    let read = text.to_str().map(str::to_owned);
    read.map_err(|problem| Problem::Text { path: String::new(), text: text.clone(), problem })
}

fn integer(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    match value.extract::<i64>() {
        Ok(number) => Ok(number.into()),
        Err(_) => value.extract::<u64>().map(Value::from),
    }
}

fn object<'py>(dict: &Bound<'py, PyDict>, depth: usize) -> Read<'py, Value> {
    let mut object = Map::new();
    for (key, item) in dict.iter() {
        let key =
            key.cast::<PyString>().map_err(|_| PyTypeError::new_err("the keys of a dict must be str"))?;
        let key = string(key)?;
        let item = below(&item, depth + 1).map_err(|problem| problem.under(|| format!(".{key}")))?;
        object.insert(key, item);
    }
    Ok(Value::Object(object))
}

/// What is none of Python's own types says itself what it is on the wire.
fn other<'py>(value: &Bound<'py, PyAny>, depth: usize) -> Read<'py, Value> {
    for method in ["to_wire", "isoformat", "__fspath__"] {
        if let Some(method) = value.getattr_opt(method)?
            && method.is_callable()
        {
            return below(&method.call0()?, depth + 1);
        }
    }
    let name = value.get_type().name()?;
    Err(PyTypeError::new_err(format!("a value of type {name} cannot be sent")).into())
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
