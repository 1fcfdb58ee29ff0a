// The cluster's first process: makes the cluster's namespaces, and then is process 1 in them.
//
//     ClusterInit PROGRAM ARGUMENT…       (usually: dinghy supervise DATA)
//
//     dinghy up ── ClusterInit ──exits, after writing process 1's number to standard output
//                      └─ ClusterInit      process 1 of the PID namespace; a session of its own
//                           └─ PROGRAM     the supervisor: started again whenever it ends otherwise than with status 0
//
// Process 1 of a PID namespace has three duties, and this program does nothing else, because nothing else must ever
// make it end: it inherits and reaps every orphan; it keeps what must outlive a supervisor (the descriptors it was
// started with, the API server's listening socket among them); and when it ends, by whatever signal, the kernel kills
// every other process of the namespace, and their namespaces, mounts and sockets go with them.
//
// It stays in the network namespace in which it was started: the harbour and the listening socket belong there.
//
// Left out compared with what runs a node in Kubernetes (systemd): services, dependencies, logs. Those are the
// supervisor's.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *call) {
    fprintf(stderr, "ClusterInit: %s: %s\n", call, strerror(errno));
    exit(1);
}

static void write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, text, strlen(text)) < 0) fail(path);
    close(file);
}

// An ordinary user needs a user namespace, in which they are root, before the kernel lets them make the others.
static void become_root_in_a_user_namespace(void) {
    char users[64], groups[64];
    snprintf(users, sizeof users, "0 %u 1", geteuid());
    snprintf(groups, sizeof groups, "0 %u 1", getegid());
    if (unshare(CLONE_NEWUSER) < 0) fail("unshare user namespace");
    write_file("/proc/self/setgroups", "deny");
    write_file("/proc/self/uid_map", users);
    write_file("/proc/self/gid_map", groups);
}

static void make_namespaces(void) {
    if (geteuid() != 0) become_root_in_a_user_namespace();
    if (unshare(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS) < 0) fail("unshare");
    // Slave: what is mounted here never shows on the host, and what the host unmounts isn't kept busy here.
    if (mount("none", "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) fail("mount / as slave");
}

static pid_t start(char **program, const sigset_t *signals) {
    pid_t child = fork();
    if (child != 0) return child;
    sigprocmask(SIG_UNBLOCK, signals, NULL);
    execv(program[0], program);
    fail(program[0]);
    return -1;
}

// Reaps whatever has ended. True when the supervisor is among it; `status` is then how it ended.
static int reap(pid_t supervisor, int *status) {
    int ended = 0, any;
    for (pid_t child; (child = waitpid(-1, &any, WNOHANG)) > 0;) {
        if (child != supervisor) continue;
        ended = 1;
        *status = any;
    }
    return ended;
}

static void be_the_first_process(char **program) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    pid_t supervisor = start(program, &signals);
    for (;;) {
        int status = 0, signal = sigwaitinfo(&signals, NULL);
        if (signal == SIGTERM) exit(0); // the machine is being shut down
        if (signal != SIGCHLD || !reap(supervisor, &status)) continue;
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) exit(0);
        nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
        supervisor = start(program, &signals);
    }
}

int main(int count, char **arguments) {
    if (count < 2) {
        fprintf(stderr, "usage: ClusterInit PROGRAM ARGUMENT…\n");
        return 2;
    }
    make_namespaces();
    pid_t first = fork();
    if (first < 0) fail("fork");
    if (first > 0) {
        printf("%d\n", first);
        return 0;
    }
    setsid();
    // Whoever started the cluster reads until everybody has closed standard output.
    if (dup2(STDERR_FILENO, STDOUT_FILENO) < 0) fail("dup2");
    be_the_first_process(arguments + 1);
}
