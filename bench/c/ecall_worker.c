/* The C library, one send after the other. */
#include "worker.h"

#include <ecall.h>

static void send_one(void *state) {
    ecall_client *client = state;
    ecall_message_result *sent = NULL;
    ecall_error *error = NULL;
    if (ecall_client_send_sms(client, BENCH_TO, BENCH_TEXT, BENCH_FROM, &sent, &error) != ECALL_OK)
        worker_fail(ecall_error_message(error));
    worker_taken(ecall_message_result_message_id(sent));
    ecall_message_result_free(sent);
}

int main(void) {
    ecall_config *config = ecall_config_new();
    ecall_client *client = NULL;
    ecall_error *error = NULL;
    ecall_config_set_username(config, BENCH_USERNAME);
    ecall_config_set_password(config, BENCH_PASSWORD);
    ecall_config_set_base_url(config, worker_env("BENCH_URL"));
    ecall_config_set_ca_file(config, worker_env("BENCH_CA_FILE"));
    if (ecall_client_new(config, &client, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
    ecall_config_free(config);
    int code = worker_serve(ecall_version(), send_one, client);
    ecall_client_free(client);
    return code;
}
