#include <ecall.hpp>
#include <iostream>

int main() {
    ecall::Client client;                                   // configuration from the environment
    auto sent = client.send_sms("+41791234567", "Pump 3 stopped", "Alarm");
    std::cout << *sent.message_id << ' ' << *client.wait(*sent.message_id).status << '\n';
}
