/* The loop of the C workers: `run N` on standard input, the seconds it took on standard output. */
#ifndef BENCH_WORKER_H
#define BENCH_WORKER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BENCH_USERNAME "bench"
/* SMPP has room for no more than eight octets. */
#define BENCH_PASSWORD "bench-pw"
#define BENCH_TO "+41791234567"
#define BENCH_TEXT "Pump 3 stopped"
#define BENCH_FROM "Alarm"

static inline void worker_fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

static inline const char *worker_env(const char *name) {
    const char *value = getenv(name);
    if (value == NULL) worker_fail(name);
    return value;
}

/* Whether the worker speaks this: "rest", "forms", "soap", or, with everything over one link, "smpp" (plain) or "smpps". */
static inline int worker_speaks(const char *interface) {
    return strcmp(worker_env("BENCH_INTERFACE"), interface) == 0;
}

/* An answer that was not understood must not count as work done. */
static inline void worker_taken(const char *message_id) {
    if (message_id == NULL || strlen(message_id) != 36) worker_fail("not a message id");
}

/* The same of a job: what the service says of it, and the id that we gave it. */
static inline void worker_taken_job(int64_t code, const char *job_id) {
    if (code != 0) worker_fail("not accepted");
    if (job_id == NULL || strlen(job_id) != 36) worker_fail("not a job id");
}

/* The same of a submit. */
static inline void worker_taken_submit(const char *message_id) {
    if (message_id == NULL || strlen(message_id) != 10) worker_fail("not a message id");
}

static inline double worker_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Answers orders by calling `run`, which does so many sends. */
static inline int worker_serve_runs(const char *version, void (*run)(void *, long), void *state) {
    char line[64];
    printf("{\"version\": \"%s\"}\n", version);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        long count;
        if (sscanf(line, "run %ld", &count) != 1) worker_fail("not an order");
        double start = worker_now();
        run(state, count);
        printf("{\"seconds\": %.9f}\n", worker_now() - start);
        fflush(stdout);
    }
    return 0;
}

typedef struct {
    void (*send)(void *);
    void *state;
} worker_sender;

static inline void worker_send_one_by_one(void *sender, long count) {
    const worker_sender *self = sender;
    for (long i = 0; i < count; i++) self->send(self->state);
}

/* The same with `send`, each time after the answer before. */
static inline int worker_serve(const char *version, void (*send)(void *), void *state) {
    worker_sender sender = {send, state};
    return worker_serve_runs(version, worker_send_one_by_one, &sender);
}

#endif
