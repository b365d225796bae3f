// The adapter over the C functions: many messages, media, webhooks.
#include <set>

#include "base64.hpp"
#include "c_calls.hpp"

namespace {

using namespace c_calls;

using Bytes = Owned<ecall_bytes, ecall_bytes_free>;
using Event = Owned<ecall_webhook_event, ecall_webhook_event_free>;
using Following = Owned<ecall_following, ecall_following_free>;
using ListStatus = Owned<ecall_list_status, ecall_list_status_free>;
using Media = Owned<ecall_media, ecall_media_free>;
using Message = Owned<ecall_message, ecall_message_free>;
using Received = Owned<ecall_received_message, ecall_received_message_free>;
using Receiver = Owned<ecall_webhook_receiver, ecall_webhook_receiver_free>;
using Result = Owned<ecall_message_result, ecall_message_result_free>;
using SentList = Owned<ecall_sent_list, ecall_sent_list_free>;
using Status = Owned<ecall_message_status, ecall_message_status_free>;
using StatusEvent = Owned<ecall_status_event, ecall_status_event_free>;
using Uploaded = Owned<ecall_uploaded_media, ecall_uploaded_media_free>;

const std::set<std::string> OPERATIONS = {"send_list",      "list_status",  "send_many",      "wait_many",     "upload_media",
                                          "download_media", "parse_status", "parse_received", "parse_callback", "is_from_ecall", "receive"};

Message message_of(const Json &json) {
    ecall_message *message = nullptr;
    if (ecall_message_from_json(json.dump().c_str(), &message, nullptr) != ECALL_OK) {
        throw std::runtime_error("the case's message cannot be read");
    }
    return Message(message);
}

/// A text as octets.
const std::uint8_t *octets(const std::string &text) { return reinterpret_cast<const std::uint8_t *>(text.data()); }

struct Sending {
    const Json &messages;
    std::size_t next = 0;
    std::map<std::uint64_t, Json> items = {};

    static ecall_message *give(void *user_data) {
        auto &self = *static_cast<Sending *>(user_data);
        return self.next == self.messages.size() ? nullptr : message_of(self.messages[self.next++]).release();
    }

    static std::int32_t take(void *user_data, std::uint64_t index, ecall_message_result *result, ecall_error *error) {
        const Result owned(result);
        const Error owned_error(error);
        static_cast<Sending *>(user_data)->items[index] = item_of(result, error);
        return 0;
    }
};

Answer send_many(ecall_client *client, const Json &arguments, ecall_call_options *options, ecall_cancel_token *token) {
    Sending sending{arguments.at("messages")};
    ecall_bulk_counts counts{};
    ecall_error *error = nullptr;
    const std::int32_t code =
        ecall_client_send_many(client, Sending::give, Sending::take, &sending, options, token, &counts, &error);
    Json items = Json::array();
    for (const auto &[index, item] : sending.items) items.push_back(item);
    return answer_of(code, error,
                     {{"items", items},
                      {"counts",
                       {{"given", counts.given},
                        {"accepted", counts.accepted},
                        {"refused", counts.refused},
                        {"unknown", counts.unknown},
                        {"possible_duplicates", counts.possible_duplicates}}}});
}

Answer wait_many(ecall_client *client, const Json &arguments, ecall_call_options *options, ecall_cancel_token *token) {
    std::vector<const char *> ids;
    for (const Json &id : arguments.at("message_ids")) ids.push_back(id.get_ref<const std::string &>().c_str());
    ecall_following *made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_client_wait_many(client, ids.data(), ids.size(), options, token, &made, &error);
    const Following following(made);
    if (code != ECALL_OK) return answer_of(code, error, Json());
    for (const Json &event : arguments.value("events", Json::array())) {
        ecall_following_notify(following.get(), event.dump().c_str(), nullptr);
    }
    Json states = Json::object();
    const char *id = nullptr;
    ecall_message_status *status = nullptr;
    while (ecall_following_next(following.get(), UINT64_MAX, &id, &status, &error), id != nullptr) {
        const Status owned(status);
        const Error owned_error(error);
        if (states.contains(id)) throw std::runtime_error(std::string(id) + " came out twice");
        states[id] = status == nullptr ? Json{{"error", json_of(error)}} : json_of(status);
    }
    return answer_of(ECALL_OK, error, {{"states", states}});
}

Answer send_list(ecall_client *client, const Json &arguments, Twin twin, ecall_call_options *options, ecall_cancel_token *token) {
    std::vector<Message> owned;
    std::vector<const ecall_message *> messages;
    for (const Json &message : arguments.at("messages")) {
        owned.push_back(message_of(message));
        messages.push_back(owned.back().get());
    }
    const std::string notification = arguments.contains("notification") ? arguments.at("notification").dump() : "";
    const char *given = notification.empty() ? nullptr : notification.c_str();
    if (twin == Twin::asynchronous) {
        return awaited([&](void *promise, ecall_error **error) {
            return ecall_client_send_list_async(client, messages.data(), messages.size(), given, options, token,
                                                complete<SentList>, promise, error);
        });
    }
    ecall_sent_list *list = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code =
        ecall_client_send_list(client, messages.data(), messages.size(), given, options, token, &list, &error);
    return take<SentList>(code, list, error);
}

Answer list_status(ecall_client *client, const Json &arguments, Twin twin, ecall_call_options *options, ecall_cancel_token *token) {
    const char *id = optional(arguments, "list_id");
    if (twin == Twin::asynchronous) {
        return awaited([&](void *promise, ecall_error **error) {
            return ecall_client_list_status_async(client, id, options, token, complete<ListStatus>, promise, error);
        });
    }
    ecall_list_status *status = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_client_list_status(client, id, options, token, &status, &error);
    return take<ListStatus>(code, status, error);
}

Answer upload(ecall_client *client, const Json &arguments, Twin twin, ecall_call_options *options, ecall_cancel_token *token) {
    const std::string file = file_of(arguments);
    if (twin == Twin::asynchronous) {
        return awaited([&](void *promise, ecall_error **error) {
            return ecall_client_upload_media_bytes_async(client, octets(file), file.size(), options, token,
                                                         complete<Uploaded>, promise, error);
        });
    }
    ecall_uploaded_media *media = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code =
        ecall_client_upload_media_bytes(client, octets(file), file.size(), options, token, &media, &error);
    return take<Uploaded>(code, media, error);
}

Answer download(ecall_client *client, const Json &arguments, Twin twin, ecall_call_options *options, ecall_cancel_token *token) {
    const char *id = optional(arguments, "media_id");
    if (twin == Twin::asynchronous) {
        return awaited([&](void *promise, ecall_error **error) {
            return ecall_client_download_media_async(client, id, options, token, complete<Media>, promise, error);
        });
    }
    ecall_media *media = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_client_download_media(client, id, options, token, &media, &error);
    return take<Media>(code, media, error);
}

Answer parse(const std::string &operation, const Json &arguments) {
    const std::string data = arguments.at("data");
    ecall_error *error = nullptr;
    if (operation == "parse_callback") {
        ecall_webhook_event *event = nullptr;
        const std::int32_t code =
            ecall_webhook_parse_callback(octets(data), data.size(), optional(arguments, "encoding"), &event, &error);
        return take<Event>(code, event, error);
    }
    if (operation == "parse_status") {
        ecall_status_event *event = nullptr;
        const std::int32_t code = ecall_webhook_parse_status(octets(data), data.size(), &event, &error);
        return take<StatusEvent>(code, event, error);
    }
    ecall_received_message *message = nullptr;
    const std::int32_t code = ecall_webhook_parse_received(octets(data), data.size(), &message, &error);
    return take<Received>(code, message, error);
}

Answer receive(const Json &request) {
    const std::string options = request.contains("options") ? request.at("options").dump() : "";
    ecall_webhook_receiver *made = nullptr;
    ecall_error *error = nullptr;
    const std::int32_t code = ecall_webhook_receiver_new(options.empty() ? nullptr : options.c_str(), &made, &error);
    const Receiver receiver(made);
    if (code != ECALL_OK) return answer_of(code, error, Json());
    const std::string body = request.value("body", "");
    const Json headers = request.value("headers", Json::object());
    const char *forwarded_for = optional(headers, "x-forwarded-for");
    const char *peer = optional(request, "peer");
    const char *method = optional(request, "method");
    std::int32_t status = ecall_webhook_receiver_admit(receiver.get(), peer, method, forwarded_for,
                                                       static_cast<std::int64_t>(body.size()), nullptr);
    if (status != 200) return {false, {{"status", status}}};
    ecall_webhook_event *opened = nullptr;
    ecall_bytes *reason = nullptr;
    status = ecall_webhook_receiver_open(receiver.get(), peer, method, forwarded_for, optional(request, "query"), octets(body),
                                         body.size(), &opened, &reason);
    const Event event(opened);
    const Bytes owned_reason(reason);
    if ((status == 200) != (opened != nullptr) || (status == 200) != (reason == nullptr)) {
        throw std::runtime_error("status, event and reason do not agree");
    }
    Json answer = {{"status", status}};
    if (opened != nullptr) answer["event"] = json_of(opened);
    return {false, answer};
}

} // namespace

bool is_of_many(const std::string &operation) { return OPERATIONS.count(operation) != 0; }

Answer c_many(const std::string &operation, const Json &arguments, Twin twin, ecall_client *client,
              ecall_call_options *options, ecall_cancel_token *token) {
    if (operation == "send_list") return send_list(client, arguments, twin, options, token);
    if (operation == "list_status") return list_status(client, arguments, twin, options, token);
    if (operation == "send_many") return send_many(client, arguments, options, token);
    if (operation == "wait_many") return wait_many(client, arguments, options, token);
    if (operation == "upload_media") return upload(client, arguments, twin, options, token);
    if (operation == "download_media") return download(client, arguments, twin, options, token);
    if (operation == "is_from_ecall") return {false, {{"admitted", ecall_webhook_is_from_ecall(optional(arguments, "ip"))}}};
    if (operation == "receive") return receive(arguments);
    return parse(operation, arguments);
}
