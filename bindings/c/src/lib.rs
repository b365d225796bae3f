//! The C library of ecall.
