#include "site/json_line.h"

#include "base/json.h"
#include "base/number.h"

/* A comma, unless this is the first thing in its object or list. */
static void separate(struct buffer *out)
{
    char last = out->length > 0 ? out->at[out->length - 1] : '{';
    if (last != '{' && last != '[' && last != '\n')
        buffer_string(out, ", ");
}

static void write_key(struct buffer *out, const char *key)
{
    separate(out);
    json_write_string(out, text_of(key));
    buffer_string(out, ": ");
}

void json_line_open(struct buffer *out)
{
    separate(out);
    buffer_char(out, '{');
}

void json_line_close(struct buffer *out) { buffer_char(out, '}'); }

void json_line_text(struct buffer *out, const char *key, const char *string)
{
    write_key(out, key);
    if (string && *string)
        json_write_string(out, text_of(string));
    else
        buffer_string(out, "null");
}

void json_line_number(struct buffer *out, const char *key, double number, int decimals)
{
    write_key(out, key);
    number_write(out, number, decimals, &NUMERALS_PLAIN);
}

void json_line_truth(struct buffer *out, const char *key, bool truth)
{
    write_key(out, key);
    buffer_string(out, truth ? "true" : "false");
}

void json_line_object(struct buffer *out, const char *key)
{
    write_key(out, key);
    buffer_char(out, '{');
}

void json_line_list(struct buffer *out, const char *key)
{
    write_key(out, key);
    buffer_char(out, '[');
}

void json_line_item(struct buffer *out, const char *string)
{
    separate(out);
    json_write_string(out, text_of(string));
}

void json_line_list_close(struct buffer *out) { buffer_char(out, ']'); }
