// Sends one message and follows it; the configuration comes from the environment.
#include <ecall.hpp>
#include <iostream>

int main() try {
    const std::string to = "+41791234505";
    ecall::Client client;
    auto sent = client.send_sms(to, "Pump 3 stopped");
    auto state = client.wait(*sent.message_id);
    std::cout << "C++|" << to << '|' << *sent.message_id << '|' << *state.status << '|' << *state.timestamp << '\n';
} catch (const ecall::Error &error) {
    std::cerr << error.what() << '\n';
    return 1;
}
