// System calls that Glibc's Swift module lacks, and the one thing Swift cannot do: start a process.
// (No _GNU_SOURCE here: it would change what Glibc's module map sees.)
#ifndef CLINUX_H
#define CLINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// The flags of clone(2), as sched.h hides them without _GNU_SOURCE.
enum {
    CLINUX_NEWNS = 0x00020000,
    CLINUX_NEWCGROUP = 0x02000000,
    CLINUX_NEWUTS = 0x04000000,
    CLINUX_NEWIPC = 0x08000000,
    CLINUX_NEWUSER = 0x10000000,
    CLINUX_NEWPID = 0x20000000,
    CLINUX_NEWNET = 0x40000000,
    CLINUX_FS = 0x00000200,
};

// Like the system calls of the same names: -1 and errno.
int clinux_pipe2(int pipe[2], int flags);
int clinux_unshare(int flags);
int clinux_setns(int descriptor, int kind);
int clinux_pidfd_open(pid_t process);
int clinux_pidfd_send_signal(int descriptor, int signal);
int clinux_pivot_root(const char *root, const char *old);
int clinux_prctl(int option, unsigned long argument);
int clinux_renameat2(const char *old, const char *new, unsigned flags);
// openat2 that resolves every link inside of `root`.
int clinux_open_in_root(int root, const char *path, int flags, mode_t mode);
int clinux_fsetxattr(int descriptor, const char *name, const void *value, size_t length);
int clinux_accept4(int socket, int flags);
// fallocate(2) that leaves the file as long as it is.
int clinux_fallocate(int descriptor, off_t length);
int clinux_punch_hole(int descriptor, off_t offset, off_t length);
// An unnamed file in memory, close-on-exec.
int clinux_memory_file(void);

// Device numbers, which glibc has as macros.
dev_t clinux_makedev(unsigned major, unsigned minor);

// The exit status of a child as a shell shows it: its code, or 128 + the signal's number.
int clinux_exit_status(int status);

// Sends bytes and descriptors in one message (SCM_RIGHTS); receives them, close-on-exec.
ssize_t clinux_send(int socket, const void *bytes, size_t length, const int *descriptors, size_t count);
ssize_t clinux_receive(int socket, void *bytes, size_t length, int *descriptors, size_t *count);

// epoll(7), one event a registration. Waiting fills in the descriptors that are ready.
int clinux_epoll_create(void);
int clinux_epoll_add(int epoll, int descriptor, int writing);
int clinux_epoll_remove(int epoll, int descriptor);
int clinux_epoll_wait(int epoll, int *ready, int most);

// From now on threads share one pool of memory, which grows by large steps; each of their own would grow by pages.
void clinux_use_one_memory_pool(void);

// What was freed between things that still live goes to the kernel, page by page.
void clinux_give_back_free_memory(void);

// What a new process is to be. Everything the child reads was laid out by the parent: between clone and execve
// the child makes system calls only.
struct clinux_spawn {
    const char *executable;     // a path, not searched for
    char *const *arguments;     // nil-terminated
    char *const *environment;   // nil-terminated
    const char *directory;      // or null
    int new_namespaces;         // CLINUX_NEW…
    const int *enter;           // descriptors of namespaces to join, in this order
    size_t enter_count;
    const int *descriptors;     // the process's descriptors 0, 1, 2, …; -1 is /dev/null
    size_t descriptor_count;
    int session;                // a session of its own
    int death_signal;           // sent to it when the parent's thread dies; 0 is none
    int map_root;               // in a new user namespace, be root there
    const char *const *cgroups; // paths of cgroup.procs files to join
    size_t cgroup_count;
    const char *proc;           // where to mount the new PID namespace's /proc, or null
    const char *detach;         // a mount to detach after that, or null
    const void *filter;         // a program for seccomp, or null
    unsigned short filter_length; // in instructions of 8 bytes
    int user;                   // to become, with a group of the same number and no others; -1 stays
    // Set on failure:
    const char *failed_call;
    int failed_errno;
};

// Gives the child's pid, or -1: then failed_call and failed_errno say where it ended. The parent waits until execve.
pid_t clinux_spawn(struct clinux_spawn *spawn);

#endif
