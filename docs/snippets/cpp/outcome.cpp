#include <chrono>
#include <ecall.hpp>
#include <iostream>

int main() {
    ecall::Client client;
    // begin
    ecall::CallOptions options;
    options.timeout = std::chrono::seconds(10);
    try {
        client.send_sms("+41791234567", "Pump 3 stopped", "Alarm", {}, options);
    } catch (const ecall::OutcomeUnknownError &error) {
        std::cout << "it may have gone out: " << error.attempts().size() << " attempt\n";
    } catch (const ecall::Error &error) {
        std::cout << error.what() << '\n';
    }
    // end
}
