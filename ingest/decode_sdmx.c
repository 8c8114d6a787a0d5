/* SDMX-ML, one element at a time. Two families: in generic messages each component is
 * an element <Value id= value=>; in structure-specific ones (2.0: compact) each is an
 * attribute, named for itself, and the elements' namespace is the publisher's own. */
#include "ingest/decode_sdmx.h"

#include "ingest/encoding.h"
#include "ingest/xml_fields.h"
#include "ingest/xml_reader.h"

#include <string.h>
#include <strings.h>

enum {
    STRUCTURES_MAX = 64, /* of one message's header */
    ID_BYTES = 256,
    SAID_BYTES = 1200 /* of a publisher's words in a message */
};

enum { LEVEL_DATASET, LEVEL_SERIES, LEVEL_OBSERVATION };

/* Which dimension stands at the observations of a structure. */
struct structure {
    struct text id;
    struct text dimension;
};

struct sdmx {
    struct arena *arena;
    const struct source *source;
    struct xml_reader *reader;
    struct rows *rows;
    struct fields fields;
    bool specific; /* or generic */
    bool in_dataset, in_series, in_group, in_observation, in_time;
    struct text dimension;
    size_t structures;
    struct structure structure[STRUCTURES_MAX];
    size_t observations;
    struct buffer value, time;
    /* What the publisher says in the footer. */
    bool in_footer, alarming;
    struct buffer said;
};

/* Names
 * -------------------------------------------------------------------------------- */

/* The part of an SDMX namespace behind its version: "message", "data/generic". Empty
 * for other namespaces. 2.0 writes SDMX in capitals. */
static struct text part_of(struct text space)
{
    static const char start[] = "http://www.sdmx.org/resources/sdmxml/schemas/v";
    size_t length = sizeof start - 1;
    if (space.length <= length || strncasecmp(space.at, start, length) != 0)
        return (struct text){"", 0};
    struct text rest = {space.at + length, space.length - length};
    text_cut(&rest, '/');
    return rest.at ? rest : (struct text){"", 0};
}

static bool is_in(const struct sdmx *sdmx, const char *part)
{
    return text_is(part_of(xml_space(sdmx->reader)), part);
}

static bool is_message(const struct sdmx *sdmx, const char *name)
{
    return text_is(xml_name(sdmx->reader), name) && is_in(sdmx, "message");
}

/* Series and Obs are in the generic namespace, or in any that is the publisher's. */
static bool is_data(const struct sdmx *sdmx, const char *name)
{
    return text_is(xml_name(sdmx->reader), name) &&
           (sdmx->specific || is_in(sdmx, "data/generic") || is_in(sdmx, "generic"));
}

/* Values
 * ------------------------------------------------------------------------------- */

/* SDMX writes numbers one way; the descriptor may speak of another. */
static struct text as_described(struct sdmx *sdmx, struct text number)
{
    number = text_trim(number);
    if (text_is(number, "NaN"))
        return (struct text){"", 0};
    if (sdmx->source->decimal == '.' || sdmx->source->decimal == '\0')
        return number;
    buffer_clear(&sdmx->value);
    for (size_t i = 0; i < number.length; i++)
        buffer_char(&sdmx->value,
                    number.at[i] == '.' ? sdmx->source->decimal : number.at[i]);
    return buffer_all(&sdmx->value);
}

static bool put(struct sdmx *sdmx, struct text name, size_t level, struct text value,
                struct error *err)
{
    if (text_is(name, "OBS_VALUE"))
        value = as_described(sdmx, value);
    return fields_put_named(&sdmx->fields, name, level, value, err);
}

static bool put_attributes(struct sdmx *sdmx, size_t level, struct error *err)
{
    size_t count;
    const struct xml_attribute *attribute = xml_attributes(sdmx->reader, &count);
    for (size_t i = 0; i < count; i++)
        if (attribute[i].space.length == 0 &&
            !put(sdmx, attribute[i].name, level, attribute[i].value, err))
            return false;
    return true;
}

/* <Value id="FREQ" value="A"/>; in 2.0 the id is called concept. */
static bool put_value(struct sdmx *sdmx, struct error *err)
{
    struct text id, value;
    size_t level = sdmx->in_observation ? LEVEL_OBSERVATION
                   : sdmx->in_series    ? LEVEL_SERIES
                                        : LEVEL_DATASET;
    if (level == LEVEL_DATASET && sdmx->in_group)
        return true;
    if (!xml_attribute(sdmx->reader, "id", &id))
        xml_attribute(sdmx->reader, "concept", &id);
    return !xml_attribute(sdmx->reader, "value", &value) ||
           put(sdmx, id, level, value, err);
}

/* The parts of a message
 * ------------------------------------------------------------------ */

static struct text keep_id(struct sdmx *sdmx, struct text id)
{
    return arena_copy(sdmx->arena, xml_cut(id, ID_BYTES));
}

/* <message:Structure structureID= dimensionAtObservation=> in the header. */
static void note_structure(struct sdmx *sdmx)
{
    struct text id, dimension;
    if (sdmx->structures == STRUCTURES_MAX ||
        !xml_attribute(sdmx->reader, "dimensionAtObservation", &dimension))
        return;
    xml_attribute(sdmx->reader, "structureID", &id);
    sdmx->structure[sdmx->structures++] =
        (struct structure){keep_id(sdmx, id), keep_id(sdmx, dimension)};
}

/* structureRef has no namespace in generic messages, and one in the others. */
static struct text structure_of(const struct sdmx *sdmx)
{
    size_t count;
    const struct xml_attribute *attribute = xml_attributes(sdmx->reader, &count);
    for (size_t i = 0; i < count; i++)
        if (text_is(attribute[i].name, "structureRef"))
            return attribute[i].value;
    return (struct text){"", 0};
}

static bool open_dataset(struct sdmx *sdmx, struct error *err)
{
    struct text id = structure_of(sdmx);
    sdmx->in_dataset = true;
    sdmx->dimension = TEXT("TIME_PERIOD");
    for (size_t i = 0; i < sdmx->structures; i++)
        if (sdmx->structures == 1 || text_equal(sdmx->structure[i].id, id))
            sdmx->dimension = sdmx->structure[i].dimension;
    fields_begin(&sdmx->fields, LEVEL_DATASET);
    fields_begin(&sdmx->fields, LEVEL_SERIES);
    fields_begin(&sdmx->fields, LEVEL_OBSERVATION);
    return !sdmx->specific || put_attributes(sdmx, LEVEL_DATASET, err);
}

static bool open_series(struct sdmx *sdmx, struct error *err)
{
    sdmx->in_series = true;
    fields_begin(&sdmx->fields, LEVEL_SERIES);
    return !sdmx->specific || put_attributes(sdmx, LEVEL_SERIES, err);
}

static bool open_observation(struct sdmx *sdmx, struct error *err)
{
    if (sdmx->in_observation)
        return fail(err, ERROR_FORMAT, "an observation stands in another");
    sdmx->in_observation = true;
    sdmx->observations++;
    fields_begin(&sdmx->fields, LEVEL_OBSERVATION);
    return !sdmx->specific || put_attributes(sdmx, LEVEL_OBSERVATION, err);
}

/* Inside a generic observation or its series. */
static bool open_generic(struct sdmx *sdmx, struct error *err)
{
    struct text name = sdmx->dimension, value;
    if (is_data(sdmx, "Value"))
        return put_value(sdmx, err);
    if (!sdmx->in_observation)
        return true;
    if (is_data(sdmx, "ObsValue"))
        return !xml_attribute(sdmx->reader, "value", &value) ||
               put(sdmx, TEXT("OBS_VALUE"), LEVEL_OBSERVATION, value, err);
    if (is_data(sdmx, "ObsDimension")) {
        struct text id;
        if (xml_attribute(sdmx->reader, "id", &id))
            name = id;
        xml_attribute(sdmx->reader, "value", &value);
        return put(sdmx, name, LEVEL_OBSERVATION, value, err);
    }
    if (is_data(sdmx, "Time")) {
        sdmx->in_time = true;
        buffer_clear(&sdmx->time);
    }
    return true;
}

static bool open_in_dataset(struct sdmx *sdmx, struct error *err)
{
    if (is_data(sdmx, "Series"))
        return open_series(sdmx, err);
    if (is_data(sdmx, "Obs"))
        return open_observation(sdmx, err);
    if (is_data(sdmx, "Group"))
        sdmx->in_group = true;
    return sdmx->specific || open_generic(sdmx, err);
}

static bool close_observation(struct sdmx *sdmx, struct error *err)
{
    sdmx->in_observation = false;
    return fields_take(&sdmx->fields, sdmx->rows, sdmx->observations, err);
}

static bool close_in_dataset(struct sdmx *sdmx, struct error *err)
{
    if (sdmx->in_observation && is_data(sdmx, "Obs"))
        return close_observation(sdmx, err);
    if (sdmx->in_time && is_data(sdmx, "Time")) {
        sdmx->in_time = false;
        return put(sdmx, TEXT("TIME_PERIOD"), LEVEL_OBSERVATION,
                   text_trim(buffer_all(&sdmx->time)), err);
    }
    if (is_data(sdmx, "Series")) {
        sdmx->in_series = false;
        fields_begin(&sdmx->fields, LEVEL_SERIES);
    }
    if (is_data(sdmx, "Group"))
        sdmx->in_group = false;
    return true;
}

/* What the publisher says
 * -------------------------------------------------------------------- */

/* <footer:Message code="413" severity="Error"> or <message:ErrorMessage code="100">. */
static void open_saying(struct sdmx *sdmx)
{
    struct text code, severity;
    xml_attribute(sdmx->reader, "code", &code);
    xml_attribute(sdmx->reader, "severity", &severity);
    sdmx->in_footer = true;
    sdmx->alarming |= !text_is(severity, "Information");
    if (sdmx->said.length > SAID_BYTES)
        return;
    buffer_string(&sdmx->said, sdmx->said.length > 0 ? " " : "");
    if (code.length > 0)
        buffer_string(&sdmx->said, "code ");
    encoding_show(&sdmx->said, code, sdmx->said.length + ID_BYTES);
    buffer_string(&sdmx->said, code.length > 0 ? ":" : "");
}

static void add_saying(struct sdmx *sdmx, struct text text)
{
    if (sdmx->said.length > SAID_BYTES)
        return;
    buffer_string(&sdmx->said, sdmx->said.length > 0 ? " " : "");
    encoding_show(&sdmx->said, text, SAID_BYTES + ID_BYTES);
}

static bool fail_said(const struct sdmx *sdmx, struct error *err)
{
    return fail(err, ERROR_FORMAT,
                "the publisher sends a message instead of data: %.*s",
                TEXT_ARGS(buffer_all(&sdmx->said)));
}

/* The message
 * ---------------------------------------------------------------------------- */

static const struct {
    const char *root;
    enum { GENERIC, SPECIFIC, SAYING, REFUSED } kind;
    const char *words;
} ROOTS[] = {
    {"GenericData", GENERIC, NULL},
    {"GenericTimeSeriesData", GENERIC, NULL},
    {"StructureSpecificData", SPECIFIC, NULL},
    {"StructureSpecificTimeSeriesData", SPECIFIC, NULL},
    {"CompactData", SPECIFIC, NULL},
    {"Error", SAYING, NULL},
    {"Structure", REFUSED,
     "an SDMX Structure message: it describes data, and holds none"},
    {"UtilityData", REFUSED,
     "SDMX UtilityData, which is not read; ask for GenericData"},
    {"CrossSectionalData", REFUSED,
     "SDMX CrossSectionalData, which is not read; ask for GenericData"},
};

static bool open_root(struct sdmx *sdmx, struct error *err)
{
    struct text name = xml_cut(xml_name(sdmx->reader), ID_BYTES);
    for (size_t i = 0; i < sizeof ROOTS / sizeof *ROOTS; i++) {
        if (!is_message(sdmx, ROOTS[i].root))
            continue;
        sdmx->specific = ROOTS[i].kind == SPECIFIC;
        return ROOTS[i].kind != REFUSED ||
               fail(err, ERROR_FORMAT, "the file is %s", ROOTS[i].words);
    }
    struct buffer shown = {0};
    encoding_show(&shown, xml_space(sdmx->reader), ID_BYTES);
    fail(err, ERROR_FORMAT, "the file is not SDMX-ML data: its root is %.*s%s%.*s",
         TEXT_ARGS(name), shown.length > 0 ? " of " : "",
         TEXT_ARGS(buffer_all(&shown)));
    buffer_free(&shown);
    return false;
}

static bool open_element(struct sdmx *sdmx, struct error *err)
{
    if (xml_depth(sdmx->reader) == 0)
        return open_root(sdmx, err);
    if (sdmx->in_dataset)
        return open_in_dataset(sdmx, err);
    if (text_is(xml_name(sdmx->reader), "DataSet") &&
        (sdmx->specific || is_in(sdmx, "message")))
        return open_dataset(sdmx, err);
    if (is_message(sdmx, "Structure"))
        note_structure(sdmx);
    if ((text_is(xml_name(sdmx->reader), "Message") && is_in(sdmx, "message/footer")) ||
        is_message(sdmx, "ErrorMessage"))
        open_saying(sdmx);
    return true;
}

static bool close_element(struct sdmx *sdmx, struct error *err)
{
    if (sdmx->in_dataset && xml_depth(sdmx->reader) == 1)
        sdmx->in_dataset = false;
    else if (sdmx->in_dataset)
        return close_in_dataset(sdmx, err);
    if (xml_depth(sdmx->reader) <= 2 && !is_in(sdmx, "common"))
        sdmx->in_footer = false;
    return true;
}

static void take_text(struct sdmx *sdmx)
{
    if (sdmx->in_footer)
        add_saying(sdmx, xml_text(sdmx->reader));
    if (sdmx->in_time)
        buffer_text(&sdmx->time, xml_text(sdmx->reader));
}

static bool read_message(struct sdmx *sdmx, struct error *err)
{
    enum xml_event event;
    bool good = true;
    while (good && (good = xml_next(sdmx->reader, &event, err)) &&
           event != XML_EVENT_END) {
        if (event == XML_EVENT_OPEN)
            good = open_element(sdmx, err);
        else if (event == XML_EVENT_CLOSE)
            good = close_element(sdmx, err);
        else
            take_text(sdmx);
        if (!good && sdmx->observations > 0)
            fail_while(err, "observation %zu", sdmx->observations);
    }
    if (!good)
        return false;
    if (sdmx->said.length > 0 && (sdmx->alarming || sdmx->observations == 0))
        return fail_said(sdmx, err);
    if (sdmx->observations == 0)
        return fail(err, ERROR_FORMAT, "the message holds no observation");
    return fields_check(&sdmx->fields, err);
}

bool decode_sdmx(struct arena *arena, const struct source *source,
                 struct stream *stream, struct sink *sink, struct decoded *out,
                 struct error *err)
{
    struct sdmx sdmx = {.arena = arena, .source = source};
    bool good = false;
    sdmx.said.limit = 4 * SAID_BYTES;
    fields_open(&sdmx.fields, arena, source);
    sdmx.reader = xml_open(xml_input_of_stream(stream), err);
    if (sdmx.reader)
        sdmx.rows = rows_open(arena, source, sdmx.fields.header, sdmx.fields.columns,
                              sink, err);
    if (sdmx.rows)
        good = read_message(&sdmx, err) && rows_finish(sdmx.rows, out, err);
    if (sdmx.reader)
        out->bytes = xml_bytes(sdmx.reader);
    out->encoding = "utf-8";
    rows_free(sdmx.rows);
    xml_close(sdmx.reader);
    fields_close(&sdmx.fields);
    buffer_free(&sdmx.value);
    buffer_free(&sdmx.time);
    buffer_free(&sdmx.said);
    return good;
}
