//! Texts to the octets of an alphabet and back, and telephone numbers.

use std::borrow::Cow;

use ecall::text::{self as core, gsm, latin1, ucs2};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView};

use super::{number, optional_str, str, work};
use crate::error::raised;

/// Octets, where they lie if that cannot change.
pub fn octets<'a>(name: &str, value: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, [u8]>> {
    if let Ok(octets) = value.cast::<PyBytes>() {
        Ok(Cow::Borrowed(octets.as_bytes()))
    } else if let Ok(octets) = value.cast::<PyByteArray>() {
        Ok(Cow::Owned(octets.to_vec()))
    } else if value.is_instance_of::<PyMemoryView>() {
        value.call_method0("tobytes")?.extract().map(Cow::Owned)
    } else {
        let found = value.get_type().name()?;
        Err(PyTypeError::new_err(format!("{name} must be bytes, bytearray or memoryview, not {found}")))
    }
}

fn encoded<'py>(
    text: &Bound<'py, PyAny>,
    encode: impl FnOnce(&str) -> ecall::Result<Vec<u8>> + Send,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = text.py();
    let text = str("text", text)?;
    let octets = work(py, text.len(), || encode(text)).map_err(|error| raised(py, error))?;
    Ok(PyBytes::new(py, &octets))
}

fn decoded(
    name: &str,
    value: &Bound<'_, PyAny>,
    decode: impl FnOnce(&[u8]) -> String + Send,
) -> PyResult<String> {
    let octets = octets(name, value)?;
    Ok(work(value.py(), octets.len(), || decode(&octets)))
}

/// A text as unpacked septets of the GSM alphabet: an octet (0 to 127) for each, characters of the extension table after their
/// escape code.
#[pyfunction]
pub fn encode_gsm<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    encoded(text, core::encode_gsm)
}

/// The text of unpacked septets, read with the tables of the languages that its header names. Never fails: what is no septet
/// becomes U+FFFD.
#[pyfunction]
#[pyo3(
    signature = (septets, *, locking=None, single=None),
    text_signature = "(septets, *, locking='default', single='default')"
)]
pub fn decode_gsm(
    septets: &Bound<'_, PyAny>,
    locking: Option<&Bound<'_, PyAny>>,
    single: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let shifts = core::shifts(optional_str("locking", locking)?, optional_str("single", single)?);
    let shifts = shifts.map_err(|error| raised(septets.py(), error))?;
    decoded("septets", septets, |septets| gsm::decode_with(septets, shifts))
}

/// Septets packed into octets, after so many zero bits.
#[pyfunction]
#[pyo3(signature = (septets, fill_bits=None), text_signature = "(septets, fill_bits=0)")]
pub fn pack<'py>(
    septets: &Bound<'py, PyAny>,
    fill_bits: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = septets.py();
    let packed = core::pack(&octets("septets", septets)?, self::fill_bits(fill_bits)?);
    packed.map(|packed| PyBytes::new(py, &packed)).map_err(|error| raised(py, error))
}

/// So many septets out of packed octets, after so many bits; fewer where the octets do not hold them.
#[pyfunction]
#[pyo3(signature = (octets, septets, fill_bits=None), text_signature = "(octets, septets, fill_bits=0)")]
pub fn unpack<'py>(
    octets: &Bound<'py, PyAny>,
    septets: &Bound<'py, PyAny>,
    fill_bits: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyBytes>> {
    let py = octets.py();
    let count = number("septets", septets)?;
    let unpacked = core::unpack(&self::octets("octets", octets)?, count, self::fill_bits(fill_bits)?);
    unpacked.map(|unpacked| PyBytes::new(py, &unpacked)).map_err(|error| raised(py, error))
}

fn fill_bits(given: Option<&Bound<'_, PyAny>>) -> PyResult<u32> {
    given.map_or(Ok(0), |bits| number("fill_bits", bits))
}

/// A text as octets of UCS-2: two for each UTF-16 code unit, the higher first, without a byte order mark.
#[pyfunction]
pub fn encode_ucs2<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    encoded(text, |text| Ok(ucs2::encode(text)))
}

/// The text of octets of UCS-2. Never fails: half a surrogate pair and an odd octet at the end become U+FFFD each.
#[pyfunction]
pub fn decode_ucs2(octets: &Bound<'_, PyAny>) -> PyResult<String> {
    decoded("octets", octets, ucs2::decode)
}

/// A text as octets of Latin-1 (ISO 8859-1).
#[pyfunction]
pub fn encode_latin1<'py>(text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    encoded(text, core::encode_latin1)
}

/// The text of octets of Latin-1. Never fails.
#[pyfunction]
pub fn decode_latin1(octets: &Bound<'_, PyAny>) -> PyResult<String> {
    decoded("octets", octets, latin1::decode)
}

/// A telephone number in its international form: + and up to 15 digits.
#[pyfunction]
#[pyo3(signature = (text, default_country=None))]
pub fn normalise_msisdn(
    text: &Bound<'_, PyAny>,
    default_country: Option<&Bound<'_, PyAny>>,
) -> PyResult<String> {
    let default_country = optional_str("default_country", default_country)?;
    core::normalise_msisdn(str("text", text)?, default_country).map_err(|error| raised(text.py(), error))
}
