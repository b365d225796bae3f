//! The events of a client on their way to `logging.getLogger("ecall")`.
//!
//! An event is noted without the interpreter and handed to Python's logging by a thread that has it anyway: the caller's
//! during and after a blocking call, the event loop's for the others. So logging never holds a call up.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use crate::lasting::Lasting;
use ecall::{LogEvent, LogHook, LogLevel};
use ecall_runtime::PerProcess;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::Value;

use crate::convert::from_object;
use crate::hub::Mailbox;
use crate::interrupt::is_blocking;

/// Events kept until a thread fetches them; the oldest are dropped beyond that.
const KEPT: usize = 1000;
/// Above every level.
const OFF: i32 = i32::MAX;

/// The log of one client.
pub struct Log {
    /// The least level that Python's logger is enabled for, as it was when the last call began.
    level: AtomicI32,
    noted: PerProcess<Noted>,
}

#[derive(Default)]
struct Noted {
    events: Mutex<VecDeque<LogEvent>>,
    /// Where the events of asynchronous calls are fetched.
    mailbox: Mutex<Weak<Mailbox>>,
    /// The mailbox knows that there are events.
    told: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Log {
    /// A log that nobody listens to yet.
    pub fn new() -> Arc<Self> {
        Arc::new(Self { level: AtomicI32::new(OFF), noted: PerProcess::new() })
    }

    /// What the client calls.
    pub fn hook(self: &Arc<Self>) -> LogHook {
        let log = Arc::clone(self);
        LogHook::new(move |event| log.note(event))
    }

    fn noted(&self) -> &Noted {
        self.noted.get(|_| Ok::<_, Infallible>(Noted::default())).unwrap_or_else(|never| match never {})
    }

    fn note(self: &Arc<Self>, event: &LogEvent) {
        if number(event.level) < self.level.load(Ordering::Relaxed) {
            return;
        }
        let noted = self.noted();
        let mut events = lock(&noted.events);
        if events.len() == KEPT {
            events.pop_front();
        }
        events.push_back(event.clone());
        drop(events);
        if !is_blocking()
            && !noted.told.swap(true, Ordering::AcqRel)
            && let Some(mailbox) = lock(&noted.mailbox).upgrade()
        {
            mailbox.put_log(Arc::clone(self));
        }
    }

    /// Looks, before a call, for what Python's logger is enabled.
    pub fn begin(&self, py: Python<'_>) -> PyResult<()> {
        self.level.store(enabled(py)?, Ordering::Relaxed);
        Ok(())
    }

    /// As [`begin`](Self::begin), for a call whose events are fetched by the loop of `mailbox`.
    pub fn begin_on(&self, py: Python<'_>, mailbox: &Arc<Mailbox>) -> PyResult<()> {
        self.begin(py)?;
        if self.level.load(Ordering::Relaxed) != OFF {
            let noted = self.noted();
            *lock(&noted.mailbox) = Arc::downgrade(mailbox);
            noted.told.store(false, Ordering::Release);
        }
        Ok(())
    }

    /// Hands what was noted to Python's logging. What a handler raises is reported as Python reports such things.
    pub fn flush(&self, py: Python<'_>) {
        let noted = self.noted();
        noted.told.store(false, Ordering::Release);
        let events = std::mem::take(&mut *lock(&noted.events));
        for event in events {
            if let Err(problem) = emit(py, &event) {
                problem.write_unraisable(py, None);
            }
        }
    }
}

static LOGGER: Lasting = Lasting::new();

/// The logger, where the program uses logging at all.
fn logger(py: Python<'_>) -> PyResult<Option<&Bound<'_, PyAny>>> {
    if LOGGER.made(py).is_none() {
        let modules = py.import("sys")?.getattr("modules")?;
        if !modules.contains("logging")? {
            return Ok(None);
        }
    }
    LOGGER.get(py, || py.import("logging")?.call_method1("getLogger", ("ecall",))).map(Some)
}

fn enabled(py: Python<'_>) -> PyResult<i32> {
    let Some(logger) = logger(py)? else { return Ok(OFF) };
    // Without a handler Python would print warnings: a program that did not ask for a log gets none.
    if !logger.call_method0("hasHandlers")?.is_truthy()? {
        return Ok(OFF);
    }
    for level in [LogLevel::Debug, LogLevel::Info, LogLevel::Warning] {
        if logger.call_method1("isEnabledFor", (number(level),))?.is_truthy()? {
            return Ok(number(level));
        }
    }
    Ok(OFF)
}

/// Python's number of a level.
fn number(level: LogLevel) -> i32 {
    match level {
        LogLevel::Debug => 10,
        LogLevel::Warning => 30,
        _ => 20,
    }
}

fn emit(py: Python<'_>, event: &LogEvent) -> PyResult<()> {
    let Some(logger) = logger(py)? else { return Ok(()) };
    let Ok(Value::Object(fields)) = serde_json::to_value(event) else { return Ok(()) };
    let mut text = format!("{} {}", event.operation, event.event);
    for (name, value) in fields.iter().filter(|(name, value)| shown(name, value)) {
        let _ = match value {
            Value::String(value) => write!(text, " {name}={value}"),
            value => write!(text, " {name}={value}"),
        };
    }
    let extra = PyDict::new(py);
    extra.set_item("ecall", from_object(py, &fields)?)?;
    let keywords = PyDict::new(py);
    keywords.set_item("extra", extra)?;
    let arguments = (number(event.level), "%s", text);
    logger.call_method("log", arguments, Some(&keywords)).map(drop)
}

/// Fields that the text of a record repeats: those that are known and not in its first two words.
fn shown(name: &str, value: &Value) -> bool {
    !value.is_null() && !matches!(name, "level" | "operation" | "event")
}
