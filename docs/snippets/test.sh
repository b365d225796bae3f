#!/usr/bin/env bash
# Runs every snippet of the documentation and of the README against the mock, on the artefacts.
# Usage: docs/snippets/test.sh DIST EXAMPLES. EXAMPLES holds Rust's, built from core/client/examples.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
dist=$(cd "$1" && pwd)
examples=$(cd "$2" && pwd)
here=$root/docs/snippets
work=$root/target/docs/snippets
rm -rf "$work" && mkdir -p "$work"
unset "${!ECALL_@}"

python3 "$root/docs/check/snippets.py" "$root"
python3 "$root/docs/check/examples.py" "$root/examples"

# The commands of README, as they are typed where there is nothing but the artefacts. Packages come from what is there already.
mkdir "$work/checkout" && cp "$here"/checkout/* "$work/checkout/" && ln -s "$dist" "$work/checkout/dist"
failed=0
PIP_QUIET=1 PIP_NO_INDEX=1 npm_config_loglevel=silent npm_config_offline=true CARGO_NET_OFFLINE=true CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target} \
    python3 "$here/run.py" "$work/checkout" .sh sh -e {} || failed=1

# The artefacts, installed as a user would.
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$dist"/ecall-[0-9]*.whl
mkdir "$work/bin" && ln -s "$dist/ecall-mock" "$work/bin/ecall-mock"
export PATH=$work/venv/bin:$work/bin:$PATH
export PYTHONPATH=$here/support PYTHONDONTWRITEBYTECODE=1
export PKG_CONFIG_PATH=$dist/prefix/lib/pkgconfig LD_LIBRARY_PATH=$dist/prefix/lib
for language in python node c cpp java kotlin; do cp -R "$here/$language" "$work/$language"; done
(cd "$work/node" && echo '{ "private": true }' >package.json && npm install --offline --silent --no-audit --no-fund "$dist"/ecall-*.tgz)
ln -s "$dist/jvm" "$work/java/lib"

flags=$(pkg-config --cflags --libs ecall)
# shellcheck disable=SC2086 # the flags are words of their own
for file in "$work"/c/*.c; do cc -std=c11 -Wall -Wextra -Werror -o "${file%.c}" "$file" $flags; done
# shellcheck disable=SC2086
for file in "$work"/cpp/*.cpp; do c++ -std=c++17 -Wall -Wextra -Werror -o "${file%.cpp}" "$file" $flags; done

# Kotlin's compiler comes from Maven.
mvn --quiet --batch-mode --no-transfer-progress -f "$work/kotlin/pom.xml" \
    org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$work/kotlin/compiler"
jars=$(printf '%s:' "$dist"/jvm/*.jar)
java -cp "$work/kotlin/compiler/*" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -nowarn -no-stdlib -no-reflect -jvm-target 17 \
    -classpath "$jars" -d "$work/kotlin/classes" "$work"/kotlin/*.kt

mkdir "$work/rust"
for file in "$root"/core/client/examples/tutorial*.rs; do
    name=$(basename "$file" .rs)
    cp "$file" "$work/rust/"
    cp "$examples/$name" "$work/rust/$name"
    cp "$here/rust/$name".* "$work/rust/"
done

# What is typed into a shell, in a folder that has what the tutorials put there.
mkdir "$work/shell" && cp "$here"/shell/* "$work/shell/"
cp "$here/python/first.py" "$here/node/first.mjs" "$here/c/first.c" "$here/cpp/first.cpp" "$here/java/First.java" "$work/shell/"
cp "$here/python/first.py" "$work/shell/my_script.py"
ln -s "$dist" "$work/shell/dist" && ln -s "$dist/jvm" "$work/shell/lib" && ln -s "$work/node/node_modules" "$work/shell/node_modules"

run() { # LANGUAGE SUFFIX COMMAND...
    local folder=$work/$1 suffix=$2
    shift 2
    ecall-mock run -- python3 "$here/run.py" "$folder" "$suffix" "$@" || failed=1
}
run python .py python {}
run node .mjs node {}
run node .cjs node {}
run c .c ./{stem}
run cpp .cpp ./{stem}
run java .java java -cp 'lib/*' {}
run kotlin .kt java -cp "$work/kotlin/classes:$jars" '{stem}Kt'
run rust .rs ./{stem}
python3 "$here/run.py" "$work/shell" .sh sh -e {} || failed=1
exit $failed
