#include "site/trace.h"

#include "base/buffer.h"
#include "base/json.h"
#include "base/number.h"
#include "base/version.h"

static void pair(struct buffer *out, const char *key, const char *value)
{
    buffer_format(out, ", \"%s\": ", key);
    if (value)
        json_write_string(out, text_of(value));
    else
        buffer_string(out, "null");
}

static void figure(struct buffer *out, const char *key, struct figure figure)
{
    buffer_format(out, ", \"%s\": {\"value\": ", key);
    if (figure_known(figure))
        number_write(out, figure.value,
                     figure.value == (double)(int64_t)figure.value ? 0 : 15,
                     &NUMERALS_PLAIN);
    else
        buffer_string(out, "null");
    buffer_format(out, ", \"status\": \"%s\"}", status_word(figure.status));
}

static void texts(struct buffer *out, const char *key, const struct text *text,
                  size_t count)
{
    buffer_format(out, ", \"%s\": [", key);
    for (size_t i = 0; i < count; i++) {
        buffer_string(out, i ? ", " : "");
        json_write_string(out, text[i]);
    }
    buffer_char(out, ']');
}

static void rule(struct buffer *out, const char *key, const char *file, size_t line,
                 const char *code)
{
    buffer_format(out, ", \"%s\": {\"code\": \"%s\"", key, code);
    if (file && line > 0) {
        pair(out, "rule", file);
        buffer_format(out, ", \"line\": %zu", line);
    }
    buffer_char(out, '}');
}

static void write_row(struct buffer *out, const struct holdings *holdings,
                      const struct trace *trace, const struct traced_row *row)
{
    const struct lists *lists = holdings->lists;
    const struct source *source = trace->holding->source;
    buffer_format(out, "{\"row\": %zu", row->row);
    if (*row->member)
        pair(out, "member", row->member);
    if (*row->sheet)
        pair(out, "sheet", row->sheet);
    texts(out, "cells", row->cell, trace->columns);
    buffer_string(out, ", \"counted\": [");
    for (size_t i = 0; row->column && i < row->count; i++)
        if (row->column[i] < trace->columns)
            buffer_format(out, "%s%zu", i ? ", " : "", row->column[i] + 1);
    buffer_char(out, ']');
    figure(out, "sum", row->sum);
    rule(out, "place", source->place.crosswalk, row->place_line,
         place_node(lists, row->key.place)->code);
    rule(out, "offence", source->offence.crosswalk, row->offence_line,
         offence_node(lists, row->key.offence)->code);
    rule(out, "measure", source->measure.crosswalk, row->measure_line,
         measure_node(lists, row->key.measure)->code);
    if (row->bridge)
        pair(out, "bridge", row->bridge->id);
    buffer_char(out, '}');
}

static void write_file(struct buffer *out, const struct trace *trace)
{
    const struct vintage *vintage = trace->holding->current;
    const struct provenance *from = &vintage->snapshot.provenance;
    buffer_string(out, ", \"file\": {\"name\": ");
    json_write_string(out, text_of(from->file));
    pair(out, "sha256", from->sha256.hex);
    buffer_format(out, ", \"bytes\": %zu, \"date\": \"%04d-%02d-%02d\"", from->bytes,
                  from->date.year, from->date.month, from->date.day);
    pair(out, "url", from->url);
    pair(out, "fetched", from->fetched);
    pair(out, "member", vintage->decoded.member);
    pair(out, "encoding", vintage->decoded.encoding);
    char delimiter[2] = {vintage->decoded.delimiter, 0};
    pair(out, "delimiter", delimiter);
    buffer_char(out, '}');
}

static void write_trace(struct buffer *out, struct arena *arena,
                        const struct holdings *holdings, const struct trace *trace)
{
    const struct lists *lists = holdings->lists;
    buffer_string(out, "{\"source\": ");
    json_write_string(out, text_of(holding_cited(trace->holding)));
    pair(out, "place", place_node(lists, trace->key.place)->code);
    pair(out, "offence", offence_node(lists, trace->key.offence)->code);
    pair(out, "measure", measure_node(lists, trace->key.measure)->code);
    pair(out, "methodology",
         trace->holding->methodology ? trace->holding->methodology->code : NULL);
    pair(out, "first", period_iso(arena, trace->first, trace->step));
    pair(out, "last", period_iso(arena, trace->last, trace->step));
    write_file(out, trace);
    figure(out, "published", trace->published);
    figure(out, "sum", trace->sum);
    buffer_format(out, ", \"agrees\": %s", trace_agrees(trace) ? "true" : "false");
    if (trace->rated) {
        figure(out, "rate", trace->rate.figure);
        buffer_string(out, ", \"person_years\": ");
        number_write(out, trace->rate.person_years, 6, &NUMERALS_PLAIN);
        buffer_string(out, ", \"residents\": ");
        write_trace(out, arena, holdings, trace->residents);
    }
    buffer_format(out, ", \"rows\": %zu, \"first_row\": %zu, \"last_row\": %zu",
                  trace->rows, trace->first_row, trace->last_row);
    texts(out, "columns", trace->header, trace->columns);
    buffer_string(out, ", \"row\": [");
    for (size_t i = 0; i < trace->kept; i++) {
        buffer_string(out, i ? ",\n  " : "\n  ");
        write_row(out, holdings, trace, &trace->row[i]);
    }
    buffer_string(out, "]");
    pair(out, "formula", "sum of the counted cells");
    pair(out, "again", trace_command(arena, holdings, trace));
    buffer_char(out, '}');
}

void trace_write_json(struct buffer *out, struct arena *arena,
                      const struct holdings *holdings, const struct trace *trace,
                      size_t count)
{
    buffer_string(out, "{\"program\": \"cifra " CIFRA_VERSION "\", \"traces\": [");
    for (size_t i = 0; i < count; i++) {
        buffer_string(out, i ? ",\n " : "\n ");
        write_trace(out, arena, holdings, &trace[i]);
    }
    buffer_string(out, "\n]}\n");
}
