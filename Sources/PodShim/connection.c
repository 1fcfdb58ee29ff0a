// Requests of the runtime, one a connection: a length, then a letter and its fields, with descriptors beside them.
//
//     S start a container    id, folder, log, PID namespace, flags, steps   → process or failure
//     E run a command        PID namespace, flags, steps; 0, 1, 2           → as S, and the terminal; then its status
//     A attach               id, flags; those of 0, 1, 2 that flags name    → process; then the status
//     W wait                 id                                             → process; then the status
//     K signal               id, number          R reopen the log   id          Q end everything
//
// An answer is three numbers: the process or -1, the step that failed (-1: none of them), errno. Where a status
// follows, the connection stays open until then, and takes the client's orders meanwhile: a letter and two numbers
// (s: signal; w: rows and columns of the terminal). Numbers are as this machine has them: the other side is on it.
#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { MOST_BYTES = 4 * 1024 * 1024 };

struct connection {
    struct source source;                        // first: a source is its connection
    struct connection *next;
    struct container *container;                 // whose end it waits for
    struct attachment *attachment;
    pid_t process;                               // of an exec'd command whose end it waits for
};

struct answer { int32_t process, step, error; };
struct order { uint32_t kind; uint16_t first, second; };

static struct connection *connections;           // those that wait for an end

int send_with_descriptor(int socket, const void *bytes, size_t length, int descriptor) {
    union { struct cmsghdr header; char room[CMSG_SPACE(sizeof(int))]; } control = {0};
    struct iovec part = {(void *)bytes, length};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

// MARK: waiting for an end

static void forget(struct connection *connection) {
    struct connection **link = &connections;
    while (*link && *link != connection) link = &(*link)->next;
    if (*link) *link = connection->next;
    if (connection->attachment) detach(connection->attachment);
    close_source(&connection->source);
    free(connection);
}

static void take_order(struct source *source) {
    struct connection *connection = (struct connection *)source;
    struct order order;
    if (recv(source->descriptor, &order, sizeof order, MSG_WAITALL) != sizeof order) return forget(connection);
    if (order.kind == 's' && connection->process > 0) kill(connection->process, order.first);
    if (order.kind == 's' && connection->container) signal_container(connection->container, order.first);
    if (order.kind == 'w' && connection->container) resize_container(connection->container, order.first, order.second);
}

static struct connection *wait_for_end(int socket) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) return NULL;
    connection->next = connections;
    connections = connection;
    watch(&connection->source, socket, false, take_order);
    return connection;
}

static void tell_end(struct connection *connection, int32_t status) {
    send(connection->source.descriptor, &status, sizeof status, MSG_NOSIGNAL);
    forget(connection);
}

void exec_ended(pid_t process, int status) {
    for (struct connection *connection = connections, *next; connection; connection = next) {
        next = connection->next;
        if (connection->process == process) return tell_end(connection, status);
    }
}

void container_has_ended(struct container *container, int status) {
    for (struct connection *connection = connections, *next; connection; connection = next) {
        next = connection->next;
        if (connection->container == container) tell_end(connection, status);
    }
}

// MARK: requests

struct request {
    int socket;
    struct message rest;
    int descriptors[3], count;
    bool keeps_socket;
};

static bool has(const struct field *flags, char flag) { return strchr(flags->bytes, flag) != NULL; }

static struct answer start_request(struct request *request) {
    struct field id, folder, log, namespace, flags;
    struct message *rest = &request->rest;
    if (!take_field(rest, &id) || !take_field(rest, &folder) || !take_field(rest, &log) ||
        !take_field(rest, &namespace) || !take_field(rest, &flags))
        return (struct answer){-1, -1, EINVAL};
    struct start start = {
        id.bytes, folder.bytes, log.bytes, namespace.bytes, has(&flags, 't'), has(&flags, 'i'), has(&flags, 'o'),
        *rest};
    struct failure failure;
    pid_t process = start_container(&start, &failure);
    return (struct answer){process, failure.step, failure.error};
}

static void exec_request(struct request *request) {
    struct field namespace, flags;
    if (!take_field(&request->rest, &namespace) || !take_field(&request->rest, &flags)) return;
    int standard[3], terminal = -1;
    for (int i = 0; i < 3; i++) standard[i] = i < request->count ? request->descriptors[i] : i;
    struct failure failure;
    pid_t process = clone_child(namespace.bytes, request->rest, standard, &terminal, &failure);
    struct answer answer = {process, failure.step, failure.error};
    int sent = send_with_descriptor(request->socket, &answer, sizeof answer, terminal);
    if (terminal >= 0) close(terminal);
    if (process < 0 || sent < 0) return;
    struct connection *connection = wait_for_end(request->socket);
    if (!connection) return;
    connection->process = process;
    request->keeps_socket = true;
}

// Attaches, when there are descriptors, and waits.
static void wait_request(struct request *request, bool attaches) {
    struct field id, flags = {"", 0};
    if (!take_field(&request->rest, &id) || (attaches && !take_field(&request->rest, &flags))) return;
    struct container *container = find_container(id.bytes);
    struct answer answer = {-1, -1, ESRCH};
    if (container && container_process(container)) answer = (struct answer){container_process(container), -1, 0};
    if (send(request->socket, &answer, sizeof answer, MSG_NOSIGNAL) < 0 || answer.process < 0) return;
    struct connection *connection = wait_for_end(request->socket);
    if (!connection) return;
    connection->container = container;
    request->keeps_socket = true;
    if (!attaches) return;
    int next = 0, standard[3] = {-1, -1, -1};
    for (int i = 0; i < 3; i++)
        if (has(&flags, "ioe"[i]) && next < request->count) standard[i] = request->descriptors[next++];
    connection->attachment = attach(container, standard[0], standard[1], standard[2]);
    if (connection->attachment) request->count = 0; // they are the attachment's now
}

static struct answer container_request(struct request *request, char kind) {
    struct field id, number = {"", 0};
    if (!take_field(&request->rest, &id)) return (struct answer){-1, -1, EINVAL};
    if (kind == 'K' && !take_field(&request->rest, &number)) return (struct answer){-1, -1, EINVAL};
    struct container *container = find_container(id.bytes);
    if (!container) return (struct answer){-1, -1, ESRCH};
    int result = kind == 'K' ? signal_container(container, atoi(number.bytes)) : reopen_log(container);
    return result < 0 ? (struct answer){-1, -1, errno} : (struct answer){container_process(container), -1, 0};
}

static void serve(struct request *request, char kind) {
    struct answer answer = {-1, -1, ENOSYS};
    switch (kind) {
    case 'E': return exec_request(request);
    case 'A': return wait_request(request, true);
    case 'W': return wait_request(request, false);
    case 'S': answer = start_request(request); break;
    case 'K': case 'R': answer = container_request(request, kind); break;
    case 'Q': kill_containers(); answer = (struct answer){getpid(), -1, 0}; break;
    }
    send(request->socket, &answer, sizeof answer, MSG_NOSIGNAL);
    if (kind == 'Q') _exit(0);                   // the kernel kills whatever the signals have missed
}

// MARK: receiving

static ssize_t receive_start(struct request *request, void *bytes, size_t length) {
    union { struct cmsghdr header; char room[CMSG_SPACE(3 * sizeof(int))]; } control;
    struct iovec part = {bytes, length};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t received = recvmsg(request->socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
    struct cmsghdr *header = received > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (header && header->cmsg_type == SCM_RIGHTS) {
        request->count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(request->descriptors, CMSG_DATA(header), (size_t)request->count * sizeof(int));
    }
    return received;
}

static void receive(int socket) {
    struct request request = {.socket = socket};
    uint32_t head[2];                            // length of what follows, kind
    if (receive_start(&request, head, sizeof head) == sizeof head && head[0] <= MOST_BYTES) {
        char *body = malloc(head[0] + 1);
        if (body && (head[0] == 0 || recv(socket, body, head[0], MSG_WAITALL) == (ssize_t)head[0])) {
            request.rest = (struct message){body, body + head[0]};
            serve(&request, (char)head[1]);
        }
        free(body);
    }
    for (int i = 0; i < request.count; i++) close(request.descriptors[i]);
    if (!request.keeps_socket) close(socket);
}

static void accept_request(struct source *source) {
    int socket = accept4(source->descriptor, NULL, NULL, SOCK_CLOEXEC);
    if (socket < 0) return;
    // A client that sends half a request must not hold up the pod.
    struct timeval patience = {.tv_sec = 5};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    receive(socket);
}

void listen_for_requests(int socket) {
    static struct source listening;
    fcntl(socket, F_SETFL, O_NONBLOCK);
    watch(&listening, socket, false, accept_request);
}
