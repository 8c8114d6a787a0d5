/* libxml2's reader parses no further than the node it shows, so a document is never
 * in memory whole. It refuses by itself a text past ten megabytes and expansions out
 * of proportion; the limits below are narrower and name what they refuse.
 *
 * The current node is looked at directly: moving to each attribute through the
 * reader's own interface costs more than parsing it. */
#include "ingest/xml_reader.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "ingest/container.h"
#include "ingest/xml_guard.h"

#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH_MAX = 64,
    ATTRIBUTES_MAX = 256,      /* of one element */
    ATTRIBUTE_BYTES = 1 << 20, /* of one element's attributes together */
    TEXT_BYTES = 1 << 20,      /* of one text */
    NODES_MAX = 1 << 30,       /* elements and texts of a document */
    WORDS_MAX = 256            /* bytes of libxml2's words in a message */
};

struct xml_reader {
    xmlTextReaderPtr text_reader;
    struct xml_input input;
    struct error input_err; /* why the input failed */
    struct xml_guard guard;
    size_t bytes;
    size_t nodes;
    size_t depth;
    bool close_next; /* an element <a/> was shown as open */
    bool complained;
    size_t complaint_line;
    char complaint[WORDS_MAX];

    const char *name, *space;
    struct text text;
    struct xml_attribute attribute[ATTRIBUTES_MAX];
    size_t attributes;
    struct buffer values; /* of attributes in several pieces */
};

/* Inputs --------------------------------------------------------------------------- */

static bool read_memory(void *from, void *into, size_t size, size_t *got,
                        struct error *err)
{
    struct text *left = from;
    (void)err;
    *got = size < left->length ? size : left->length;
    if (*got > 0)
        memcpy(into, left->at, *got);
    left->at += *got;
    left->length -= *got;
    return true;
}

struct xml_input xml_input_of(struct text *bytes)
{
    return (struct xml_input){bytes, read_memory};
}

static bool read_stream(void *from, void *into, size_t size, size_t *got,
                        struct error *err)
{
    return stream_read(from, into, size, got, err);
}

struct xml_input xml_input_of_stream(struct stream *stream)
{
    return (struct xml_input){stream, read_stream};
}

struct text xml_cut(struct text text, size_t most)
{
    if (text.length <= most)
        return text;
    while (most > 0 && ((unsigned char)text.at[most] & 0xC0) == 0x80)
        most--;
    return (struct text){text.at, most};
}

/* What libxml2 calls back ---------------------------------------------------------- */

static bool fail_danger(struct xml_reader *reader, enum xml_danger danger)
{
    if (danger == XML_DANGER_NONE)
        return true;
    if (danger == XML_DANGER_DECLARED)
        return fail(&reader->input_err, ERROR_FORMAT,
                    "line %zu of the XML: it declares entities or attributes of its "
                    "own, which no data file needs",
                    xml_line(reader));
    return fail(&reader->input_err, ERROR_LIMIT,
                "line %zu of the XML: a tag has more than %d attributes, or a text as "
                "many equals signs",
                xml_line(reader), XML_GUARD_EQUALS);
}

static int give_bytes(void *context, char *into, int size)
{
    struct xml_reader *reader = context;
    size_t got = 0;
    if (size <= 0 || !reader->input.read(reader->input.from, into, (size_t)size, &got,
                                         &reader->input_err))
        return size <= 0 ? 0 : -1;
    reader->bytes += got;
    return fail_danger(reader, xml_guard_look(&reader->guard, into, got)) ? (int)got
                                                                          : -1;
}

static int give_nothing_more(void *context)
{
    (void)context;
    return 0;
}

/* The first complaint is the cause; those after it are its children. */
static void complain(void *context, const char *words, xmlParserSeverities severity,
                     xmlTextReaderLocatorPtr where)
{
    struct xml_reader *reader = context;
    bool warning = severity == XML_PARSER_SEVERITY_WARNING ||
                   severity == XML_PARSER_SEVERITY_VALIDITY_WARNING;
    if (reader->complained || warning)
        return;
    reader->complained = true;
    int line = where ? xmlTextReaderLocatorLineNumber(where) : 0;
    reader->complaint_line = line > 0 ? (size_t)line : 0;
    struct text text = xml_cut(text_trim(text_of(words)), WORDS_MAX - 1);
    memcpy(reader->complaint, text.at ? text.at : "", text.length);
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)reader->complaint[i] < ' ')
            reader->complaint[i] = ' ';
    if (!text_is_utf8((struct text){reader->complaint, text.length}))
        reader->complaint[0] = '\0';
}

/* For what libxml2 has to say outside any document. */
static void __attribute__((format(printf, 2, 3)))
say_nothing(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

void xml_begin(void)
{
    xmlInitParser();
    xmlSetGenericErrorFunc(NULL, say_nothing);
}

struct xml_reader *xml_open(struct xml_input input, struct error *err)
{
    struct xml_reader *reader = memory_or_die(calloc(1, sizeof *reader));
    reader->input = input;
    reader->values.limit = ATTRIBUTE_BYTES;
    xml_begin();
    reader->text_reader = xmlReaderForIO(give_bytes, give_nothing_more, reader, NULL,
                                         NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (reader->text_reader) {
        xmlTextReaderSetErrorHandler(reader->text_reader, complain, reader);
        return reader;
    }
    if (reader->input_err.kind != ERROR_NONE)
        fail(err, reader->input_err.kind, "%s", reader->input_err.message);
    fail(err, ERROR_FORMAT, "the XML cannot be opened");
    xml_close(reader);
    return NULL;
}

void xml_close(struct xml_reader *reader)
{
    if (!reader)
        return;
    xmlFreeTextReader(reader->text_reader);
    buffer_free(&reader->values);
    free(reader);
}

/* Failing ----------------------------------------------------------------------------
 */

static bool fail_here(const struct xml_reader *reader, enum error_kind kind,
                      const char *words, int limit, struct error *err)
{
    return fail(err, kind, "line %zu of the XML: %s (%d)", xml_line(reader), words,
                limit);
}

static bool fail_parse(const struct xml_reader *reader, struct error *err)
{
    if (reader->input_err.kind != ERROR_NONE)
        return fail(err, reader->input_err.kind, "%s", reader->input_err.message);
    size_t line = reader->complaint_line ? reader->complaint_line : xml_line(reader);
    return fail(err, ERROR_FORMAT, "line %zu of the XML: %s", line,
                reader->complaint[0] ? reader->complaint : "it is not well-formed");
}

/* Events -----------------------------------------------------------------------------
 */

/* An attribute's value is one text, unless it is empty or in pieces. */
static bool read_value(struct xml_reader *reader, const xmlAttr *attribute,
                       struct text *out)
{
    const xmlNode *child = attribute->children;
    *out = (struct text){"", 0};
    if (!child)
        return true;
    if (!child->next && child->type == XML_TEXT_NODE) {
        *out = text_of((const char *)child->content);
        return out->length <= ATTRIBUTE_BYTES;
    }
    size_t start = reader->values.length;
    for (; child; child = child->next) {
        if (child->type != XML_TEXT_NODE)
            return false;
        buffer_string(&reader->values, (const char *)child->content);
    }
    if (reader->values.failed)
        return false;
    *out = (struct text){NULL, reader->values.length - start};
    return true;
}

/* Those in reader->values get their address when it moves no more. */
static void place_values(struct xml_reader *reader)
{
    const char *at = reader->values.at;
    for (size_t i = 0; i < reader->attributes; i++) {
        struct text *value = &reader->attribute[i].value;
        if (value->at)
            continue;
        value->at = at;
        at += value->length;
    }
}

static bool read_attributes(struct xml_reader *reader, const xmlNode *node,
                            struct error *err)
{
    size_t total = 0;
    reader->attributes = 0;
    buffer_clear(&reader->values);
    for (const xmlAttr *at = node->properties; at; at = at->next) {
        if (reader->attributes == ATTRIBUTES_MAX)
            return fail_here(reader, ERROR_LIMIT, "too many attributes", ATTRIBUTES_MAX,
                             err);
        struct xml_attribute *out = &reader->attribute[reader->attributes++];
        out->name = text_of((const char *)at->name);
        out->space = text_of(at->ns ? (const char *)at->ns->href : NULL);
        if (!read_value(reader, at, &out->value) ||
            (total += out->value.length) > ATTRIBUTE_BYTES)
            return fail_here(reader, ERROR_LIMIT, "attributes are too long",
                             ATTRIBUTE_BYTES, err);
    }
    place_values(reader);
    return true;
}

static bool open_element(struct xml_reader *reader, const xmlNode *node,
                         struct error *err)
{
    if (reader->depth >= DEPTH_MAX)
        return fail_here(reader, ERROR_LIMIT, "elements stand too deep in each other",
                         DEPTH_MAX, err);
    reader->close_next = xmlTextReaderIsEmptyElement(reader->text_reader) == 1;
    return read_attributes(reader, node, err);
}

static bool show_element(struct xml_reader *reader, int type, enum xml_event *event,
                         struct error *err)
{
    const xmlNode *node = xmlTextReaderCurrentNode(reader->text_reader);
    int depth = xmlTextReaderDepth(reader->text_reader);
    if (!node || depth < 0)
        return fail_parse(reader, err);
    reader->depth = (size_t)depth;
    reader->name = (const char *)node->name;
    reader->space = node->ns ? (const char *)node->ns->href : NULL;
    *event = type == XML_READER_TYPE_ELEMENT ? XML_EVENT_OPEN : XML_EVENT_CLOSE;
    return *event == XML_EVENT_CLOSE || open_element(reader, node, err);
}

static bool show_text(struct xml_reader *reader, enum xml_event *event,
                      struct error *err)
{
    *event = XML_EVENT_TEXT;
    reader->text = text_of((const char *)xmlTextReaderConstValue(reader->text_reader));
    int depth = xmlTextReaderDepth(reader->text_reader);
    reader->depth = depth > 0 ? (size_t)depth : 0;
    if (reader->text.length > TEXT_BYTES)
        return fail_here(reader, ERROR_LIMIT, "a text is too long", TEXT_BYTES, err);
    return true;
}

static bool refuse_entities(struct xml_reader *reader, struct error *err)
{
    const xmlNode *node = xmlTextReaderCurrentNode(reader->text_reader);
    const xmlDtd *dtd = (const xmlDtd *)node;
    if (!node || node->type != XML_DTD_NODE || dtd->entities || dtd->pentities)
        return fail(err, ERROR_FORMAT,
                    "line %zu of the XML: it declares entities or attributes of its "
                    "own, which no data file needs",
                    xml_line(reader));
    return true;
}

/* Show one node; *shown stays false for those nobody wants to see. */
static bool show(struct xml_reader *reader, enum xml_event *event, bool *shown,
                 struct error *err)
{
    int type = xmlTextReaderNodeType(reader->text_reader);
    *shown = true;
    switch (type) {
    case XML_READER_TYPE_ELEMENT:
    case XML_READER_TYPE_END_ELEMENT:
        return show_element(reader, type, event, err);
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        return show_text(reader, event, err);
    case XML_READER_TYPE_DOCUMENT_TYPE:
        *shown = false;
        return refuse_entities(reader, err);
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return fail(err, ERROR_FORMAT,
                    "line %zu of the XML: an entity that XML does not know",
                    xml_line(reader));
    default:
        *shown = false;
        return true;
    }
}

bool xml_next(struct xml_reader *reader, enum xml_event *event, struct error *err)
{
    bool shown = false;
    *event = XML_EVENT_CLOSE;
    if (reader->close_next) {
        reader->close_next = false;
        return true;
    }
    while (!shown) {
        int found = xmlTextReaderRead(reader->text_reader);
        *event = XML_EVENT_END;
        if (found == 0 && !reader->complained && reader->input_err.kind == ERROR_NONE)
            return true;
        if (found != 1)
            return fail_parse(reader, err);
        if (++reader->nodes > NODES_MAX)
            return fail_here(reader, ERROR_LIMIT, "too many elements", NODES_MAX, err);
        if (!show(reader, event, &shown, err))
            return false;
    }
    return true;
}

bool xml_skip(struct xml_reader *reader, struct error *err)
{
    size_t depth = reader->depth;
    enum xml_event event;
    do {
        if (!xml_next(reader, &event, err))
            return false;
    } while (event != XML_EVENT_END &&
             (event != XML_EVENT_CLOSE || reader->depth > depth));
    return true;
}

/* Looking ----------------------------------------------------------------------------
 */

struct text xml_space(const struct xml_reader *reader)
{
    return text_of(reader->space);
}

struct text xml_name(const struct xml_reader *reader) { return text_of(reader->name); }

size_t xml_depth(const struct xml_reader *reader) { return reader->depth; }

const struct xml_attribute *xml_attributes(const struct xml_reader *reader,
                                           size_t *count)
{
    *count = reader->attributes;
    return reader->attribute;
}

bool xml_attribute(const struct xml_reader *reader, const char *name,
                   struct text *value)
{
    *value = (struct text){"", 0};
    for (size_t i = 0; i < reader->attributes; i++) {
        const struct xml_attribute *at = &reader->attribute[i];
        if (at->space.length > 0 || !text_is(at->name, name))
            continue;
        *value = at->value;
        return true;
    }
    return false;
}

struct text xml_text(const struct xml_reader *reader) { return reader->text; }

size_t xml_line(const struct xml_reader *reader)
{
    int line = reader->text_reader
                   ? xmlTextReaderGetParserLineNumber(reader->text_reader)
                   : 0; /* the first bytes are read before there is one */
    return line > 0 ? (size_t)line : 1;
}

size_t xml_bytes(const struct xml_reader *reader) { return reader->bytes; }
