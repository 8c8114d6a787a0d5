#include "site/source_status.h"

#include <string.h>

static const struct source_night *night_of(const struct night *night,
                                           const char *source)
{
    for (size_t i = 0; i < night->sources; i++)
        if (strcmp(night->source[i].source, source) == 0)
            return &night->source[i];
    return NULL;
}

struct statuses statuses_of(struct arena *arena, const struct holdings *holdings,
                            const struct record *record, const struct night *night,
                            struct day today)
{
    struct statuses statuses = {
        .of = arena_array(arena, holdings->count + 1, sizeof *statuses.of)};
    for (size_t i = 0; i < holdings->count; i++) {
        const struct source *source = holdings->holding[i].source;
        const struct used *used = record_find(record, source->id);
        struct source_status *status = &statuses.of[statuses.count++];
        *status = (struct source_status){
            .source = source,
            .used = used,
            .expected = expected_of(source, used ? used->date : (struct day){0}),
            .age = used ? day_number(today) - day_number(used->date) : 0,
            .night = night_of(night, source->id)};
        status->late = expected_late(&status->expected, today);
        statuses.late += status->late;
        statuses.kept_back += status->night && *status->night->kept_back;
    }
    return statuses;
}
