/* A trace for a terminal. Everything a file holds passes program_print_lines(), which
 * makes it fit for one; here a line break inside a cell becomes a space, so that a cell
 * cannot pass for a line of ours. */
#include "site/trace.h"

#include "base/buffer.h"
#include "base/number.h"
#include "base/version.h"
#include "ingest/layout.h"
#include "site/printed.h"

#include <string.h>

/* What is being written, for whom. */
struct writing {
    struct buffer *out;
    struct arena *arena;
    const struct holdings *holdings;
    const struct trace *trace;
};

static void number(struct buffer *out, double value)
{
    static const struct numerals GROUPED = {",", ".", "-"};
    bool whole = value == (double)(int64_t)value;
    number_write(out, value, whole ? 0 : 6, &GROUPED);
}

static void cell(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        buffer_char(out, (unsigned char)text.at[i] < ' ' ? ' ' : text.at[i]);
}

static size_t english(const struct lists *lists)
{
    for (size_t i = 0; i < lists->languages.count; i++)
        if (strcmp(lists->languages.tag[i], "en") == 0)
            return i;
    return 0;
}

static const char *period_words(const struct writing *writing)
{
    struct arena *arena = writing->arena;
    const struct trace *trace = writing->trace;
    const char *first = period_iso(arena, trace->first, trace->step);
    bool whole = trace->step == STEP_MONTH && period_month(trace->first) == 1 &&
                 trace->last.month == trace->first.month + 11;
    if (whole)
        return arena_format(arena, "%d", period_year(trace->first));
    if (trace->first.month == trace->last.month)
        return first;
    return arena_format(arena, "%s..%s", first,
                        period_iso(arena, trace->last, trace->step));
}

static struct day newest_day(const struct holdings *holdings)
{
    struct day newest = {0};
    for (size_t i = 0; i < holdings->count; i++) {
        const struct vintage *current = holdings->holding[i].current;
        if (current && day_compare(current->snapshot.provenance.date, newest) > 0)
            newest = current->snapshot.provenance.date;
    }
    return newest;
}

const char *trace_command(struct arena *arena, const struct holdings *holdings,
                          const struct trace *trace)
{
    const struct lists *lists = holdings->lists;
    struct writing writing = {NULL, arena, holdings, trace};
    struct day day = newest_day(holdings);
    if (trace->residents == NULL)
        day = trace->holding->current->snapshot.provenance.date;
    return arena_format(
        arena, "cifra trace %s %s %s --source %s --measure %s --as-of %04d-%02d-%02d",
        place_node(lists, trace->key.place)->path,
        offence_node(lists, trace->key.offence)->code, period_words(&writing),
        trace->holding->source->id, measure_node(lists, trace->key.measure)->code,
        day.year, day.month, day.day);
}

/* Where it comes from ----------------------------------------------------------------
 */

static void write_origin(const struct writing *writing)
{
    const struct holding *holding = writing->trace->holding;
    const struct vintage *vintage = holding->current;
    const struct provenance *from = &vintage->snapshot.provenance;
    struct buffer *out = writing->out;
    const char *member = vintage->decoded.member;
    buffer_format(out, "source    %s: %s\n", holding_cited(holding),
                  holding->source->name.in[english(writing->holdings->lists)]);
    buffer_format(out, "file      %s of %04d-%02d-%02d, %s\n", from->file,
                  from->date.year, from->date.month, from->date.day,
                  printed_count(writing->arena, from->bytes, "byte"));
    buffer_format(out, "from      %s\n", *from->url ? from->url : "imported by hand");
    buffer_format(out, "fetched   %s\n", from->fetched);
    buffer_format(out, "sha256    %s\n", from->sha256.hex);
    buffer_format(out, "bytes     %s\n", vintage->snapshot.path);
    if (member && *member)
        buffer_format(out, "member    %s\n", member);
    if (vintage->decoded.encoding && *vintage->decoded.encoding)
        buffer_format(out, "encoding  %s\n", vintage->decoded.encoding);
}

/* Rules ------------------------------------------------------------------------------
 */

static void write_rule(const struct writing *writing, const char *file, size_t line,
                       const char *code)
{
    if (file && line > 0)
        buffer_format(writing->out, "  %s:%zu %s", file, line, code);
}

static void write_rules(const struct writing *writing, const struct traced_row *row)
{
    const struct lists *lists = writing->holdings->lists;
    const struct source *source = writing->trace->holding->source;
    write_rule(writing, source->place.crosswalk, row->place_line,
               place_node(lists, row->key.place)->code);
    write_rule(writing, source->offence.crosswalk, row->offence_line,
               offence_node(lists, row->key.offence)->code);
    write_rule(writing, source->measure.crosswalk, row->measure_line,
               measure_node(lists, row->key.measure)->code);
    if (row->bridge)
        buffer_format(writing->out, "  bridge %s", row->bridge->id);
}

/* Rows -------------------------------------------------------------------------------
 */

static bool counts(const struct traced_row *row, size_t column)
{
    for (size_t i = 0; row->column && i < row->count; i++)
        if (row->column[i] == column)
            return true;
    return false;
}

static void write_columns(const struct writing *writing)
{
    const struct trace *trace = writing->trace;
    struct buffer *out = writing->out;
    if (trace->kept == 0)
        return;
    buffer_string(out, "columns   ");
    for (size_t i = 0; i < trace->columns; i++) {
        buffer_string(out, i ? " | " : "");
        cell(out, trace->header[i]);
    }
    buffer_char(out, '\n');
}

static void write_row(const struct writing *writing, const struct traced_row *row)
{
    struct buffer *out = writing->out;
    buffer_format(out, "%9zu ", row->row);
    for (size_t i = 0; i < writing->trace->columns; i++) {
        bool marked = counts(row, i);
        buffer_string(out, i ? " | " : " ");
        buffer_string(out, marked ? "[" : "");
        cell(out, row->cell[i]);
        buffer_string(out, marked ? "]" : "");
    }
    buffer_string(out, "\n          = ");
    if (figure_known(row->sum))
        number(out, row->sum.value);
    else
        buffer_string(out, status_word(row->sum.status));
    if (row->sum.status == STATUS_PARTIAL)
        buffer_string(out, " (a cell is blank)");
    if (!row->column)
        buffer_string(out, " (each row counts one)");
    write_rules(writing, row);
    buffer_char(out, '\n');
}

static void write_rows(const struct writing *writing)
{
    const struct trace *trace = writing->trace;
    const char *member = NULL, *sheet = "";
    buffer_format(writing->out, "rows      %s; in [ ] the cells that count\n",
                  printed_number(writing->arena, trace->rows));
    write_columns(writing);
    for (size_t i = 0; i < trace->kept; i++) {
        const struct traced_row *row = &trace->row[i];
        if (i == 0 || member != row->member || strcmp(sheet, row->sheet) != 0) {
            member = row->member;
            sheet = row->sheet;
            if (*member && trace->holding->source->all_members)
                buffer_format(writing->out, "in member %s\n", member);
            if (*row->sheet)
                buffer_format(writing->out, "in sheet  %s\n", row->sheet);
        }
        write_row(writing, row);
    }
    if (trace->rows > trace->kept)
        buffer_format(writing->out, "          and %s more, to row %zu\n",
                      printed_number(writing->arena, trace->rows - trace->kept),
                      trace->last_row);
}

static void write_figure(struct buffer *out, struct figure figure)
{
    if (figure_known(figure)) {
        number(out, figure.value);
        buffer_format(out, ", %s", status_word(figure.status));
    } else {
        buffer_string(out, status_word(figure.status));
    }
}

static void write_sum(const struct writing *writing)
{
    const struct trace *trace = writing->trace;
    struct buffer *out = writing->out;
    buffer_string(out, "sum       ");
    if (figure_known(trace->sum))
        number(out, trace->sum.value);
    else
        buffer_string(out, status_word(trace->sum.status));
    buffer_string(out, "\npublished ");
    write_figure(out, trace->published);
    if (!figure_known(trace->published) && figure_known(trace->sum))
        buffer_string(out, ": all of the place is zero there, which nobody counted");
    else
        buffer_string(out, trace_agrees(trace)
                               ? ": the same"
                               : ": NOT the same; this is an error of the program");
    buffer_char(out, '\n');
}

static void write_rate(const struct writing *writing)
{
    const struct rate *rate = &writing->trace->rate;
    struct buffer *out = writing->out;
    static const struct numerals GROUPED = {",", ".", "-"};
    buffer_string(out, "rate      ");
    number_write(out, rate->figure.value, 1, &GROUPED);
    buffer_string(out, " = ");
    number(out, rate->count);
    buffer_string(out, " / ");
    number_write(out, rate->person_years, 0, &GROUPED);
    buffer_format(out,
                  " person-years x 100,000; person-years = residents at the middle of "
                  "%d x share of days that the period has x share that reported (",
                  rate->year);
    number_write(out, rate->coverage, 4, &GROUPED);
    buffer_string(out, ")\n");
}

static void write_part(const struct writing *writing)
{
    write_origin(writing);
    write_rows(writing);
    write_sum(writing);
}

void trace_write_words(struct buffer *out, struct arena *arena,
                       const struct holdings *holdings, const struct trace *trace)
{
    const struct lists *lists = holdings->lists;
    size_t language = english(lists);
    struct writing writing = {out, arena, holdings, trace};
    const struct methodology *methodology = trace->holding->methodology;
    buffer_format(out, "%s (%s), %s (%s), %s\n",
                  offence_node(lists, trace->key.offence)->name.in[language],
                  offence_node(lists, trace->key.offence)->code,
                  place_node(lists, trace->key.place)->name.in[language],
                  place_node(lists, trace->key.place)->path, period_words(&writing));
    buffer_format(out, "%s (%s), %s%s\n",
                  measure_node(lists, trace->key.measure)->name.in[language],
                  measure_node(lists, trace->key.measure)->code,
                  methodology ? methodology->code : "no methodology",
                  trace->bridged ? ", an estimate over a change of method" : "");
    write_part(&writing);
    buffer_string(out, "formula   the sum of the cells that count\n");
    if (trace->rated) {
        write_rate(&writing);
        struct writing people = {out, arena, holdings, trace->residents};
        buffer_string(out, "residents\n");
        write_part(&people);
    }
    buffer_format(out, "program   cifra %s\n", CIFRA_VERSION);
    buffer_format(out, "again     %s\n", trace_command(arena, holdings, trace));
}
