/* What a JSON-stat file says before its values: labels, dimensions, sources, notes. */
#include "site/json_stat_cube.h"

#include "base/json.h"
#include "site/dataset_notes.h"
#include "site/export_sdmx.h"
#include "site/label.h"
#include "site/site.h"

#include <string.h>

struct head {
    struct buffer *out;
    const struct exporting *what;
    const struct json_stat_cube *cube;
    const struct lists *lists;
    const struct catalogue *catalogue;
};

static void add_key(struct buffer *out, const char *key)
{
    json_write_string(out, text_of(key));
    buffer_char(out, ':');
}

static void add_field(struct buffer *out, const char *key, const char *value)
{
    add_key(out, key);
    json_write_string(out, text_of(value ? value : ""));
    buffer_char(out, ',');
}

/* Dimensions ----------------------------------------------------------------------- */

/* Code and label of the category at a position, in the buffers. */
typedef void category_function(const struct head *head, size_t at, struct buffer *code,
                               struct buffer *label);

static void category_source(const struct head *head, size_t at, struct buffer *code,
                            struct buffer *label)
{
    const struct holding *holding = head->cube->source[at];
    buffer_string(code, holding_cited(holding));
    buffer_string(label, holding->source->name.in[0]);
    if (holding->methodology) {
        buffer_string(label, " · ");
        buffer_string(label, holding->methodology->code);
    }
}

/* Does not apply. */
static void category_none(const struct head *head, struct buffer *code,
                          struct buffer *label)
{
    buffer_string(code, "_Z");
    buffer_string(label, word(head->catalogue, "note.none"));
}

static void category_place(const struct head *head, size_t at, struct buffer *code,
                           struct buffer *label)
{
    struct place_id id = {head->cube->place.index[at]};
    if (id.index == head->lists->places.count) {
        category_none(head, code, label);
        return;
    }
    buffer_string(code, place_node(head->lists, id)->code);
    buffer_string(label, place_node(head->lists, id)->name.in[0]);
}

static void category_offence(const struct head *head, size_t at, struct buffer *code,
                             struct buffer *label)
{
    struct offence_id id = {head->cube->offence.index[at]};
    if (id.index == head->lists->offences.count) {
        category_none(head, code, label);
        return;
    }
    buffer_string(code, offence_node(head->lists, id)->code);
    label_offence(label, head->lists, id);
}

static void category_measure(const struct head *head, size_t at, struct buffer *code,
                             struct buffer *label)
{
    struct measure_id id = {head->cube->measure.index[at]};
    if (id.index == head->lists->measures.count) {
        category_none(head, code, label);
        return;
    }
    buffer_string(code, measure_node(head->lists, id)->code);
    buffer_string(label, measure_node(head->lists, id)->name.in[0]);
}

static void category_period(const struct head *head, size_t at, struct buffer *code,
                            struct buffer *label)
{
    struct arena arena = {0};
    struct period period = head->cube->period[at];
    enum step step = head->cube->step[at];
    buffer_string(code, period_iso(&arena, period, step));
    buffer_string(label, say_period(&arena, head->catalogue, period, step));
    arena_free(&arena);
}

static void add_units(const struct head *head)
{
    const struct dimension *measure = &head->cube->measure;
    buffer_string(head->out, ",\"unit\":{");
    for (size_t i = 0; i < measure->count; i++) {
        struct measure_id id = {measure->index[i]};
        if (id.index == head->lists->measures.count)
            continue;
        const struct measure *node = measure_node(head->lists, id);
        buffer_string(head->out, i ? "," : "");
        add_key(head->out, node->code);
        buffer_string(head->out, "{\"label\":");
        json_write_string(head->out, text_of(node->unit.in[0]));
        buffer_char(head->out, '}');
    }
    buffer_char(head->out, '}');
}

/* Codes in order, and a label for each. */
static void add_dimension(const struct head *head, const char *id, const char *label,
                          size_t count, category_function *category)
{
    struct buffer codes = {0}, labels = {0}, code = {0}, name = {0};
    for (size_t i = 0; i < count; i++) {
        buffer_clear(&code);
        buffer_clear(&name);
        category(head, i, &code, &name);
        buffer_string(&codes, i ? "," : "");
        buffer_string(&labels, i ? "," : "");
        json_write_string(&codes, buffer_all(&code));
        json_write_string(&labels, buffer_all(&code));
        buffer_char(&labels, ':');
        json_write_string(&labels, buffer_all(&name));
    }
    add_key(head->out, id);
    buffer_char(head->out, '{');
    add_field(head->out, "label", word(head->catalogue, label));
    buffer_string(head->out, "\"category\":{\"index\":[");
    buffer_text(head->out, buffer_all(&codes));
    buffer_string(head->out, "],\"label\":{");
    buffer_text(head->out, buffer_all(&labels));
    buffer_char(head->out, '}');
    if (category == category_measure)
        add_units(head);
    buffer_string(head->out, "}}");
    buffer_free(&codes);
    buffer_free(&labels);
    buffer_free(&code);
    buffer_free(&name);
}

static void add_dimensions(const struct head *head)
{
    const struct json_stat_cube *cube = head->cube;
    buffer_string(head->out,
                  "\"id\":[\"source\",\"place\",\"offence\",\"measure\",\"period\"],");
    buffer_format(head->out, "\"size\":[%zu,%zu,%zu,%zu,%zu],", cube->sources,
                  cube->place.count, cube->offence.count, cube->measure.count,
                  cube->periods);
    buffer_string(head->out, "\"role\":{\"time\":[\"period\"],\"geo\":[\"place\"],"
                             "\"metric\":[\"measure\"]},\"dimension\":{");
    add_dimension(head, "source", "note.source", cube->sources, category_source);
    buffer_char(head->out, ',');
    add_dimension(head, "place", "note.place", cube->place.count, category_place);
    buffer_char(head->out, ',');
    add_dimension(head, "offence", "note.offence", cube->offence.count,
                  category_offence);
    buffer_char(head->out, ',');
    add_dimension(head, "measure", "note.measure", cube->measure.count,
                  category_measure);
    buffer_char(head->out, ',');
    add_dimension(head, "period", "note.period", cube->periods, category_period);
    buffer_string(head->out, "},");
}

/* About it ------------------------------------------------------------------------- */

/* As of the newest file in it. */
static void add_updated(const struct head *head)
{
    struct day newest = {0};
    for (size_t i = 0; i < head->cube->sources; i++) {
        const struct vintage *current = head->cube->source[i]->current;
        if (current && day_compare(current->snapshot.provenance.date, newest) > 0)
            newest = current->snapshot.provenance.date;
    }
    if (newest.month)
        buffer_format(head->out, "\"updated\":\"%04d-%02d-%02d\",", newest.year,
                      newest.month, newest.day);
}

static void add_publishers(const struct head *head)
{
    struct buffer names = {0};
    for (size_t i = 0; i < head->cube->sources; i++) {
        const struct source *source = head->cube->source[i]->source;
        bool told = false;
        for (size_t j = 0; j < i; j++)
            told |= strcmp(head->cube->source[j]->source->publisher,
                           source->publisher) == 0;
        if (told)
            continue;
        buffer_string(&names, names.length ? "; " : "");
        buffer_string(&names, source->publisher);
    }
    add_key(head->out, "source");
    json_write_string(head->out, buffer_all(&names));
    buffer_char(head->out, ',');
    buffer_free(&names);
}

static void add_notes(const struct head *head)
{
    struct arena arena = {0};
    struct notes notes =
        notes_of(&arena, head->what->site, head->what->dataset, NULL, 0);
    buffer_string(head->out, "\"note\":[");
    for (size_t i = 0; i < notes.count; i++) {
        buffer_string(head->out, i ? "," : "");
        json_write_string(head->out,
                          text_of(arena_format(&arena, "%s: %s", notes.note[i].label,
                                               notes.note[i].text)));
    }
    buffer_string(head->out, "],");
    arena_free(&arena);
}

/* What the letters of "status" mean. */
static void add_extension(const struct head *head)
{
    struct arena arena = {0};
    buffer_string(head->out, "\"extension\":{\"status\":{\"label\":{");
    for (int i = STATUS_PROVISIONAL; i <= STATUS_SUPPRESSED; i++) {
        const char *name = status_word((enum status)i);
        const char *key = arena_format(&arena, "dictionary.%s", name);
        buffer_string(head->out, i > STATUS_PROVISIONAL ? "," : "");
        add_key(head->out, sdmx_status((enum status)i));
        json_write_string(head->out, text_of(arena_format(&arena, "%s: %s", name,
                                                          word(head->catalogue, key))));
    }
    buffer_string(head->out, "}},");
    add_key(head->out, "citation");
    json_write_string(head->out, text_of(dataset_citation(&arena, head->what->site,
                                                          head->what->dataset, 0)));
    buffer_string(head->out, "},");
    arena_free(&arena);
}

void json_stat_head(struct buffer *out, const struct exporting *what,
                    const struct json_stat_cube *cube)
{
    const struct head head = {out, what, cube, what->figures->lists,
                              what->site->catalogues[0]};
    buffer_string(out, "{\"version\":\"2.0\",\"class\":\"dataset\",");
    add_field(out, "label", what->dataset->title.in[0]);
    add_publishers(&head);
    add_updated(&head);
    add_notes(&head);
    add_extension(&head);
    add_dimensions(&head);
}
