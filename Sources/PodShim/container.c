// The containers of the pod: their processes, pipes, terminals and logs.
#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct stream {
    struct source source;                        // first: a source is its stream
    struct container *container;
    const char *name;
    struct line *line;
};

struct container {
    struct container *next;
    char *id, *folder, *log_path;
    pid_t process;                               // 0 when it has ended
    int log;
    bool terminal, input_once;
    struct stream streams[2];                    // standard output (or the terminal), standard error
    struct source input;                         // where the container reads from; the terminal has its own descriptor
    char *pending;                               // input that didn't fit yet
    size_t pending_length;
    struct attachment *attachments;
};

static struct container *containers;

struct container *find_container(const char *id) {
    for (struct container *c = containers; c; c = c->next)
        if (strcmp(c->id, id) == 0) return c;
    return NULL;
}

pid_t container_process(const struct container *container) { return container->process; }
struct attachment **container_attachments(struct container *container) { return &container->attachments; }

// MARK: the child

static _Noreturn void become_child(struct message steps, const int standard[3], int status) {
    for (int i = 0; i < 3; i++) dup2(standard[i], i);
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    run_steps(steps, status);
}

// Waits until the child's program runs, or until it has failed.
static bool hear(int status, int *terminal, struct failure *failure) {
    for (;;) {
        union { struct cmsghdr header; char room[CMSG_SPACE(sizeof(int))]; } control;
        char bytes[sizeof *failure];
        struct iovec part = {bytes, sizeof bytes};
        struct msghdr message = {
            .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
        ssize_t received = recvmsg(status, &message, MSG_CMSG_CLOEXEC);
        if (received < 0 && errno == EINTR) continue;
        if (received <= 0) return true;
        if (received == sizeof *failure) return memcpy(failure, bytes, sizeof *failure), false;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header && terminal) memcpy(terminal, CMSG_DATA(header), sizeof(int));
    }
}

// Processes cloned after this are in that PID namespace; the caller's own place doesn't change.
static int aim_at_pid_namespace(const char *path) {
    int namespace = open(path, O_RDONLY | O_CLOEXEC);
    if (namespace < 0) return -1;
    int result = setns(namespace, CLONE_NEWPID), saved = errno;
    close(namespace);
    errno = saved;
    return result;
}

pid_t clone_child(const char *pid_namespace, struct message steps, const int standard[3], int *terminal,
                  struct failure *failure) {
    int status[2];
    *failure = (struct failure){-1, 0};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, status) < 0) return failure->error = errno, -1;
    bool own = strcmp(pid_namespace, "new") == 0, other = *pid_namespace && !own;
    pid_t child = -1;
    if (!other || aim_at_pid_namespace(pid_namespace) == 0)
        // Like fork: a copy of this process, which is so small that copying costs nothing.
        child = (pid_t)syscall(SYS_clone, SIGCHLD | (own ? CLONE_NEWPID : 0), NULL, NULL, NULL, NULL);
    if (child == 0) become_child(steps, standard, status[1]);
    failure->error = errno;
    if (other) aim_at_pid_namespace("/proc/self/ns/pid");
    close(status[1]);
    bool runs = child > 0 && hear(status[0], terminal, failure);
    close(status[0]);
    return runs ? child : -1;                    // one that failed is reaped like any other
}

// MARK: start and end

static void write_file(const char *folder, const char *name, const char *text) {
    char path[4096], beside[4096];
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return;
    if (snprintf(beside, sizeof beside, "%s/%s.new", folder, name) >= (int)sizeof beside) return;
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) return;
    ssize_t written = write(file, text, strlen(text));
    close(file);
    if (written > 0) rename(beside, path);       // whole or not at all
}

static void write_with_time(const char *folder, const char *name, int number) {
    struct timespec now;
    char text[64];
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(text, sizeof text, "%d %lld\n", number, (long long)now.tv_sec * 1000000000 + now.tv_nsec);
    write_file(folder, name, text);
}

static void read_output(struct source *source);
static void write_pending(struct source *source);

static void follow(struct stream *stream, struct container *container, const char *name, int descriptor) {
    stream->container = container;
    stream->name = name;
    stream->line = malloc(sizeof *stream->line);
    if (stream->line) stream->line->used = 0;
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    watch(&stream->source, descriptor, false, read_output);
}

static int open_log(const char *path) {
    return *path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640) : -1;
}

// The ends of a container's pipes: `inner` are the container's, `outer` the shim's.
static int open_pipes(const struct start *start, int inner[3], int outer[3]) {
    for (int i = 0; i < 3; i++) inner[i] = outer[i] = -1;
    for (int i = 0; i < 3; i++) {
        bool piped = !start->terminal && *start->log && (i > 0 || start->input);
        int ends[2];
        if (!piped) {
            if ((inner[i] = open("/dev/null", O_RDWR | O_CLOEXEC)) < 0) return -1;
        } else {
            if (pipe2(ends, O_CLOEXEC) < 0) return -1;
            inner[i] = ends[i > 0];
            outer[i] = ends[i == 0];
        }
    }
    return 0;
}

static void close_all(int descriptors[3]) {
    for (int i = 0; i < 3; i++)
        if (descriptors[i] >= 0) close(descriptors[i]);
}

static struct container *add_container(const struct start *start, pid_t process) {
    struct container *container = calloc(1, sizeof *container);
    if (!container) return NULL;
    container->id = strdup(start->id);
    container->folder = strdup(start->folder);
    container->log_path = strdup(start->log);
    container->process = process;
    container->terminal = start->terminal;
    container->input_once = start->input_once;
    container->log = open_log(start->log);
    container->input.descriptor = -1;
    container->streams[0].source.descriptor = container->streams[1].source.descriptor = -1;
    container->next = containers;
    return containers = container;
}

static void connect_pipes(struct container *container, const struct start *start, int outer[3], int terminal) {
    if (terminal >= 0) {
        follow(&container->streams[0], container, "stdout", terminal);
        if (start->input) container->input.descriptor = fcntl(terminal, F_DUPFD_CLOEXEC, 3);
    } else if (*start->log) {
        follow(&container->streams[0], container, "stdout", outer[1]);
        follow(&container->streams[1], container, "stderr", outer[2]);
        container->input.descriptor = outer[0];
    }
    if (container->input.descriptor >= 0) fcntl(container->input.descriptor, F_SETFL, O_NONBLOCK);
}

pid_t start_container(const struct start *start, struct failure *failure) {
    int inner[3], outer[3], terminal = -1;
    *failure = (struct failure){-1, EEXIST};
    if (find_container(start->id)) return -1;
    if (open_pipes(start, inner, outer) < 0) {
        failure->error = errno;
        close_all(inner), close_all(outer);
        return -1;
    }
    pid_t process = clone_child(start->pid_namespace, start->steps, inner, &terminal, failure);
    close_all(inner);
    struct container *container = process > 0 ? add_container(start, process) : NULL;
    if (!container) {
        close_all(outer);
        if (terminal >= 0) close(terminal);
        return -1;
    }
    connect_pipes(container, start, outer, terminal);
    write_with_time(start->folder, "pid", process);
    return process;
}

static void free_if_done(struct container *container) {
    if (container->process || container->streams[0].source.descriptor >= 0 ||
        container->streams[1].source.descriptor >= 0)
        return;
    for (struct container **link = &containers; *link; link = &(*link)->next)
        if (*link == container) {
            *link = container->next;
            break;
        }
    if (container->log >= 0) close(container->log);
    free(container->id), free(container->folder), free(container->log_path), free(container->pending);
    free(container);
}

// MARK: output

// True while there may be more.
static bool read_some(struct stream *stream) {
    static char buffer[64 * 1024];
    struct container *container = stream->container;
    ssize_t length = read(stream->source.descriptor, buffer, sizeof buffer);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (length > 0) {
        if (stream->line) log_output(container->log, stream->name, stream->line, buffer, (size_t)length);
        pass_on(container->attachments, stream == &container->streams[1], buffer, (size_t)length);
        return true;
    }
    // The end; EIO is a terminal's.
    close_source(&stream->source);
    if (stream->line) log_rest(container->log, stream->name, stream->line);
    free(stream->line);
    stream->line = NULL;
    return false;
}

static void read_output(struct source *source) {
    struct stream *stream = (struct stream *)source;
    read_some(stream);
    free_if_done(stream->container);
}

bool container_ended(pid_t process, int status) {
    struct container *container = containers;
    while (container && container->process != process) container = container->next;
    if (!container) return false;
    // First what it has said, then that it has ended: whoever sees the status finds the whole log.
    for (int i = 0; i < 2; i++)
        while (container->streams[i].source.descriptor >= 0 && read_some(&container->streams[i])) {}
    write_with_time(container->folder, "exit", status);
    container->process = 0;
    end_input(container);
    container_has_ended(container, status);
    free_if_done(container);
    return true;
}

int reopen_log(struct container *container) {
    int file = open_log(container->log_path);
    if (file < 0) return -1;
    if (container->log >= 0) close(container->log);
    container->log = file;
    return 0;
}

int signal_container(struct container *container, int signal) {
    return container->process ? kill(container->process, signal) : 0;
}

void kill_containers(void) {
    for (struct container *container = containers; container; container = container->next)
        signal_container(container, SIGKILL);
}

// MARK: input

void write_input(struct container *container, const char *bytes, size_t length) {
    int descriptor = container->input.descriptor;
    if (descriptor < 0) return;
    ssize_t written = write(descriptor, bytes, length);
    if (written < 0 && errno != EAGAIN) return end_input(container);
    size_t done = written < 0 ? 0 : (size_t)written;
    if (done == length) return;
    // The rest waits, and meanwhile nothing more is read from the clients.
    char *rest = malloc(length - done);
    if (!rest) return end_input(container);
    memcpy(rest, bytes + done, length - done);
    container->pending = rest;
    container->pending_length = length - done;
    input_has_room(container->attachments, false);
    watch(&container->input, descriptor, true, write_pending);
}

static void write_pending(struct source *source) {
    struct container *container = (void *)((char *)source - offsetof(struct container, input));
    char *pending = container->pending;
    unwatch(source);
    container->pending = NULL;
    write_input(container, pending, container->pending_length);
    free(pending);
    if (!container->pending) input_has_room(container->attachments, true);
}

void end_input(struct container *container) {
    if (container->pending) unwatch(&container->input);
    free(container->pending);
    container->pending = NULL;
    if (container->input.descriptor >= 0) close(container->input.descriptor);
    container->input.descriptor = -1;
}

void input_closed(struct container *container) {
    if (container->input_once && !container->terminal) end_input(container);
}

void resize_container(struct container *container, uint16_t rows, uint16_t columns) {
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    if (container->terminal) ioctl(container->streams[0].source.descriptor, TIOCSWINSZ, &size);
}
