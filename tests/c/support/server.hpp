// A small HTTP server, as a program of a user's may be one: one request at a time.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <thread>

/// A request as it came. Names of headers are in lower case.
struct ServerRequest {
    std::string method;
    std::string query;
    std::map<std::string, std::string> headers;
    std::string body;
    /// The address of the other end.
    std::string peer;
};

class Server {
public:
    /// Answers every request with the status that `handler` returns.
    explicit Server(std::function<int(const ServerRequest &)> handler);
    ~Server();
    Server(const Server &) = delete;
    Server &operator=(const Server &) = delete;

    const std::string &url() const { return url_; }

private:
    void serve();
    void answer(int connection);

    std::function<int(const ServerRequest &)> handler_;
    int listener_;
    std::string url_;
    std::thread thread_;
};
