// What the parts of the shim share. See main.c for what the shim is.
#ifndef SHIM_H
#define SHIM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// Something the loop waits for: a descriptor, and what to do when it is ready.
struct source {
    int descriptor;                              // -1 when closed
    void (*ready)(struct source *source);
};
void watch(struct source *source, int descriptor, bool writing, void (*ready)(struct source *));
void unwatch(struct source *source);             // and leaves the descriptor open
void close_source(struct source *source);

// A field of a message: its bytes, with a zero after them, so that a field is a string, too.
struct field { char *bytes; uint32_t length; };
struct message { char *next, *end; };
bool take_field(struct message *message, struct field *field);
bool take_number(struct message *message, uint32_t *number);

// steps.c: what the child does between clone and execve. `status` is a socket that the program it becomes won't have:
// terminals go out through it, and the first failure.
struct failure { int32_t step; int32_t error; };
_Noreturn void run_steps(struct message steps, int status);
int send_with_descriptor(int socket, const void *bytes, size_t length, int descriptor);

// log.c: the container's log file, in CRI's format.
enum { LINE_ROOM = 16 * 1024 };
struct line { size_t used; char bytes[LINE_ROOM]; };
void log_output(int file, const char *stream, struct line *line, const char *bytes, size_t length);
void log_rest(int file, const char *stream, struct line *line);

// container.c: the pod's containers.
struct container;
struct attachment;
struct start {
    const char *id, *folder, *log, *pid_namespace;
    bool terminal, input, input_once;
    struct message steps;
};
struct container *find_container(const char *id);
// The process, or -1 and the failure. The folder gets a file `pid`, and `exit` when it has ended.
pid_t start_container(const struct start *start, struct failure *failure);
bool container_ended(pid_t process, int status); // false when it isn't a container's
int signal_container(struct container *container, int signal);
int reopen_log(struct container *container);
void kill_containers(void);
pid_t container_process(const struct container *container);

// Clones a child that runs the steps with these descriptors as 0, 1 and 2. A terminal that it makes comes out in
// `terminal`.
pid_t clone_child(const char *pid_namespace, struct message steps, const int standard[3], int *terminal,
                  struct failure *failure);

// attach.c: clients that take part in a container's input and output.
struct attachments { struct attachment *first; };
struct attachment *attach(struct container *container, int input, int output, int error);
void detach(struct attachment *attachment);
void pass_on(struct attachment *first, bool error, const char *bytes, size_t length);
void input_has_room(struct attachment *first, bool has_room);
struct attachment **container_attachments(struct container *container);
void write_input(struct container *container, const char *bytes, size_t length);
void end_input(struct container *container);
void input_closed(struct container *container); // a client has no more
void resize_container(struct container *container, uint16_t rows, uint16_t columns);

// connection.c: requests of the runtime.
void listen_for_requests(int socket);
void exec_ended(pid_t process, int status);
void container_has_ended(struct container *container, int status);

#endif
