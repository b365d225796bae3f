// The mock server, started once per test program, and its control interface.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <nlohmann/json.hpp>

using Json = nlohmann::json;

class Mock {
public:
    /// The running mock; started by the first call.
    static Mock &instance();

    ~Mock();
    Mock(const Mock &) = delete;
    Mock &operator=(const Mock &) = delete;

    const std::string &rest_url() const { return rest_url_; }
    const std::string &https_url() const { return https_url_; }
    const std::string &soap_url() const { return soap_url_; }
    const std::string &smpp_url() const { return smpp_url_; }
    const std::string &control_url() const { return control_url_; }
    const std::string &ca_file() const { return ca_file_; }

    /// A request to the control interface; throws where it is refused.
    Json control(const std::string &method, const std::string &path, const Json &body = nullptr) const;

private:
    Mock();

    int pid_ = 0;
    int stdin_ = -1;
    std::string rest_url_;
    std::string https_url_;
    std::string soap_url_;
    std::string smpp_url_;
    std::string control_url_;
    std::string ca_file_;
};

/// An account of the mock that no other test uses; forgotten at the end.
class Account {
public:
    explicit Account(const std::string &hint);
    ~Account();
    Account(const Account &) = delete;
    Account &operator=(const Account &) = delete;

    const std::string &username() const { return username_; }
    std::string password() const { return "secret-" + username_; }

    void configure(const Json &settings) const;
    void script(const Json &steps) const;
    Json requests() const;
    std::size_t count() const { return requests().size(); }
    void close_idle() const;
    /// The same of SMPP: PDUs of a command, or of all whose names begin with it where it ends in "_"; and what else the mock tells.
    void smpp_script(const Json &steps) const;
    Json smpp_requests(const std::string &command = "submit_sm") const;
    Json smpp(const std::string &what) const;
    /// Posts to a path of the account: what the mock can be told besides.
    Json post(const std::string &path, const Json &json) const;
    /// Polls until the account has that many requests; false after ten seconds, or once `give_up` says so.
    bool wait_for(std::size_t count, const std::function<bool()> &give_up = [] { return false; }) const;
    /// The same for messages over SMPP.
    bool wait_for_smpp(std::size_t count, const std::function<bool()> &give_up = [] { return false; }) const;

private:
    std::string path(const std::string &rest = "") const;

    std::string username_;
};

/// Takes the settings of the library, and proxies, out of the environment: tests say what they want.
void clear_environment();
