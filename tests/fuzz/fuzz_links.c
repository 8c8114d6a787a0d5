/* Pages read for their links. */
#include "ingest/links.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const struct link_rule rule = {"*delitos*", NULL};
    struct arena arena = {0};
    struct error err = {0};
    struct link *link, newest;
    size_t count;
    struct text page = {(const char *)bytes, size};
    const char *base = "https://example.org/a/page.html";
    if (links_read(&arena, page, base, &link, &count, &err))
        for (size_t i = 0; i < count; i++)
            if (strncasecmp(link[i].url, "http", 4) != 0)
                abort();
    if (!links_newest(&arena, page, base, &rule, &newest, &err) &&
        err.kind == ERROR_NONE)
        abort();
    arena_free(&arena);
    return 0;
}
