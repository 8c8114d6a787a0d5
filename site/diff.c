#include "site/diff.h"

#include "base/buffer.h"
#include "base/json.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

/* Comparing ------------------------------------------------------------------------ */

static struct cube *cube_of(const struct holding *holding, const struct used *used)
{
    for (size_t i = 0; used && i < holding->vintages; i++)
        if (strcmp(holding->vintage[i].snapshot.provenance.sha256.hex,
                   used->sha256.hex) == 0)
            return holding->vintage[i].cube;
    return NULL;
}

static struct source_diff compare(const struct holding *holding,
                                  const struct used *used)
{
    struct source_diff diff = {
        holding->source->id, used, holding->current, true, false, {0}};
    struct cube *old = cube_of(holding, used);
    struct cube *new_ = diff.new_ ? diff.new_->cube : NULL;
    if (used && diff.new_)
        diff.changed =
            strcmp(used->sha256.hex, diff.new_->snapshot.provenance.sha256.hex) != 0;
    diff.counted = (old || !used) && (new_ || !diff.new_);
    if (old && new_ && diff.changed)
        diff.figures = cube_compare(old, new_);
    else if (diff.counted && !used)
        diff.figures.added = cube_figures(new_);
    else if (diff.counted && !diff.new_)
        diff.figures.gone = cube_figures(old);
    return diff;
}

static int by_source(const void *a, const void *b)
{
    return strcmp(((const struct source_diff *)a)->source,
                  ((const struct source_diff *)b)->source);
}

/* Sources of the edition in place that nobody wants any more. */
static void add_dropped(struct diff *diff, const struct record *record)
{
    size_t held = diff->count;
    for (size_t i = 0; i < record->count; i++) {
        bool found = false;
        for (size_t j = 0; j < held; j++)
            found = found || strcmp(diff->of[j].source, record->used[i].source) == 0;
        if (!found)
            diff->of[diff->count++] = (struct source_diff){
                record->used[i].source, &record->used[i], NULL, true, false, {0}};
    }
}

struct diff diff_of(struct arena *arena, const struct record *record,
                    const struct holdings *holdings)
{
    struct diff diff = {0};
    size_t at = 0;
    const char *source;
    diff.of = arena_array(arena, holdings->sources + record->count, sizeof *diff.of);
    for (size_t i = 0; i < holdings->sources; i++) {
        const struct holding *holding = &holdings->holding[i];
        const struct used *used = record_find(record, holding->source->id);
        if (used || holding->current)
            diff.of[diff.count++] = compare(holding, used);
    }
    add_dropped(&diff, record);
    qsort(diff.of, diff.count, sizeof *diff.of, by_source);
    for (size_t i = 0; i < diff.count; i++)
        diff.changed += diff.of[i].changed;
    record_loss(arena, record, holdings, &at, &source, &diff.refused);
    return diff;
}

/* Writing -------------------------------------------------------------------------- */

static void count(struct buffer *out, const char *before, double number,
                  const char *after)
{
    static const struct numerals GROUPED = {",", ".", "-"};
    buffer_string(out, before);
    number_write(out, number, 0, &GROUPED);
    buffer_string(out, after);
}

static void write_figures(struct buffer *out, const struct source_diff *diff)
{
    if (!diff->counted) {
        buffer_string(out, "figures cannot be compared: the old snapshot is not in the "
                           "store, or not readable\n");
        return;
    }
    count(out, "figures: ", (double)diff->figures.added, " new, ");
    count(out, "", (double)diff->figures.changed, " changed (net ");
    count(out, diff->figures.net > 0 ? "+" : "", diff->figures.net, "), ");
    count(out, "", (double)diff->figures.gone, " gone\n");
}

static void write_side(struct buffer *out, struct day day, const struct sha256 *sha256)
{
    buffer_format(out, "%04d-%02d-%02d (%.12s)", day.year, day.month, day.day,
                  sha256->hex);
}

static void write_source(struct buffer *out, const struct source_diff *diff)
{
    const struct provenance *now = diff->new_ ? &diff->new_->snapshot.provenance : NULL;
    buffer_format(out, "%s: ", diff->source);
    if (diff->old)
        write_side(out, diff->old->date, &diff->old->sha256);
    else
        buffer_string(out, "nothing");
    buffer_string(out, " -> ");
    if (now)
        write_side(out, now->date, &now->sha256);
    else
        buffer_string(out, "nothing");
    buffer_string(out, "\n  ");
    write_figures(out, diff);
}

void diff_write_words(struct buffer *out, const struct diff *diff)
{
    if (diff->count > 0 && diff->changed == 0)
        buffer_format(out, "no source changes; there %s %zu\n",
                      diff->count == 1 ? "is" : "are", diff->count);
    else if (diff->count == 0)
        buffer_string(out, "nothing is published, and there is nothing to publish\n");
    for (size_t i = 0; i < diff->count; i++)
        if (diff->of[i].changed)
            write_source(out, &diff->of[i]);
    if (diff->refused)
        buffer_format(out, "it would be refused: %s\n", diff->refused);
}

static void json_side(struct buffer *out, const char *key, const struct day *day,
                      const struct sha256 *sha256)
{
    if (!sha256) {
        buffer_format(out, ", \"%s\": null", key);
        return;
    }
    buffer_format(out, ", \"%s\": {\"sha256\": \"%s\", \"date\": \"%04d-%02d-%02d\"}",
                  key, sha256->hex, day->year, day->month, day->day);
}

static void json_figures(struct buffer *out, const struct source_diff *diff)
{
    const struct difference *figures = &diff->figures;
    if (!diff->counted) {
        buffer_string(out, ", \"figures\": null}");
        return;
    }
    buffer_format(out, ", \"figures\": {\"new\": %zu, \"changed\": %zu, \"net\": ",
                  figures->added, figures->changed);
    number_write(out, figures->net, 0, &NUMERALS_PLAIN);
    buffer_format(out, ", \"gone\": %zu}}", figures->gone);
}

void diff_write_json(struct buffer *out, const struct diff *diff)
{
    buffer_string(out, "{\"refused\": ");
    if (diff->refused)
        json_write_string(out, text_of(diff->refused));
    else
        buffer_string(out, "null");
    buffer_string(out, ", \"sources\": [");
    for (size_t i = 0; i < diff->count; i++) {
        const struct source_diff *one = &diff->of[i];
        const struct provenance *now =
            one->new_ ? &one->new_->snapshot.provenance : NULL;
        buffer_string(out, i ? ",\n  {\"source\": " : "\n  {\"source\": ");
        json_write_string(out, text_of(one->source));
        buffer_format(out, ", \"changed\": %s", one->changed ? "true" : "false");
        json_side(out, "old", one->old ? &one->old->date : NULL,
                  one->old ? &one->old->sha256 : NULL);
        json_side(out, "new", now ? &now->date : NULL, now ? &now->sha256 : NULL);
        json_figures(out, one);
    }
    buffer_string(out, diff->count ? "\n]}\n" : "]}\n");
}
