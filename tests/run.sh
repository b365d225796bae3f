#!/usr/bin/env bash
# Everything that has to be true, step by step, with the minutes of each at the end. `make test` calls it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
unset "${!ECALL_@}"
# The suites talk to this machine; what a proxy is needed for (packages) goes on through it.
here=localhost,127.0.0.1,::1
export NO_PROXY="${NO_PROXY:+$NO_PROXY,}$here" no_proxy="${no_proxy:+$no_proxy,}$here"

times=()
over=
report() {
    local code=$?
    # A run that somebody ended has passed nothing.
    [ -n "$over" ] || [ $code != 0 ] || code=130
    printf '\n%7s  step (free on disk before it)\n' seconds
    printf '%s\n' "${times[@]}"
    [ $code = 0 ] && echo "all steps passed" || echo "FAILED (exit $code)"
    exit $code
}
trap report EXIT

step() { # NAME COMMAND...
    local name="$1 ($(df -h --output=avail . | tail -n 1 | tr -d ' '))" begun=$SECONDS
    shift
    printf '\n=== %s\n' "$name"
    if "$@"; then
        times+=("$(printf '%7d  %s' $((SECONDS - begun)) "$name")")
    else
        local code=$?
        times+=("$(printf '%7d  %s: failed' $((SECONDS - begun)) "$name")")
        exit $code
    fi
}

# What only helps whoever builds again and again, or debugs, is left out: it is half of what the builds take of a small disk.
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
export ECALL_MOCK_BIN=$root/dist/ecall-mock
# Every suite writes here which conformance cases it ran.
export CONFORMANCE_RAN=$root/target/conformance-ran
mkdir -p target && : >"$CONFORMANCE_RAN"
# And that of Rust here what it posted over SOAP.
export SOAP_ENVELOPES=$root/target/soap/envelopes
rm -rf "$SOAP_ENVELOPES" && mkdir -p "$SOAP_ENVELOPES"

step 'lint' make --no-print-directory lint
step 'generated files' cargo run --quiet --locked -p ecall-gen -- --check
step 'supply chain' supply/test.sh
step 'release artefacts' make --no-print-directory dist
step 'Rust' cargo test --workspace --locked --quiet
step 'SOAP with a client of others' tests/mock/soap/run.sh dist/ecall-mock "$SOAP_ENVELOPES"
step 'Python' python/test.sh dist/ecall-*.whl
step 'Node' node/test.sh dist/ecall-*.tgz
step 'C and C++' tests/c/test.sh dist/prefix
step 'JVM' jvm/test.sh target/built
step 'Swift sources' swift/generate.sh --check target/built
step 'page counts of other programs' tests/agreement/run.sh dist/ecall-*.whl
step 'a hundred thousand messages' tests/volume/run.sh dist/ecall-*.whl
step 'a million messages over links that are cut' target/built/examples/smpp_volume cuts
step 'artefacts, installed' tests/install/test.sh
step 'examples' examples/test.sh dist
# Rust's are built by its own tests.
step 'snippets of README and documentation' docs/snippets/test.sh dist target/debug/examples
step 'every case in every language' python3 lint/cases_ran.py "$CONFORMANCE_RAN"
step 'demo' demo/run.sh
step 'documentation' make --no-print-directory docs
over=yes
