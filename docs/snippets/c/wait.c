#include <ecall.h>
#include <stdio.h>

int main(void) {
    ecall_config *config = ecall_config_new();
    ecall_client *client = NULL;
    ecall_message_result *sent = NULL;
    ecall_error *error = NULL;
    if (ecall_client_new(config, &client, &error) == ECALL_OK
        && ecall_client_send_sms(client, "+41791234567", "Pump 3 stopped", "Alarm", &sent, &error) == ECALL_OK) {
        /* begin */
        ecall_call_options *options = ecall_call_options_new();
        ecall_call_options_set_timeout_ms(options, 60000);
        ecall_message_status *state = NULL;
        if (ecall_client_wait(client, ecall_message_result_message_id(sent), options, NULL, &state, &error) == ECALL_OK)
            puts(ecall_message_status_status(state));
        ecall_message_status_free(state);
        ecall_call_options_free(options);
        /* end */
    }
    int failed = error != NULL;
    ecall_error_free(error);
    ecall_message_result_free(sent);
    ecall_client_free(client);
    ecall_config_free(config);
    return failed;
}
