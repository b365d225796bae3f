ecall-mock run -- java -cp 'lib/*' First.java
