// Files for the tests of media, and functions that read and write them.
#pragma once

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include "owned.hpp"

/// A folder that goes with the test.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "ecall-media-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder can be made for the test");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored; // What is left behind is in a folder for such things.
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;
    bool empty() const { return std::filesystem::is_empty(path_); }
    std::string operator/(const char *name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

inline std::string content_of(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::string pattern(std::size_t length) {
    std::string octets(length, '\0');
    for (std::size_t at = 0; at < length; ++at) octets[at] = static_cast<char>((at * 31 + at / 256) % 256);
    return octets;
}

inline Json media_of(const Account &account) {
    return Mock::instance().control("GET", "accounts/" + account.username() + "/media").at("media");
}

/// The program's functions over a text, with what they saw.
struct File {
    std::string octets;
    std::size_t at = 0;
    std::int64_t fails_at = -1;
    std::atomic<int> calls{0};
    std::atomic<bool> busy{false};
    std::thread::id thread{};
    std::chrono::milliseconds pause{0};

    static std::int64_t read(void *user_data, std::uint8_t *buffer, std::size_t size) {
        auto &self = *static_cast<File *>(user_data);
        ++self.calls;
        self.thread = std::this_thread::get_id();
        self.busy = true;
        std::this_thread::sleep_for(self.pause);
        self.busy = false;
        if (self.fails_at >= 0 && self.at >= static_cast<std::size_t>(self.fails_at)) return -1;
        const std::size_t count = self.octets.copy(reinterpret_cast<char *>(buffer), size, self.at);
        self.at += count;
        return static_cast<std::int64_t>(count);
    }

    static std::int32_t write(void *user_data, const std::uint8_t *octets, std::size_t length) {
        auto &self = *static_cast<File *>(user_data);
        ++self.calls;
        self.thread = std::this_thread::get_id();
        if (self.fails_at >= 0) return 1;
        self.octets.append(reinterpret_cast<const char *>(octets), length);
        return 0;
    }
};

struct Told {
    std::atomic<std::uint64_t> transferred{0};
    std::atomic<std::uint64_t> total{0};
    std::atomic<int> calls{0};

    static void progress(void *user_data, std::uint64_t transferred, const std::uint64_t *total) {
        auto &self = *static_cast<Told *>(user_data);
        ++self.calls;
        self.transferred = transferred;
        if (total != nullptr) self.total = *total;
    }
};
