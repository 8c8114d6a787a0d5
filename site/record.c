#include "site/record.h"

#include "base/buffer.h"
#include "site/tree.h"

#include <string.h>

enum { LINES_MAX = 10000 };

void record_write(struct buffer *out, const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        if (!holding->current)
            continue;
        const struct provenance *from = &holding->current->snapshot.provenance;
        buffer_format(out, "%s %s %04d-%02d-%02d\n", holding->source->id,
                      from->sha256.hex, from->date.year, from->date.month,
                      from->date.day);
        if (from->accepted && *from->accepted)
            buffer_format(out, "accepted %s %s\n", holding->source->id, from->accepted);
    }
}

static bool read_line(struct arena *arena, struct text line, struct used *out)
{
    struct text rest = line;
    struct text source = text_cut(&rest, ' ');
    struct text hash = text_cut(&rest, ' ');
    if (source.length == 0 || hash.length != SHA256_HEX || !day_parse(rest, &out->date))
        return false;
    out->source = arena_copy(arena, source).at;
    memcpy(out->sha256.hex, hash.at, SHA256_HEX);
    return true;
}

bool record_read(struct arena *arena, const struct config *config, struct record *out,
                 struct error *err)
{
    const char *stamp;
    *out = (struct record){0};
    if (!tree_stamp_left(arena, config->releases, config->public_, &stamp, err))
        return fail_while(err, "what the edition in place was made from");
    struct text rest = text_of(stamp);
    struct used *used = arena_array(arena, LINES_MAX, sizeof *used);
    text_cut(&rest, '\n'); /* what else it was made from */
    while (rest.at && out->count < LINES_MAX)
        if (read_line(arena, text_cut(&rest, '\n'), &used[out->count]))
            out->count++;
    out->used = used;
    return true;
}

const struct used *record_find(const struct record *record, const char *source)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->used[i].source, source) == 0)
            return &record->used[i];
    return NULL;
}

/* The day of the snapshot in place: it may have been given another since. */
static struct day day_of(const struct holding *holding, const struct used *used)
{
    for (size_t i = 0; i < holding->vintages; i++) {
        const struct provenance *from = &holding->vintage[i].snapshot.provenance;
        if (strcmp(from->sha256.hex, used->sha256.hex) == 0 && from->date.month)
            return from->date;
    }
    return used->date;
}

static const char *loss_of(struct arena *arena, const struct holding *holding,
                           const struct used *used)
{
    const struct day was = used->date;
    const char *place =
        arena_format(arena, "the edition in place has %s of %04d-%02d-%02d (%.12s)",
                     used->source, was.year, was.month, was.day, used->sha256.hex);
    if (!holding->current)
        return arena_format(arena, "%s, and now of %s no snapshot can be read", place,
                            used->source);
    const struct provenance *now = &holding->current->snapshot.provenance;
    if (day_compare(now->date, day_of(holding, used)) >= 0)
        return NULL;
    return arena_format(
        arena, "%s, and the newest that can be read now is older: %04d-%02d-%02d",
        place, now->date.year, now->date.month, now->date.day);
}

bool record_loss(struct arena *arena, const struct record *record,
                 const struct holdings *holdings, size_t *at, const char **source,
                 const char **loss)
{
    while (*at < record->count) {
        const struct used *used = &record->used[(*at)++];
        const struct holding *holding;
        struct error dropped = {0}; /* from the configuration: nobody misses it */
        if (!holdings_find(holdings, used->source, &holding, &dropped))
            continue;
        *source = used->source;
        *loss = loss_of(arena, holding, used);
        if (*loss)
            return true;
    }
    return false;
}
