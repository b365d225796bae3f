/* Runs a program and sends an SMS when it dies.
 *
 *     cc -std=c11 -o watchdog watchdog.c $(pkg-config --cflags --libs ecall)
 *     export ECALL_USERNAME=u ECALL_PASSWORD=p ECALL_FROM=Alarm
 *     ./watchdog +41791234567 60 /usr/local/bin/pump-control --station 3
 *
 * The arguments are the recipient, the seconds that an alarm is tried for, and the program with its own. SIGTERM and SIGINT are
 * handed on; a program that ends after one of them was asked to. Only the program's name is told: its arguments may hold secrets.
 *
 * Exit code: 0 the program ended with 0, or was asked to end; 1 it died, and the alarm was accepted; 2 it died, and the alarm certainly
 * was not; 3 it died, and nobody knows; 64 nothing was started: arguments or configuration are wrong. */
#define _POSIX_C_SOURCE 200809L

#include <ecall.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Of one call, after which the next one begins while there is time: some six minutes, with pauses of 8 s at most. */
enum { RETRIES = 100 };
enum { ENDED = 0, ALARM_ACCEPTED = 1, ALARM_NOT_ACCEPTED = 2, ALARM_UNKNOWN = 3, NOTHING_STARTED = 64 };

static volatile sig_atomic_t asked_to_end = 0;
static volatile pid_t child = 0;

static void hand_on(int number) {
    asked_to_end = 1;
    if (child > 0) kill(child, number);
}

/* A whole number of seconds and nothing else; 0 where it is none. */
static unsigned read_seconds(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return text[digits] == '\0' && digits <= 6 ? (unsigned)strtoul(text, NULL, 10) : 0;
}

static uint64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* A client that tries on where nobody knows, because an alarm twice is better than none. It connects with its first call. */
static ecall_client *make_client(unsigned seconds) {
    ecall_config *config = ecall_config_new();
    ecall_client *client = NULL;
    ecall_error *error = NULL;
    ecall_config_set_timeout_ms(config, seconds * UINT64_C(1000));
    ecall_config_set_max_retries(config, RETRIES);
    ecall_config_set_delivery(config, ECALL_DELIVERY_AT_LEAST_ONCE);
    if (ecall_client_new(config, &client, &error) != ECALL_OK) fprintf(stderr, "watchdog: %s\n", ecall_error_text(error));
    ecall_error_free(error);
    ecall_config_free(config);
    return client;
}

/* Starts the program. Signals wait meanwhile, so that none comes before it is known to whom it is handed on. Between fork and exec
 * stands nothing but what POSIX allows there. */
static bool start(char **program) {
    sigset_t ends, before;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, &before);
    child = fork();
    if (child == 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        execvp(program[0], program);
        _exit(127);
    }
    struct sigaction action = {.sa_handler = hand_on};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return child > 0;
}

static int wait_for_end(void) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    /* From here on the number may be another process's; a signal now does not keep the alarm from going out. */
    child = 0;
    return status;
}

static int send_alarm(const ecall_client *client, const char *to, const char *text, unsigned seconds) {
    ecall_call_options *options = ecall_call_options_new();
    uint64_t now = now_ms(), end = now + seconds * UINT64_C(1000);
    int code = ALARM_NOT_ACCEPTED;
    bool again = true;
    while (again && now < end) {
        ecall_message_result *sent = NULL;
        ecall_error *error = NULL;
        ecall_call_options_set_timeout_ms(options, end - now);
        if (ecall_client_send_sms_with(client, to, text, NULL, options, NULL, &sent, &error) == ECALL_OK) {
            fprintf(stderr, "watchdog: alarm %s was accepted\n", ecall_message_result_message_id(sent));
            code = ALARM_ACCEPTED;
        } else {
            /* What an earlier call left unknown stays so. */
            if (ecall_error_outcome(error) == ECALL_SEND_UNKNOWN) code = ALARM_UNKNOWN;
            fprintf(stderr, "watchdog: alarm: %s: %s\n", ecall_error_outcome_name(error), ecall_error_text(error));
        }
        /* Else it was refused for good, or its time is up. */
        again = code != ALARM_ACCEPTED && ecall_error_attempts_count(error) > RETRIES;
        ecall_error_free(error);
        ecall_message_result_free(sent);
        now = now_ms();
    }
    ecall_call_options_free(options);
    return code;
}

int main(int count, char **arguments) {
    unsigned seconds = count > 3 ? read_seconds(arguments[2]) : 0;
    if (seconds == 0) {
        fprintf(stderr, "usage: watchdog NUMBER SECONDS PROGRAM [ARGUMENT...]\n");
        return NOTHING_STARTED;
    }
    /* Before the program starts, so that a mistake in the configuration is seen now and not when it dies. */
    ecall_client *client = make_client(seconds);
    if (client == NULL) return NOTHING_STARTED;
    /* The client has it; the program has no business with it. */
    unsetenv("ECALL_PASSWORD");

    char host[256] = "", text[600];
    gethostname(host, sizeof host - 1);
    char **program = &arguments[3];
    if (!start(program)) {
        snprintf(text, sizeof text, "%.200s: %.200s could not be started: %s", host, program[0], strerror(errno));
    } else {
        int status = wait_for_end();
        if (asked_to_end || status == 0) {
            ecall_client_free(client);
            return ENDED;
        }
        if (WIFSIGNALED(status)) {
            int number = WTERMSIG(status);
            snprintf(text, sizeof text, "%.200s: %.200s was ended by signal %d (%s)", host, program[0], number, strsignal(number));
        } else {
            snprintf(text, sizeof text, "%.200s: %.200s ended with %d", host, program[0], WEXITSTATUS(status));
        }
    }
    fprintf(stderr, "watchdog: %s\n", text);
    int code = send_alarm(client, arguments[1], text, seconds);
    ecall_client_free(client);
    return code;
}
