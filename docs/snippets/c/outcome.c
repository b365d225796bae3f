#include <ecall.h>
#include <stdio.h>

int main(void) {
    ecall_config *config = ecall_config_new();
    ecall_client *client = NULL;
    ecall_error *error = NULL;
    if (ecall_client_new(config, &client, &error) != ECALL_OK) return 1;
    /* begin */
    switch (ecall_client_send_sms(client, "+41791234567", "Pump 3 stopped", "Alarm", NULL, &error)) {
    case ECALL_OK:
        puts("accepted");
        break;
    case ECALL_OUTCOME_UNKNOWN:
        puts("it may have gone out");
        break;
    default:
        printf("%s, and %s\n", ecall_error_text(error), ecall_error_outcome_name(error));
    }
    /* end */
    ecall_error_free(error);
    ecall_client_free(client);
    ecall_config_free(config);
    return 0;
}
