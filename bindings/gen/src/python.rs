//! The Python package's generated files: the clients' signatures, the exceptions, the models, and the order of the options
//! that package and extension agree on.

mod clients;
mod errors;
mod faces;
mod models;
mod operations;
mod options;
mod package;
mod text;

use std::path::{Path, PathBuf};

use crate::Result;
use crate::output::Output;

/// Every generated file of the Python package and its extension.
pub fn outputs(_root: &Path) -> Result<Vec<Output>> {
    let output = |path: &str, content: String| Output { path: PathBuf::from(path), content };
    Ok(vec![
        output("bindings/python/src/options.rs", options::rust()),
        output("python/ecall/__init__.py", package::render(&models::names()?)),
        output("python/ecall/_client.py", clients::render(&faces::REST_CLIENTS)?),
        output("python/ecall/_https.py", clients::render(&faces::HTTPS_CLIENTS)?),
        output("python/ecall/_smpp.py", clients::render(&faces::SMPP_CLIENTS)?),
        output("python/ecall/_soap.py", clients::render(&faces::SOAP_CLIENTS)?),
        output("python/ecall/errors.py", errors::render()),
        output("python/ecall/models.py", models::render()?),
    ])
}
