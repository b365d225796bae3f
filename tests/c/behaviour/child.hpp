// Work in the child of a fork.
#pragma once

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

/// What `work` tells in a child: it is given a function that takes the number. That comes through a pipe, because the exit code is
/// valgrind's: a child forgets its parent's clients on purpose, which valgrind takes for a leak of the child. -1 where nothing came.
template <class Work> int told_by_child(Work work) {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    const pid_t child = fork();
    if (child == 0) {
        work([&](int code) { return write(ends[1], &code, sizeof code) == sizeof code; });
        // Not exit: the test program is the parent's.
        _exit(1);
    }
    close(ends[1]);
    int code = -1;
    if (read(ends[0], &code, sizeof code) != sizeof code) code = -1;
    close(ends[0]);
    waitpid(child, nullptr, 0);
    return code;
}

/// What `work` returns in a child.
template <class Work> int in_child(Work work) {
    return told_by_child([&](auto tell) { _exit(tell(work()) ? 0 : 1); });
}

/// What `work` hands to the function that it is given, in a child: that function kills the child where it stands.
template <class Work> int in_killed_child(Work work) {
    return told_by_child([&](auto tell) {
        work([&](int code) {
            tell(code);
            raise(SIGKILL);
        });
    });
}
