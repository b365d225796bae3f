#!/usr/bin/env bash
# Two things that only programs of others can show: that a SOAP client generated from the mock's WSDL works against the mock, and
# that what our client posts is valid by the schema of that WSDL. Usage: tests/mock/soap/run.sh MOCK [ENVELOPES], the program
# ecall-mock and a folder of what was posted in the conformance cases.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mock=$(realpath "$1")
venv=$here/../../../target/soap/venv
python=$venv/bin/python

python3 -m venv --clear "$venv"
"$python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$here/requirements.txt"
export PYTHONDONTWRITEBYTECODE=1
"$python" "$here/envelopes.py" "${@:2}"
"$mock" run -- "$python" "$here/independent_client.py"
