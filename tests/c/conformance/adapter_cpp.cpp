// The adapter over the C++ wrapper.
#include <ecall.hpp>

#include <stdexcept>

#include "adapters.hpp"
#include "cpp_arguments.hpp"
#include "cpp_values.hpp"
#include "smpp.hpp"

namespace {

using cpp_values::json_of;
using cpp_values::member;
using cpp_values::millis;

const std::map<std::string, ecall::Delivery> DELIVERIES = {{"standard", ecall::Delivery::standard},
                                                           {"at_least_once", ecall::Delivery::at_least_once},
                                                           {"at_most_once", ecall::Delivery::at_most_once}};

std::optional<std::string_view> optional(const Json &object, const char *key) {
    const auto place = object.find(key);
    if (place == object.end()) return std::nullopt;
    return std::string_view(place->get_ref<const std::string &>());
}

class CppAdapter : public Adapter {
public:
    explicit CppAdapter(Twin twin) : twin_(twin) {}

    Answer open(const std::string &interface, const Json &options) override {
        return answered([&] {
            ecall::Config config;
            ecall::SmppOptions own;
            for (const auto &[name, value] : options.items()) {
                if (interface != "smpp" || !set_smpp_option(own, name, value)) configure(config, name, value);
            }
            if (interface == "https") https_ = std::make_unique<ecall::HttpsClient>(config);
            else if (interface == "smpp") smpp_ = cpp_smpp(twin_, config, own);
            else if (interface == "soap") soap_ = std::make_unique<ecall::SoapClient>(config);
            else client_ = std::make_unique<ecall::Client>(config);
            return Json::object();
        });
    }

    void prepare_cancel() override { token_ = ecall::CancelToken(); }
    void cancel() override { token_->cancel(); }
    void forget_cancel() override { token_.reset(); }

    Answer call(const std::string &operation, const Json &arguments, const Json &options) override {
        Answer answer;
        if (https_ && !is_of_many(operation)) {
            const Answer failed = answered([&] {
                answer = cpp_https(operation, arguments, twin_, *https_, call_options(options));
                return Json();
            });
            if (failed.failed) answer = failed;
        } else {
            answer = answered([&] { return make(operation, arguments, call_options(options)); });
        }
        return answer;
    }

private:
    /// What `call` comes to; the exception must be of the class of its kind.
    template <class Call> static Answer answered(Call call) {
        try {
            return {false, call()};
        } catch (const ecall::Error &error) {
            return {true, json_of(error)};
        }
    }

    static void configure(ecall::Config &config, const std::string &name, const Json &value) {
        if (name == "username") config.username(value.get<std::string>());
        else if (name == "password") config.password(value.get<std::string>());
        else if (name == "base_url") config.base_url(value.get<std::string>());
        else if (name == "ca_file") config.ca_file(value.get<std::string>());
        else if (name == "default_from") config.default_from(value.get<std::string>());
        else if (name == "user_agent") config.user_agent(value.get<std::string>());
        else if (name == "proxy") config.proxy(value.get<std::string>());
        else if (name == "soap_version") config.soap_version(value.get<std::string>());
        else if (name == "api_version") config.api_version(value);
        else if (name == "max_retries") config.max_retries(value);
        else if (name == "timeout_ms") config.timeout(millis(value));
        else if (name == "attempt_timeout_ms") config.attempt_timeout(millis(value));
        else if (name == "connect_timeout_ms") config.connect_timeout(millis(value));
        else if (name == "backoff_initial_ms") config.backoff_initial(millis(value));
        else if (name == "backoff_max_ms") config.backoff_max(millis(value));
        else if (name == "delivery") config.delivery(DELIVERIES.at(value));
        else throw std::runtime_error("no setter for " + name);
    }

    ecall::CallOptions call_options(const Json &options) const {
        ecall::CallOptions read;
        if (options.contains("timeout_ms")) read.timeout = millis(options.at("timeout_ms"));
        if (options.contains("delivery")) read.delivery = DELIVERIES.at(options.at("delivery"));
        read.max_retries = member<std::uint32_t>(options, "max_retries");
        read.allow_truncation = member<bool>(options, "allow_truncation");
        read.cancel = token_;
        return read;
    }

    static ecall::SmsOptions sms_options(const Json &arguments) {
        ecall::SmsOptions sms;
        sms.force_gsm = member<bool>(arguments, "force_gsm");
        sms.to_gsm = member<bool>(arguments, "to_gsm");
        sms.page_limit = member<std::int32_t>(arguments, "page_limit");
        sms.sms_type = member<std::string>(arguments, "sms_type");
        sms.send_date = member<std::string>(arguments, "send_date");
        if (arguments.contains("notification")) sms.notification = arguments.at("notification").dump();
        return sms;
    }

    Json make(const std::string &operation, const Json &arguments, const ecall::CallOptions &options) const {
        if (smpp_) return smpp_->call(operation, arguments, options);
        if (is_of_many(operation)) return cpp_many(operation, arguments, twin_, client_.get(), options);
        if (soap_) return cpp_soap(operation, arguments, twin_, *soap_, options);
        const ecall::Client &client = *client_;
        const bool blocking = twin_ == Twin::blocking;
        if (operation == "send_sms") {
            const std::string to = arguments.at("to");
            const std::string text = arguments.at("text");
            const auto from = optional(arguments, "from");
            const ecall::SmsOptions sms = sms_options(arguments);
            return json_of(blocking ? client.send_sms(to, text, from, sms, options)
                                    : client.send_sms_async(to, text, from, sms, options).get());
        }
        if (operation == "send") {
            const auto message = ecall::Message::from_json(arguments.at("message").dump());
            return json_of(blocking ? client.send(message, options) : client.send_async(message, options).get());
        }
        if (operation == "status") {
            const std::string id = arguments.at("message_id");
            return json_of(blocking ? client.status(id, options) : client.status_async(id, options).get());
        }
        if (operation == "wait") {
            const std::string id = arguments.at("message_id");
            const ecall::WaitOptions wait = cpp_values::wait_options(arguments, token_);
            return json_of(blocking ? client.wait(id, wait) : client.wait_async(id, wait).get());
        }
        if (operation == "check") {
            blocking ? client.check(options) : client.check_async(options).get();
            return Json::object();
        }
        const std::string method = arguments.at("method");
        const std::string path = arguments.at("path");
        const std::optional<std::string> body =
            arguments.contains("json") ? std::optional<std::string>(arguments.at("json").dump()) : std::nullopt;
        return json_of(blocking ? client.request(method, path, body, options)
                                : client.request_async(method, path, body, options).get());
    }

    Twin twin_;
    std::unique_ptr<ecall::Client> client_;
    std::unique_ptr<ecall::HttpsClient> https_;
    std::unique_ptr<ecall::SoapClient> soap_;
    std::unique_ptr<CppSmpp> smpp_;
    std::optional<ecall::CancelToken> token_;
};

} // namespace

std::unique_ptr<Adapter> cpp_adapter(Twin twin) { return std::make_unique<CppAdapter>(twin); }
