#!/bin/sh
# The cargo of maturin in packaging/dist.sh. Left to itself maturin builds one crate alone, for which everything below it would be
# compiled a second time, with other features. Here it is answered by the build of everything that is shipped, which finds it
# fresh and only says where it lies. ECALL_BUILD is that build's command line.
if [ "$1" != rustc ]; then
    exec cargo "$@"
fi
# What maturin tells pyo3 of the interpreter would make it another build; with abi3 nothing depends on it.
unset PYO3_PYTHON PYO3_BUILD_EXTENSION_MODULE PYO3_ENVIRONMENT_SIGNATURE PYO3_CONFIG_FILE
# shellcheck disable=SC2086 # a list of words
exec ${ECALL_BUILD:?is set by packaging/dist.sh} --message-format json-render-diagnostics
