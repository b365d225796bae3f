//! Several messages in one call, and what became of each.

use ecall::{Outcome, Result, Sent};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use serde_json::{Map, Value};

use crate::answer::{Answer, MessageResult, object, sent, split, state};
use crate::convert::{from_object, to_json};
use crate::error::exception;

/// Messages that were sent in one call. Some may have been accepted and others not.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct SentList {
    list_id: Option<String>,
    items: Py<PyTuple>,
    extra: Map<String, Value>,
    /// What `raise_for_failed` raises.
    failure: Option<Py<PyAny>>,
}

/// What has become of the messages of a list.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct ListStatus {
    list_id: Option<String>,
    messages: Py<PyTuple>,
    is_final: bool,
    extra: Map<String, Value>,
}

#[pymethods]
impl SentList {
    /// What `list_status` asks for; the service answers for seven days.
    #[getter]
    fn list_id(&self) -> Option<&str> {
        self.list_id.as_deref()
    }

    /// For each message, in the order in which they were given, a MessageResult, or the EcallError that says why it was not
    /// accepted.
    #[getter]
    fn items(&self, py: Python<'_>) -> Py<PyTuple> {
        self.items.clone_ref(py)
    }

    /// An (index, MessageResult) pair for each message that was accepted.
    #[getter]
    fn accepted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.numbered(py, true)
    }

    /// An (index, EcallError) pair for each message that was not accepted, or of which that is not known.
    #[getter]
    fn failed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.numbered(py, false)
    }

    /// Raises an EcallError where not every message was accepted: of the kind of the failures where they are all of one kind,
    /// else a RejectedError; an OutcomeUnknownError where that holds for one of them.
    fn raise_for_failed(&self, py: Python<'_>) -> PyResult<()> {
        let Some(failure) = &self.failure else { return Ok(()) };
        // A copy: it may be raised more than once, and the traceback of one that this object holds would hold this object, which
        // the garbage collector does not see.
        let fresh = py.import("copy")?.call_method1("copy", (failure,))?;
        Err(PyErr::from_value(fresh))
    }

    /// Fields of the answer that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.extra)
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        self.items.bind(py).len()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let accepted = self.accepted(py)?.len();
        Ok(format!("<ecall.SentList {accepted} of {} accepted>", self.__len__(py)))
    }
}

impl SentList {
    fn numbered<'py>(&self, py: Python<'py>, accepted: bool) -> PyResult<Bound<'py, PyTuple>> {
        let items = self.items.bind(py).iter().enumerate();
        PyTuple::new(
            py,
            items.filter(|(_, item)| item.is_instance_of::<MessageResult>() == accepted).collect::<Vec<_>>(),
        )
    }

    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Self { list_id, items, failure, .. } = self;
        Ok((list_id, items, self.extra(py)?, failure).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (list_id, items, extra, failure): (_, _, Bound<'_, PyAny>, _) = value.extract()?;
        Ok(Self { list_id, items, extra: members(&extra)?, failure })
    }
}

#[pymethods]
impl ListStatus {
    /// The list's id, where the answer has it.
    #[getter]
    fn list_id(&self) -> Option<&str> {
        self.list_id.as_deref()
    }

    /// The state of each message, one per recipient, in the service's order.
    #[getter]
    fn messages(&self, py: Python<'_>) -> Py<PyTuple> {
        self.messages.clone_ref(py)
    }

    /// Whether no other state will follow for any of the messages. False of a list without messages.
    #[getter]
    fn is_final(&self) -> bool {
        self.is_final
    }

    /// Fields of the answer that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.extra)
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let last = if self.is_final { " is_final" } else { "" };
        format!("<ecall.ListStatus of {} messages{last}>", self.messages.bind(py).len())
    }
}

impl ListStatus {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Self { list_id, messages, is_final, .. } = self;
        Ok((list_id, messages, is_final, self.extra(py)?).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (list_id, messages, is_final, extra): (_, _, _, Bound<'_, PyAny>) = value.extract()?;
        Ok(Self { list_id, messages, is_final, extra: members(&extra)? })
    }
}

fn members(extra: &Bound<'_, PyAny>) -> PyResult<Map<String, Value>> {
    match to_json(Outcome::NotApplicable, "extra", extra)? {
        Value::Object(members) => Ok(members),
        _ => Ok(Map::new()),
    }
}

/// The answer to a list.
pub fn sent_list(py: Python<'_>, answer: ecall::Answer<ecall::SentList>) -> PyResult<Bound<'_, PyAny>> {
    let (common, list) = split(py, answer)?;
    let failure = list.raise_for_failed().err().map(|error| exception(py, &error)).transpose()?;
    let item = |item: Result<Sent>| match item {
        Ok(accepted) => sent(py, common.part(py), accepted),
        Err(error) => exception(py, &error),
    };
    let items = list.items.into_iter().map(item).collect::<PyResult<Vec<_>>>()?;
    let items = PyTuple::new(py, items)?.unbind();
    let failure = failure.map(Bound::unbind);
    object(py, common, SentList { list_id: list.list_id, items, extra: list.extra, failure })
}

/// The answer to a question after a list.
pub fn list_status(py: Python<'_>, answer: ecall::Answer<ecall::ListStatus>) -> PyResult<Bound<'_, PyAny>> {
    let (common, list) = split(py, answer)?;
    let is_final = list.is_final();
    let messages = list.messages.into_iter().map(|message| state(py, common.part(py), message));
    let messages = PyTuple::new(py, messages.collect::<PyResult<Vec<_>>>()?)?.unbind();
    object(py, common, ListStatus { list_id: list.list_id, messages, is_final, extra: list.extra })
}
