// The pod's shim: the parent of all processes that a pod's containers are made of.
//
//     runtime ──socket──▶ shim ─┬─ pause        holds the pod's namespaces
//                               ├─ container    one clone each
//                               └─ exec'd command
//
// A runtime that parented containers itself could never be restarted. So there is this small program, one for each
// pod, that outlives it: it clones containers, waits for them, keeps their exit status (in files, which outlive the
// shim, too), owns their pipes and terminals, and writes their logs. It decides nothing. What a container is made of
// comes as a list of *steps* (steps.c), each little more than one system call, which the runtime has worked out.
//
// Standard input is a listening socket; the only argument is the pod's folder, so that `ps` shows which pod it is.
// The program returns when the shim is at work; the shim is then a child of the PID namespace's first process.
//
// When the shim is killed, the kernel kills its containers (PR_SET_PDEATHSIG): a pod whose shim is gone is gone.
//
// Left out compared with containerd's shim: checkpoints, events (the runtime keeps a connection that waits instead).
#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

static int events = -1;

void watch(struct source *source, int descriptor, bool writing, void (*ready)(struct source *)) {
    struct epoll_event event = {.events = writing ? EPOLLOUT : EPOLLIN, .data.ptr = source};
    source->descriptor = descriptor;
    source->ready = ready;
    epoll_ctl(events, EPOLL_CTL_ADD, descriptor, &event);
}

void unwatch(struct source *source) { epoll_ctl(events, EPOLL_CTL_DEL, source->descriptor, NULL); }

void close_source(struct source *source) {
    if (source->descriptor < 0) return;
    // First out of epoll: a forked child may still have the descriptor for an instant.
    unwatch(source);
    close(source->descriptor);
    source->descriptor = -1;
}

bool take_number(struct message *message, uint32_t *number) {
    if (message->end - message->next < 4) return false;
    memcpy(number, message->next, 4);
    message->next += 4;
    return true;
}

bool take_field(struct message *message, struct field *field) {
    if (!take_number(message, &field->length)) return false;
    if ((size_t)(message->end - message->next) < (size_t)field->length + 1) return false;
    field->bytes = message->next;
    message->next += field->length;
    return *message->next++ == 0;
}

static void reap(struct source *source) {
    struct signalfd_siginfo information;
    while (read(source->descriptor, &information, sizeof information) > 0) {}
    int status;
    for (pid_t process; (process = waitpid(-1, &status, WNOHANG)) > 0;) {
        // As a shell shows it.
        int shown = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        if (!container_ended(process, shown)) exec_ended(process, shown);
    }
}

static void leave_parent(void) {
    pid_t child = fork();
    if (child != 0) _exit(child < 0 ? 1 : 0);
    setsid();
    if (chdir("/") < 0) _exit(1);                // no folder is kept busy
}

static void own_standard_descriptors(void) {
    // 0, 1 and 2 must never be anything else here: clone_child puts a container's own there.
    int null = open("/dev/null", O_RDWR);
    for (int i = 0; i < 3; i++) dup2(null, i);
    if (null > 2) close(null);
}

int main(void) {
    int listening = fcntl(0, F_DUPFD_CLOEXEC, 10);
    if (listening < 0) return 1;
    own_standard_descriptors();
    leave_parent();
    signal(SIGPIPE, SIG_IGN);
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    events = epoll_create1(EPOLL_CLOEXEC);
    static struct source children;
    watch(&children, signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK), false, reap);
    listen_for_requests(listening);
    for (;;) {
        // One at a time: what one does may end what the next one is about.
        struct epoll_event event;
        if (epoll_wait(events, &event, 1, -1) == 1) {
            struct source *source = event.data.ptr;
            source->ready(source);
        }
    }
}
