//! What the HTTPS and SOAP interfaces tell by themselves.

use ecall::model::JobNotification;
use ecall::webhook::{self, CallbackMessage, CallbackNotification as Notification, Event};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use serde_json::Value;

use crate::convert::{from_json, from_object};
use crate::jobs::{InboundSms, LocalTime};
use crate::pickle::{Restored, TIME, plain, remake};

/// A (name, value) pair for each parameter of a request.
pub fn pairs(py: Python<'_>, raw: &[(String, Value)]) -> PyResult<Py<PyTuple>> {
    let pair = |(name, value): &(String, Value)| (name, from_json(py, value)?).into_pyobject(py);
    PyTuple::new(py, raw.iter().map(pair).collect::<PyResult<Vec<_>>>()?).map(Bound::unbind)
}

macro_rules! messages {
    ($($(#[doc = $doc:literal])* $name:ident)*) => {$(
        $(#[doc = $doc])*
        #[pyclass(module = "ecall.webhook", frozen, extends = InboundSms)]
        pub struct $name {
            raw: Py<PyTuple>,
        }

        #[pymethods]
        impl $name {
            /// A (name, value) pair for every parameter as it came, in order; also what the URL's owner put there.
            #[getter]
            fn raw(&self, py: Python<'_>) -> Py<PyTuple> {
                self.raw.clone_ref(py)
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Restored<'py>> {
                let json = slf.as_super().get().kept()?;
                Ok((remake(slf.py())?, (stringify!($name), json, Some(slf.get().raw.clone_ref(slf.py())))))
            }
        }

        impl $name {
            /// A message with the parameters that it was read from.
            pub fn about(
                py: Python<'_>,
                message: ecall::model::InboundSms,
                raw: Py<PyTuple>,
            ) -> PyResult<Bound<'_, PyAny>> {
                let class = PyClassInitializer::from(InboundSms::new(message));
                Bound::new(py, class.add_subclass(Self { raw })).map(Bound::into_any)
            }
        }
    )*};
}

messages! {
    /// A reply to a message of the HTTPS or SOAP interface.
    CallbackReply
    /// A message to a number of the account whose messages are forwarded.
    CallbackSms
}

/// What became of a job of the HTTPS or SOAP interface at one of its recipients. Any field may be missing.
#[pyclass(module = "ecall.webhook", frozen)]
pub struct CallbackNotification {
    told: JobNotification,
    raw: Py<PyTuple>,
}

#[pymethods]
impl CallbackNotification {
    /// The job.
    #[getter]
    fn job_id(&self) -> Option<&str> {
        self.told.job_id.as_deref()
    }

    /// The result: an open number.
    #[getter]
    fn result_code(&self) -> Option<i64> {
        self.told.result_code.map(ecall::model::ResultCode::number)
    }

    /// The same as a text.
    #[getter]
    fn result_text(&self) -> Option<&str> {
        self.told.result_text.as_deref()
    }

    /// The recipient.
    #[getter]
    fn number(&self) -> Option<&str> {
        self.told.number.as_deref()
    }

    /// When it was reached.
    #[getter]
    fn time_stamp(&self) -> Option<LocalTime> {
        self.told.time_stamp.clone().map(LocalTime::from)
    }

    /// Fields that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.told.extra)
    }

    /// A (name, value) pair for every parameter as it came, in order; also what the URL's owner put there.
    #[getter]
    fn raw(&self, py: Python<'_>) -> Py<PyTuple> {
        self.raw.clone_ref(py)
    }

    fn __repr__(&self) -> String {
        let (id, code) = (self.job_id().unwrap_or_default(), self.told.result_code);
        let code = code.map_or_else(|| "None".to_owned(), |code| code.to_string());
        format!("<ecall.webhook.CallbackNotification job_id={id:?} result_code={code}>")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        let json = plain(serde_json::to_value(&self.told), TIME)?;
        Ok((remake(py)?, ("CallbackNotification", json, Some(self.raw.clone_ref(py)))))
    }
}

impl CallbackNotification {
    /// A notification with the parameters that it was read from.
    pub fn about(py: Python<'_>, told: JobNotification, raw: Py<PyTuple>) -> PyResult<Bound<'_, PyAny>> {
        Bound::new(py, Self { told, raw }).map(Bound::into_any)
    }
}

/// A callback as the object of its class; nothing where the event is none.
pub fn callback(py: Python<'_>, event: webhook::Event) -> PyResult<Option<Bound<'_, PyAny>>> {
    Ok(match event {
        Event::CallbackReply(CallbackMessage { message, raw, .. }) => {
            Some(CallbackReply::about(py, message, pairs(py, &raw)?)?)
        }
        Event::CallbackSms(CallbackMessage { message, raw, .. }) => {
            Some(CallbackSms::about(py, message, pairs(py, &raw)?)?)
        }
        Event::CallbackNotification(Notification { notification, raw, .. }) => {
            Some(CallbackNotification::about(py, notification, pairs(py, &raw)?)?)
        }
        _ => None,
    })
}
