// Every conformance case as a test of its own, in C and in C++, blocking and asynchronous.
#include <cstdlib>
#include <fstream>
#include <functional>
#include <stdexcept>

#include <gtest/gtest.h>

#include "adapters.hpp"

namespace {

using MakeAdapter = std::function<std::unique_ptr<Adapter>()>;

class CaseTest : public testing::Test {
public:
    CaseTest(const Json &test, const char *language, const MakeAdapter &make, std::string known_reason)
        : test_(test), language_(language), make_(make), known_reason_(std::move(known_reason)) {}

    void TestBody() override {
        note_run();
        const std::unique_ptr<Adapter> adapter = make_();
        const Problems problems = run_case(test_, *adapter);
        if (known_reason_.empty()) {
            for (const std::string &problem : problems) ADD_FAILURE() << problem;
        } else if (problems.empty()) {
            ADD_FAILURE() << "passes, but known-failing.json lists it: " << known_reason_;
        }
    }

private:
    /// Where CONFORMANCE_RAN names a file, every suite writes there which cases it ran, so that none is left out unnoticed.
    void note_run() const {
        if (const char *path = std::getenv("CONFORMANCE_RAN")) {
            std::ofstream file(path, std::ios::app);
            file << std::string(language_) + ' ' + test_.at("name").get<std::string>() + '\n' << std::flush;
        }
    }

    const Json &test_;
    const char *language_;
    const MakeAdapter &make_;
    std::string known_reason_;
};

struct Suite {
    const char *name;
    /// The language's name in known-failing.json.
    const char *language;
    MakeAdapter make;
};

Json read_json(const std::string &path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    return Json::parse(file);
}

} // namespace

void register_tests() {
    static const std::string folder = std::string(ECALL_TESTS_SOURCE) + "/../conformance/";
    static const Json cases = read_json(folder + "cases.json").at("cases");
    static const Json known = read_json(folder + "known-failing.json");
    static const Suite suites[] = {
        {"c", "c", [] { return c_adapter(Twin::blocking); }},
        {"cpp", "cpp", [] { return cpp_adapter(Twin::blocking); }},
        {"c_async", "c", [] { return c_adapter(Twin::asynchronous); }},
        {"cpp_async", "cpp", [] { return cpp_adapter(Twin::asynchronous); }},
    };
    for (const Suite &suite : suites) {
        for (const Json &test : cases) {
            const std::string name = test.at("name");
            const std::string reason = known.at(suite.language).value(name, "");
            testing::RegisterTest(suite.name, name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                                  [&test, &suite, reason]() -> testing::Test * {
                                      return new CaseTest(test, suite.language, suite.make, reason);
                                  });
        }
    }
}
