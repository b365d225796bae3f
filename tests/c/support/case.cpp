#include "case.hpp"

#include <atomic>
#include <chrono>
#include <optional>
#include <thread>

#include "base64.hpp"

namespace {

using Clock = std::chrono::steady_clock;

/// The id that a call's result has for later steps: its name there, and where it stands in the result.
struct Id {
    const char *placeholder;
    Json::json_pointer place;
};

std::optional<Id> id_of(const std::string &operation, const std::string &interface, const Json &value) {
    if (operation == "submit") return Id{"{{message_id}}", "/message_id"_json_pointer};
    if (interface != "rest" && operation.rfind("send_", 0) == 0) return Id{"{{job_id}}", "/job_id"_json_pointer};
    if (operation == "send" || operation == "send_sms") return Id{"{{message_id}}", "/message_id"_json_pointer};
    if (operation == "send_list") return Id{"{{list_id}}", "/list_id"_json_pointer};
    if (operation == "upload_media") return Id{"{{media_id}}", "/media_id"_json_pointer};
    if (operation == "next_message") return Id{"{{message_id}}", "/message/message_id"_json_pointer};
    if (operation == "messages" && value.contains("messages") && !value.at("messages").empty()) {
        const auto last = std::to_string(value.at("messages").size() - 1);
        return Id{"{{message_id}}", Json::json_pointer("/messages/" + last + "/message_id")};
    }
    return std::nullopt;
}

/// The parameters of a form but the credentials; null where it is none.
Json form_of(const Json &request) {
    Json form = request.value("form", Json());
    if (form.is_object()) {
        form.erase("UserName");
        form.erase("Password");
    }
    return form;
}

Json body_text_of(const Json &request) {
    const Json body = request.value("body_base64", Json());
    return body.is_string() ? Json(from_base64(body.get<std::string>())) : Json();
}

std::chrono::milliseconds millis(const Json &number) { return std::chrono::milliseconds(number.get<long>()); }

/// A listener of the mock for one case.
class Listener {
public:
    explicit Listener(const Json &wanted) {
        const Json opened = Mock::instance().control("POST", "listeners", wanted);
        id_ = opened.at("id");
        url_ = opened.at("url");
    }
    ~Listener() {
        try {
            Mock::instance().control("DELETE", "listeners/" + id_);
        } catch (const std::exception &) {
            // The case's own failure says more.
        }
    }
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    const std::string &url() const { return url_; }
    long connections() const { return Mock::instance().control("GET", "listeners/" + id_).at("connections"); }

private:
    std::string id_;
    std::string url_;
};

class Run {
public:
    Run(const Json &test, Adapter &adapter)
        : test_(test), adapter_(adapter), account_(test.at("name").get<std::string>()), interface_(test.at("interface")) {}

    Problems run() {
        names_["{{username}}"] = account_.username();
        names_["{{password}}"] = account_.password();
        names_["{{rest_url}}"] = Mock::instance().rest_url();
        names_["{{https_url}}"] = Mock::instance().https_url();
        names_["{{soap_url}}"] = Mock::instance().soap_url();
        names_["{{smpp_url}}"] = Mock::instance().smpp_url();
        for (const char *unknown : {"{{message_id}}", "{{job_id}}", "{{list_id}}", "{{media_id}}"}) names_[unknown] = "";
        names_["{{control_url}}"] = Mock::instance().control_url();
        if (test_.contains("listener")) {
            listener_ = std::make_unique<Listener>(filled(test_.at("listener")));
            names_["{{listener_url}}"] = listener_->url();
        }
        const Json options = client_options();
        if (test_.contains("account")) account_.configure(filled(test_.at("account")));
        const Answer opened = adapter_.open(interface_, options);
        if (opened.failed) failed_to_open_ = opened;
        for (const Json &step : test_.at("steps")) take(step);
        arrived(filled(test_.at("arrived")));
        return problems_;
    }

private:
    Json client_options() {
        Json options = {
            {"username", account_.username()},
            {"password", account_.password()},
            {"base_url", listener_ ? listener_->url() : names_.at("{{" + interface_ + "_url}}")},
            {"ca_file", Mock::instance().ca_file()},
            {"timeout_ms", 10000},
            {"max_retries", 3},
        };
        if (is_smpp()) {
            options.update({{"response_timeout_ms", 5000},
                            {"reconnect_initial_ms", 10},
                            {"reconnect_max_ms", 50},
                            {"refused_bind_interval_ms", 50}});
        } else {
            options.update({{"backoff_initial_ms", 10}, {"backoff_max_ms", 50}});
        }
        const Json own = filled(test_.at("client"));
        for (const auto &[key, value] : own.items()) {
            if (value.is_null()) options.erase(key);
            else options[key] = value;
        }
        if (options.contains("password")) names_["{{password}}"] = options.at("password");
        return options;
    }

    void take(const Json &step) {
        if (step.contains("mock")) is_smpp() ? account_.smpp_script(filled(step.at("mock"))) : account_.script(filled(step.at("mock")));
        else if (step.contains("sleep_ms")) std::this_thread::sleep_for(millis(step.at("sleep_ms")));
        else if (step.contains("close_idle")) account_.close_idle();
        else if (step.contains("post")) post(filled(step.at("post")));
        else make_call(filled(step.at("call")), filled(step.at("expect")));
    }

    void post(const Json &what) { account_.post(what.at("path"), what.at("json")); }

    void make_call(const Json &call, const Json &expect) {
        const std::string operation = call.at("operation");
        const auto begin = Clock::now();
        Answer answer;
        if (failed_to_open_) {
            answer = *failed_to_open_;
            failed_to_open_.reset();
        } else {
            answer = cancelled_call(operation, call);
        }
        const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
        const std::optional<Id> id = id_of(operation, interface_, answer.value);
        // Of errors only a job's is kept.
        const bool counts = id && (!answer.failed || id->place == "/job_id"_json_pointer);
        const Json found = counts ? answer.value.value(id->place, Json()) : Json();
        if (found.is_string()) names_[id->placeholder] = found;
        compare(operation, answer, expect);
        const Json bounds = expect.value("elapsed_ms", Json::object());
        if (elapsed < bounds.value("min", 0L) || elapsed > bounds.value("max", 600000L)) {
            problems_.push_back(operation + ": took " + std::to_string(elapsed) + " ms, expected " + show(bounds));
        }
    }

    Answer cancelled_call(const std::string &operation, const Json &call) {
        const auto make = [&] { return adapter_.call(operation, call.at("arguments"), call.at("options")); };
        if (!call.contains("cancel")) return make();
        const Json cancel = call.at("cancel");
        adapter_.prepare_cancel();
        if (cancel.at("when") == "before") {
            adapter_.cancel();
            const Answer answer = make();
            adapter_.forget_cancel();
            return answer;
        }
        const std::size_t before = counted().size();
        std::atomic<bool> ended{false};
        std::thread watcher([&] {
            const auto give_up = [&] { return ended.load(); };
            if (!(is_smpp() ? account_.wait_for_smpp(before + 1, give_up) : account_.wait_for(before + 1, give_up))) return;
            std::this_thread::sleep_for(millis(cancel.value("after_ms", Json(0))));
            adapter_.cancel();
        });
        const Answer answer = make();
        ended = true;
        watcher.join();
        adapter_.forget_cancel();
        return answer;
    }

    void compare(const std::string &operation, const Answer &answer, const Json &expect) {
        if (answer.failed != expect.contains("error")) {
            problems_.push_back(operation + ": expected " + show(expect) + ", got " + show(answer.value));
        } else if (answer.failed) {
            match_error(expect.at("error"), answer.value, problems_);
        } else {
            for (const auto &[key, value] : expect.at("result").items()) {
                if (key == "raised" && value.is_object() && answer.value.value(key, Json()).is_object()) {
                    match_error(value, answer.value.at(key), problems_);
                    continue;
                }
                const Objects objects = key == "json" ? Objects::exact : Objects::subset;
                match(value, answer.value.value(key, Json()), key, objects, problems_);
            }
        }
    }

    bool is_smpp() const { return interface_ == "smpp"; }

    /// The requests that a case counts.
    Json counted() const { return is_smpp() ? account_.smpp_requests() : account_.requests(); }

    /// What the client wrote last may still be on its way.
    void summary(const Json &expected) {
        const auto until = Clock::now() + std::chrono::seconds(5);
        for (;;) {
            Problems found;
            match(expected, account_.smpp("summary"), "summary", Objects::subset, found);
            if (found.empty()) return;
            if (Clock::now() >= until) {
                problems_.insert(problems_.end(), found.begin(), found.end());
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

    void arrived(const Json &expected) {
        const Json requests = counted();
        if (expected.contains("binds")) match(expected.at("binds"), account_.smpp_requests("bind_"), "binds", Objects::subset, problems_);
        between(expected.at("count"), static_cast<long>(requests.size()), "requests that arrived");
        if (expected.contains("connections") && listener_) {
            between(expected.at("connections"), listener_->connections(), "connections");
        }
        if (expected.contains("summary")) summary(expected.at("summary"));
        const Json &wanted = expected.at("requests");
        for (std::size_t index = 0; index < wanted.size(); ++index) {
            const std::string path = "arrived[" + std::to_string(index) + "]";
            if (index >= requests.size()) {
                problems_.push_back(path + ": did not arrive");
                return;
            }
            for (const auto &[key, value] : wanted[index].items()) {
                const Objects objects = key == "json" || key == "form" ? Objects::exact : Objects::subset;
                const Json found = key == "form"        ? form_of(requests[index])
                                   : key == "body_text" ? body_text_of(requests[index])
                                                        : requests[index].value(key, Json());
                match(value, found, path + "." + key, objects, problems_);
            }
        }
    }

    void between(const Json &bounds, long number, const std::string &what) {
        if (number < bounds.at("min").get<long>() || number > bounds.at("max").get<long>()) {
            problems_.push_back(std::to_string(number) + " " + what + ", expected " + show(bounds));
        }
    }

    /// The same with every placeholder replaced.
    Json filled(Json value) const {
        if (value.is_string()) {
            std::string text = value;
            for (const auto &[name, known] : names_) {
                for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + known.size())) {
                    text.replace(at, name.size(), known);
                }
            }
            return text;
        }
        if (value.is_object()) {
            Json object = Json::object();
            for (const auto &[key, part] : value.items()) object[filled(key)] = filled(part);
            return object;
        }
        if (value.is_array()) {
            for (Json &part : value) part = filled(part);
        }
        return value;
    }

    const Json &test_;
    Adapter &adapter_;
    Account account_;
    const std::string interface_;
    std::unique_ptr<Listener> listener_;
    std::map<std::string, std::string> names_;
    std::optional<Answer> failed_to_open_;
    Problems problems_;
};

} // namespace

Problems run_case(const Json &test, Adapter &adapter) {
    try {
        return Run(test, adapter).run();
    } catch (const std::exception &problem) {
        return {std::string("the case could not be run: ") + problem.what()};
    }
}
