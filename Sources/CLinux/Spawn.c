// Starting a process from a program with threads.
//
// `fork` copies the page tables (40 ms from a parent of 512 MB) and leaves a child in which only one thread of many
// lives on. So: clone with CLONE_VM and CLONE_VFORK, as posix_spawn does. The child borrows the parent's memory, on a
// stack of its own, and the parent's thread sleeps until execve. Therefore the child may only make system calls,
// and must not leave its mark on memory other than `failed_call` and `failed_errno`, by which it reports a failure.
// All signals are blocked meanwhile, so that no handler of the parent runs in the child.
#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STACK_SIZE = 64 * 1024 };

struct start {
    struct clinux_spawn *spawn;
    sigset_t signals;           // the parent's mask, restored before execve
    char uid_map[32], gid_map[32];
};

static int write_file(const char *path, const char *text) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t written = write(file, text, strlen(text));
    int saved = errno;
    close(file);
    errno = saved;
    return written < 0 ? -1 : 0;
}

// One guarded call per line; the first failure ends the child.
#define TRY(name, call) do { if ((call) < 0) { spawn->failed_call = name; goto failed; } } while (0)

static int place_descriptors(struct clinux_spawn *spawn) {
    // First out of the way (a wanted number may be another's source), then to their places: dup2 clears close-on-exec.
    int base = (int)spawn->descriptor_count;
    int moved[64];
    for (int i = 0; i < base; i++) {
        int source = spawn->descriptors[i];
        if (source < 0) source = open("/dev/null", O_RDWR | O_CLOEXEC);
        if (source < 0) return -1;
        moved[i] = fcntl(source, F_DUPFD_CLOEXEC, base);
        if (moved[i] < 0) return -1;
    }
    for (int i = 0; i < base; i++)
        if (dup2(moved[i], i) < 0) return -1;
    return 0;
}

// The system calls themselves: the C library's functions would tell the parent's other threads.
static int become(int user) {
    if (syscall(SYS_setgroups, 0, NULL) < 0) return -1;
    if (syscall(SYS_setresgid, user, user, user) < 0) return -1;
    return (int)syscall(SYS_setresuid, user, user, user);
}

static int filter_calls(struct clinux_spawn *spawn) {
    struct sock_fprog program = {.len = spawn->filter_length, .filter = (struct sock_filter *)spawn->filter};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static int child(void *argument) {
    struct start *start = argument;
    struct clinux_spawn *spawn = start->spawn;
    for (int signal = 1; signal < NSIG; signal++) {
        struct sigaction action = {.sa_handler = SIG_DFL};
        sigaction(signal, &action, NULL);
    }
    if (spawn->map_root) {
        // Without this the kernel refuses an ordinary user's map of groups.
        TRY("setgroups", write_file("/proc/self/setgroups", "deny"));
        TRY("uid_map", write_file("/proc/self/uid_map", start->uid_map));
        TRY("gid_map", write_file("/proc/self/gid_map", start->gid_map));
    }
    for (size_t i = 0; i < spawn->cgroup_count; i++) TRY("cgroup", write_file(spawn->cgroups[i], "0"));
    for (size_t i = 0; i < spawn->enter_count; i++) TRY("setns", setns(spawn->enter[i], 0));
    if (spawn->session) TRY("setsid", setsid());
    // In a user namespace /proc may be mounted only while another one can be seen, so the old root goes after it.
    unsigned long quiet = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (spawn->proc) TRY("mount proc", mount("proc", spawn->proc, "proc", quiet, NULL));
    if (spawn->detach) TRY("umount2", umount2(spawn->detach, MNT_DETACH));
    if (spawn->user >= 0) TRY("setuid", become(spawn->user));
    // Changing the user clears it, so it comes after that.
    if (spawn->death_signal) TRY("prctl", prctl(PR_SET_PDEATHSIG, spawn->death_signal, 0, 0, 0));
    if (spawn->directory) TRY("chdir", chdir(spawn->directory));
    TRY("dup2", place_descriptors(spawn));
    // Swift's runtime and other libraries may have descriptors that aren't close-on-exec.
    TRY("close_range", syscall(SYS_close_range, (unsigned)spawn->descriptor_count, ~0U, 4 /* CLOEXEC */));
    sigprocmask(SIG_SETMASK, &start->signals, NULL);
    // Last, because it refuses some of what was done above.
    if (spawn->filter) TRY("seccomp", filter_calls(spawn));
    TRY("execve", execve(spawn->executable, spawn->arguments, spawn->environment));
failed:
    spawn->failed_errno = errno;
    _exit(127);
}

pid_t clinux_spawn(struct clinux_spawn *spawn) {
    struct start start = {.spawn = spawn};
    spawn->failed_call = NULL;
    snprintf(start.uid_map, sizeof start.uid_map, "0 %u 1", geteuid());
    snprintf(start.gid_map, sizeof start.gid_map, "0 %u 1", getegid());
    if (spawn->descriptor_count > 64) return spawn->failed_call = "dup2", spawn->failed_errno = EMFILE, -1;
    char *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) return spawn->failed_call = "mmap", spawn->failed_errno = errno, -1;
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &start.signals);
    int flags = CLONE_VM | CLONE_VFORK | SIGCHLD | spawn->new_namespaces;
    pid_t process = clone(child, stack + STACK_SIZE, flags, &start);
    if (process < 0) spawn->failed_call = "clone", spawn->failed_errno = errno;
    pthread_sigmask(SIG_SETMASK, &start.signals, NULL);
    munmap(stack, STACK_SIZE);
    if (process > 0 && spawn->failed_call) {
        waitpid(process, NULL, 0);
        return -1;
    }
    return process;
}
