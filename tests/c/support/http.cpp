#include "http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace {

class Socket {
public:
    explicit Socket(int port) : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connect(descriptor_, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
            close(descriptor_);
            throw std::runtime_error("the mock's control interface cannot be reached");
        }
    }
    ~Socket() { close(descriptor_); }
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    void write(const std::string &text) const {
        for (std::size_t done = 0; done < text.size();) {
            const ssize_t count = send(descriptor_, text.data() + done, text.size() - done, MSG_NOSIGNAL);
            if (count <= 0) throw std::runtime_error("the mock's control interface closed the connection");
            done += static_cast<std::size_t>(count);
        }
    }

    std::string read_all() const {
        std::string text;
        char piece[16384];
        for (;;) {
            const ssize_t count = recv(descriptor_, piece, sizeof piece, 0);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return text;
            text.append(piece, static_cast<std::size_t>(count));
        }
    }

private:
    int descriptor_;
};

} // namespace

HttpAnswer http_request(const std::string &origin, const std::string &method, const std::string &path,
                        const std::string &body) {
    const std::size_t colon = origin.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("not an origin: " + origin);
    const Socket connection(std::atoi(origin.c_str() + colon + 1));
    connection.write(method + " " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n" +
                     "content-type: application/json\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" +
                     body);
    const std::string answer = connection.read_all();
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string::npos || answer.compare(0, 9, "HTTP/1.1 ") != 0) {
        throw std::runtime_error("not an HTTP answer: " + answer.substr(0, 100));
    }
    return {std::atoi(answer.c_str() + 9), answer.substr(head + 4)};
}
