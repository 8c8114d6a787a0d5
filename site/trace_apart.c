/* The rows of a figure, read in a process that is shut in (base/apart.h). It is forked
 * for this one reading, so it knows all that we know; what it finds is written down,
 * and read here as if a stranger had written it. */
#include "site/trace_rows.h"

#include "base/apart.h"
#include "base/file.h"
#include "ingest/container.h"
#include "ingest/handed.h"

#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define VALUE_MAX 9007199254740992.0 /* 2^53 */

/* One reading, on both sides. */
struct reading {
    const struct holdings *holdings;
    const struct crosswalks *crosswalks;
    const struct bridge *bridge;
    struct measure_id measure;
    const struct trace *asked;
};

/* Writing it down -------------------------------------------------------------------
 */

static void put_number(struct buffer *out, uint64_t number)
{
    buffer_add(out, &number, sizeof number);
}

static void put_text(struct buffer *out, struct text text)
{
    put_number(out, text.length);
    buffer_text(out, text);
}

static void put_figure(struct buffer *out, struct figure figure)
{
    put_number(out, figure.status);
    buffer_add(out, &figure.value, sizeof figure.value);
}

static void put_texts(struct buffer *out, const struct text *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_text(out, text[i]);
}

static void put_row(struct buffer *out, const struct reading *reading, size_t columns,
                    const struct traced_row *row)
{
    put_text(out, text_of(row->member));
    put_text(out, text_of(row->sheet));
    put_number(out, row->row);
    put_texts(out, row->cell, columns);
    put_number(out, row->key.place.index);
    put_number(out, row->key.offence.index);
    put_number(out, row->key.measure.index);
    put_number(out, row->place_line);
    put_number(out, row->offence_line);
    put_number(out, row->measure_line);
    put_number(out,
               row->bridge ? (uint64_t)(row->bridge - reading->bridge->rule) + 1 : 0);
    put_number(out, (uint64_t)row->first.month);
    put_number(out, row->count);
    put_number(out, row->column != NULL);
    for (size_t i = 0; i < row->count; i++) {
        put_figure(out, row->figure[i]);
        if (row->column)
            put_number(out, row->column[i]);
    }
    put_figure(out, row->sum);
}

static bool prepare(void *context, struct apart_job *job, struct error *err)
{
    const struct reading *reading = context;
    (void)err;
    handed_take(reading->asked->holding->current->snapshot.path, job->input);
    handed_prepare();
    container_prepare();
    return true;
}

static bool work(void *context, struct apart_job *job, struct error *err)
{
    const struct reading *reading = context;
    struct trace trace = *reading->asked;
    struct buffer *out = &job->answer;
    if (!trace_rows_here(&job->arena, reading->holdings, reading->crosswalks,
                         reading->bridge, reading->measure, &trace, err))
        return false;
    put_figure(out, trace.sum);
    put_number(out, trace.rows);
    put_number(out, trace.first_row);
    put_number(out, trace.last_row);
    put_number(out, trace.columns);
    put_texts(out, trace.header, trace.columns);
    put_number(out, trace.kept);
    for (size_t i = 0; i < trace.kept; i++)
        put_row(out, reading, trace.columns, &trace.row[i]);
    return true;
}

/* Reading it ------------------------------------------------------------------------
 */

/* What is left, and whether all so far made sense. */
struct said {
    struct arena *arena;
    struct text rest;
    bool bad;
};

/* A number of at most so much. */
static uint64_t take_number(struct said *said, uint64_t most)
{
    uint64_t number = 0;
    if (said->rest.length < sizeof number)
        said->bad = true;
    if (said->bad)
        return 0;
    memcpy(&number, said->rest.at, sizeof number);
    said->rest.at += sizeof number;
    said->rest.length -= sizeof number;
    said->bad = number > most;
    return said->bad ? 0 : number;
}

/* How many of something, each of which takes eight bytes or more. */
static size_t take_count(struct said *said, uint64_t most)
{
    uint64_t room = said->rest.length / sizeof(uint64_t);
    return take_number(said, most < room ? most : room);
}

static struct text take_text(struct said *said)
{
    uint64_t length = take_number(said, said->rest.length);
    if (length > said->rest.length)
        said->bad = true;
    if (said->bad)
        return TEXT("");
    struct text text = {said->rest.at, length};
    said->rest.at += length;
    said->rest.length -= length;
    said->bad = !text_is_utf8(text);
    return arena_copy(said->arena, text);
}

static struct figure take_figure(struct said *said)
{
    struct figure figure = {.status =
                                (enum status)take_number(said, STATUS_SUPPRESSED)};
    if (said->rest.length < sizeof figure.value)
        said->bad = true;
    if (said->bad)
        return (struct figure){0};
    memcpy(&figure.value, said->rest.at, sizeof figure.value);
    said->rest.at += sizeof figure.value;
    said->rest.length -= sizeof figure.value;
    said->bad = !(fabs(figure.value) <= VALUE_MAX);
    return figure;
}

static const struct text *take_texts(struct said *said, size_t count)
{
    struct text *text = arena_array(said->arena, count + 1, sizeof *text);
    for (size_t i = 0; i < count && !said->bad; i++)
        text[i] = take_text(said);
    return text;
}

/* The same word again is the same pointer: those who print look whether it changed. */
static const char *take_word(struct said *said, const char *before)
{
    struct text word = take_text(said);
    return before && text_is(word, before) ? before : word.at;
}

static struct key take_key(struct said *said, const struct lists *lists)
{
    struct key key;
    key.place.index = (uint32_t)take_number(said, lists->places.count - 1);
    key.offence.index = (uint32_t)take_number(said, lists->offences.count - 1);
    key.measure.index = (uint32_t)take_number(said, lists->measures.count - 1);
    return key;
}

static void take_figures(struct said *said, size_t columns, struct traced_row *row)
{
    struct figure *figure = arena_array(said->arena, row->count + 1, sizeof *figure);
    size_t *column = arena_array(said->arena, row->count + 1, sizeof *column);
    bool has_columns = take_number(said, 1);
    for (size_t i = 0; i < row->count && !said->bad; i++) {
        figure[i] = take_figure(said);
        uint64_t where = has_columns ? take_number(said, UINT64_MAX) : 0;
        column[i] = where < columns ? where : SIZE_MAX;
    }
    row->figure = figure;
    row->column = has_columns ? column : NULL;
}

static void take_row(struct said *said, const struct reading *reading, size_t columns,
                     const struct traced_row *before, struct traced_row *row)
{
    const struct bridge *bridge = reading->bridge;
    row->member = take_word(said, before ? before->member : NULL);
    row->sheet = take_word(said, before ? before->sheet : NULL);
    row->row = take_number(said, SIZE_MAX);
    row->cell = take_texts(said, columns);
    row->key = take_key(said, reading->holdings->lists);
    row->place_line = take_number(said, SIZE_MAX);
    row->offence_line = take_number(said, SIZE_MAX);
    row->measure_line = take_number(said, SIZE_MAX);
    uint64_t rule = take_number(said, bridge ? bridge->count : 0);
    row->bridge = rule > 0 ? &bridge->rule[rule - 1] : NULL;
    row->first.month = (int32_t)take_number(said, (uint64_t)reading->asked->last.month);
    row->count = take_count(said, RUN_MAX);
    take_figures(said, columns, row);
    row->sum = take_figure(said);
}

static bool take_trace(struct said *said, const struct reading *reading,
                       struct trace *trace, struct error *err)
{
    trace->sum = take_figure(said);
    trace->rows = take_number(said, SIZE_MAX);
    trace->first_row = take_number(said, SIZE_MAX);
    trace->last_row = take_number(said, SIZE_MAX);
    trace->columns = take_count(said, UINT32_MAX);
    trace->header = take_texts(said, trace->columns);
    trace->kept = take_count(said, TRACE_ROWS_MAX);
    struct traced_row *row = arena_array(said->arena, trace->kept + 1, sizeof *row);
    for (size_t i = 0; i < trace->kept && !said->bad; i++)
        take_row(said, reading, trace->columns, i > 0 ? &row[i - 1] : NULL, &row[i]);
    trace->row = row;
    return (!said->bad && said->rest.length == 0) ||
           fail(err, ERROR_FORMAT, "its reader's answer makes no sense");
}

/* Asking ----------------------------------------------------------------------------
 */

static bool ask(struct apart *apart, struct reading *reading, struct arena *arena,
                struct trace *trace, struct error *err)
{
    const struct snapshot *snapshot = &trace->holding->current->snapshot;
    struct buffer bytes = {0};
    int input = open(snapshot->path, O_RDONLY | O_CLOEXEC);
    if (input < 0)
        return fail_errno(err, "opening %s", snapshot->path);
    bool good = apart_run(apart, TEXT(""), input, -1, &bytes, err);
    close(input);
    struct said said = {.arena = arena, .rest = buffer_all(&bytes)};
    good = good && take_trace(&said, reading, trace, err);
    buffer_free(&bytes);
    return good;
}

bool trace_rows(struct arena *arena, const struct holdings *holdings,
                const struct bridge *bridge, struct measure_id measure,
                struct trace *trace, struct error *err)
{
    struct crosswalks crosswalks;
    struct trace asked = *trace;
    struct reading reading = {holdings, &crosswalks, bridge, measure, &asked};
    struct apart_work does = {.prepare = prepare, .work = work, .context = &reading};
    struct apart *apart;
    if (!holdings_crosswalks(arena, holdings, trace->holding->source, &crosswalks,
                             err) ||
        !apart_start(&does, apart_limits_usual(), &apart, err))
        return false;
    if (!apart)
        return trace_rows_here(arena, holdings, &crosswalks, bridge, measure, trace,
                               err);
    bool good = ask(apart, &reading, arena, trace, err);
    apart_stop(apart);
    return good;
}
