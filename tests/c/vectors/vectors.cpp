// Every vector of tests/vectors/text as a test of its own, in C and in C++.
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "forms.hpp"

namespace {

using Calls = Json (*)(const std::string &, const Arguments &);

/// Texts that hold a NUL cannot be given in C, and are refused in C++, where they can.
const std::set<std::string> WITH_NUL = {"gsm: cost of U+0000", "latin1: every character is encoded",
                                        "to_gsm: other controls go"};

bool holds_nul(const Json &test) {
    const Json &arguments = test.at("arguments");
    for (const char *name : {"text", "character"}) {
        if (arguments.contains(name) && text_of(arguments.at(name)).find('\0') != std::string::npos) return true;
    }
    return false;
}

/// No function writes a header, so such a case is read backwards.
Json as_read(const Json &test) {
    if (test.at("call") != "udh_concatenation") return test;
    Json part = test.at("arguments").at("concatenation");
    if (!part.contains("bits")) part["bits"] = 8;
    const std::string element = test.at("result").at("element");
    const Json elements = {{{"id", std::stoi(element.substr(0, 2), nullptr, 16)}, {"data", element.substr(4)}}};
    return {{"name", test.at("name")},
            {"call", "udh_parse"},
            {"arguments", {{"octets", test.at("result").at("header")}}},
            {"result", {{"concatenation", part}, {"elements", elements}, {"rest", ""}}}};
}

class VectorTest : public testing::Test {
public:
    VectorTest(Json test, Calls calls) : test_(std::move(test)), calls_(calls) {}

    void TestBody() override {
        for (const auto &[key, value] : test_.items()) {
            EXPECT_TRUE(key == "name" || key == "call" || key == "arguments" || key == "result") << key;
        }
        const Arguments arguments(test_.at("arguments"));
        const Json found = calls_(test_.at("call"), arguments);
        ASSERT_TRUE(found.is_object()) << "no call is named " << test_.at("call");
        for (const std::string &name : arguments.unread()) ADD_FAILURE() << "there is no argument " << name;
        const Json &stated = test_.at("result");
        EXPECT_FALSE(stated.empty());
        // An error that a case does not expect must not hide behind keys that are not compared.
        EXPECT_EQ(found.contains("error"), stated.contains("error")) << found;
        for (const auto &[key, expected] : stated.items()) {
            if (key == "position") EXPECT_EQ(found.at(key).at("code_point"), expected.at("code_point"));
            else if (!found.contains(key)) ADD_FAILURE() << "no result " << key << ", but " << found;
            else EXPECT_EQ(found.at(key), expanded(expected)) << key;
        }
    }

private:
    Json test_;
    Calls calls_;
};

class RefusedTest : public testing::Test {
public:
    explicit RefusedTest(Json test) : test_(std::move(test)) {}

    void TestBody() override {
        const Json found = cpp_call(test_.at("call"), Arguments(test_.at("arguments")));
        EXPECT_EQ(found, Json({{"error", "nul"}}));
    }

private:
    Json test_;
};

template <class Make> void add(const std::string &suite, const std::string &name, Make make) {
    testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [make]() -> testing::Test * { return make(); });
}

} // namespace

void register_tests() {
    std::set<std::string> with_nul;
    for (const auto &entry : std::filesystem::directory_iterator(std::string(ECALL_TESTS_SOURCE) + "/../vectors/text")) {
        const std::string file = entry.path().stem();
        std::ifstream content(entry.path());
        const Json document = Json::parse(content);
        if (document.at("cases").empty()) throw std::runtime_error(file + " has no cases");
        for (const Json &test : document.at("cases")) {
            const std::string name = test.at("name");
            if (holds_nul(test)) {
                with_nul.insert(file + ": " + name);
                add("cpp_" + file, name, [test] { return new RefusedTest(test); });
                continue;
            }
            const Json read = as_read(test);
            add("c_" + file, name, [read] { return new VectorTest(read, c_call); });
            add("cpp_" + file, name, [read] { return new VectorTest(read, cpp_call); });
        }
    }
    if (with_nul != WITH_NUL) throw std::runtime_error("other vectors hold a NUL than are known to");
}
