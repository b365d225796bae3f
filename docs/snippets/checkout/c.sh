export PKG_CONFIG_PATH=$PWD/dist/prefix/lib/pkgconfig LD_LIBRARY_PATH=$PWD/dist/prefix/lib
mkdir -p target/try && cc -std=c11 -o target/try/c dist/first/first.c $(pkg-config --cflags --libs ecall)
dist/ecall-mock run -- target/try/c
