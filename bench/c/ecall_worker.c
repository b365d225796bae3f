/* The C library, one send after the other. */
#include "worker.h"

#include <ecall.h>

static void send_message(void *state) {
    ecall_client *client = state;
    ecall_message_result *sent = NULL;
    ecall_error *error = NULL;
    if (ecall_client_send_sms(client, BENCH_TO, BENCH_TEXT, BENCH_FROM, &sent, &error) != ECALL_OK)
        worker_fail(ecall_error_message(error));
    worker_taken(ecall_message_result_message_id(sent));
    ecall_message_result_free(sent);
}

static void send_form(void *state) {
    ecall_https_client *client = state;
    ecall_sent_job *sent = NULL;
    ecall_error *error = NULL;
    int64_t code;
    if (ecall_https_client_send_sms(client, BENCH_TO, BENCH_TEXT, BENCH_FROM, &sent, &error) != ECALL_OK)
        worker_fail(ecall_error_message(error));
    if (!ecall_sent_job_result_code(sent, &code)) worker_fail("not a result");
    worker_taken_job(code, ecall_sent_job_job_id(sent));
    ecall_sent_job_free(sent);
}

static int serve_messages(const ecall_config *config) {
    ecall_client *client = NULL;
    ecall_error *error = NULL;
    if (ecall_client_new(config, &client, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
    int code = worker_serve(ecall_version(), send_message, client);
    ecall_client_free(client);
    return code;
}

static int serve_forms(const ecall_config *config) {
    ecall_https_client *client = NULL;
    ecall_error *error = NULL;
    if (ecall_https_client_new(config, &client, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
    int code = worker_serve(ecall_version(), send_form, client);
    ecall_https_client_free(client);
    return code;
}

int main(void) {
    ecall_config *config = ecall_config_new();
    ecall_config_set_username(config, BENCH_USERNAME);
    ecall_config_set_password(config, BENCH_PASSWORD);
    ecall_config_set_base_url(config, worker_env("BENCH_URL"));
    ecall_config_set_ca_file(config, worker_env("BENCH_CA_FILE"));
    int code = worker_forms() ? serve_forms(config) : serve_messages(config);
    ecall_config_free(config);
    return code;
}
