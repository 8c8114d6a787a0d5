/* Who is told how a run went. */
#include "site/config_reading.h"

#include "base/file.h"

#include <string.h>

enum { WORDS_MAX = 64 };

/* "ping_url": "" without one. */
static bool read_ping(const struct config_reading *reading, const char **out,
                      struct error *err)
{
    struct text url = json_text(reading->root, "ping_url", "");
    *out = "";
    if (url.length == 0)
        return true;
    if (!reading_is_web_folder(url))
        return fail(err, ERROR_USAGE,
                    "%s: \"ping_url\" must be like https://hc.example.org/0a1b2c, with "
                    "nothing behind a question mark: /start and /fail are put to its "
                    "end",
                    reading->name);
    while (url.length > 0 && url.at[url.length - 1] == '/')
        url.length--;
    *out = reading_copy(reading, url);
    return true;
}

/* "on_failure": a program and its arguments, NULL behind them; NULL without any. A path
 * to it is relative to the folder. */
static bool read_on_failure(const struct config_reading *reading,
                            const char *const **out, struct error *err)
{
    const struct json_node *list = json_get(reading->root, "on_failure");
    size_t count = json_count(list);
    *out = NULL;
    if (!list)
        return true;
    if (count == 0 || count > WORDS_MAX)
        return fail(err, ERROR_USAGE,
                    "%s: \"on_failure\" holds a program and its arguments, 1 to %d "
                    "words",
                    reading->name, WORDS_MAX);
    const char **words = arena_array(reading->arena, count + 1, sizeof *words);
    for (size_t i = 0; i < count; i++) {
        const struct json_node *word = json_at(list, i);
        if (json_kind(word) != JSON_KIND_STRING ||
            (i == 0 && !json_text_of(word).length))
            return fail(err, ERROR_USAGE,
                        "%s: \"on_failure\": word %zu is not a string, or an empty one",
                        reading->name, i + 1);
        words[i] = reading_copy(reading, json_text_of(word));
    }
    if (strchr(words[0], '/'))
        words[0] = path_join(reading->arena, reading->folder, words[0]);
    *out = words;
    return true;
}

bool config_read_watching(const struct config_reading *reading, struct config *out,
                          struct error *err)
{
    return reading_folder(reading, "state", "var/state", &out->state, err) &&
           reading_folder(reading, "metrics", "", &out->metrics, err) &&
           read_ping(reading, &out->ping_url, err) &&
           read_on_failure(reading, &out->on_failure, err);
}
