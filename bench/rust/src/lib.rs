//! The Rust side of the benchmark.
