/* Sends one message and follows it; the configuration comes from the environment. */
#include <ecall.h>
#include <stdio.h>

int main(void) {
    const char *to = "+41791234504";
    ecall_config *config = ecall_config_new();
    ecall_client *client = NULL;
    ecall_message_result *sent = NULL;
    ecall_message_status *state = NULL;
    ecall_error *error = NULL;
    int failed = 1;
    if (ecall_client_new(config, &client, &error) == ECALL_OK &&
        ecall_client_send_sms(client, to, "Pump 3 stopped", NULL, &sent, &error) == ECALL_OK &&
        ecall_client_wait(client, ecall_message_result_message_id(sent), NULL, NULL, &state, &error) == ECALL_OK) {
        printf("C|%s|%s|%s|%s\n", to, ecall_message_result_message_id(sent), ecall_message_status_status(state),
               ecall_message_status_timestamp(state));
        failed = 0;
    } else {
        fprintf(stderr, "%s\n", ecall_error_message(error));
    }
    ecall_error_free(error);
    ecall_message_status_free(state);
    ecall_message_result_free(sent);
    ecall_client_free(client);
    ecall_config_free(config);
    return failed;
}
