#include "site/drop.h"

#include "base/file.h"
#include "ingest/links.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Day --------------------------------------------------------------------------- */

bool dropped_day(struct text name, struct day today, struct day *out)
{
    struct day day;
    if (!link_date(name, &day) || day.month == 0)
        return false;
    struct day first = {day.year, day.month, 1};
    if (day.day == 0)
        day.day = (int8_t)period_days(period_of(day.year, day.month), STEP_MONTH);
    else
        first = day;
    if (day_compare(first, today) > 0)
        return false;
    *out = day_compare(day, today) > 0 ? today : day;
    return true;
}

static struct day changed_day(const struct stat *found, struct day today)
{
    struct tm tm = {0};
    gmtime_r(&found->st_mtime, &tm);
    struct day day = {(int16_t)(tm.tm_year + 1900), (int8_t)(tm.tm_mon + 1),
                      (int8_t)tm.tm_mday};
    return day_compare(day, today) > 0 ? today : day;
}

/* Names ------------------------------------------------------------------------- */

static bool is_unfinished(struct text name)
{
    static const char *const ends[] = {".part", ".partial",  ".crdownload", ".download",
                                       ".tmp",  ".filepart", ".swp",        "~"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (text_ends(name, text_of(ends[i])))
            return true;
    return false;
}

static bool fits(struct arena *arena, struct text name, const char *const *globs,
                 size_t count)
{
    const char *folded = text_fold(arena, name).at;
    for (size_t i = 0; i < count; i++)
        if (fnmatch(text_fold(arena, text_of(globs[i])).at, folded, 0) == 0)
            return true;
    return count == 0;
}

static int by_day(const void *a, const void *b)
{
    const struct dropped *left = a, *right = b;
    int order = day_compare(left->date, right->date);
    return order ? order : strcmp(left->path, right->path);
}

bool dropped_list(struct arena *arena, const char *folder, const char *const *globs,
                  size_t globs_count, struct day today, struct dropped **out,
                  size_t *count, struct error *err)
{
    struct text *names;
    size_t files;
    *count = 0;
    if (!file_exists(folder))
        return fail(err, ERROR_USAGE, "there is no drop folder %s", folder);
    if (!folder_list(arena, folder, &names, &files, err))
        return false;
    if (files > DROPPED_MAX)
        return fail(err, ERROR_LIMIT, "%s holds more than %d files", folder,
                    DROPPED_MAX);
    *out = arena_array(arena, files + 1, sizeof **out);
    for (size_t i = 0; i < files; i++) {
        struct dropped *dropped = &(*out)[*count];
        struct stat found;
        dropped->path = path_join(arena, folder, names[i].at);
        if (is_unfinished(names[i]) || !fits(arena, names[i], globs, globs_count) ||
            stat(dropped->path, &found) != 0 || !S_ISREG(found.st_mode))
            continue;
        if (!dropped_day(names[i], today, &dropped->date))
            dropped->date = changed_day(&found, today);
        (*count)++;
    }
    qsort(*out, *count, sizeof **out, by_day);
    return true;
}
