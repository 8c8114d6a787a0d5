#include "site/config_reading.h"

#include "base/file.h"
#include "ingest/address.h"

#include <string.h>

const char *reading_copy(const struct config_reading *reading, struct text text)
{
    return arena_copy(reading->arena, text).at;
}

bool reading_folder(const struct config_reading *reading, const char *key,
                    const char *otherwise, const char **out, struct error *err)
{
    const char *path = reading_copy(reading, json_text(reading->root, key, otherwise));
    if (*path == '\0' && *otherwise != '\0')
        return fail(err, ERROR_USAGE, "%s: \"%s\" must not be empty", reading->name,
                    key);
    *out = *path ? path_join(reading->arena, reading->folder, path) : "";
    return true;
}

bool reading_whole(const struct config_reading *reading, const char *key, int otherwise,
                   int least, int most, int *out, struct error *err)
{
    double number = json_number(reading->root, key, otherwise);
    if (!(number >= least && number <= most) || number != (double)(int)number)
        return fail(err, ERROR_USAGE, "%s: \"%s\" must be a whole number from %d to %d",
                    reading->name, key, least, most);
    *out = (int)number;
    return true;
}

/* "file:key.txt" is relative, as all paths are. */
bool reading_secret(const struct config_reading *reading, const char *where,
                    const char *key, struct text from, const char **out,
                    struct error *err)
{
    bool file = text_starts(from, TEXT("file:"));
    if (from.length < 5 || !(file || text_starts(from, TEXT("env:"))))
        return fail(err, ERROR_USAGE,
                    "%s: \"%s\" must be env:NAME or file:PATH: a secret does not stand "
                    "in a configuration",
                    where, key);
    *out = reading_copy(reading, from);
    if (file)
        *out = arena_format(
            reading->arena, "file:%s",
            path_join(reading->arena, reading->folder, *out + strlen("file:")));
    return true;
}

bool reading_is_web_folder(struct text url)
{
    return address_is_web(url) && !memchr(url.at, '?', url.length) &&
           !memchr(url.at, '#', url.length);
}
