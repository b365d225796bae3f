//! Text alphabets, pages and address rules of the eCall platform, without I/O.
