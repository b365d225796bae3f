//! A client as the package holds it.

use std::sync::Arc;

use ecall::smpp::SubmitOptions;
use ecall::{BulkOptions, CancelToken, MessagesOptions, Outcome, WaitManyOptions};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde_json::{Map, Value};

use crate::arguments::options;
use crate::call::Call;
use crate::error::raised;
use crate::held::Held;
use crate::hub::Hub;
use crate::interrupt::{during, interrupt};
use crate::log::Log;
use crate::many::{Sending, Watching};
use crate::options;
use crate::request::{ASKS, Https, Request, Rest, SENDS, Smpp, Soap, call_options, given, ids};
use crate::smpp::Submitting;
use crate::stream::{Stream, time};

/// A session of the runtime, and the log of its client: what the clients of all interfaces stand on.
struct Inner<R: Request> {
    session: R::Session,
    log: Arc<Log>,
}

impl<R: Request> Inner<R> {
    fn new(options: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let py = options.py();
        let log = Log::new();
        let given = self::options(Outcome::NotApplicable, R::Session::OPTIONS, options)?
            .unwrap_or_else(|| Value::Object(Map::new()));
        let interrupt = interrupt(Arc::clone(&log));
        let session = py.detach(|| R::Session::make(given, log.hook(), interrupt));
        Ok(Self { session: session.map_err(|error| raised(py, error))?, log })
    }

    fn call<'py>(
        &self,
        operation: &str,
        arguments: &Bound<'py, PyTuple>,
        options: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = arguments.py();
        let request = R::read(operation, arguments, options)?;
        let own = request.raised();
        if request.closes() {
            self.session.closing();
        }
        self.log.begin(py)?;
        let call = || self.session.blocking(|client| request.block(client));
        let (answer, signal) = py.detach(|| during(call));
        self.log.flush(py);
        let answer = match answer {
            Ok(reply) => reply.into_python(py),
            Err(error) => Err(own.take().unwrap_or_else(|| raised(py, error))),
        };
        match signal {
            None => answer,
            Some(signal) => Err(explained(py, signal, answer)?),
        }
    }

    fn start(
        &self,
        hub: &Bound<'_, Hub>,
        waiter: Py<PyAny>,
        operation: &str,
        arguments: &Bound<'_, PyTuple>,
        options: &Bound<'_, PyAny>,
    ) -> PyResult<Py<Call>> {
        let py = hub.py();
        let mut request = R::read(operation, arguments, options)?;
        if request.closes() {
            self.session.closing();
        }
        let mailbox = Arc::clone(hub.get().mailbox());
        self.log.begin_on(py, &mailbox)?;
        let token = CancelToken::new();
        request.cancelled_by(token.clone());
        let call = Py::new(py, Call::new(token, request.raised(), waiter))?;
        let started = call.clone_ref(py);
        let done = move |answer| mailbox.put_answer(started, answer);
        self.session.spawn(|client| request.run(client), done).map_err(|error| raised(py, error))?;
        Ok(call)
    }
}

/// Defines the class of the sessions of one interface: what all have, and its own.
macro_rules! session {
    ($(#[doc = $doc:literal])* $name:ident of $request:ty { $($own:tt)* }) => {
        $(#[doc = $doc])*
        #[pyclass(module = "ecall._ecall", frozen)]
        pub struct $name(Inner<$request>);

        #[pymethods]
        impl $name {
            /// A client with these options, in the order of `options.rs`.
            #[new]
            fn new(options: &Bound<'_, PyTuple>) -> PyResult<Self> {
                Inner::new(options).map(Self)
            }

            /// Makes a call and waits for its end, without holding the interpreter.
            fn call<'py>(
                &self,
                operation: &str,
                arguments: &Bound<'py, PyTuple>,
                options: &Bound<'py, PyAny>,
            ) -> PyResult<Bound<'py, PyAny>> {
                self.0.call(operation, arguments, options)
            }

            /// Starts a call whose end `waiter`, a future of the hub's loop, is told.
            fn start(
                &self,
                hub: &Bound<'_, Hub>,
                waiter: Py<PyAny>,
                operation: &str,
                arguments: &Bound<'_, PyTuple>,
                options: &Bound<'_, PyAny>,
            ) -> PyResult<Py<Call>> {
                self.0.start(hub, waiter, operation, arguments, options)
            }

            /// Refuses every later call.
            fn close(&self) {
                self.0.session.close();
            }

            /// Whether it was closed.
            #[getter]
            fn closed(&self) -> bool {
                self.0.session.is_closed()
            }

            $($own)*
        }
    };
}

session! {
    /// What `ecall.Client` and `ecall.AsyncClient` stand on.
    Session of Rest {
        /// Begins to send many messages.
        fn send_many(&self, options: &Bound<'_, PyAny>) -> PyResult<Sending> {
            let (py, Inner { session, log }) = (options.py(), &self.0);
            let options = given(SENDS, options::BULK, options, BulkOptions::from_json)?;
            log.begin(py)?;
            let bulk = py.detach(|| session.bulk(&options)).map_err(|error| raised(py, error))?;
            Ok(Sending::new(bulk, Arc::clone(log)))
        }

        /// Begins to follow many messages.
        fn wait_many(&self, message_ids: &Bound<'_, PyAny>, options: &Bound<'_, PyAny>) -> PyResult<Watching> {
            let (py, Inner { session, log }) = (options.py(), &self.0);
            let message_ids = ids(message_ids)?;
            let options = given(ASKS, options::WAIT_MANY, options, WaitManyOptions::from_json)?;
            log.begin(py)?;
            let following = py.detach(|| session.follow(message_ids, &options));
            let following = following.map_err(|error| raised(py, error))?;
            Ok(Watching::new(following, Arc::clone(log)))
        }
    }
}

session! {
    /// What `ecall.HttpsClient` and `ecall.AsyncHttpsClient` stand on.
    HttpsSession of Https {
        /// The messages in the cache, for `start` where it is `asynchronous` and else for `call`.
        fn messages(
            &self,
            asynchronous: bool,
            messages: &Bound<'_, PyAny>,
            options: &Bound<'_, PyAny>,
        ) -> PyResult<Stream> {
            let messages = given(ASKS, options::MESSAGES, messages, MessagesOptions::from_json)?;
            let call = call_options(ASKS, options::READ, options)?;
            let stream = Stream::messages(&self.0.session, asynchronous, messages, &call);
            stream.map_err(|error| raised(options.py(), error))
        }

        /// The states of all jobs between two times; likewise.
        fn status_range(
            &self,
            asynchronous: bool,
            start: &Bound<'_, PyAny>,
            end: &Bound<'_, PyAny>,
            options: &Bound<'_, PyAny>,
        ) -> PyResult<Stream> {
            let (start, end) = (time("start", start)?, time("end", end)?);
            let call = call_options(ASKS, options::READ, options)?;
            let stream = Stream::range(&self.0.session, asynchronous, [&start, &end], &call);
            stream.map_err(|error| raised(options.py(), error))
        }
    }
}

session! {
    /// What `ecall.SoapClient` and `ecall.AsyncSoapClient` stand on.
    SoapSession of Soap {}
}

session! {
    /// What `ecall.SmppClient` and `ecall.AsyncSmppClient` stand on.
    SmppSession of Smpp {
        /// What happens on the link, for `start` where it is `asynchronous` and else for `call`.
        fn events(&self, py: Python<'_>, asynchronous: bool) -> PyResult<Stream> {
            Stream::events(&self.0.session.session, asynchronous).map_err(|error| raised(py, error))
        }

        /// Begins to send many messages.
        fn submit_many(&self, options: &Bound<'_, PyAny>) -> PyResult<Submitting> {
            let (py, Inner { session, log }) = (options.py(), &self.0);
            let options = given(SENDS, options::SUBMIT, options, SubmitOptions::from_json)?;
            log.begin(py)?;
            let bulk = py.detach(|| session.session.bulk(options)).map_err(|error| raised(py, error))?;
            Ok(Submitting::new(bulk, Arc::clone(log)))
        }
    }
}

/// What a signal handler raised, with what became of the call that it cut short: the package decides how they go together.
fn explained(py: Python<'_>, signal: PyErr, answer: PyResult<Bound<'_, PyAny>>) -> PyResult<PyErr> {
    let answer = answer.unwrap_or_else(|error| error.into_value(py).into_bound(py).into_any());
    let signal = signal.into_value(py);
    py.import("ecall._error")?.call_method1("explain", (&signal, answer))?;
    Ok(PyErr::from_value(signal.into_bound(py).into_any()))
}
