#!/bin/sh
# Makes the Kotlin sources from the library, and the jar with the library in it; copies the jar, and those that it needs to run,
# to a folder.
#
#   jvm/pack.sh LIBDIR FOLDER     LIBDIR holds libecall_uniffi, built from this tree and with its symbol table
#
# ECALL_PLATFORM names the library's place in the jar as JNA does; linux-x86-64 unless set. What a release has in
# jvm/natives/<platform>/ is put in as well. ECALL_BINDGEN is the built generator, if there is one.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
libraries=$(cd "${1:?usage: jvm/pack.sh LIBDIR FOLDER}" && pwd)
mkdir -p "${2:?usage: jvm/pack.sh LIBDIR FOLDER}"
folder=$(cd "$2" && pwd)
platform=${ECALL_PLATFORM:-linux-x86-64}
case $(uname) in
    Darwin) library=$libraries/libecall_uniffi.dylib ;;
    MINGW* | MSYS* | CYGWIN*) library=$libraries/ecall_uniffi.dll ;;
    *) library=$libraries/libecall_uniffi.so ;;
esac

cd "$root"
rm -rf jvm/target/generated-sources jvm/target/natives jvm/target/*.jar
if [ -n "${ECALL_BINDGEN:-}" ]; then
    "$ECALL_BINDGEN" kotlin "$library" jvm/target/generated-sources/uniffi
else
    cargo run --quiet --locked -p ecall-uniffi --features bindgen --bin uniffi-bindgen -- \
        kotlin "$library" jvm/target/generated-sources/uniffi
fi
mkdir -p "jvm/target/natives/$platform"
[ -d jvm/natives ] && cp -R jvm/natives/. jvm/target/natives/
# Symbols are for the generator alone. A macOS library keeps those that others look for; on Windows they are in a file of their own.
packed=jvm/target/natives/$platform/$(basename "$library")
case $library in
    *.dylib) strip -x -o "$packed" "$library" ;;
    *.dll) cp "$library" "$packed" ;;
    *) strip -o "$packed" "$library" ;;
esac
mkdir -p jvm/target/natives/META-INF
cp LICENSE-* THIRD-PARTY-NOTICES.txt jvm/target/natives/META-INF/

mvn --quiet --batch-mode --no-transfer-progress -Dstyle.color=never -f jvm/pom.xml -Dmaven.test.skip=true \
    package dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$folder"
cp jvm/target/ecall-*.jar "$folder"
