#include "site/config_watch.h"

#include "base/file.h"
#include "ingest/address.h"

#include <string.h>

enum { WORDS_MAX = 64 };

bool config_ping(struct arena *arena, const char *name, const struct json_node *root,
                 const char **out, struct error *err)
{
    struct text url = json_text(root, "ping_url", "");
    *out = "";
    if (url.length == 0)
        return true;
    if (!address_is_web(url) || memchr(url.at, '?', url.length) ||
        memchr(url.at, '#', url.length))
        return fail(err, ERROR_USAGE,
                    "%s: \"ping_url\" must be like https://hc.example.org/0a1b2c, with "
                    "nothing behind a question mark: /start and /fail are put to its "
                    "end",
                    name);
    while (url.length > 0 && url.at[url.length - 1] == '/')
        url.length--;
    *out = arena_copy(arena, url).at;
    return true;
}

bool config_on_failure(struct arena *arena, const char *name, const char *folder,
                       const struct json_node *root, const char *const **out,
                       struct error *err)
{
    const struct json_node *list = json_get(root, "on_failure");
    size_t count = json_count(list);
    *out = NULL;
    if (!list)
        return true;
    if (count == 0 || count > WORDS_MAX)
        return fail(err, ERROR_USAGE,
                    "%s: \"on_failure\" holds a program and its arguments, 1 to %d "
                    "words",
                    name, WORDS_MAX);
    const char **words = arena_array(arena, count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++) {
        const struct json_node *word = json_at(list, i);
        if (json_kind(word) != JSON_KIND_STRING ||
            (i == 0 && !json_text_of(word).length))
            return fail(err, ERROR_USAGE,
                        "%s: \"on_failure\": word %zu is not a string, or an empty one",
                        name, i + 1);
        words[i] = arena_copy(arena, json_text_of(word)).at;
    }
    if (strchr(words[0], '/'))
        words[0] = path_join(arena, folder, words[0]);
    *out = words;
    return true;
}
