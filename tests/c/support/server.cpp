#include "server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <stdexcept>

namespace {

/// What stands before `end`, which is taken away too.
std::string cut(std::string &text, const std::string &end) {
    const std::size_t at = text.find(end);
    const std::string before = text.substr(0, at);
    text.erase(0, at == std::string::npos ? at : at + end.size());
    return before;
}

ServerRequest read_head(std::string head) {
    ServerRequest request;
    request.method = cut(head, " ");
    std::string target = cut(head, " ");
    cut(target, "?");
    request.query = target;
    cut(head, "\r\n");
    while (!head.empty()) {
        std::string line = cut(head, "\r\n");
        std::string name = cut(line, ":");
        for (char &letter : name) letter = static_cast<char>(std::tolower(letter));
        request.headers[name] = line.substr(line.find_first_not_of(' ') == std::string::npos ? 0 : line.find_first_not_of(' '));
    }
    return request;
}

} // namespace

Server::Server(std::function<int(const ServerRequest &)> handler)
    : handler_(std::move(handler)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto *place = reinterpret_cast<sockaddr *>(&address);
    if (bind(listener_, place, length) != 0 || listen(listener_, 16) != 0 || getsockname(listener_, place, &length) != 0) {
        throw std::runtime_error("no server can be started");
    }
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { serve(); });
}

Server::~Server() {
    // Wakes the thread out of accept.
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void Server::serve() {
    for (;;) {
        const int connection = accept(listener_, nullptr, nullptr);
        if (connection < 0) return;
        answer(connection);
        close(connection);
    }
}

void Server::answer(int connection) {
    std::string text;
    const auto more = [&] {
        char piece[4096];
        const ssize_t count = recv(connection, piece, sizeof piece, 0);
        if (count > 0) text.append(piece, static_cast<std::size_t>(count));
        return count > 0;
    };
    while (text.find("\r\n\r\n") == std::string::npos) {
        if (!more()) return;
    }
    ServerRequest request = read_head(cut(text, "\r\n\r\n"));
    const std::size_t length = std::stoul("0" + request.headers["content-length"]);
    while (text.size() < length && more()) {}
    request.body = text;
    request.peer = "127.0.0.1";
    const std::string answer =
        "HTTP/1.1 " + std::to_string(handler_(request)) + " -\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
}
