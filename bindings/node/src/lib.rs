//! The Node addon of ecall.
