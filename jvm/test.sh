#!/bin/sh
# Builds the package and runs its tests against ecall-mock. What a user's project does with the jar is tested in tests/install/jvm.
#
#   jvm/test.sh LIBDIR     LIBDIR holds libecall_uniffi, built from this tree and with its symbol table
#
# ECALL_MOCK_BIN names the mock; target/debug/ecall-mock unless set.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
libraries=$(cd "${1:?usage: jvm/test.sh LIBDIR}" && pwd)
ECALL_MOCK_BIN=${ECALL_MOCK_BIN:-$root/target/debug/ecall-mock}
export ECALL_MOCK_BIN

cd "$root"
rm -rf jvm/target/surefire-reports jvm/target/jars
jvm/pack.sh "$libraries" jvm/target/jars
mvn --quiet --batch-mode --no-transfer-progress -Dstyle.color=never -f jvm/pom.xml -Decall.library.path="$libraries" test

# Quiet Maven says nothing of what passed.
python3 - jvm/target/surefire-reports <<'PYTHON'
import sys
from pathlib import Path
from xml.etree import ElementTree

suites = [ElementTree.parse(path).getroot() for path in Path(sys.argv[1]).glob("TEST-*.xml")]
tests, skipped = (sum(int(suite.get(what)) for suite in suites) for what in ("tests", "skipped"))
print(f"jvm: {tests} tests passed, {skipped} skipped")
sys.exit(tests == 0 or skipped != 0)
PYTHON
