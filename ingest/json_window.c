/* The window of the input that the scanner looks at. */
#include "ingest/json_scan_inside.h"

#include "base/arena.h"
#include "ingest/container.h"

#include <stdlib.h>
#include <string.h>

#ifdef FUZZING
enum { WINDOW = 64 }; /* so that every token meets the window's end */
#else
enum { WINDOW = 256 << 10 };
#endif

enum {
    PADDING = 64 /* zeros behind the window's last byte */
};

static struct json_scan *scan_new(void)
{
    struct json_scan *scan = memory_or_die(calloc(1, sizeof *scan));
    scan->capacity = WINDOW;
    scan->window = memory_or_die(malloc(WINDOW + PADDING));
    memset(scan->window, 0, PADDING);
    scan->at = scan->end = scan->start = scan->window;
    scan->spaced = true;
    return scan;
}

struct json_scan *json_scan_stream(struct stream *stream)
{
    struct json_scan *scan = scan_new();
    scan->stream = stream;
    return scan;
}

struct json_scan *json_scan_text(struct text bytes)
{
    struct json_scan *scan = scan_new();
    scan->rest = bytes;
    return scan;
}

void json_scan_free(struct json_scan *scan)
{
    if (!scan)
        return;
    free(scan->window);
    free(scan);
}

static bool read_some(struct json_scan *scan, size_t room, struct error *err)
{
    size_t got = scan->rest.length < room ? scan->rest.length : room;
    if (scan->stream) {
        if (!stream_read(scan->stream, scan->end, room, &got, err))
            return false;
    } else if (got > 0) {
        memcpy(scan->end, scan->rest.at, got);
        scan->rest.at += got;
        scan->rest.length -= got;
    }
    scan->read_all = got == 0;
    scan->end += got;
    memset(scan->end, 0, PADDING);
    return true;
}

/* Move what is kept to the front of a window that has room for more. */
static void make_room(struct json_scan *scan, const char *kept)
{
    size_t skipped = (size_t)(kept - scan->window);
    size_t length = (size_t)(scan->end - kept);
    char *old = scan->window;
    if (length > scan->capacity / 2) {
        scan->capacity *= 2;
        scan->window = memory_or_die(malloc(scan->capacity + PADDING));
        memcpy(scan->window, kept, length);
    } else if (length > 0) {
        memmove(scan->window, kept, length);
    }
    scan->at = scan->window + (scan->at - kept);
    scan->start =
        scan->start < kept ? scan->window : scan->window + (scan->start - kept);
    if (scan->hold)
        scan->hold = scan->window;
    scan->end = scan->window + length;
    scan->before += skipped;
    if (old != scan->window)
        free(old);
}

bool json_window_read(struct json_scan *scan, const char *kept, struct error *err)
{
    if (scan->read_all)
        return true;
    if (scan->hold)
        kept = scan->hold;
    if (scan->end - kept > JSON_HELD_MAX)
        return json_scan_fail_as(scan, ERROR_LIMIT, "one row has more than 16 MiB",
                                 err);
    make_room(scan, kept);
    return read_some(scan, scan->capacity - (size_t)(scan->end - scan->window), err);
}

bool json_window_have(struct json_scan *scan, size_t count, struct error *err)
{
    while ((size_t)(scan->end - scan->at) < count && !scan->read_all)
        if (!json_window_read(scan, scan->at, err))
            return false;
    return true;
}
