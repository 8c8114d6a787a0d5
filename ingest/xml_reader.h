/* XML as a stream of events, bounded: a thin face over libxml2's text reader.
 *
 * Nothing is fetched, no DTD is loaded, no entity of a document's own is put in: one
 * that declares any is refused. Names are known by namespace and local name, never by
 * prefix. What an event shows is borrowed until the next one.
 *
 *   struct xml_reader *reader = xml_open(input, err);
 *   while (xml_next(reader, &event, err) && event != XML_EVENT_END) …
 *   xml_close(reader);
 */
#ifndef CIFRA_INGEST_XML_READER_H
#define CIFRA_INGEST_XML_READER_H

#include "base/error.h"
#include "base/text.h"

struct xml_reader;

/* Where the bytes come from: stream_read() and its like. */
struct xml_input {
    void *from;
    bool (*read)(void *from, void *into, size_t size, size_t *got, struct error *err);
};

/* Bytes that stand in memory, as an input; from is the text, which is used up. */
struct xml_input xml_input_of(struct text *bytes);

/* struct stream as an input. */
struct stream;
struct xml_input xml_input_of_stream(struct stream *stream);

/* An element <a/> opens and closes too. Blank text between elements, comments and
 * instructions are passed over; CDATA is text. */
enum xml_event { XML_EVENT_OPEN, XML_EVENT_CLOSE, XML_EVENT_TEXT, XML_EVENT_END };

struct xml_attribute {
    struct text space; /* empty for nearly all */
    struct text name;
    struct text value;
};

/* Make libxml2 ready for this thread, and silent: what it has to say is in our errors.
 * xml_open() does it. */
void xml_begin(void);

struct xml_reader *xml_open(struct xml_input input, struct error *err);
void xml_close(struct xml_reader *reader); /* NULL is fine */

/* ERROR_FORMAT with the line for what is not well-formed, ERROR_LIMIT past a limit. */
bool xml_next(struct xml_reader *reader, enum xml_event *event, struct error *err);

/* Of the element that opens or closes. */
struct text xml_space(const struct xml_reader *reader); /* its namespace's URI */
struct text xml_name(const struct xml_reader *reader);
/* How many elements stand around it: 0 for the root. Of a text: those it is in. */
size_t xml_depth(const struct xml_reader *reader);
/* Of the element that opens. */
const struct xml_attribute *xml_attributes(const struct xml_reader *reader,
                                           size_t *count);
/* The value of its attribute without a namespace; false when it has none. */
bool xml_attribute(const struct xml_reader *reader, const char *name,
                   struct text *value);

struct text xml_text(const struct xml_reader *reader);
size_t xml_line(const struct xml_reader *reader);  /* about where the event stands */
size_t xml_bytes(const struct xml_reader *reader); /* read so far */

/* At most so many bytes of a text, ending with a whole character: for messages. */
struct text xml_cut(struct text text, size_t most);

/* With an element open: go on past its end. */
bool xml_skip(struct xml_reader *reader, struct error *err);

#endif
