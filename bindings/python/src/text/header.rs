//! What stands before the text of a received part.

use ecall::text::{parse_header as read_header, udh};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use super::encoding::octets;
use super::record::record;
use crate::error::raised;

record! {
    /// Which part of which text.
    Concatenation {
        /// What the parts of one text share: 0 to 255 or, with 16 bits, to 65535.
        reference: u16,
        /// How long the reference is: 8 or 16 bits.
        bits: u8,
        /// How many parts there are, 1 to 255.
        total: u8,
        /// Which one this is, 1 to `total`.
        number: u8,
    }
}

record! {
    /// One element of a header.
    Element {
        /// The information element identifier.
        id: u8,
        /// What it says, 0 to 253 octets.
        data: Py<PyBytes>,
    }
}

record! {
    /// A user data header, and what follows it.
    Header {
        /// Of which text this is a part, and which. None where the header does not say so in a valid element.
        concatenation: Option<Py<Concatenation>>,
        /// The language whose table stands for the default alphabet; "default" where the header names none.
        locking: String,
        /// The language whose table stands for the extension table; "default" where the header names none.
        single: String,
        /// How many bits, 0 to 6, stand between the header and the first packed septet.
        fill_bits: u8,
        /// The elements in their order, also those that are unknown or repeated.
        elements: Py<PyTuple>,
        /// The octets after the header.
        body: Py<PyBytes>,
    }
}

impl From<udh::Concatenation> for Concatenation {
    fn from(concatenation: udh::Concatenation) -> Self {
        let udh::Concatenation { reference, bits, total, number } = concatenation;
        Self { reference, bits: bits.bits(), total, number }
    }
}

/// Reads the user data header at the start of a received part's octets.
#[pyfunction]
#[pyo3(name = "parse_header", signature = (octets))]
pub fn parse_header(octets: &Bound<'_, PyAny>) -> PyResult<Header> {
    let py = octets.py();
    let octets = self::octets("octets", octets)?;
    let (header, body) = read_header(&octets).map_err(|error| raised(py, error))?;
    let elements = header.elements().map(|element| {
        Py::new(py, Element { id: element.id, data: PyBytes::new(py, element.data).unbind() })
    });
    let elements = PyTuple::new(py, elements.collect::<PyResult<Vec<_>>>()?)?;
    let concatenation = header.concatenation().map(|found| Py::new(py, Concatenation::from(found)));
    let shifts = header.shifts();
    Ok(Header {
        concatenation: concatenation.transpose()?,
        locking: shifts.locking.as_str().to_owned(),
        single: shifts.single.as_str().to_owned(),
        fill_bits: header.fill_bits(),
        elements: elements.unbind(),
        body: PyBytes::new(py, body).unbind(),
    })
}
