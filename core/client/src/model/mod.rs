//! The messages, results and states of eCall, each written once.
