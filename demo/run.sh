#!/usr/bin/env bash
# Sends one message from each language to the mock, follows each to its final state, and prints one table; then a list, a picture
# by RCS, what webhooks tell, the interface of HTTPS forms, a fax with a file over SOAP, and a long message over SMPP.
# Wants the artefacts in dist/ (`make dist`); `make demo` calls it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$root/target/demo
rm -rf "$work" && mkdir -p "$work/node"

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-index "$root"/dist/ecall-*.whl
(cd "$work/node" && cp "$root/demo/demo.mjs" . && npm install --silent --offline --no-save --no-audit --no-fund "$root"/dist/ecall-*.tgz)
export PKG_CONFIG_PATH=$root/dist/prefix/lib/pkgconfig LD_LIBRARY_PATH=$root/dist/prefix/lib
flags=$(pkg-config --cflags --libs ecall)
# shellcheck disable=SC2086 # the flags are words of their own
cc -std=c11 -o "$work/demo-c" "$root/demo/demo.c" $flags
# shellcheck disable=SC2086
c++ -std=c++17 -o "$work/demo-cpp" "$root/demo/demo.cpp" $flags

cat > "$work/all.sh" <<END
set -e
"$root/target/built/examples/demo"
"$work/venv/bin/python" "$root/demo/demo.py"
(cd "$work/node" && node demo.mjs)
"$work/demo-c"
"$work/demo-cpp"
java -cp "$root/dist/jvm/*" "$root/demo/Demo.java"
END
"$root/dist/ecall-mock" run -- bash "$work/all.sh" >"$work/rows"
"$root/dist/ecall-mock" run -- "$work/venv/bin/python" "$root/demo/more.py" >"$work/more"
"$root/dist/ecall-mock" run -- "$work/venv/bin/python" "$root/demo/forms.py" >"$work/forms"
"$root/dist/ecall-mock" run -- "$work/venv/bin/python" "$root/demo/soap.py" >"$work/soap"
"$root/dist/ecall-mock" run -- "$work/venv/bin/python" "$root/demo/smpp.py" >"$work/smpp"

printf '\n%-8s  %-13s  %-36s  %-10s  %s\n' Language Recipient 'Message id' Status Time
while IFS='|' read -r language to id status time; do
    printf '%-8s  %-13s  %-36s  %-10s  %s\n' "$language" "$to" "$id" "$status" "$time"
done <"$work/rows"
delivered=$(grep -c '|Delivered|' "$work/rows" || true)
[ "$delivered" = 6 ] || { echo "only $delivered of 6 messages were delivered" >&2; exit 1; }

table() { # FILE ROWS MISSING
    printf '\n%-8s  %-52s  %s\n' And What End
    while IFS='|' read -r what detail end; do
        printf '%-8s  %-52s  %s\n' "$what" "$detail" "$end"
    done <"$1"
    [ "$(wc -l <"$1")" = "$2" ] || { echo "$3" >&2; exit 1; }
}
table "$work/more" 5 'the list, the picture or a webhook is missing'
table "$work/forms" 4 'a job or the reply is missing'
table "$work/soap" 1 'the fax with its file is missing'
table "$work/smpp" 4 'the link, a receipt or the reply is missing'
