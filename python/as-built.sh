#!/bin/sh
# The cargo of maturin in `make dist`. Left to itself maturin builds the extension alone, for which everything below it would be
# compiled a second time, with other features. Here it is answered by the build of the whole house, which finds everything
# fresh and only says where it lies. CARGO_BUILD_HOUSE is that build's command line without the program.
if [ "$1" != rustc ]; then
    exec cargo "$@"
fi
# What maturin tells pyo3 of the interpreter would make it another build; with abi3 nothing depends on it.
unset PYO3_PYTHON PYO3_BUILD_EXTENSION_MODULE PYO3_ENVIRONMENT_SIGNATURE PYO3_CONFIG_FILE
# shellcheck disable=SC2086 # a list of words
exec cargo ${CARGO_BUILD_HOUSE:?is set by the Makefile} --message-format json-render-diagnostics
