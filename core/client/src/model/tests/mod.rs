//! The models against the vendor's OpenAPI documents, which are the oracle: a field that is forgotten turns a test red.

mod behaviour;
mod reading;
mod rules;
mod sample;
mod schema;
mod vendor;
