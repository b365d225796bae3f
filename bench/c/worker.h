/* The loop of the C workers: `run N` on standard input, the seconds it took on standard output. */
#ifndef BENCH_WORKER_H
#define BENCH_WORKER_H

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

/* An answer that was not understood must not count as work done. */
static inline void worker_taken(const char *message_id) {
    if (message_id == NULL || strlen(message_id) != 36) worker_fail("not a message id");
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
