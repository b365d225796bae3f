//! A mock server that behaves as the eCall platform is specified to.
