//! The Python extension module of ecall.
