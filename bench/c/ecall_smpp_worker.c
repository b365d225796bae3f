/* The C library over SMPP: many messages through the window that the argument says. */
#include "worker.h"

#include <ecall.h>
#include <stdbool.h>

static void take(const ecall_smpp_results *results) {
    for (size_t at = 0; at < ecall_smpp_results_count(results); at++) {
        const ecall_error *error = ecall_smpp_results_error(results, at);
        if (error != NULL) worker_fail(ecall_error_message(error));
        worker_taken_submit(ecall_smpp_submitted_message_id(ecall_smpp_results_submitted(results, at)));
    }
}

static void submit_many(void *client, long count) {
    ecall_smpp_bulk *bulk = NULL;
    ecall_error *error = NULL;
    if (ecall_smpp_client_submit_many(client, NULL, NULL, &bulk, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
    long left = count, taken = 0;
    while (!ecall_smpp_bulk_is_over(bulk)) {
        for (size_t room = ecall_smpp_bulk_room(bulk); room > 0 && left > 0; room--, left--)
            ecall_smpp_bulk_give(bulk, BENCH_TO, BENCH_TEXT, BENCH_FROM, NULL, NULL, NULL);
        if (left == 0) ecall_smpp_bulk_end(bulk, NULL);
        ecall_smpp_results *results = NULL;
        if (ecall_smpp_bulk_take(bulk, UINT64_MAX, &results, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
        take(results);
        taken += (long)ecall_smpp_results_count(results);
        ecall_smpp_results_free(results);
    }
    if (taken != count) worker_fail("messages are missing");
    ecall_smpp_bulk_free(bulk);
}

int main(int count, char **arguments) {
    if (count != 2) worker_fail("the window is missing");
    ecall_config *config = ecall_config_new();
    ecall_config_set_username(config, BENCH_USERNAME);
    ecall_config_set_password(config, BENCH_PASSWORD);
    ecall_config_set_base_url(config, worker_env("BENCH_URL"));
    ecall_config_set_ca_file(config, worker_env("BENCH_CA_FILE"));
    ecall_smpp_options *options = ecall_smpp_options_new();
    ecall_smpp_options_set_window(options, (uint32_t)atol(arguments[1]));
    ecall_smpp_client *client = NULL;
    ecall_error *error = NULL;
    if (ecall_smpp_client_new(config, options, &client, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
    if (ecall_smpp_client_bind(client, NULL, NULL, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
    int code = worker_serve_runs(ecall_version(), submit_many, client);
    ecall_smpp_client_free(client);
    ecall_smpp_options_free(options);
    ecall_config_free(config);
    return code;
}
