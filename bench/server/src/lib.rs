//! The local TLS server that every peer of the benchmark talks to.
