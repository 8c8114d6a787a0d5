#include "site/night.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/json.h"
#include "base/number.h"
#include "site/diff.h"
#include "site/json_line.h"

#include <string.h>

/* Changing ---------------------------------------------------------------------------
 */

/* The source's entry, made when there is none. */
static struct source_night *entry_of(struct arena *arena, struct night *night,
                                     const char *source)
{
    for (size_t i = 0; i < night->sources; i++)
        if (strcmp(night->source[i].source, source) == 0)
            return &night->source[i];
    if (night->sources == night->sources_room) {
        size_t room = 2 * night->sources_room + 16;
        struct source_night *more = arena_array(arena, room, sizeof *more);
        for (size_t i = 0; i < night->sources; i++)
            more[i] = night->source[i];
        night->source = more;
        night->sources_room = room;
    }
    struct source_night *added = &night->source[night->sources++];
    *added =
        (struct source_night){arena_copy(arena, text_of(source)).at, "", "", "", ""};
    return added;
}

static const char *answer_of(enum intake_result result)
{
    switch (result) {
    case INTAKE_NEW:
    case INTAKE_MENDED:
    case INTAKE_REDATED:
        return "new";
    case INTAKE_KNOWN:
        return "unchanged";
    case INTAKE_REFUSED:
        return "refused";
    case INTAKE_UNREACHABLE:
        return "unreachable";
    case INTAKE_FAILED:
        break;
    }
    return "failed";
}

void night_answer(struct arena *arena, struct night *night, const struct intake *intake,
                  const struct error *fault)
{
    if (!intake->provenance.source)
        return;
    struct source_night *source = entry_of(arena, night, intake->provenance.source);
    bool good = fault->kind == ERROR_NONE;
    source->asked = clock_iso(arena);
    source->answer = answer_of(intake->result);
    source->why = good ? "" : arena_copy(arena, text_of(fault->message)).at;
}

void night_holdings(struct arena *arena, struct night *night,
                    const struct holdings *holdings)
{
    night->snapshots = night->rows = night->figures = 0;
    for (size_t i = 0; i < holdings->count; i++) {
        const struct holding *holding = &holdings->holding[i];
        const struct vintage *held =
            holding->waiting ? holding->waiting : holding->held_back;
        struct source_night *source = entry_of(arena, night, holding->source->id);
        source->kept_back = held && held->fault ? held->fault : "";
        night->snapshots += holding->vintages;
        for (size_t j = 0; j < holding->vintages; j++) {
            night->rows += holding->vintage[j].decoded.rows;
            if (holding->vintage[j].cube)
                night->figures += cube_figures(holding->vintage[j].cube);
        }
    }
}

void night_changes(struct arena *arena, struct night *night, const struct diff *diff)
{
    night->changes = 0;
    night->change = arena_array(arena, diff->count + 1, sizeof *night->change);
    for (size_t i = 0; i < diff->count; i++) {
        const struct source_diff *one = &diff->of[i];
        if (one->changed)
            night->change[night->changes++] = (struct source_change){
                one->source, one->figures.added, one->figures.changed,
                one->figures.gone, one->figures.net};
    }
}

void night_line(struct arena *arena, struct night *night, const char *line)
{
    if (night->lines == NIGHT_LINES_MAX) {
        memmove(night->line, night->line + 1,
                (NIGHT_LINES_MAX - 1) * sizeof *night->line);
        night->lines--;
    }
    night->line[night->lines++] = arena_copy(arena, text_of(line)).at;
}

/* Writing
 * ------------------------------------------------------------------------------ */

static void write_source(struct buffer *out, const struct source_night *source)
{
    json_line_open(out);
    json_line_text(out, "source", source->source);
    json_line_text(out, "asked", source->asked);
    json_line_text(out, "answer", source->answer);
    json_line_text(out, "why", source->why);
    json_line_text(out, "kept_back", source->kept_back);
    json_line_close(out);
}

static void write_change(struct buffer *out, const struct source_change *change)
{
    json_line_open(out);
    json_line_text(out, "source", change->source);
    json_line_number(out, "new", (double)change->added, 0);
    json_line_number(out, "changed", (double)change->changed, 0);
    json_line_number(out, "gone", (double)change->gone, 0);
    json_line_number(out, "net", change->net, 0);
    json_line_close(out);
}

void night_write_fields(struct buffer *out, const struct night *night)
{
    json_line_text(out, "command", night->command);
    json_line_text(out, "started", night->started);
    json_line_text(out, "ended", night->ended);
    json_line_number(out, "seconds", night->seconds, 1);
    json_line_number(out, "exit", night->code, 0);
    json_line_text(out, "result", night->result);
    json_line_truth(out, "changed", night->changed);
    json_line_text(out, "edition", night->edition);
    json_line_text(out, "succeeded", night->succeeded);
    json_line_text(out, "published", night->published);
    json_line_number(out, "snapshots", (double)night->snapshots, 0);
    json_line_number(out, "rows", (double)night->rows, 0);
    json_line_number(out, "figures", (double)night->figures, 0);
    json_line_list(out, "sources");
    for (size_t i = 0; i < night->sources; i++)
        write_source(out, &night->source[i]);
    json_line_list_close(out);
    json_line_list(out, "changes");
    for (size_t i = 0; i < night->changes; i++)
        write_change(out, &night->change[i]);
    json_line_list_close(out);
    json_line_list(out, "messages");
    for (size_t i = 0; i < night->lines; i++)
        json_line_item(out, night->line[i]);
    json_line_list_close(out);
}

static const char *path_of(struct arena *arena, const struct config *config)
{
    return path_join(arena, config->state, "run.json");
}

bool night_write(struct arena *arena, const struct config *config,
                 const struct night *night, struct error *err)
{
    struct buffer words = {0};
    json_line_open(&words);
    night_write_fields(&words, night);
    json_line_close(&words);
    buffer_char(&words, '\n');
    bool good = folder_make(config->state, err) && folder_sweep(config->state, err) &&
                file_write(path_of(arena, config), buffer_all(&words), err);
    buffer_free(&words);
    return good;
}

/* Reading
 * ------------------------------------------------------------------------------ */

static const char *string_at(struct arena *arena, const struct json_node *object,
                             const char *key)
{
    return arena_copy(arena, json_text(object, key, "")).at;
}

static size_t count_at(const struct json_node *object, const char *key)
{
    double number = json_number(object, key, 0);
    return number >= 0 && number <= NUMBER_EXACT_MAX ? (size_t)number : 0;
}

static void read_sources(struct arena *arena, const struct json_node *list,
                         struct night *out)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_node *node = json_at(list, i);
        const char *id = string_at(arena, node, "source");
        struct source_night *source = entry_of(arena, out, id);
        source->asked = string_at(arena, node, "asked");
        source->answer = string_at(arena, node, "answer");
        source->why = string_at(arena, node, "why");
        source->kept_back = string_at(arena, node, "kept_back");
    }
}

static void read_changes(struct arena *arena, const struct json_node *list,
                         struct night *out)
{
    size_t count = json_count(list);
    out->change = arena_array(arena, count + 1, sizeof *out->change);
    for (size_t i = 0; i < count; i++) {
        const struct json_node *node = json_at(list, i);
        out->change[out->changes++] =
            (struct source_change){string_at(arena, node, "source"),
                                   count_at(node, "new"), count_at(node, "changed"),
                                   count_at(node, "gone"), json_number(node, "net", 0)};
    }
}

/* Every run writes when it ended; a record without that is no run's. */
static bool check_record(const struct json_node *root, const char *path,
                         struct error *err)
{
    return !root || clock_read(json_text(root, "ended", "")) >= 0 ||
           fail(err, ERROR_FORMAT, "%s does not say when a run ended", path);
}

void night_read(struct arena *arena, const struct config *config, struct night *out)
{
    struct error err = {0};
    const char *path = path_of(arena, config);
    struct json_node *root = file_exists(path) ? json_open(path, &err) : NULL;
    *out = (struct night){0};
    if (!check_record(root, path, &err)) {
        json_close(root);
        root = NULL;
    }
    if (err.kind != ERROR_NONE)
        out->damaged = arena_copy(arena, text_of(err.message)).at;
    out->command = string_at(arena, root, "command");
    out->started = string_at(arena, root, "started");
    out->ended = string_at(arena, root, "ended");
    out->seconds = json_number(root, "seconds", 0);
    out->code = (int)count_at(root, "exit");
    out->result = string_at(arena, root, "result");
    out->changed = json_truth(root, "changed", false);
    out->edition = string_at(arena, root, "edition");
    out->succeeded = string_at(arena, root, "succeeded");
    out->published = string_at(arena, root, "published");
    out->snapshots = count_at(root, "snapshots");
    out->rows = count_at(root, "rows");
    out->figures = count_at(root, "figures");
    read_sources(arena, json_get(root, "sources"), out);
    read_changes(arena, json_get(root, "changes"), out);
    const struct json_node *lines = json_get(root, "messages");
    for (size_t i = 0; i < json_count(lines); i++)
        night_line(arena, out, arena_copy(arena, json_text_of(json_at(lines, i))).at);
    if (root)
        json_close(root);
}
