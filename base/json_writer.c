#include "base/json_writer.h"

#include "base/json.h"

static void indent(struct json_writer *writer)
{
    if (writer->compact)
        return;
    buffer_char(writer->out, '\n');
    for (size_t i = 0; i < writer->depth; i++)
        buffer_string(writer->out, "  ");
}

static void start(struct json_writer *writer, const char *key)
{
    if (writer->filled[writer->depth])
        buffer_char(writer->out, ',');
    if (writer->depth > 0)
        indent(writer);
    writer->filled[writer->depth] = true;
    if (!key)
        return;
    json_write_string(writer->out, text_of(key));
    buffer_string(writer->out, writer->compact ? ":" : ": ");
}

/* Deeper than any document of ours: it fails with its buffer, and is not written. */
static void begin(struct json_writer *writer, const char *key, char open, char close)
{
    start(writer, key);
    buffer_char(writer->out, open);
    if (writer->depth == JSON_DEPTH_MAX) {
        writer->out->failed = true;
        return;
    }
    writer->close[writer->depth++] = close;
    writer->filled[writer->depth] = false;
}

void json_begin_object(struct json_writer *writer, const char *key)
{
    begin(writer, key, '{', '}');
}

void json_begin_array(struct json_writer *writer, const char *key)
{
    begin(writer, key, '[', ']');
}

void json_end(struct json_writer *writer)
{
    bool filled = writer->filled[writer->depth];
    if (writer->depth == 0) /* what was too deep was not begun */
        return;
    writer->depth--;
    if (filled)
        indent(writer);
    buffer_char(writer->out, writer->close[writer->depth]);
    if (writer->depth == 0 && !writer->compact)
        buffer_char(writer->out, '\n');
}

void json_put_string(struct json_writer *writer, const char *key, const char *value)
{
    start(writer, key);
    json_write_string(writer->out, text_of(value));
}

void json_put_text(struct json_writer *writer, const char *key, const char *value)
{
    if (value && *value)
        json_put_string(writer, key, value);
}

void json_put_count(struct json_writer *writer, const char *key, size_t value)
{
    start(writer, key);
    buffer_format(writer->out, "%zu", value);
}

void json_put_truth(struct json_writer *writer, const char *key, bool value)
{
    start(writer, key);
    buffer_string(writer->out, value ? "true" : "false");
}
