#include "mock.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <vector>

#include "http.hpp"

extern char **environ;

Mock &Mock::instance() {
    static Mock mock;
    return mock;
}

Mock::Mock() {
    const char *binary = std::getenv("ECALL_MOCK_BIN");
    if (binary == nullptr) throw std::runtime_error("ECALL_MOCK_BIN is not set");
    int input[2];
    int output[2];
    if (pipe2(input, O_CLOEXEC) != 0 || pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    // Arguments of its own for runs under a memory checker.
    const char *more = std::getenv("ECALL_MOCK_ARGUMENT");
    std::string extra = more == nullptr ? "" : more;
    std::string serve = "serve";
    std::string end = "--exit-with-stdin";
    std::string name = binary;
    char *arguments[] = {name.data(), serve.data(), end.data(), extra.empty() ? nullptr : extra.data(), nullptr};
    const int failed = posix_spawn(&pid_, binary, &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    if (failed != 0) throw std::runtime_error(std::string("cannot start ") + binary);
    stdin_ = input[1];
    std::string line;
    char letter = 0;
    while (read(output[0], &letter, 1) == 1 && letter != '\n') line += letter;
    close(output[0]);
    const Json addresses = Json::parse(line);
    rest_url_ = addresses.at("rest_url");
    https_url_ = addresses.at("https_url");
    soap_url_ = addresses.at("soap_url");
    smpp_url_ = addresses.at("smpp_url");
    control_url_ = addresses.at("control_url");
    ca_file_ = addresses.at("ca_file");
}

Mock::~Mock() {
    close(stdin_);
    waitpid(pid_, nullptr, 0);
}

Json Mock::control(const std::string &method, const std::string &path, const Json &body) const {
    const HttpAnswer answer =
        http_request(control_url_, method, "/_mock/" + path, body.is_null() ? std::string() : body.dump());
    if (answer.status != 200) {
        throw std::runtime_error("the mock refused " + method + " " + path + ": " + answer.body);
    }
    return answer.body.empty() ? Json() : Json::parse(answer.body);
}

Account::Account(const std::string &hint) {
    static std::atomic<int> number{0};
    username_ = hint + "-" + std::to_string(getpid()) + "-" + std::to_string(++number);
}

Account::~Account() {
    try {
        Mock::instance().control("DELETE", path());
    } catch (const std::exception &) {
        // The test's own failure says more.
    }
}

std::string Account::path(const std::string &rest) const { return "accounts/" + username_ + rest; }

void Account::configure(const Json &settings) const { Mock::instance().control("PUT", path(), settings); }

void Account::script(const Json &steps) const { Mock::instance().control("POST", path("/script"), steps); }

Json Account::requests() const { return Mock::instance().control("GET", path("/requests")).at("requests"); }

void Account::close_idle() const { Mock::instance().control("POST", path("/close_idle")); }

Json Account::post(const std::string &path, const Json &json) const {
    return Mock::instance().control("POST", this->path("/" + path), json);
}

void Account::smpp_script(const Json &steps) const { Mock::instance().control("POST", path("/smpp/script"), steps); }

Json Account::smpp(const std::string &what) const { return Mock::instance().control("GET", path("/smpp/" + what)); }

Json Account::smpp_requests(const std::string &command) const {
    Json found = Json::array();
    const Json all = smpp("requests").at("requests");
    for (const Json &request : all) {
        const std::string name = request.at("command");
        if (command.back() == '_' ? name.rfind(command, 0) == 0 : name == command) found.push_back(request);
    }
    return found;
}

namespace {

bool wait_until(const std::function<bool()> &reached, const std::function<bool()> &give_up) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < deadline) {
        if (reached()) return true;
        if (give_up()) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
}

} // namespace

bool Account::wait_for(std::size_t count, const std::function<bool()> &give_up) const {
    return wait_until([&] { return this->count() >= count; }, give_up);
}

bool Account::wait_for_smpp(std::size_t count, const std::function<bool()> &give_up) const {
    return wait_until([&] { return smpp("summary").at("submits").get<std::size_t>() >= count; }, give_up);
}

void clear_environment() {
    std::vector<std::string> names;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const std::string name = text.substr(0, text.find('='));
        const bool ours = name.rfind("ECALL_", 0) == 0 && name.rfind("ECALL_MOCK", 0) != 0 &&
                          name.rfind("ECALL_CASES", 0) != 0;
        if (ours) names.push_back(name);
    }
    for (const std::string &name : names) unsetenv(name.c_str());
    for (const char *name : {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"}) unsetenv(name);
}
