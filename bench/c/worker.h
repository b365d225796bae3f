/* The loop of the C workers: `run N` on standard input, the seconds it took on standard output. */
#ifndef BENCH_WORKER_H
#define BENCH_WORKER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BENCH_USERNAME "bench"
#define BENCH_PASSWORD "bench-password"
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

/* Whether the worker posts forms; else it speaks REST. */
static inline int worker_forms(void) {
    const char *interface = worker_env("BENCH_INTERFACE");
    if (strcmp(interface, "forms") == 0) return 1;
    if (strcmp(interface, "rest") != 0) worker_fail("BENCH_INTERFACE names no interface");
    return 0;
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

static inline double worker_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Answers orders by calling `send` as often as asked. */
static inline int worker_serve(const char *version, void (*send)(void *), void *state) {
    char line[64];
    printf("{\"version\": \"%s\"}\n", version);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        long count;
        if (sscanf(line, "run %ld", &count) != 1) worker_fail("not an order");
        double start = worker_now();
        for (long i = 0; i < count; i++) send(state);
        printf("{\"seconds\": %.9f}\n", worker_now() - start);
        fflush(stdout);
    }
    return 0;
}

#endif
