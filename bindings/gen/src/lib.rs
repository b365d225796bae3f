//! Writes every generated file of the project.
