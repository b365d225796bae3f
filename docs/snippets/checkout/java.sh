dist/ecall-mock run -- java -cp 'dist/jvm/*' dist/first/First.java
