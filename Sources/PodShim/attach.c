// Clients that take part in a container's input and output, by descriptors that they have passed.
//
// A client that doesn't read is passed over, and never holds up the container or its log.
#define _GNU_SOURCE
#include "shim.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct attachment {
    struct source input;                         // first: a source is its attachment
    struct container *container;
    struct attachment *next;
    int output[2];
    bool watched;
};

static void read_input(struct source *source) {
    struct attachment *attachment = (struct attachment *)source;
    char buffer[4096];
    ssize_t length = read(source->descriptor, buffer, sizeof buffer);
    if (length > 0) return write_input(attachment->container, buffer, (size_t)length);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
    attachment->watched = false;
    close_source(source);
    input_closed(attachment->container);
}

static void set_watched(struct attachment *attachment, bool watched) {
    if (attachment->input.descriptor < 0 || attachment->watched == watched) return;
    attachment->watched = watched;
    if (watched) watch(&attachment->input, attachment->input.descriptor, false, read_input);
    else unwatch(&attachment->input);
}

struct attachment *attach(struct container *container, int input, int output, int error) {
    struct attachment *attachment = calloc(1, sizeof *attachment);
    if (!attachment) return NULL;
    struct attachment **first = container_attachments(container);
    *attachment = (struct attachment){
        .input.descriptor = input, .container = container, .next = *first, .output = {output, error}};
    *first = attachment;
    for (int i = 0; i < 2; i++)
        if (attachment->output[i] >= 0) fcntl(attachment->output[i], F_SETFL, O_NONBLOCK);
    set_watched(attachment, true);
    return attachment;
}

void detach(struct attachment *attachment) {
    struct attachment **link = container_attachments(attachment->container);
    while (*link && *link != attachment) link = &(*link)->next;
    if (*link) *link = attachment->next;
    set_watched(attachment, false);
    if (attachment->input.descriptor >= 0) close(attachment->input.descriptor);
    for (int i = 0; i < 2; i++)
        if (attachment->output[i] >= 0) close(attachment->output[i]);
    free(attachment);
}

void pass_on(struct attachment *first, bool error, const char *bytes, size_t length) {
    for (struct attachment *attachment = first; attachment; attachment = attachment->next) {
        int *output = &attachment->output[error];
        if (*output < 0 || write(*output, bytes, length) >= 0 || errno == EAGAIN) continue;
        close(*output);
        *output = -1;
    }
}

void input_has_room(struct attachment *first, bool has_room) {
    for (struct attachment *attachment = first; attachment; attachment = attachment->next)
        set_watched(attachment, has_room);
}
