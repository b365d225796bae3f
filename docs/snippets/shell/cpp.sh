c++ -std=c++17 -o first first.cpp $(pkg-config --cflags --libs ecall)
ecall-mock run -- ./first
