// The adapters of C and C++ over their public surfaces.
#pragma once

#include <memory>

#include "case.hpp"

/// Whether calls are made by the blocking functions or their asynchronous twins.
enum class Twin { blocking, asynchronous };

std::unique_ptr<Adapter> c_adapter(Twin twin);
std::unique_ptr<Adapter> cpp_adapter(Twin twin);

/// Tests are compared in JSON; these read the objects of the C library into it.
struct ecall_error;
struct ecall_message_result;
struct ecall_message_status;
struct ecall_response;
struct ecall_sent_list;
struct ecall_list_status;
struct ecall_uploaded_media;
struct ecall_media;
struct ecall_status_event;
struct ecall_received_message;
struct ecall_webhook_event;
struct ecall_sent_job;
struct ecall_job_states;
struct ecall_job_status;
struct ecall_resolution;
struct ecall_cached_message;
struct ecall_deletion;
struct ecall_inbound_sms;
struct ecall_job_state;
struct ecall_soap_resolution;
struct ecall_smpp_bound;
struct ecall_smpp_submitted;
struct ecall_smpp_event;
Json json_of(const ecall_error *error);
Json json_of(const ecall_message_result *result);
Json json_of(const ecall_message_status *status);
Json json_of(const ecall_response *response);
Json json_of(const ecall_sent_list *list);
Json json_of(const ecall_list_status *status);
Json json_of(const ecall_uploaded_media *media);
Json json_of(const ecall_media *media);
Json json_of(const ecall_status_event *event);
Json json_of(const ecall_received_message *message);
Json json_of(const ecall_webhook_event *event);
Json json_of(const ecall_sent_job *job);
Json json_of(const ecall_job_states *states);
Json json_of(const ecall_job_status *status);
Json json_of(const ecall_resolution *resolution);
Json json_of(const ecall_cached_message *next);
Json json_of(const ecall_deletion *deletion);
Json json_of(const ecall_inbound_sms *message);
Json json_of(const ecall_job_state *state);
Json json_of(const ecall_soap_resolution *resolution);
Json json_of(const ecall_smpp_bound *bound);
Json json_of(const ecall_smpp_submitted *submitted);
Json json_of(const ecall_smpp_event *event);
/// What became of the parts of a message.
Json parts_of(const ecall_error *error);
/// One result of many: the names of a result, or `error` alone.
Json item_of(const ecall_message_result *result, const ecall_error *error);

/// The operations that have no asynchronous twin, or whose arguments are not those of one message.
struct ecall_client;
struct ecall_call_options;
struct ecall_cancel_token;
Answer c_many(const std::string &operation, const Json &arguments, Twin twin, ecall_client *client,
              ecall_call_options *options, ecall_cancel_token *token);

/// The operations of the HTTPS and SOAP interfaces; their own options are in `options`.
struct ecall_https_client;
struct ecall_soap_client;
Answer c_https(const std::string &operation, const Json &arguments, Twin twin, ecall_https_client *client,
               ecall_call_options *options, ecall_cancel_token *token);
Answer c_soap(const std::string &operation, const Json &arguments, Twin twin, ecall_soap_client *client,
              ecall_call_options *options, ecall_cancel_token *token);

namespace ecall {
class Client;
class HttpsClient;
class SoapClient;
struct CallOptions;
} // namespace ecall
/// The same in C++: what the operation returns; throws its error.
Json cpp_many(const std::string &operation, const Json &arguments, Twin twin, const ecall::Client *client,
              const ecall::CallOptions &options);
Answer cpp_https(const std::string &operation, const Json &arguments, Twin twin, const ecall::HttpsClient &client,
                 const ecall::CallOptions &options);
Json cpp_soap(const std::string &operation, const Json &arguments, Twin twin, const ecall::SoapClient &client,
              const ecall::CallOptions &options);
/// Whether c_many and cpp_many know the operation.
bool is_of_many(const std::string &operation);
