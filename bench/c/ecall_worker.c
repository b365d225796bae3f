/* The C library, one send after the other; over SOAP also as many at a time as the argument says. */
#include "worker.h"

#include <ecall.h>
#include <pthread.h>
#include <stdbool.h>

static void send_message(void *state) {
    ecall_client *client = state;
    ecall_message_result *sent = NULL;
    ecall_error *error = NULL;
    if (ecall_client_send_sms(client, BENCH_TO, BENCH_TEXT, BENCH_FROM, &sent, &error) != ECALL_OK)
        worker_fail(ecall_error_message(error));
    worker_taken(ecall_message_result_message_id(sent));
    ecall_message_result_free(sent);
}

static void take_job(int32_t code, ecall_sent_job *sent, ecall_error *error) {
    int64_t result;
    if (code != ECALL_OK) worker_fail(ecall_error_message(error));
    if (!ecall_sent_job_result_code(sent, &result)) worker_fail("not a result");
    worker_taken_job(result, ecall_sent_job_job_id(sent));
    ecall_sent_job_free(sent);
}

static void send_form(void *state) {
    ecall_sent_job *sent = NULL;
    ecall_error *error = NULL;
    int32_t code = ecall_https_client_send_sms(state, BENCH_TO, BENCH_TEXT, BENCH_FROM, &sent, &error);
    take_job(code, sent, error);
}

static void send_envelope(void *state) {
    ecall_sent_job *sent = NULL;
    ecall_error *error = NULL;
    int32_t code = ecall_soap_client_send_sms(state, BENCH_TO, BENCH_TEXT, BENCH_FROM, &sent, &error);
    take_job(code, sent, error);
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

/* Several calls under way: what ends begins the next, on the library's thread. */
typedef struct {
    ecall_soap_client *client;
    long in_flight;
    pthread_mutex_t lock;
    pthread_cond_t over;
    /* So many are still to be begun. */
    long left;
    long under_way;
} flight;

static void take_and_go_on(void *state, int32_t code, ecall_sent_job *sent, ecall_error *error);

static void begin(flight *self) {
    const char *to[] = {BENCH_TO};
    ecall_error *error = NULL;
    int32_t code = ecall_soap_client_send_sms_async(self->client, to, 1, BENCH_TEXT, BENCH_FROM, NULL, NULL, take_and_go_on,
                                                    self, &error);
    if (code != ECALL_OK) worker_fail(ecall_error_message(error));
}

static void take_and_go_on(void *state, int32_t code, ecall_sent_job *sent, ecall_error *error) {
    flight *self = state;
    take_job(code, sent, error);
    pthread_mutex_lock(&self->lock);
    bool goes_on = self->left > 0;
    if (goes_on) self->left--;
    else if (--self->under_way == 0) pthread_cond_signal(&self->over);
    pthread_mutex_unlock(&self->lock);
    if (goes_on) begin(self);
}

static void run_flight(void *state, long count) {
    flight *self = state;
    long at_first = count < self->in_flight ? count : self->in_flight;
    self->left = count - at_first;
    self->under_way = at_first;
    while (at_first-- > 0) begin(self);
    pthread_mutex_lock(&self->lock);
    while (self->under_way > 0) pthread_cond_wait(&self->over, &self->lock);
    pthread_mutex_unlock(&self->lock);
}

static int serve_envelopes(const ecall_config *config, long in_flight) {
    flight self = {.in_flight = in_flight, .lock = PTHREAD_MUTEX_INITIALIZER, .over = PTHREAD_COND_INITIALIZER};
    ecall_error *error = NULL;
    if (ecall_soap_client_new(config, &self.client, &error) != ECALL_OK) worker_fail(ecall_error_message(error));
    int code = in_flight == 1 ? worker_serve(ecall_version(), send_envelope, self.client)
                              : worker_serve_runs(ecall_version(), run_flight, &self);
    ecall_soap_client_free(self.client);
    return code;
}

int main(int count, char **arguments) {
    long in_flight = count > 1 ? atol(arguments[1]) : 1;
    int code = 1;
    ecall_config *config = ecall_config_new();
    ecall_config_set_username(config, BENCH_USERNAME);
    ecall_config_set_password(config, BENCH_PASSWORD);
    ecall_config_set_base_url(config, worker_env("BENCH_URL"));
    ecall_config_set_ca_file(config, worker_env("BENCH_CA_FILE"));
    if (worker_speaks("soap")) code = serve_envelopes(config, in_flight);
    else if (worker_speaks("forms")) code = serve_forms(config);
    else if (worker_speaks("rest")) code = serve_messages(config);
    else worker_fail("BENCH_INTERFACE names no interface");
    ecall_config_free(config);
    return code;
}
