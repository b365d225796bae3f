//! What a text costs and why.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::lasting::Lasting;
use ecall::text::{self as core, Alphabet, Measure};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use serde_json::json;

use super::record::record;
use crate::convert::from_json;

record! {
    /// A place in a text, in the units of every language, each counted from 0.
    Position {
        /// The character that stands there.
        character: char,
        /// Its offset in octets of UTF-8.
        byte: usize,
        /// Its offset in code points: the index of a str.
        code_point: usize,
        /// Its offset in UTF-16 code units.
        utf16: usize,
    }
}

record! {
    /// A rule that a text breaks.
    LimitProblem {
        /// "page_limit", "max_length" or "force_gsm", an open set.
        code: String,
        /// How many pages or characters the rule is about.
        found: usize,
        /// How many it allows. None where it is no number (force_gsm).
        limit: Option<usize>,
    }
}

record! {
    /// Where the service would cut a text.
    Cut {
        /// The first character that is lost.
        from_: Py<Position>,
        /// How many characters (code points) are lost, 1 at least.
        characters: usize,
    }
}

record! {
    /// What a text would cost after `to_gsm`.
    Saving {
        /// What it would be counted in: "gsm" or "ucs2".
        alphabet: String,
        /// How many pages it would take.
        pages: usize,
        /// How many units it would have.
        units: usize,
    }
}

impl From<core::Position> for Position {
    fn from(position: core::Position) -> Self {
        let core::Position { character, byte, code_point, utf16 } = position;
        Self { character, byte, code_point, utf16 }
    }
}

impl From<core::LimitProblem> for LimitProblem {
    fn from(problem: core::LimitProblem) -> Self {
        Self { code: problem.code().to_owned(), found: problem.found(), limit: problem.limit() }
    }
}

impl LimitProblem {
    fn to_core(&self) -> PyResult<core::LimitProblem> {
        let found = self.found;
        match (self.code.as_str(), self.limit) {
            ("page_limit", Some(limit)) => Ok(core::LimitProblem::Pages { found, limit }),
            ("max_length", Some(limit)) => Ok(core::LimitProblem::Characters { found, limit }),
            ("force_gsm", None) => Ok(core::LimitProblem::NotGsm { found }),
            _ => Err(not_ours()),
        }
    }
}

impl From<&Position> for core::Position {
    fn from(position: &Position) -> Self {
        let Position { character, byte, code_point, utf16 } = *position;
        Self { character, byte, code_point, utf16 }
    }
}

/// The word of an alphabet: always the same object.
pub fn word(py: Python<'_>, alphabet: Alphabet) -> PyResult<Bound<'_, PyAny>> {
    static GSM: Lasting = Lasting::new();
    static UCS2: Lasting = Lasting::new();
    static UNICODE: Lasting = Lasting::new();
    let kept = match alphabet {
        Alphabet::Gsm => &GSM,
        Alphabet::Ucs2 => &UCS2,
        Alphabet::Unicode => &UNICODE,
        other => return Ok(PyString::new(py, other.as_str()).into_any()),
    };
    kept.get(py, || Ok(PyString::intern(py, alphabet.as_str()).into_any())).cloned()
}

fn alphabet_of(word: &str) -> PyResult<Alphabet> {
    let all = [Alphabet::Gsm, Alphabet::Ucs2, Alphabet::Unicode];
    all.into_iter().find(|alphabet| alphabet.as_str() == word).ok_or_else(not_ours)
}

fn not_ours() -> PyErr {
    PyValueError::new_err("not an estimate of this library")
}

/// Positions as a tuple.
pub fn positions<'py>(py: Python<'py>, positions: &[core::Position]) -> PyResult<Bound<'py, PyTuple>> {
    let all = positions.iter().map(|position| Py::new(py, Position::from(*position)));
    PyTuple::new(py, all.collect::<PyResult<Vec<_>>>()?)
}

/// What will become of a text: what it costs and why, which limits it breaks, and where the service would cut it.
#[pyclass(module = "ecall.text", frozen)]
pub struct Estimate(core::Estimate);

impl From<core::Estimate> for Estimate {
    fn from(estimate: core::Estimate) -> Self {
        Self(estimate)
    }
}

/// What pickle keeps of an estimate.
type State = (
    String,
    (usize, usize, usize, usize),
    Vec<Py<Position>>,
    Vec<Py<Position>>,
    Vec<Py<LimitProblem>>,
    Option<Py<Cut>>,
    Option<Py<Saving>>,
);

#[pymethods]
impl Estimate {
    /// What the text is counted in: "gsm" (septets), "ucs2" (UTF-16 code units) or, on channels without pages, "unicode" (code
    /// points).
    #[getter]
    fn alphabet<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        word(py, self.0.measure.alphabet)
    }

    /// How many pages it takes, whatever the limits: 1 at least; 1 on channels without pages.
    #[getter]
    fn pages(&self) -> usize {
        self.0.measure.pages
    }

    /// Its length: septets in GSM (characters of the extension table two), UTF-16 code units in UCS-2 (most emoji two), code
    /// points on channels without pages.
    #[getter]
    fn units(&self) -> usize {
        self.0.measure.units
    }

    /// The room on the last page, in units (on channels without pages, up to the limit).
    #[getter]
    fn units_left(&self) -> usize {
        self.0.measure.units_left
    }

    /// What a page of this text holds, in units: 160 or 70 alone, 153 or 67 in parts (152 or 66 with a reference of 16 bits). The
    /// limit of characters on channels without pages.
    #[getter]
    fn page_units(&self) -> usize {
        self.0.measure.page_units
    }

    /// The characters that GSM does not have, in order: why the text is UCS-2. Empty where it is not. Made anew each time.
    #[getter]
    fn forcing<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        positions(py, &self.0.forcing)
    }

    /// The characters that cost two units, in order: those of the extension table in GSM, those outside the Basic Multilingual
    /// Plane (most emoji) in UCS-2. Made anew each time.
    #[getter]
    fn doubled<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        positions(py, &self.0.doubled)
    }

    /// The rules that the text breaks. Empty where it can be sent whole.
    #[getter]
    fn problems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let problems = self.0.problems.iter().map(|problem| Py::new(py, LimitProblem::from(*problem)));
        PyTuple::new(py, problems.collect::<PyResult<Vec<_>>>()?)
    }

    /// Where the service would cut the text; None where all of it is sent. (Provisional: the service's documentation says no more
    /// than "truncated".)
    #[getter]
    fn cut(&self, py: Python<'_>) -> PyResult<Option<Cut>> {
        let cut = self.0.cut.map(|cut| {
            let from_ = Py::new(py, Position::from(cut.from))?;
            Ok(Cut { from_, characters: cut.characters })
        });
        cut.transpose()
    }

    /// What `to_gsm` would make of it; None where that is neither another alphabet nor fewer pages.
    #[getter]
    fn transliterated(&self) -> Option<Saving> {
        self.0.transliterated.map(|saving| {
            let core::Saving { alphabet, pages, units } = saving;
            Saving { alphabet: alphabet.as_str().to_owned(), pages, units }
        })
    }

    /// All of it as a dict of JSON's types, with the same names as in every language.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        from_json(py, &json!(self.0))
    }

    fn __repr__(&self) -> String {
        let Measure { alphabet, pages, units, units_left, .. } = self.0.measure;
        let problems: Vec<_> = self.0.problems.iter().map(|problem| problem.code()).collect();
        let problems =
            if problems.is_empty() { String::new() } else { format!(" problems={}", problems.join(",")) };
        format!(
            "<ecall.text.Estimate alphabet={} pages={pages} units={units} units_left={units_left}{problems}>",
            alphabet.as_str()
        )
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.measure.hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyAny>,))> {
        let py = slf.py();
        let this = slf.get();
        let Measure { pages, units, units_left, page_units, .. } = this.0.measure;
        let state = (
            this.alphabet(py)?,
            (pages, units, units_left, page_units),
            this.forcing(py)?,
            this.doubled(py)?,
            this.problems(py)?,
            this.cut(py)?,
            this.transliterated(),
        );
        let restore = slf.get_type().getattr("_restore")?;
        Ok((restore, (state.into_pyobject(py)?.into_any(),)))
    }

    /// Makes a pickled estimate again.
    #[staticmethod]
    fn _restore(state: State) -> PyResult<Self> {
        let (alphabet, (pages, units, units_left, page_units), forcing, doubled, problems, cut, saving) =
            state;
        let places = |all: Vec<Py<Position>>| all.iter().map(|position| position.get().into()).collect();
        let saving = saving.map(|saving| {
            let Saving { alphabet, pages, units } = saving.get();
            alphabet_of(alphabet).map(|alphabet| core::Saving { alphabet, pages: *pages, units: *units })
        });
        Ok(Self(core::Estimate {
            measure: Measure { alphabet: alphabet_of(&alphabet)?, pages, units, units_left, page_units },
            forcing: places(forcing),
            doubled: places(doubled),
            problems: problems.iter().map(|problem| problem.get().to_core()).collect::<PyResult<_>>()?,
            cut: cut.map(|cut| {
                let from = core::Position::from(cut.get().from_.get());
                core::Cut { from, characters: cut.get().characters }
            }),
            transliterated: saving.transpose()?,
        }))
    }
}
