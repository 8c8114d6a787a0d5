#include "site/dataset_notes.h"

#include "site/site.h"

#include <string.h>

static void add(struct arena *arena, struct notes *notes, const char *label,
                const char *text)
{
    if (!text || !*text)
        return;
    if (notes->count == notes->room) {
        size_t room = notes->room ? 2 * notes->room : 64;
        struct note *more = arena_array(arena, room, sizeof *more);
        if (notes->count)
            memcpy(more, notes->note, notes->count * sizeof *more);
        notes->note = more;
        notes->room = room;
    }
    notes->note[notes->count++] = (struct note){label, text};
}

/* Its own language's words where they are known, else the first's. */
static const char *in(const struct names *names, size_t language)
{
    return names->in[language] ? names->in[language] : names->in[0];
}

static void add_source(struct arena *arena, struct notes *notes,
                       const struct catalogue *c, const struct holding *holding)
{
    const struct source *source = holding->source;
    size_t language = catalogue_language(c);
    const struct provenance *from =
        holding->current ? &holding->current->snapshot.provenance : NULL;
    add(arena, notes, word(c, "note.source"), in(&source->name, language));
    add(arena, notes, word(c, "note.code"), holding_cited(holding));
    add(arena, notes, word(c, "note.publisher"), source->publisher);
    add(arena, notes, word(c, "note.address"), source->landing);
    add(arena, notes, word(c, "note.licence"),
        source->licence_url && *source->licence_url
            ? arena_format(arena, "%s (%s)", source->licence, source->licence_url)
            : source->licence);
    if (from) {
        add(arena, notes, word(c, "note.vintage"),
            from->date.month ? say_day(arena, c, from->date) : "");
        add(arena, notes, word(c, "note.file"), from->file);
        add(arena, notes, "SHA-256", from->sha256.hex);
    }
    add(arena, notes, word(c, "note.caution"), in(&source->note, language));
}

static void add_statuses(struct arena *arena, struct notes *notes,
                         const struct catalogue *c)
{
    for (int i = STATUS_REPORTED; i <= STATUS_SUPPRESSED; i++) {
        const char *name = status_word((enum status)i);
        add(arena, notes, name, word(c, arena_format(arena, "dictionary.%s", name)));
    }
    add(arena, notes, status_word(STATUS_ABSENT), word(c, "note.absent"));
}

static void add_columns(struct arena *arena, struct notes *notes,
                        const struct catalogue *c, const struct dataset_table *table)
{
    for (size_t i = 0; i < table->columns; i++)
        add(arena, notes, table->column[i].name, word(c, table->column[i].about));
}

const char *dataset_citation(struct arena *arena, const struct site *site,
                             const struct dataset *dataset, size_t language)
{
    const struct catalogue *c = site->catalogues[language];
    struct buffer sources = {0};
    for (size_t i = 0; i < dataset->sources; i++) {
        const struct holding *holding = dataset->source[i];
        buffer_format(&sources, "%s, %s", holding->source->publisher,
                      in(&holding->source->name, language));
        if (holding->current && holding->current->snapshot.provenance.date.month)
            buffer_format(
                &sources, ", %s %s", word(c, "source.snapshot"),
                say_day(arena, c, holding->current->snapshot.provenance.date));
        buffer_string(&sources, ". ");
    }
    struct part parts[] = {{"sources", arena_copy(arena, buffer_all(&sources)).at},
                           {"site", in(&site->config->title, language)},
                           {"title", in(&dataset->title, language)},
                           {0}};
    buffer_free(&sources);
    return say(arena, c, "cite.file", 0, parts);
}

struct notes notes_of(struct arena *arena, const struct site *site,
                      const struct dataset *dataset, const struct dataset_table *table,
                      size_t language)
{
    const struct catalogue *c = site->catalogues[language];
    struct notes notes = {0};
    add(arena, &notes, word(c, "note.title"), in(&dataset->title, language));
    /* Nothing rather than another language's sentence. */
    add(arena, &notes, word(c, "note.about"), dataset->about.in[language]);
    add(arena, &notes, word(c, "note.site"), site->config->base_url);
    add(arena, &notes, word(c, "cite.title"),
        dataset_citation(arena, site, dataset, language));
    for (size_t i = 0; i < dataset->sources; i++)
        add_source(arena, &notes, c, dataset->source[i]);
    add_statuses(arena, &notes, c);
    if (table)
        add_columns(arena, &notes, c, table);
    return notes;
}
