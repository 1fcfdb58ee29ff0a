// The log of a container, as the kubelet reads it: a line for a line, with time, stream and whether it is complete.
//
//     2026-11-22T10:30:00.123456789Z stdout F listening on port 80
//
// `P` marks a part: of a line that is longer than 16 KiB, or of a last line without an end. A full disk loses lines,
// and never holds up the container.
#define _GNU_SOURCE
#include "shim.h"
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static size_t write_time(char *text) {
    static time_t shown = -1;                    // the second whose text is kept
    static char second[20];
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != shown) {
        struct tm parts;
        gmtime_r(&now.tv_sec, &parts);
        strftime(second, sizeof second, "%Y-%m-%dT%H:%M:%S", &parts);
        shown = now.tv_sec;
    }
    return (size_t)sprintf(text, "%s.%09ldZ", second, now.tv_nsec);
}

static void write_line(int file, const char *stream, char kind, const char *bytes, size_t length) {
    char start[64];
    size_t used = write_time(start);
    used += (size_t)sprintf(start + used, " %s %c ", stream, kind);
    struct iovec parts[] = {{start, used}, {(void *)bytes, length}, {"\n", 1}};
    // One call, so that a reader sees whole lines.
    if (writev(file, parts, 3) < 0) return;
}

void log_output(int file, const char *stream, struct line *line, const char *bytes, size_t length) {
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t part = end ? (size_t)(end - bytes) : length;
        size_t room = LINE_ROOM - line->used;
        if (part > room) part = room, end = NULL;
        memcpy(line->bytes + line->used, bytes, part);
        line->used += part;
        if (end || line->used == LINE_ROOM) {
            write_line(file, stream, end ? 'F' : 'P', line->bytes, line->used);
            line->used = 0;
        }
        size_t taken = part + (end ? 1 : 0);
        bytes += taken;
        length -= taken;
    }
}

void log_rest(int file, const char *stream, struct line *line) {
    if (line->used > 0) write_line(file, stream, 'P', line->bytes, line->used);
    line->used = 0;
}
