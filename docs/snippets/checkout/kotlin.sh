mvn --quiet -f dist/first/kotlin/pom.xml org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory="$PWD/target/try/kotlinc"
java -cp 'target/try/kotlinc/*' org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -no-reflect -jvm-target 17 \
    -classpath "$(printf '%s:' dist/jvm/*.jar)" -d target/try/kotlin dist/first/kotlin/First.kt
dist/ecall-mock run -- java -cp 'target/try/kotlin:dist/jvm/*' FirstKt
