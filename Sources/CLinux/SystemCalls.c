#define _GNU_SOURCE
#include "CLinux.h"
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

int clinux_pipe2(int pipe[2], int flags) { return pipe2(pipe, flags); }
int clinux_unshare(int flags) { return unshare(flags); }
int clinux_setns(int descriptor, int kind) { return setns(descriptor, kind); }
int clinux_pidfd_open(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }
int clinux_pidfd_send_signal(int descriptor, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, descriptor, signal, NULL, 0);
}
int clinux_pivot_root(const char *root, const char *old) { return (int)syscall(SYS_pivot_root, root, old); }
int clinux_prctl(int option, unsigned long argument) { return prctl(option, argument, 0, 0, 0); }
int clinux_renameat2(const char *old, const char *new, unsigned flags) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, flags);
}
int clinux_open_in_root(int root, const char *path, int flags, mode_t mode) {
    struct open_how how = {.flags = (unsigned)flags, .mode = mode, .resolve = RESOLVE_IN_ROOT};
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

int clinux_fsetxattr(int descriptor, const char *name, const void *value, size_t length) {
    return fsetxattr(descriptor, name, value, length, 0);
}

int clinux_accept4(int socket, int flags) { return accept4(socket, NULL, NULL, flags); }
int clinux_fallocate(int descriptor, off_t length) { return fallocate(descriptor, 0, 0, length); }
int clinux_punch_hole(int descriptor, off_t offset, off_t length) {
    return fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}
int clinux_memory_file(void) { return memfd_create("input", MFD_CLOEXEC); }
dev_t clinux_makedev(unsigned major, unsigned minor) { return makedev(major, minor); }
int clinux_exit_status(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

enum { MOST_DESCRIPTORS = 64 };

ssize_t clinux_send(int socket, const void *bytes, size_t length, const int *descriptors, size_t count) {
    union { struct cmsghdr header; char room[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))]; } control = {0};
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = length};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (count > MOST_DESCRIPTORS) count = MOST_DESCRIPTORS;
    if (count > 0) {
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(header), descriptors, count * sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t clinux_receive(int socket, void *bytes, size_t length, int *descriptors, size_t *count) {
    union { struct cmsghdr header; char room[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))]; } control;
    struct iovec part = {.iov_base = bytes, .iov_len = length};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    size_t room = *count;
    *count = 0;
    ssize_t received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (received < 0) return received;
    for (struct cmsghdr *h = CMSG_FIRSTHDR(&message); h; h = CMSG_NXTHDR(&message, h)) {
        if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS) continue;
        const int *received_descriptors = (const int *)CMSG_DATA(h);
        size_t here = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < here; i++) {
            if (*count < room) descriptors[(*count)++] = received_descriptors[i];
            else close(received_descriptors[i]);
        }
    }
    return received;
}

int clinux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

int clinux_epoll_add(int epoll, int descriptor, int writing) {
    struct epoll_event event = {.events = (writing ? EPOLLOUT : EPOLLIN) | EPOLLRDHUP | EPOLLONESHOT};
    event.data.fd = descriptor;
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

int clinux_epoll_remove(int epoll, int descriptor) { return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL); }

int clinux_epoll_wait(int epoll, int *ready, int most) {
    struct epoll_event events[64];
    int count = epoll_wait(epoll, events, most < 64 ? most : 64, -1);
    for (int i = 0; i < count; i++) ready[i] = events[i].data.fd;
    return count;
}

void clinux_use_one_memory_pool(void) { mallopt(M_ARENA_MAX, 1); }

void clinux_give_back_free_memory(void) { malloc_trim(0); }
