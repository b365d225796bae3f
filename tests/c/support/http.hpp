// As much of an HTTP/1.1 client as the mock's control interface needs.
#pragma once

#include <string>

struct HttpAnswer {
    int status = 0;
    std::string body;
};

/// One request to `http://127.0.0.1:port`, on a connection of its own. Throws std::runtime_error when it fails.
HttpAnswer http_request(const std::string &origin, const std::string &method, const std::string &path,
                        const std::string &body);
