// The adapter over the C functions; C++ only writes it down.
#include <map>

#include "c_calls.hpp"
#include "smpp.hpp"

namespace {

using namespace c_calls;

using Client = Owned<ecall_client, ecall_client_free>;
using Config = Owned<ecall_config, ecall_config_free>;
using Message = Owned<ecall_message, ecall_message_free>;
using Options = Owned<ecall_call_options, ecall_call_options_free>;
using Token = Owned<ecall_cancel_token, ecall_cancel_token_free>;
using Result = Owned<ecall_message_result, ecall_message_result_free>;
using Status = Owned<ecall_message_status, ecall_message_status_free>;
using Response = Owned<ecall_response, ecall_response_free>;

using HttpsClient = Owned<ecall_https_client, ecall_https_client_free>;
using SoapClient = Owned<ecall_soap_client, ecall_soap_client_free>;
using Promise = std::promise<Answer>;

const std::map<std::string, std::int32_t> DELIVERIES = {{"standard", ECALL_DELIVERY_STANDARD},
                                                        {"at_least_once", ECALL_DELIVERY_AT_LEAST_ONCE},
                                                        {"at_most_once", ECALL_DELIVERY_AT_MOST_ONCE}};

const std::map<std::string, std::int32_t (*)(ecall_config *, const char *)> TEXTS = {
    {"username", ecall_config_set_username},         {"password", ecall_config_set_password},
    {"base_url", ecall_config_set_base_url},         {"ca_file", ecall_config_set_ca_file},
    {"default_from", ecall_config_set_default_from}, {"user_agent", ecall_config_set_user_agent},
    {"proxy", ecall_config_set_proxy},               {"soap_version", ecall_config_set_soap_version},
};

const std::map<std::string, std::int32_t (*)(ecall_config *, std::uint64_t)> TIMES = {
    {"timeout_ms", ecall_config_set_timeout_ms},
    {"attempt_timeout_ms", ecall_config_set_attempt_timeout_ms},
    {"connect_timeout_ms", ecall_config_set_connect_timeout_ms},
    {"backoff_initial_ms", ecall_config_set_backoff_initial_ms},
    {"backoff_max_ms", ecall_config_set_backoff_max_ms},
};

const std::map<std::string, std::int32_t (*)(ecall_call_options *, const char *)> JOB_TEXTS = {
    {"send_date", ecall_call_options_set_send_date},           {"answer", ecall_call_options_set_answer},
    {"msg_type", ecall_call_options_set_msg_type},             {"subject", ecall_call_options_set_subject},
    {"calling_number", ecall_call_options_set_calling_number}, {"header_id", ecall_call_options_set_header_id},
    {"header_info", ecall_call_options_set_header_info},       {"language", ecall_call_options_set_language},
    {"from_text", ecall_call_options_set_from_text},           {"token_fields", ecall_call_options_set_token_fields},
    {"notification", ecall_call_options_set_soap_notification},
    {"always_notification", ecall_call_options_set_always_notification},
};

class CAdapter : public Adapter {
public:
    explicit CAdapter(Twin twin) : twin_(twin) {}

    Answer open(const std::string &interface, const Json &options) override {
        const Config config(ecall_config_new());
        const Owned<ecall_smpp_options, ecall_smpp_options_free> own(ecall_smpp_options_new());
        for (const auto &[name, value] : options.items()) {
            if (interface != "smpp" || !set_smpp_option(own.get(), name, value)) configure(config.get(), name, value);
        }
        if (interface == "smpp") {
            smpp_ = c_smpp(twin_);
            return smpp_->open(config.get(), own.get());
        }
        if (interface == "https") return opened(https_, ecall_https_client_new, config.get());
        if (interface == "soap") return opened(soap_, ecall_soap_client_new, config.get());
        return opened(client_, ecall_client_new, config.get());
    }

    void prepare_cancel() override { token_.reset(ecall_cancel_token_new()); }
    void cancel() override { ecall_cancel_token_cancel(token_.get()); }
    void forget_cancel() override { token_.reset(); }

    Answer call(const std::string &operation, const Json &arguments, const Json &options) override {
        if (smpp_) return smpp_->call(operation, arguments, options, token_.get());
        options_.reset();
        read_call_options(options);
        if (is_of_many(operation)) {
            read_many_options(operation, arguments);
            return c_many(operation, arguments, twin_, client_.get(), options_.get(), token_.get());
        }
        if (https_) {
            read_job_options(arguments);
            return c_https(operation, arguments, twin_, https_.get(), options_.get(), token_.get());
        }
        if (soap_) {
            if (operation == "wait") read_wait_options(arguments);
            read_job_options(arguments);
            return c_soap(operation, arguments, twin_, soap_.get(), options_.get(), token_.get());
        }
        return twin_ == Twin::blocking ? blocking(operation, arguments) : asynchronous(operation, arguments);
    }

private:
    template <class Owner, class New> static Answer opened(Owner &owner, New make, const ecall_config *config) {
        typename Owner::pointer client = nullptr;
        ecall_error *error = nullptr;
        const std::int32_t code = make(config, &client, &error);
        owner.reset(client);
        return take_nothing(code, error);
    }

    static void configure(ecall_config *config, const std::string &name, const Json &value) {
        if (TEXTS.count(name) != 0) good(TEXTS.at(name)(config, value.get<std::string>().c_str()));
        else if (TIMES.count(name) != 0) good(TIMES.at(name)(config, value));
        else if (name == "api_version") good(ecall_config_set_api_version(config, value));
        else if (name == "max_retries") good(ecall_config_set_max_retries(config, value));
        else if (name == "delivery") good(ecall_config_set_delivery(config, DELIVERIES.at(value)));
        else throw std::runtime_error("no setter for " + name);
    }

    ecall_call_options *made_options() {
        if (!options_) options_.reset(ecall_call_options_new());
        return options_.get();
    }

    void read_call_options(const Json &options) {
        for (const auto &[name, value] : options.items()) {
            if (name == "timeout_ms") good(ecall_call_options_set_timeout_ms(made_options(), value));
            else if (name == "max_retries") good(ecall_call_options_set_max_retries(made_options(), value));
            else if (name == "delivery") good(ecall_call_options_set_delivery(made_options(), DELIVERIES.at(value)));
            else if (name == "allow_truncation") good(ecall_call_options_set_allow_truncation(made_options(), value));
            else throw std::runtime_error("no setter for " + name);
        }
    }

    void read_sms_options(const Json &arguments) {
        for (const auto &[name, value] : arguments.items()) {
            if (name == "force_gsm") good(ecall_call_options_set_force_gsm(made_options(), value));
            else if (name == "to_gsm") good(ecall_call_options_set_to_gsm(made_options(), value));
            else if (name == "page_limit") good(ecall_call_options_set_page_limit(made_options(), value));
            else if (name == "sms_type") good(ecall_call_options_set_sms_type(made_options(), required(arguments, "sms_type")));
            else if (name == "send_date") good(ecall_call_options_set_send_date(made_options(), required(arguments, "send_date")));
            else if (name == "notification") {
                good(ecall_call_options_set_notification(made_options(), value.dump().c_str(), nullptr));
            }
        }
    }

    void read_job_options(const Json &arguments) {
        // Of a send; elsewhere it is the argument.
        if (arguments.contains("text") && arguments.contains("job_id")) {
            good(ecall_call_options_set_job_id(made_options(), required(arguments, "job_id")));
        }
        for (const auto &[name, value] : arguments.items()) {
            if (JOB_TEXTS.count(name) != 0) good(JOB_TEXTS.at(name)(made_options(), required(arguments, name.c_str())));
            else if (name == "notification_addresses") {
                for (const std::string address : value) {
                    good(ecall_call_options_add_notification_address(made_options(), address.c_str()));
                }
            } else if (name == "notification_level") good(ecall_call_options_set_notification_level(made_options(), value));
            else if (name == "file_types") {
                for (const std::string type : value) good(ecall_call_options_add_file_type(made_options(), type.c_str()));
            } else if (name == "max_files") good(ecall_call_options_set_max_files(made_options(), value));
            else if (name == "max_file_bytes") good(ecall_call_options_set_max_file_bytes(made_options(), value));
            else if (name == "to_gsm") good(ecall_call_options_set_to_gsm(made_options(), value));
            else if (name == "no_log") good(ecall_call_options_set_no_log(made_options(), value));
            else if (name == "number_of_retries") good(ecall_call_options_set_number_of_retries(made_options(), value));
            else if (name == "retry_interval_minutes") {
                good(ecall_call_options_set_retry_interval_minutes(made_options(), value));
            } else if (name == "follow") good(ecall_call_options_set_follow(made_options(), value));
            else if (name == "poll_ms") good(ecall_call_options_set_poll_ms(made_options(), value));
        }
    }

    void read_many_options(const std::string &operation, const Json &arguments) {
        if (operation == "wait_many") read_wait_options(arguments);
        for (const auto &[name, value] : arguments.items()) {
            if (name == "concurrency") good(ecall_call_options_set_concurrency(made_options(), value));
            else if (name == "rate") good(ecall_call_options_set_rate(made_options(), value));
            else if (name == "filename") good(ecall_call_options_set_filename(made_options(), required(arguments, "filename")));
            else if (name == "encoding") good(ecall_call_options_set_encoding(made_options(), required(arguments, "encoding")));
            else if (name == "content_type") {
                good(ecall_call_options_set_content_type(made_options(), required(arguments, "content_type")));
            }
        }
    }

    void read_wait_options(const Json &arguments) {
        if (arguments.contains("timeout_ms")) {
            good(ecall_call_options_set_timeout_ms(made_options(), arguments.at("timeout_ms")));
        }
        if (arguments.contains("poll_initial_ms")) {
            good(ecall_call_options_set_poll_initial_ms(made_options(), arguments.at("poll_initial_ms")));
        }
        if (arguments.contains("poll_max_ms")) {
            good(ecall_call_options_set_poll_max_ms(made_options(), arguments.at("poll_max_ms")));
        }
        for (const std::string state : arguments.value("until", Json::array())) {
            good(ecall_call_options_add_until(made_options(), state.c_str()));
        }
    }

    static std::string body_of(const Json &arguments) {
        return arguments.contains("json") ? arguments.at("json").dump() : std::string();
    }

    Answer blocking(const std::string &operation, const Json &arguments) {
        ecall_client *client = client_.get();
        ecall_cancel_token *token = token_.get();
        ecall_error *error = nullptr;
        if (operation == "send_sms" || operation == "send") {
            ecall_message_result *result = nullptr;
            std::int32_t code = 0;
            if (operation == "send_sms") {
                read_sms_options(arguments);
                code = ecall_client_send_sms_with(client, required(arguments, "to"), required(arguments, "text"),
                                                  optional(arguments, "from"), options_.get(), token, &result, &error);
            } else {
                const Message message = message_of(arguments, error);
                if (error != nullptr) return take_nothing(ecall_error_kind(error), error);
                code = ecall_client_send(client, message.get(), options_.get(), token, &result, &error);
            }
            return take<Result>(code, result, error);
        }
        if (operation == "status" || operation == "wait") {
            ecall_message_status *status = nullptr;
            if (operation == "wait") read_wait_options(arguments);
            const auto function = operation == "wait" ? ecall_client_wait : ecall_client_status;
            const std::int32_t code =
                function(client, required(arguments, "message_id"), options_.get(), token, &status, &error);
            return take<Status>(code, status, error);
        }
        if (operation == "check") {
            const std::int32_t code = ecall_client_check(client, options_.get(), token, &error);
            return take_nothing(code, error);
        }
        const std::string body = body_of(arguments);
        ecall_response *response = nullptr;
        const std::int32_t code =
            ecall_client_request(client, required(arguments, "method"), required(arguments, "path"),
                                 body.empty() ? nullptr : body.c_str(), options_.get(), token, &response, &error);
        return take<Response>(code, response, error);
    }

    Answer asynchronous(const std::string &operation, const Json &arguments) {
        ecall_client *client = client_.get();
        ecall_cancel_token *token = token_.get();
        Promise promise;
        std::future<Answer> future = promise.get_future();
        ecall_error *error = nullptr;
        std::int32_t code = ECALL_OK;
        if (operation == "send_sms") {
            read_sms_options(arguments);
            code = ecall_client_send_sms_async(client, required(arguments, "to"), required(arguments, "text"),
                                               optional(arguments, "from"), options_.get(), token, complete<Result>,
                                               &promise, &error);
        } else if (operation == "send") {
            const Message message = message_of(arguments, error);
            if (error != nullptr) return take_nothing(ecall_error_kind(error), error);
            code = ecall_client_send_async(client, message.get(), options_.get(), token, complete<Result>, &promise,
                                           &error);
        } else if (operation == "status") {
            code = ecall_client_status_async(client, required(arguments, "message_id"), options_.get(), token,
                                             complete<Status>, &promise, &error);
        } else if (operation == "wait") {
            read_wait_options(arguments);
            code = ecall_client_wait_async(client, required(arguments, "message_id"), options_.get(), token,
                                           complete<Status>, &promise, &error);
        } else if (operation == "check") {
            code = ecall_client_check_async(client, options_.get(), token, complete_nothing, &promise, &error);
        } else {
            const std::string body = body_of(arguments);
            code = ecall_client_request_async(client, required(arguments, "method"), required(arguments, "path"),
                                              body.empty() ? nullptr : body.c_str(), options_.get(), token,
                                              complete<Response>, &promise, &error);
        }
        // Where a call cannot be started there is no callback, and the error comes at once.
        return code == ECALL_OK ? future.get() : take_nothing(code, error);
    }

    static Message message_of(const Json &arguments, ecall_error *&error) {
        ecall_message *message = nullptr;
        ecall_message_from_json(arguments.at("message").dump().c_str(), &message, &error);
        return Message(message);
    }

    Twin twin_;
    Client client_;
    HttpsClient https_;
    SoapClient soap_;
    std::unique_ptr<CSmpp> smpp_;
    Token token_;
    Options options_;
};

} // namespace

std::unique_ptr<Adapter> c_adapter(Twin twin) { return std::make_unique<CAdapter>(twin); }
