dist/ecall-mock run -- java -cp 'dist/jvm/*' docs/snippets/java/First.java
