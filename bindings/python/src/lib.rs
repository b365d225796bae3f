//! The extension module `ecall._ecall`: converts arguments, calls one function of the library, converts its result.
//!
//! What users see (`ecall.Client`, `ecall.AsyncClient`, exceptions, models) is Python code in `python/ecall`.

mod answer;
mod arguments;
mod attachment;
mod cache;
mod call;
mod callback;
mod convert;
mod error;
mod held;
mod hub;
mod interrupt;
mod job_state;
mod jobs;
mod lasting;
mod lists;
mod log;
mod many;
mod media;
#[rustfmt::skip]
mod options;
mod pickle;
mod request;
mod session;
mod smpp;
mod stream;
mod text;
mod time;
mod wake;
mod webhook;

use pyo3::prelude::*;

/// The native part of `ecall`. Use `ecall.Client` and `ecall.AsyncClient` instead.
#[pymodule]
mod _ecall {
    #[pymodule_export]
    use super::answer::{Answer, MessageResult, MessageStatus, RawResponse};
    #[pymodule_export]
    use super::cache::{CachedMessage, Deletion};
    #[pymodule_export]
    use super::call::Call;
    #[pymodule_export]
    use super::callback::{CallbackNotification, CallbackReply, CallbackSms};
    #[pymodule_export]
    use super::error::kinds;
    #[pymodule_export]
    use super::hub::{Hub, after_fork, before_fork};
    #[pymodule_export]
    use super::job_state::{JobState, SoapResolution};
    #[pymodule_export]
    use super::jobs::{InboundSms, JobStates, JobStatus, LocalTime, Resolution, SentJob};
    #[pymodule_export]
    use super::lists::{ListStatus, SentList};
    #[pymodule_export]
    use super::many::{Sending, Watching};
    #[pymodule_export]
    use super::media::{Media, UploadedMedia};
    #[pymodule_export]
    use super::pickle::{remade, restore};
    #[pymodule_export]
    use super::session::{HttpsSession, Session, SmppSession, SoapSession};
    #[pymodule_export]
    use super::smpp::{Submitted, Submitting};
    #[pymodule_export]
    use super::stream::{Stream, Turn};
    #[pymodule_export]
    use super::text::{
        Assembled, Columns, Concatenation, Cut, Element, Estimate, Header, Incomplete, LimitProblem, Page,
        Part, Position, Pushed, Reassembler, Replacement, Saving, Split, Transliteration, decode_gsm,
        decode_latin1, decode_ucs2, encode_gsm, encode_latin1, encode_ucs2, estimate, estimate_many,
        normalise_msisdn, pack, parse_header, split, to_gsm, unpack,
    };

    #[pymodule_export]
    use super::webhook::{
        ReceivedMessage, Receiver, StatusEvent, is_from_ecall, parse_callback, parse_received, parse_status,
    };

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
