// A plain C++ program as a user writes it: sends a message and follows it.
#include <chrono>
#include <iostream>

#include <ecall.hpp>

int main() {
    try {
        ecall::Client client; // configuration from the environment
        auto sent = client.send_sms("+41791234567", "Pump 3 stopped", "Alarm");
        std::cout << sent.message_id.value_or("no id") << '\n';
        ecall::WaitOptions options;
        options.timeout = std::chrono::seconds(60);
        options.poll_initial = std::chrono::milliseconds(50);
        auto last = client.wait(sent.message_id.value_or(""), options);
        std::cout << last.status.value_or("no status") << '\n';
        return 0;
    } catch (const ecall::Error &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
