//! Client for the eCall messaging platform.
