#!/bin/sh
# Builds the package and runs its tests against ecall-mock, then a program outside of this tree with the jar alone.
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

# A project elsewhere, which has the jars and nothing else.
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
cp -R jvm/target/jars "$elsewhere/lib"
cp jvm/consumer/*.java "$elsewhere"
cd "$elsewhere"
javac -cp 'lib/*' -d classes ./*.java
"$ECALL_MOCK_BIN" run -- java -cp 'classes:lib/*' Consumer
# A platform that the jar has no library for: said in a sentence that names it.
if java -Dos.arch=ppc64le -cp 'classes:lib/*' Consumer >elsewhere.log 2>&1; then
    echo "jvm: the library was loaded on a platform that it is not for" >&2
    exit 1
fi
grep -q 'ecall has no library for linux-ppc64le; this jar has linux-x86-64' elsewhere.log || { cat elsewhere.log >&2; exit 1; }
echo "jvm: the jar works in a project of its own, and says where it does not"
