// The adapter over the C++ wrapper: many messages, media, webhooks.
#include <ecall.hpp>

#include <stdexcept>

#include "adapters.hpp"
#include "base64.hpp"
#include "cpp_https_values.hpp"

namespace {

using cpp_values::json_of;
using cpp_values::value;

Json item_of(const ecall::SendResult &result) {
    if (const auto *error = std::get_if<ecall::Error>(&result)) return {{"error", json_of(*error)}};
    return json_of(std::get<ecall::MessageResult>(result));
}

std::vector<ecall::Message> messages_of(const Json &list) {
    std::vector<ecall::Message> messages;
    for (const Json &message : list) messages.push_back(ecall::Message::from_json(message.dump()));
    return messages;
}

Json json_of(const ecall::SentList &list) {
    Json items = Json::array();
    for (const auto &item : list.items) items.push_back(item_of(item));
    if (list.accepted().size() + list.failed().size() != items.size()) throw std::runtime_error("accepted and failed do not add up");
    Json raised;
    try {
        list.raise_for_failed();
    } catch (const ecall::Error &error) {
        raised = json_of(error);
    }
    return {{"list_id", value(list.list_id)},
            {"items", items},
            {"failed", list.failed()},
            {"raised", raised},
            {"possible_duplicate", list.possible_duplicate},
            {"request_id", value(list.request_id)},
            {"http_status", list.http_status},
            {"extra", Json::parse(list.extra_json)},
            {"raw_body", list.raw_body}};
}

Json json_of(const ecall::ListStatus &status) {
    Json messages = Json::array();
    for (const auto &message : status.messages) messages.push_back(json_of(message));
    return {{"list_id", value(status.list_id)},
            {"messages", messages},
            {"final", status.is_final},
            {"request_id", value(status.request_id)},
            {"http_status", status.http_status},
            {"extra", Json::parse(status.extra_json)},
            {"raw_body", status.raw_body}};
}

Json json_of(const ecall::webhook::StatusEvent &event) {
    Json json = json_of(event.status);
    json["kind"] = "status";
    json["list_id"] = value(event.list_id);
    return json;
}

Json json_of(const ecall::webhook::ReceivedMessage &message) {
    return {{"kind", "received"},
            {"channel", value(message.channel)},
            {"message_id", value(message.message_id)},
            {"from", value(message.from)},
            {"to", value(message.to)},
            {"text", value(message.text)},
            {"reply_id", value(message.reply_id)},
            {"reply_title", value(message.reply_title)},
            {"content_type", value(message.content_type)},
            {"timestamp", value(message.timestamp)},
            {"extra", Json::parse(message.extra_json)}};
}

Json json_of(const ecall::webhook::Event &event) {
    if (event.status) return json_of(*event.status);
    return event.received ? json_of(*event.received) : cpp_values::callback_json(event);
}

Json send_many(const ecall::Client &client, const Json &arguments, const ecall::CallOptions &options) {
    ecall::BulkOptions bulk;
    static_cast<ecall::CallOptions &>(bulk) = options;
    if (arguments.contains("concurrency")) bulk.concurrency = arguments.at("concurrency");
    if (arguments.contains("rate")) bulk.rate = arguments.at("rate");
    std::map<std::uint64_t, Json> found;
    const auto counts = client.send_many(
        messages_of(arguments.at("messages")),
        [&](const ecall::BulkResult &done) { found[done.index] = item_of(done.result); }, bulk);
    Json items = Json::array();
    for (const auto &[index, item] : found) items.push_back(item);
    return {{"items", items},
            {"counts",
             {{"given", counts.given},
              {"accepted", counts.accepted},
              {"refused", counts.refused},
              {"unknown", counts.unknown},
              {"possible_duplicates", counts.possible_duplicates}}}};
}

Json wait_many(const ecall::Client &client, const Json &arguments, const ecall::CallOptions &options) {
    ecall::WaitManyOptions wait;
    wait.max_retries = options.max_retries;
    wait.cancel = options.cancel;
    const auto time = [&](const char *name) {
        return arguments.contains(name)
                   ? std::optional<std::chrono::milliseconds>(arguments.at(name).get<std::int64_t>())
                   : std::nullopt;
    };
    wait.timeout = time("timeout_ms");
    wait.poll_initial = time("poll_initial_ms");
    wait.poll_max = time("poll_max_ms");
    if (arguments.contains("rate")) wait.rate = arguments.at("rate");
    ecall::WaitMany following = client.wait_many(arguments.at("message_ids").get<std::vector<std::string>>(), wait);
    for (const Json &event : arguments.value("events", Json::array())) following.notify(event.dump());
    Json states = Json::object();
    while (const auto followed = following.next()) {
        if (states.contains(followed->message_id)) throw std::runtime_error(followed->message_id + " came out twice");
        const auto *error = std::get_if<ecall::Error>(&followed->state);
        states[followed->message_id] =
            error != nullptr ? Json{{"error", json_of(*error)}} : json_of(std::get<ecall::MessageStatus>(followed->state));
    }
    return {{"states", states}};
}

Json upload(const ecall::Client &client, const Json &arguments, bool blocking, const ecall::CallOptions &options) {
    ecall::UploadOptions upload;
    upload.timeout = options.timeout;
    upload.max_retries = options.max_retries;
    upload.cancel = options.cancel;
    if (arguments.contains("filename")) upload.filename = arguments.at("filename");
    if (arguments.contains("content_type")) upload.content_type = arguments.at("content_type");
    if (arguments.contains("encoding")) upload.encoding = arguments.at("encoding");
    const std::string file = file_of(arguments);
    const std::vector<std::uint8_t> octets(file.begin(), file.end());
    const auto media = blocking ? client.upload_media(octets, upload) : client.upload_media_async(octets, upload).get();
    return {{"media_id", media.media_id},
            {"request_id", value(media.request_id)},
            {"http_status", media.http_status},
            {"extra", Json::parse(media.extra_json)}};
}

Json download(const ecall::Client &client, const Json &arguments, bool blocking, const ecall::CallOptions &options) {
    ecall::DownloadOptions download;
    download.timeout = options.timeout;
    download.max_retries = options.max_retries;
    download.cancel = options.cancel;
    const std::string id = arguments.at("media_id");
    const auto media = blocking ? client.download_media(id, download) : client.download_media_async(id, download).get();
    return {{"content_type", value(media.content_type)},
            {"length", media.length},
            {"text", std::string(media.bytes.begin(), media.bytes.end())},
            {"request_id", value(media.request_id)},
            {"http_status", media.http_status}};
}

Json receive(const Json &arguments) {
    const std::string options = arguments.contains("options") ? arguments.at("options").dump() : "{}";
    const ecall::webhook::Receiver receiver(options);
    ecall::webhook::Request request;
    request.peer = arguments.value("peer", "");
    request.method = arguments.value("method", "");
    request.forwarded_for = arguments.value("headers", Json::object()).value("x-forwarded-for", "");
    request.query = arguments.value("query", "");
    request.body = arguments.value("body", "");
    Json event;
    const auto answer = receiver.respond(request, [&](const ecall::webhook::Event &opened) {
        event = json_of(opened);
    });
    return {{"status", answer.status}, {"event", event}};
}

} // namespace

Json cpp_many(const std::string &operation, const Json &arguments, Twin twin, const ecall::Client *given,
              const ecall::CallOptions &options) {
    if (operation == "parse_status") return json_of(ecall::webhook::parse_status(arguments.at("data").get<std::string>()));
    if (operation == "parse_received") return json_of(ecall::webhook::parse_received(arguments.at("data").get<std::string>()));
    if (operation == "parse_callback") {
        const std::string data = arguments.at("data");
        return json_of(arguments.contains("encoding")
                           ? ecall::webhook::parse_callback(data, arguments.at("encoding").get<std::string>())
                           : ecall::webhook::parse_callback(data));
    }
    if (operation == "is_from_ecall") return {{"admitted", ecall::webhook::is_from_ecall(arguments.at("ip").get<std::string>())}};
    if (operation == "receive") return receive(arguments);
    const ecall::Client &client = *given;
    const bool blocking = twin == Twin::blocking;
    if (operation == "send_list") {
        const auto messages = messages_of(arguments.at("messages"));
        const std::string owned = arguments.contains("notification") ? arguments.at("notification").dump() : "";
        const auto notification = owned.empty() ? std::nullopt : std::optional<std::string_view>(owned);
        return json_of(blocking ? client.send_list(messages, notification, options)
                                : client.send_list_async(messages, notification, options).get());
    }
    if (operation == "list_status") {
        const std::string id = arguments.at("list_id");
        return json_of(blocking ? client.list_status(id, options) : client.list_status_async(id, options).get());
    }
    if (operation == "send_many") return send_many(client, arguments, options);
    if (operation == "wait_many") return wait_many(client, arguments, options);
    if (operation == "upload_media") return upload(client, arguments, blocking, options);
    return download(client, arguments, blocking, options);
}
