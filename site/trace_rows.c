/* A word leads to a code once, and is remembered by its number; numbers begin anew with
 * each member of an archive. */
#include "site/trace_rows.h"

#include "base/buffer.h"

#include <stdlib.h>
#include <string.h>

struct known_word {
    bool tried;
    uint32_t index;
    size_t line;
};

struct words {
    const struct crosswalk *crosswalk;
    size_t count;
    struct known_word *word;
};

struct collector {
    struct sink sink;
    struct arena *arena;
    const struct lists *lists;
    const struct bridge *bridge;
    struct measure_id measure;
    struct words places, offences, measures;
    struct trace *trace;
    const char *member; /* of the row before, as the sink had it and as we keep it */
    const char *member_kept;
    const char *sheet; /* likewise */
    const char *sheet_kept;
    struct traced_row *row;
    size_t room;
};

static const struct known_word *find_word(struct words *words, const struct word *word)
{
    if (word->number >= words->count) {
        size_t count = (size_t)word->number + word->number / 2 + 64;
        words->word = memory_or_die(realloc(words->word, count * sizeof *words->word));
        while (words->count < count)
            words->word[words->count++] = (struct known_word){0};
    }
    struct known_word *known = &words->word[word->number];
    if (!known->tried) {
        known->tried = true;
        known->index = crosswalk_find(words->crosswalk, word->text);
        known->line = crosswalk_line(words->crosswalk, word->text);
    }
    return known;
}

static void forget(struct words *words)
{
    free(words->word);
    words->word = NULL;
    words->count = 0;
}

static bool is_below(uint32_t index, uint32_t root, uint32_t span)
{
    return index != NO_INDEX && index >= root && index < root + span;
}

/* Is the row of the figure, and which leaf does it count? Words were checked when the
 * snapshot was read; a total that stands among the rows leads nowhere. */
static bool is_of(struct collector *collector, const struct observation *observation,
                  struct traced_row *row)
{
    const struct lists *lists = collector->lists;
    struct key asked = collector->trace->key;
    const struct known_word *place = find_word(&collector->places, &observation->place);
    if (!is_below(place->index, asked.place.index,
                  place_node(lists, asked.place)->span))
        return false;
    const struct known_word *offence =
        find_word(&collector->offences, &observation->offence);
    const struct known_word *measure =
        find_word(&collector->measures, &observation->measure);
    row->key = (struct key){{place->index}, {offence->index}, {measure->index}};
    row->place_line = place->line;
    row->offence_line = offence->line;
    row->measure_line = measure->line;
    if (offence->index == NO_INDEX ||
        !is_below(measure->index, collector->measure.index,
                  measure_node(lists, collector->measure)->span))
        return false;
    struct offence_id counted = row->key.offence;
    if (collector->bridge) {
        uint32_t rule = collector->bridge->rule_of[offence->index];
        row->bridge = rule == NO_INDEX ? NULL : &collector->bridge->rule[rule];
        counted = bridge_image(collector->bridge, counted);
    }
    return is_below(counted.index, asked.offence.index,
                    offence_node(lists, asked.offence)->span);
}

/* Cut the run to what was asked; false when nothing of it is held. */
static bool cut_run(const struct collector *collector,
                    const struct observation *observation, struct traced_row *row,
                    size_t *from)
{
    const struct trace *trace = collector->trace;
    int step = (int)observation->step;
    int before = trace->first.month - observation->first.month;
    *from = before > 0 ? (size_t)((before + step - 1) / step) : 0;
    size_t to = observation->count;
    int behind = trace->last.month - observation->first.month;
    if (behind < 0)
        return false;
    if ((size_t)(behind / step) + 1 < to)
        to = (size_t)(behind / step) + 1;
    if (*from >= to)
        return false;
    while (*from < to && observation->figures[*from].status == STATUS_ABSENT)
        ++*from;
    while (to > *from && observation->figures[to - 1].status == STATUS_ABSENT)
        to--;
    row->first = period_after(observation->first, (int)*from * step);
    row->count = to - *from;
    return row->count > 0;
}

/* As many cells as the first row had: another member may have fewer or more. */
static struct text *copy_cells(struct arena *arena, const struct raw_row *raw,
                               const struct text *cell, size_t count)
{
    struct text *copies = arena_array(arena, count + 1, sizeof *copies);
    for (size_t i = 0; i < count; i++)
        copies[i] = arena_copy(arena, i < raw->columns ? cell[i] : TEXT(""));
    return copies;
}

static void keep(struct collector *collector, const struct observation *observation,
                 struct traced_row row, size_t from)
{
    struct trace *trace = collector->trace;
    const struct raw_row *raw = observation->raw;
    struct arena *arena = collector->arena;
    if (trace->kept == TRACE_ROWS_MAX)
        return;
    if (trace->kept == collector->room) {
        collector->room = collector->room * 2 + 64;
        collector->row = memory_or_die(
            realloc(collector->row, collector->room * sizeof *collector->row));
    }
    if (!trace->header) {
        trace->columns = raw->columns;
        trace->header = copy_cells(arena, raw, raw->header, raw->columns);
    }
    struct figure *figures = arena_array(arena, row.count, sizeof *figures);
    size_t *column = arena_array(arena, row.count, sizeof *column);
    for (size_t i = 0; i < row.count; i++) {
        figures[i] = observation->figures[from + i];
        column[i] = raw->column ? raw->column[from + i] : 0;
    }
    row.figure = figures;
    row.column = raw->column ? column : NULL;
    row.cell = copy_cells(arena, raw, raw->cell, trace->columns);
    row.member = collector->member_kept;
    row.sheet = collector->sheet_kept;
    collector->row[trace->kept++] = row;
}

/* Another member, or another sheet: its reader numbers words anew. */
static void go_on(struct collector *collector)
{
    const char *member = collector->sink.member ? collector->sink.member : "";
    const char *sheet = collector->sink.sheet;
    if (collector->member && collector->member == member && collector->sheet == sheet)
        return;
    forget(&collector->places);
    forget(&collector->offences);
    forget(&collector->measures);
    collector->member = member;
    collector->sheet = sheet;
    collector->member_kept = arena_copy(collector->arena, text_of(member)).at;
    collector->sheet_kept = arena_copy(collector->arena, text_of(sheet)).at;
}

static bool take(struct sink *sink, const struct observation *observation,
                 struct error *err)
{
    struct collector *collector = (struct collector *)sink;
    struct trace *trace = collector->trace;
    struct traced_row row = {.row = observation->row};
    size_t from;
    (void)err;
    go_on(collector);
    if (!is_of(collector, observation, &row) ||
        !cut_run(collector, observation, &row, &from))
        return true;
    for (size_t i = 0; i < row.count; i++)
        row.sum = figure_sum(row.sum, observation->figures[from + i]);
    trace->sum = figure_sum(trace->sum, row.sum);
    if (trace->rows++ == 0)
        trace->first_row = row.row;
    trace->last_row = row.row;
    keep(collector, observation, row, from);
    return true;
}

/* Of JSON only the columns that the descriptor asks for are read: the others' names
 * stand behind them, and a cell of theirs would look empty, which it is not. */
static void drop_unread(struct trace *trace)
{
    for (; trace->columns > 0; trace->columns--)
        for (size_t i = 0; i < trace->kept; i++)
            if (trace->row[i].cell[trace->columns - 1].length > 0)
                return;
}

bool trace_rows_here(struct arena *arena, const struct holdings *holdings,
                     const struct crosswalks *crosswalks, const struct bridge *bridge,
                     struct measure_id measure, struct trace *trace, struct error *err)
{
    const struct source *source = trace->holding->source;
    const struct snapshot *snapshot = &trace->holding->current->snapshot;
    struct decoded decoded;
    struct collector collector = {.sink = {.take = take, .wants_rows = true},
                                  .arena = arena,
                                  .lists = holdings->lists,
                                  .bridge = bridge,
                                  .measure = measure,
                                  .places = {.crosswalk = crosswalks->places},
                                  .offences = {.crosswalk = crosswalks->offences},
                                  .measures = {.crosswalk = crosswalks->measures},
                                  .trace = trace};
    bool good =
        decode_file(arena, source, snapshot->path, &collector.sink, &decoded, err) ||
        fail_while(err, "reading %s again", snapshot->provenance.file);
    forget(&collector.places);
    forget(&collector.offences);
    forget(&collector.measures);
    if (trace->kept > 0) {
        struct traced_row *rows = arena_array(arena, trace->kept, sizeof *rows);
        memcpy(rows, collector.row, trace->kept * sizeof *rows);
        trace->row = rows;
        if (strcmp(source->format, "json") == 0)
            drop_unread(trace);
    }
    free(collector.row);
    return good;
}
