#!/usr/bin/env bash
# The jar in a Maven project, which gets the libraries below it by the pom that the jar holds; and on a platform that it is not for.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

jar=$(echo "$DIST"/jvm/ecall-*.jar)
version=$(basename "$jar" .jar)
version=${version#ecall-}
# A repository of our own, so that ecall does not stay in the user's; what that has is linked, not copied.
repository=$PWD/repository
if [ -d "$HOME/.m2/repository" ]; then cp -al "$HOME/.m2/repository" "$repository" 2>/dev/null || cp -a "$HOME/.m2/repository" "$repository"; fi
mvn() {
    command mvn --quiet --batch-mode --no-transfer-progress -Dstyle.color=never -Dmaven.repo.local="$repository" "$@"
}
mvn org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file -Dfile="$jar"

mkdir project && cp "$here"/{pom.xml,Consumer.java} project && cd project
mvn -Decall.version="$version" compile dependency:build-classpath -Dmdep.outputFile=classpath
classes=target/classes:$(cat classpath)
"$MOCK" run -- java -cp "$classes" Consumer

# A platform that the jar has no library for: said in a sentence that names it.
if java -Dos.arch=ppc64le -cp "$classes" Consumer >elsewhere.log 2>&1; then
    echo "the library was loaded on a platform that it is not for" >&2
    exit 1
fi
grep -q 'ecall has no library for linux-ppc64le; this jar has .*linux-x86-64' elsewhere.log || { cat elsewhere.log >&2; exit 1; }
echo "on another platform: an error that names it"
