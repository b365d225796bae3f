/* A plain C program as a user writes it: sends a message and follows it. */
#include <stdio.h>

#include <ecall.h>

int main(void) {
    int failed = 1;
    ecall_config *config = ecall_config_new();
    ecall_client *client = NULL;
    ecall_message_result *sent = NULL;
    ecall_message_status *last = NULL;
    ecall_error *error = NULL;
    if (ecall_client_new(config, &client, &error) == ECALL_OK
        && ecall_client_send_sms(client, "+41791234567", "Pump 3 stopped", "Alarm", &sent, &error) == ECALL_OK) {
        puts(ecall_message_result_message_id(sent));
        ecall_call_options *options = ecall_call_options_new();
        ecall_call_options_set_timeout_ms(options, 60000);
        ecall_call_options_set_poll_initial_ms(options, 50);
        if (ecall_client_wait(client, ecall_message_result_message_id(sent), options, NULL, &last, &error) == ECALL_OK) {
            puts(ecall_message_status_status(last));
            failed = 0;
        }
        ecall_call_options_free(options);
    }
    if (failed) fprintf(stderr, "%s\n", ecall_error_text(error));
    ecall_message_status_free(last);
    ecall_message_result_free(sent);
    ecall_error_free(error);
    ecall_client_free(client);
    ecall_config_free(config);
    return failed;
}
