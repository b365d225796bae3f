//! Messages of many, read without a detour where they are no more than texts.

use ecall::error::FieldError;
use ecall::smpp::{SubmitOptions, SubmitRequest};
use ecall::{Error, Result};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use serde_json::{Map, Value};

use crate::arguments::{Unit, option, text_problem};
use crate::many::not_read;
use crate::options::SUBMIT;
use crate::request::SENDS;

/// A message, or why it is none, which is then its result.
pub fn message(value: &Bound<'_, PyAny>) -> PyResult<Result<SubmitRequest>> {
    let read = if let Ok(dict) = value.cast::<PyDict>() {
        of_dict(dict)
    } else if let Ok(tuple) = value.cast::<PyTuple>() {
        of_tuple(tuple)
    } else {
        Ok(Err(wrong("message", "must be a dict, or a tuple of to, text and from")))
    };
    read.or_else(|raised| not_read(value.py(), raised).map(Err))
}

fn of_tuple(tuple: &Bound<'_, PyTuple>) -> PyResult<Result<SubmitRequest>> {
    if !(2..=3).contains(&tuple.len()) {
        return Ok(Err(wrong("message", "must be a dict, or a tuple of to, text and from")));
    }
    let mut request = SubmitRequest::default();
    for (place, item) in tuple.iter_borrowed().enumerate() {
        let name = ["to", "text", "from"][place];
        if let Err(problem) = put(&mut request, name, &item)? {
            return Ok(Err(problem));
        }
    }
    Ok(Ok(request))
}

fn of_dict(dict: &Bound<'_, PyDict>) -> PyResult<Result<SubmitRequest>> {
    let mut request = SubmitRequest::default();
    let mut options = Map::new();
    for (key, item) in dict.iter() {
        let Ok(key) = key.cast::<PyString>() else {
            return Ok(Err(wrong("message", "must have names that are str")));
        };
        let put = match key.to_str() {
            Ok("from_") => put(&mut request, "from", &item)?,
            Ok(name @ ("to" | "text" | "from")) => put(&mut request, name, &item)?,
            Ok(name) => {
                add(&mut options, name, &item)?;
                Ok(())
            }
            Err(problem) => Err(text_problem(SENDS, "message", key, problem)?),
        };
        if let Err(problem) = put {
            return Ok(Err(problem));
        }
    }
    if !options.is_empty() {
        match SubmitOptions::from_json(Value::Object(options)) {
            Ok(options) => request.options = Some(Box::new(options)),
            Err(problem) => return Ok(Err(problem)),
        }
    }
    Ok(Ok(request))
}

fn put(request: &mut SubmitRequest, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Result<()>> {
    let text = match value.cast::<PyString>() {
        Ok(text) => match text.to_str() {
            Ok(text) => text.to_owned(),
            Err(problem) => return text_problem(SENDS, name, text, problem).map(Err),
        },
        Err(_) if name == "from" && value.is_none() => return Ok(Ok(())),
        Err(_) => return Ok(Err(wrong(name, "must be str"))),
    };
    match name {
        "to" => request.to = text,
        "text" => request.text = text,
        _ => request.from = Some(text),
    }
    Ok(Ok(()))
}

/// An option by its name in Python. One that does not exist the library refuses.
fn add(options: &mut Map<String, Value>, name: &str, value: &Bound<'_, PyAny>) -> PyResult<()> {
    if value.is_none() {
        return Ok(());
    }
    let known = SUBMIT.iter().find(|(known, _)| known.strip_suffix("_ms").unwrap_or(known) == name);
    let (name, unit) = known.copied().unwrap_or((name, Unit::Plain));
    options.insert(name.to_owned(), option(SENDS, name, unit, value)?);
    Ok(())
}

fn wrong(field: &str, message: &'static str) -> Error {
    Error::argument(SENDS, FieldError::new(field, "type", message))
}
