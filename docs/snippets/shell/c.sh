cc -std=c11 -o first first.c $(pkg-config --cflags --libs ecall)
ecall-mock run -- ./first
