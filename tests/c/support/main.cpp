#include <exception>
#include <iostream>

#include <gtest/gtest.h>

#include "mock.hpp"

/// Registers tests that come from data; defined by the programs that have such tests.
__attribute__((weak)) void register_tests() {}

int main(int count, char **arguments) {
    testing::InitGoogleTest(&count, arguments);
    clear_environment();
    try {
        Mock::instance();
        register_tests();
    } catch (const std::exception &problem) {
        std::cerr << problem.what() << '\n';
        return 1;
    }
    return RUN_ALL_TESTS();
}
