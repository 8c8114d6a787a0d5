/* Each column is a path of a few steps below the row. While a row's elements open and
 * close, each column remembers how many of its steps the open elements have met. */
#include "ingest/decode_xml.h"

#include "ingest/encoding.h"
#include "ingest/xml_fields.h"
#include "ingest/xml_path.h"

#include <string.h>

enum { LEVEL_AROUND = 1, LEVEL_ROW = 2, SAID_BYTES = 300, ROOT_BYTES = 80 };

/* A field's path, and how far it has been followed. */
struct trail {
    struct xml_path path;
    size_t met; /* steps */
    bool collecting;
    struct buffer text;
};

struct xml {
    struct xml_reader *reader;
    struct rows *rows;
    struct fields fields;
    struct trail *trail; /* one for each field */
    struct xml_path path;
    size_t met; /* steps of the path to the rows */
    bool in_row;
    size_t taken;
    char root[ROOT_BYTES];
    struct buffer said; /* texts before the first row */
};

/* Values ------------------------------------------------------------------------------
 */

static bool put(struct xml *xml, size_t index, size_t level, struct text value,
                struct error *err)
{
    return fields_put(&xml->fields, &xml->fields.field[index], level, text_trim(value),
                      err);
}

/* The attribute that a path ends in, of the element that opens. */
static bool put_attribute(struct xml *xml, size_t index, size_t level,
                          struct error *err)
{
    size_t count;
    const struct xml_attribute *attribute = xml_attributes(xml->reader, &count);
    for (size_t i = 0; i < count; i++)
        if (text_equal(attribute[i].name, xml->trail[index].path.attribute))
            return put(xml, index, level, attribute[i].value, err);
    return true;
}

/* All steps of a path are met. */
static bool arrive(struct xml *xml, size_t index, struct error *err)
{
    struct trail *trail = &xml->trail[index];
    if (trail->path.attribute.length > 0)
        return put_attribute(xml, index, LEVEL_ROW, err);
    trail->collecting = true;
    buffer_clear(&trail->text);
    return true;
}

static bool leave(struct xml *xml, size_t index, struct error *err)
{
    struct trail *trail = &xml->trail[index];
    if (!trail->collecting)
        return true;
    trail->collecting = false;
    return put(xml, index, LEVEL_ROW, buffer_all(&trail->text), err);
}

/* Rows --------------------------------------------------------------------------------
 */

/* An element on the way to the rows opens: columns may want its attributes. */
static bool open_around(struct xml *xml, struct error *err)
{
    size_t depth = xml_depth(xml->reader) + 1;
    for (size_t i = 0; i < xml->fields.count; i++) {
        size_t up = xml->trail[i].path.up;
        if (up == 0 || up >= xml->path.steps || xml->path.steps - up != depth)
            continue;
        fields_drop(&xml->fields.field[i], LEVEL_AROUND);
        if (!put_attribute(xml, i, LEVEL_AROUND, err))
            return false;
    }
    return true;
}

static bool open_row(struct xml *xml, struct error *err)
{
    xml->in_row = true;
    xml->taken++;
    fields_begin(&xml->fields, LEVEL_ROW);
    for (size_t i = 0; i < xml->fields.count; i++) {
        struct trail *trail = &xml->trail[i];
        trail->met = 0;
        trail->collecting = false;
        if (trail->path.up == 0 && trail->path.steps == 0 && !arrive(xml, i, err))
            return false;
    }
    return true;
}

static bool close_row(struct xml *xml, struct error *err)
{
    xml->in_row = false;
    for (size_t i = 0; i < xml->fields.count; i++)
        if (!leave(xml, i, err))
            return false;
    return fields_take(&xml->fields, xml->rows, xml->taken, err);
}

static bool open_inside(struct xml *xml, struct error *err)
{
    size_t depth = xml_depth(xml->reader) + 1 - xml->path.steps;
    if (xml->taken == 1 && depth == 1)
        fields_note(&xml->fields, xml_name(xml->reader));
    for (size_t i = 0; i < xml->fields.count; i++) {
        struct trail *trail = &xml->trail[i];
        if (trail->path.up > 0 || trail->met != depth - 1 ||
            trail->path.steps < depth ||
            !xml_step_fits(&trail->path.step[depth - 1], xml->reader))
            continue;
        trail->met = depth;
        if (trail->path.steps == depth && !arrive(xml, i, err))
            return false;
    }
    return true;
}

static bool close_inside(struct xml *xml, struct error *err)
{
    size_t depth = xml_depth(xml->reader) + 1 - xml->path.steps;
    for (size_t i = 0; i < xml->fields.count; i++) {
        struct trail *trail = &xml->trail[i];
        if (depth == 0 || trail->path.up > 0 || trail->met != depth)
            continue;
        trail->met = depth - 1;
        if (trail->path.steps == depth && !leave(xml, i, err))
            return false;
    }
    return true;
}

/* The document
 * --------------------------------------------------------------------------- */

static bool open_element(struct xml *xml, struct error *err)
{
    size_t depth = xml_depth(xml->reader);
    if (xml->in_row)
        return open_inside(xml, err);
    if (depth == 0) {
        struct text name = xml_cut(xml_name(xml->reader), ROOT_BYTES - 1);
        memcpy(xml->root, name.at, name.length);
        if (text_is(name, "html"))
            return fail(err, ERROR_FORMAT, "the file is a web page, not data");
    }
    if (xml->met != depth || !xml_step_fits(&xml->path.step[depth], xml->reader))
        return true;
    xml->met = depth + 1;
    if (xml->met < xml->path.steps)
        return open_around(xml, err);
    return open_row(xml, err);
}

static bool close_element(struct xml *xml, struct error *err)
{
    size_t depth = xml_depth(xml->reader);
    if (xml->in_row && depth + 1 > xml->path.steps)
        return close_inside(xml, err);
    if (xml->met != depth + 1)
        return true;
    xml->met = depth;
    return !xml->in_row || close_row(xml, err);
}

static void take_text(struct xml *xml)
{
    struct text text = xml_text(xml->reader);
    for (size_t i = 0; xml->in_row && i < xml->fields.count; i++)
        if (xml->trail[i].collecting)
            buffer_text(&xml->trail[i].text, text);
    if (xml->taken == 0 && xml->said.length < SAID_BYTES) {
        buffer_string(&xml->said, xml->said.length > 0 ? " " : "");
        encoding_show(&xml->said, text, SAID_BYTES);
    }
}

static bool fail_no_rows(const struct xml *xml, const struct source *source,
                         struct error *err)
{
    return fail(err, ERROR_FORMAT, "the XML has no %s; its root is %s%s%.*s%s",
                source->pointer, xml->root, xml->said.length > 0 ? ", and says \"" : "",
                TEXT_ARGS(buffer_all(&xml->said)), xml->said.length > 0 ? "\"" : "");
}

static bool read_document(struct xml *xml, const struct source *source,
                          struct error *err)
{
    enum xml_event event;
    bool good = true;
    while (good && (good = xml_next(xml->reader, &event, err)) &&
           event != XML_EVENT_END) {
        if (event == XML_EVENT_OPEN)
            good = open_element(xml, err);
        else if (event == XML_EVENT_CLOSE)
            good = close_element(xml, err);
        else
            take_text(xml);
        if (!good && xml->in_row)
            fail_while(err, "row %zu", xml->taken);
    }
    if (!good)
        return false;
    if (xml->taken == 0)
        return fail_no_rows(xml, source, err);
    return fields_check(&xml->fields, err);
}

/* "/Root/data/record" */
static bool read_paths(struct xml *xml, struct arena *arena,
                       const struct source *source, struct error *err)
{
    struct text path = text_of(source->pointer);
    if (path.length < 2 || path.at[0] != '/')
        return fail(err, ERROR_USAGE,
                    "the descriptor must say which elements are the rows, by a path "
                    "such as \"/Root/data/record\"");
    if (!xml_path_read((struct text){path.at + 1, path.length - 1}, &xml->path, err))
        return false;
    if (xml->path.up > 0 || xml->path.attribute.length > 0 || xml->path.steps == 0)
        return fail(err, ERROR_USAGE, "the path \"%s\" does not lead to elements",
                    source->pointer);
    xml->trail = arena_array(arena, xml->fields.count + 1, sizeof *xml->trail);
    for (size_t i = 0; i < xml->fields.count; i++)
        if (!xml_path_read(xml->fields.field[i].name, &xml->trail[i].path, err))
            return false;
    return true;
}

bool decode_xml(struct arena *arena, const struct source *source, struct stream *stream,
                struct sink *sink, struct decoded *out, struct error *err)
{
    struct xml xml = {.said = {.limit = 4 * SAID_BYTES}};
    bool good = false;
    fields_open(&xml.fields, arena, source);
    if (read_paths(&xml, arena, source, err))
        xml.reader = xml_open(xml_input_of_stream(stream), err);
    if (xml.reader)
        xml.rows =
            rows_open(arena, source, xml.fields.header, xml.fields.columns, sink, err);
    if (xml.rows)
        good = read_document(&xml, source, err) && rows_finish(xml.rows, out, err);
    if (xml.reader)
        out->bytes = xml_bytes(xml.reader);
    out->encoding = "utf-8";
    for (size_t i = 0; xml.trail && i < xml.fields.count; i++)
        buffer_free(&xml.trail[i].text);
    rows_free(xml.rows);
    xml_close(xml.reader);
    fields_close(&xml.fields);
    buffer_free(&xml.said);
    return good;
}
