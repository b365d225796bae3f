#include <ecall.h>
#include <stdio.h>

int main(void) {
    ecall_config *config = ecall_config_new();
    ecall_client *client = NULL; ecall_message_result *sent = NULL; ecall_error *error = NULL;
    if (ecall_client_new(config, &client, &error) == ECALL_OK
        && ecall_client_send_sms(client, "+41791234567", "Pump 3 stopped", "Alarm", &sent, &error) == ECALL_OK)
        puts(ecall_message_result_message_id(sent));
    else
        fprintf(stderr, "%s\n", ecall_error_text(error));
    int failed = error != NULL;
    ecall_error_free(error);
    ecall_message_result_free(sent);
    ecall_client_free(client);
    ecall_config_free(config);
    return failed;
}
