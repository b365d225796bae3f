export PKG_CONFIG_PATH=$PWD/dist/prefix/lib/pkgconfig LD_LIBRARY_PATH=$PWD/dist/prefix/lib
mkdir -p target/try && c++ -std=c++17 -o target/try/cpp dist/first/first.cpp $(pkg-config --cflags --libs ecall)
dist/ecall-mock run -- target/try/cpp
