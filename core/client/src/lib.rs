//! Client for the eCall messaging platform.

pub mod error;
pub mod model;
