#include "ingest/xml_guard.h"

#include <string.h>

static enum xml_danger danger_of(const struct xml_guard *guard)
{
    if (guard->equals > XML_GUARD_EQUALS)
        return XML_DANGER_ATTRIBUTES;
    if (guard->started == XML_GUARD_START &&
        (memcmp(guard->start, "!ATTLIST", XML_GUARD_START) == 0 ||
         memcmp(guard->start, "!ENTITY", XML_GUARD_START - 1) == 0))
        return XML_DANGER_DECLARED;
    return XML_DANGER_NONE;
}

/* What stands between two brackets, or as much of it as is here. */
static enum xml_danger look_between(struct xml_guard *guard, const char *at,
                                    const char *end)
{
    for (; at < end && guard->started < XML_GUARD_START; at++) {
        guard->equals += *at == '=';
        if (*at != '\0')
            guard->start[guard->started++] = *at;
    }
    for (; at < end; at++)
        guard->equals += *at == '=';
    return danger_of(guard);
}

enum xml_danger xml_guard_look(struct xml_guard *guard, const char *bytes, size_t size)
{
    const char *at = bytes, *end = bytes + size;
    while (at < end) {
        const char *bracket = memchr(at, '<', (size_t)(end - at));
        enum xml_danger danger = look_between(guard, at, bracket ? bracket : end);
        if (danger != XML_DANGER_NONE || !bracket)
            return danger;
        *guard = (struct xml_guard){0};
        at = bracket + 1;
    }
    return XML_DANGER_NONE;
}
