// Owners of the C library's objects, so that a failing test leaks nothing.
#pragma once

#include <ecall.h>

#include <memory>
#include <string>

#include "mock.hpp"

template <auto Free> struct Release {
    template <class T> void operator()(T *object) const { Free(object); }
};
template <class T, auto Free> using Owned = std::unique_ptr<T, Release<Free>>;

using Client = Owned<ecall_client, ecall_client_free>;
using Config = Owned<ecall_config, ecall_config_free>;
using Error = Owned<ecall_error, ecall_error_free>;
using Message = Owned<ecall_message, ecall_message_free>;
using Options = Owned<ecall_call_options, ecall_call_options_free>;
using Token = Owned<ecall_cancel_token, ecall_cancel_token_free>;
using Result = Owned<ecall_message_result, ecall_message_result_free>;
using Status = Owned<ecall_message_status, ecall_message_status_free>;
using Response = Owned<ecall_response, ecall_response_free>;
using Bytes = Owned<ecall_bytes, ecall_bytes_free>;
using Following = Owned<ecall_following, ecall_following_free>;
using ListStatus = Owned<ecall_list_status, ecall_list_status_free>;
using Media = Owned<ecall_media, ecall_media_free>;
using Received = Owned<ecall_received_message, ecall_received_message_free>;
using Receiver = Owned<ecall_webhook_receiver, ecall_webhook_receiver_free>;
using SentList = Owned<ecall_sent_list, ecall_sent_list_free>;
using StatusEvent = Owned<ecall_status_event, ecall_status_event_free>;
using Uploaded = Owned<ecall_uploaded_media, ecall_uploaded_media_free>;
using WebhookEvent = Owned<ecall_webhook_event, ecall_webhook_event_free>;
using CachedMessage = Owned<ecall_cached_message, ecall_cached_message_free>;
using Deletion = Owned<ecall_deletion, ecall_deletion_free>;
using HttpsClient = Owned<ecall_https_client, ecall_https_client_free>;
using InboundSms = Owned<ecall_inbound_sms, ecall_inbound_sms_free>;
using Inbox = Owned<ecall_inbox, ecall_inbox_free>;
using JobStates = Owned<ecall_job_states, ecall_job_states_free>;
using JobStatus = Owned<ecall_job_status, ecall_job_status_free>;
using Resolution = Owned<ecall_resolution, ecall_resolution_free>;
using SentJob = Owned<ecall_sent_job, ecall_sent_job_free>;
using StatusRange = Owned<ecall_status_range, ecall_status_range_free>;
using Attachments = Owned<ecall_attachments, ecall_attachments_free>;
using JobState = Owned<ecall_job_state, ecall_job_state_free>;
using SmppBound = Owned<ecall_smpp_bound, ecall_smpp_bound_free>;
using SmppBulk = Owned<ecall_smpp_bulk, ecall_smpp_bulk_free>;
using SmppClient = Owned<ecall_smpp_client, ecall_smpp_client_free>;
using SmppEvent = Owned<ecall_smpp_event, ecall_smpp_event_free>;
using SmppEvents = Owned<ecall_smpp_events, ecall_smpp_events_free>;
using SmppOptions = Owned<ecall_smpp_options, ecall_smpp_options_free>;
using SmppResults = Owned<ecall_smpp_results, ecall_smpp_results_free>;
using SmppSubscription = Owned<ecall_smpp_subscription, ecall_smpp_subscription_free>;
using SubmitOptions = Owned<ecall_submit_options, ecall_submit_options_free>;
using Submitted = Owned<ecall_smpp_submitted, ecall_smpp_submitted_free>;
using SoapClient = Owned<ecall_soap_client, ecall_soap_client_free>;
using SoapResolution = Owned<ecall_soap_resolution, ecall_soap_resolution_free>;
using Estimate = Owned<ecall_estimate, ecall_estimate_free>;
using Header = Owned<ecall_header, ecall_header_free>;
using IncompleteList = Owned<ecall_incomplete_list, ecall_incomplete_list_free>;
using Pushed = Owned<ecall_pushed, ecall_pushed_free>;
using Reassembler = Owned<ecall_reassembler, ecall_reassembler_free>;
using Split = Owned<ecall_split, ecall_split_free>;
using Transliteration = Owned<ecall_transliteration, ecall_transliteration_free>;

inline constexpr const char *NUMBER = "+41791234567";

/// A configuration for the mock.
inline Config config_for(const Account &account) {
    Config config(ecall_config_new());
    ecall_config_set_username(config.get(), account.username().c_str());
    ecall_config_set_password(config.get(), account.password().c_str());
    ecall_config_set_base_url(config.get(), Mock::instance().rest_url().c_str());
    ecall_config_set_ca_file(config.get(), Mock::instance().ca_file().c_str());
    ecall_config_set_default_from(config.get(), "ecall-demo");
    ecall_config_set_backoff_initial_ms(config.get(), 10);
    ecall_config_set_backoff_max_ms(config.get(), 50);
    return config;
}

inline Client client_of(const ecall_config *config) {
    ecall_client *client = nullptr;
    ecall_error *error = nullptr;
    if (ecall_client_new(config, &client, &error) != ECALL_OK) {
        const Error owned(error);
        throw std::runtime_error(ecall_error_text(error));
    }
    return Client(client);
}

/// A client of the mock.
inline Client client_for(const Account &account) { return client_of(config_for(account).get()); }

/// A configuration for another interface of the mock.
inline Config config_for(const Account &account, const std::string &base_url) {
    Config config = config_for(account);
    ecall_config_set_base_url(config.get(), base_url.c_str());
    return config;
}

/// A client that `make` makes of another interface.
template <class Owner, class New> Owner made_with(New make, const Config &config) {
    typename Owner::pointer client = nullptr;
    ecall_error *error = nullptr;
    if (make(config.get(), &client, &error) != ECALL_OK) {
        const Error owned(error);
        throw std::runtime_error(ecall_error_text(error));
    }
    return Owner(client);
}

inline HttpsClient https_client_for(const Account &account) {
    return made_with<HttpsClient>(ecall_https_client_new, config_for(account, Mock::instance().https_url()));
}

inline SoapClient soap_client_for(const Account &account) {
    return made_with<SoapClient>(ecall_soap_client_new, config_for(account, Mock::instance().soap_url()));
}

/// A client of SMPP that is not bound.
inline SmppClient smpp_client_for(const Account &account, const ecall_smpp_options *options = nullptr) {
    const auto make = [&](const ecall_config *config, ecall_smpp_client **client, ecall_error **error) {
        return ecall_smpp_client_new(config, options, client, error);
    };
    return made_with<SmppClient>(make, config_for(account, Mock::instance().smpp_url()));
}

/// One that is.
inline SmppClient bound_client_for(const Account &account, const ecall_smpp_options *options = nullptr) {
    SmppClient client = smpp_client_for(account, options);
    ecall_error *error = nullptr;
    if (ecall_smpp_client_bind(client.get(), nullptr, nullptr, &error) != ECALL_OK) {
        const Error owned(error);
        throw std::runtime_error(ecall_error_text(error));
    }
    return client;
}

/// A send whose error is kept where it fails.
struct Sent {
    std::int32_t code = ECALL_OK;
    Result result;
    Error error;
};

inline Sent send_sms(const ecall_client *client, const char *text = "Pump 3 stopped",
                     const ecall_call_options *options = nullptr, const ecall_cancel_token *cancel = nullptr) {
    ecall_message_result *result = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code =
        ecall_client_send_sms_with(client, NUMBER, text, nullptr, options, cancel, &result, &error);
    return {code, Result(result), Error(error)};
}

/// A text by SMS, still the caller's.
inline Message sms(const char *to = NUMBER, const char *text = "Pump 3 stopped") {
    Message message(ecall_message_new());
    ecall_message_set_channel(message.get(), "Sms");
    ecall_message_set_to(message.get(), to);
    ecall_message_set_text(message.get(), text);
    return message;
}

/// A text of the library that may be NULL.
inline std::string text_of(const char *text) { return text == nullptr ? "(NULL)" : text; }
