#include "site/template_escape.h"

#include <string.h>
#include <strings.h>

/* What a byte needs. In element text quotes stay as they are. */
enum need {
    NEED_NOTHING,
    NEED_ENTITY,
    NEED_QUOTED, /* an entity in attributes only */
    NEED_REFUSAL,
    NEED_DECODING
};

static const unsigned char needs[256] = {
    ['&'] = NEED_ENTITY,   ['<'] = NEED_ENTITY,   ['>'] = NEED_ENTITY,
    ['\r'] = NEED_ENTITY,  ['"'] = NEED_QUOTED,   ['\''] = NEED_QUOTED,
    [0x01] = NEED_REFUSAL, [0x02] = NEED_REFUSAL, [0x03] = NEED_REFUSAL,
    [0x04] = NEED_REFUSAL, [0x05] = NEED_REFUSAL, [0x06] = NEED_REFUSAL,
    [0x07] = NEED_REFUSAL, [0x08] = NEED_REFUSAL, [0x0b] = NEED_REFUSAL,
    [0x0c] = NEED_REFUSAL, [0x0e] = NEED_REFUSAL, [0x0f] = NEED_REFUSAL,
    [0x10] = NEED_REFUSAL, [0x11] = NEED_REFUSAL, [0x12] = NEED_REFUSAL,
    [0x13] = NEED_REFUSAL, [0x14] = NEED_REFUSAL, [0x15] = NEED_REFUSAL,
    [0x16] = NEED_REFUSAL, [0x17] = NEED_REFUSAL, [0x18] = NEED_REFUSAL,
    [0x19] = NEED_REFUSAL, [0x1a] = NEED_REFUSAL, [0x1b] = NEED_REFUSAL,
    [0x1c] = NEED_REFUSAL, [0x1d] = NEED_REFUSAL, [0x1e] = NEED_REFUSAL,
    [0x1f] = NEED_REFUSAL,
};

/* The table above, with the upper half of the bytes. */
static enum need need_of(unsigned char byte)
{
    return byte < 0x80 ? (enum need)needs[byte] : NEED_DECODING;
}

static bool continues(unsigned char byte) { return (byte & 0xc0) == 0x80; }

/* Bytes of the well-formed character here that XML allows; 0 when there is none.
 * The string's NUL stops every look ahead. */
static size_t character_length(const unsigned char *at)
{
    if (at[0] >= 0xc2 && at[0] <= 0xdf)
        return continues(at[1]) ? 2 : 0;
    if (at[0] >= 0xe0 && at[0] <= 0xef) {
        if (!continues(at[1]) || !continues(at[2]) || (at[0] == 0xe0 && at[1] < 0xa0) ||
            (at[0] == 0xed && at[1] > 0x9f))
            return 0;
        bool nonsense = at[0] == 0xef && at[1] == 0xbf && at[2] >= 0xbe; /* U+FFFE/F */
        return nonsense ? 0 : 3;
    }
    if (at[0] >= 0xf0 && at[0] <= 0xf4) {
        if (!continues(at[1]) || !continues(at[2]) || !continues(at[3]) ||
            (at[0] == 0xf0 && at[1] < 0x90) || (at[0] == 0xf4 && at[1] > 0x8f))
            return 0;
        return 4;
    }
    return 0;
}

static void write_entity(struct buffer *out, char c)
{
    switch (c) {
    case '&':
        buffer_add(out, "&amp;", 5);
        break;
    case '<':
        buffer_add(out, "&lt;", 4);
        break;
    case '>':
        buffer_add(out, "&gt;", 4);
        break;
    case '"':
        buffer_add(out, "&quot;", 6);
        break;
    case '\'':
        buffer_add(out, "&#39;", 5);
        break;
    default:
        buffer_add(out, "&#13;", 5);
        break;
    }
}

/* Copy runs of harmless bytes whole; stop only at what needs something. */
static void write_text(struct buffer *out, const char *value, bool quoted)
{
    const char *run = value;
    const char *at = value;
    for (; *at != '\0'; at++) {
        enum need need = need_of((unsigned char)*at);
        if (need == NEED_NOTHING || (need == NEED_QUOTED && !quoted))
            continue;
        size_t length =
            need == NEED_DECODING ? character_length((const unsigned char *)at) : 0;
        if (length != 0) {
            at += length - 1;
            continue;
        }
        buffer_add(out, run, (size_t)(at - run));
        if (need == NEED_REFUSAL || need == NEED_DECODING)
            buffer_rune(out, 0xfffd);
        else
            write_entity(out, *at);
        run = at + 1;
    }
    buffer_add(out, run, (size_t)(at - run));
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

static void write_percent(struct buffer *out, char c)
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char byte = (unsigned char)c;
    buffer_add(out, (char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
}

static bool ends_with_slash(const struct buffer *out)
{
    return out->length > 0 && out->at[out->length - 1] == '/';
}

/* A value never makes a double slash: "/" before "/evil.example" would name a
 * host. */
static void write_part(struct buffer *out, const char *value, bool slashes)
{
    for (const char *at = value; *at != '\0'; at++) {
        bool slash = *at == '/' && slashes && !ends_with_slash(out);
        if (is_unreserved(*at) || slash)
            buffer_char(out, *at);
        else
            write_percent(out, *at);
    }
}

static bool has_scheme(const char *value, size_t length, const char *scheme)
{
    return strlen(scheme) == length && strncasecmp(value, scheme, length) == 0;
}

static bool is_safe_address(const char *value)
{
    size_t length = strcspn(value, ":/?#");
    if (value[length] != ':')
        return !(value[0] == '/' && (value[1] == '/' || value[1] == '\\')) &&
               value[0] != '\\';
    return has_scheme(value, length, "http") || has_scheme(value, length, "https") ||
           has_scheme(value, length, "mailto");
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* What an address may hold as it is; RFC 3986 without the quote. */
static bool stays_in_address(const char *at)
{
    if (*at == '%')
        return is_hex(at[1]) && is_hex(at[2]);
    return is_unreserved(*at) || strchr(":/?#[]@!$()*+,;=", *at) != NULL;
}

static bool write_address(struct buffer *out, const char *value)
{
    if (!is_safe_address(value))
        return false;
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '&')
            write_entity(out, *at);
        else if (stays_in_address(at))
            buffer_char(out, *at);
        else
            write_percent(out, *at);
    }
    return true;
}

/* JSON may write any character of a string as \u….; nothing else of it holds these
 * three, so the document stays the same and cannot end its element. */
static void write_json(struct buffer *out, const char *value)
{
    const char *run = value;
    const char *at = value;
    for (; *at != '\0'; at++) {
        enum need need = need_of((unsigned char)*at);
        size_t length =
            need == NEED_DECODING ? character_length((const unsigned char *)at) : 0;
        if (length != 0)
            at += length - 1;
        if (length != 0 || need == NEED_NOTHING || need == NEED_QUOTED || *at == '\r')
            continue;
        buffer_add(out, run, (size_t)(at - run));
        if (need == NEED_ENTITY)
            buffer_format(out, "\\u%04x", (unsigned)*at);
        else
            buffer_rune(out, 0xfffd);
        run = at + 1;
    }
    buffer_add(out, run, (size_t)(at - run));
}

bool escape_write(enum escape escape, struct buffer *out, const char *value)
{
    switch (escape) {
    case ESCAPE_TEXT:
        write_text(out, value, false);
        return true;
    case ESCAPE_PLAIN:
        write_text(out, value, true);
        return true;
    case ESCAPE_ADDRESS:
        return write_address(out, value);
    case ESCAPE_PATH:
        write_part(out, value, true);
        return true;
    case ESCAPE_QUERY:
        write_part(out, value, false);
        return true;
    case ESCAPE_JSON:
        write_json(out, value);
        return true;
    }
    return false;
}
