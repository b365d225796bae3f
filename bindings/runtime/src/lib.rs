//! What the bindings share: the I/O thread, the fork guard, the panic guard.
