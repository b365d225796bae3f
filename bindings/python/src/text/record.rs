//! Results that are nothing but values with names: frozen, equal where all of them are, made again by pickle from the same.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};

use super::OUTCOME;
use crate::arguments::no_text;

/// A class of `ecall.text` whose fields are attributes, with methods of its own behind them if it has any.
macro_rules! record {
    (
        $(#[$about:meta])*
        $name:ident { $($(#[$field_about:meta])* $field:ident: $kind:ty,)+ }
        $($methods:tt)*
    ) => {
        $(#[$about])*
        #[pyo3::pyclass(module = "ecall.text", frozen)]
        pub struct $name {
            $($(#[$field_about])* #[pyo3(get)] pub $field: $kind,)+
        }

        impl $name {
            const FIELDS: &'static [&'static str] = &[$(stringify!($field)),+];
        }

        #[pyo3::pymethods]
        impl $name {
            #[new]
            fn new($($field: &pyo3::Bound<'_, pyo3::PyAny>),+) -> pyo3::PyResult<Self> {
                use pyo3::types::PyAnyMethods as _;
                $(let $field = $field.extract::<$kind>().map_err(|problem| {
                    crate::text::record::wrong(stringify!($field), $field, problem.into())
                })?;)+
                Ok(Self { $($field),+ })
            }

            #[classattr]
            fn __match_args__(py: pyo3::Python<'_>) -> pyo3::PyResult<pyo3::Py<pyo3::types::PyTuple>> {
                pyo3::types::PyTuple::new(py, Self::FIELDS).map(pyo3::Bound::unbind)
            }

            fn __repr__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                crate::text::record::repr(slf, Self::FIELDS)
            }

            fn __eq__(
                slf: &pyo3::Bound<'_, Self>,
                other: &pyo3::Bound<'_, Self>,
            ) -> pyo3::PyResult<bool> {
                use pyo3::types::PyAnyMethods as _;
                let fields = |record| crate::text::record::fields(record, Self::FIELDS);
                fields(slf)?.eq(fields(other)?)
            }

            fn __hash__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<isize> {
                use pyo3::types::PyAnyMethods as _;
                crate::text::record::fields(slf, Self::FIELDS)?.hash()
            }

            fn __reduce__<'py>(
                slf: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<(
                pyo3::Bound<'py, pyo3::types::PyType>,
                pyo3::Bound<'py, pyo3::types::PyTuple>,
            )> {
                use pyo3::types::PyAnyMethods as _;
                Ok((slf.get_type(), crate::text::record::fields(slf, Self::FIELDS)?))
            }

            $($methods)*
        }
    };
}
pub(crate) use record;

/// What is raised for a value that is none of a record's field.
pub fn wrong(name: &str, value: &Bound<'_, PyAny>, problem: PyErr) -> PyErr {
    let py = value.py();
    if problem.is_instance_of::<PyTypeError>(py) {
        return PyTypeError::new_err(format!("argument '{name}': {}", problem.value(py)));
    }
    match value.cast::<PyString>() {
        Ok(text) => no_text(OUTCOME, name, text, problem),
        Err(_) => problem,
    }
}

/// The values of a record, in their order.
pub fn fields<'py>(record: &Bound<'py, impl Sized>, names: &[&str]) -> PyResult<Bound<'py, PyTuple>> {
    let record = record.as_any();
    PyTuple::new(record.py(), names.iter().map(|name| record.getattr(*name)).collect::<PyResult<Vec<_>>>()?)
}

/// `Name(field=value, …)`
pub fn repr(record: &Bound<'_, impl Sized>, names: &[&str]) -> PyResult<String> {
    let values = fields(record, names)?;
    let shown = names.iter().zip(values.iter_borrowed()).map(|(name, value)| {
        let value: Bound<'_, PyString> = value.repr()?;
        Ok(format!("{name}={}", value.to_str()?))
    });
    let shown: Vec<_> = shown.collect::<PyResult<_>>()?;
    Ok(format!("{}({})", record.as_any().get_type().name()?, shown.join(", ")))
}
