#include "ingest/address.h"

#include "base/buffer.h"

#include <string.h>
#include <strings.h>

enum { FILE_NAME_MAX = 200 };

/* Is the parameter one whose value opens something? */
static bool is_secret(struct text key)
{
    static const char *const words[] = {"share", "token",  "key",  "sig",
                                        "pass",  "secret", "auth", "credential"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t at = 0; at + strlen(words[i]) <= key.length; at++)
            if (strncasecmp(key.at + at, words[i], strlen(words[i])) == 0)
                return true;
    return false;
}

static void add_query(struct buffer *out, struct text query)
{
    char separator = '?';
    while (query.at) {
        struct text value = text_cut(&query, '&');
        struct text key = text_cut(&value, '=');
        buffer_char(out, separator);
        separator = '&';
        buffer_text(out, key);
        if (!value.at)
            continue;
        buffer_char(out, '=');
        buffer_text(out, is_secret(key) ? TEXT("***") : value);
    }
}

/* Scheme, host and path, without what stands before an @ of the host. */
static void add_place(struct buffer *out, struct text place)
{
    const char *host = memmem(place.at, place.length, "://", 3);
    if (!host) {
        buffer_text(out, place);
        return;
    }
    struct text path = {host + 3, place.length - (size_t)(host + 3 - place.at)};
    buffer_add(out, place.at, (size_t)(path.at - place.at));
    struct text rest = path;
    struct text authority = text_cut(&rest, '/');
    const char *user = memrchr(authority.at, '@', authority.length);
    size_t skip = user ? (size_t)(user + 1 - authority.at) : 0;
    buffer_add(out, path.at + skip, path.length - skip);
}

static const char *finish(struct arena *arena, struct buffer *out)
{
    const char *text = arena_copy(arena, buffer_all(out)).at;
    buffer_free(out);
    return text;
}

const char *address_public(struct arena *arena, const char *url)
{
    struct buffer out = {0};
    struct text rest = text_of(url);
    struct text query = text_cut(&rest, '#');
    struct text place = text_cut(&query, '?');
    add_place(&out, place);
    add_query(&out, query);
    return finish(arena, &out);
}

/* File names ----------------------------------------------------------------------- */

static int hex_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | ' ') >= 'a' && (c | ' ') <= 'f')
        return (c | ' ') - 'a' + 10;
    return -1;
}

static void add_decoded(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        bool code = text.at[i] == '%' && i + 2 < text.length &&
                    hex_of(text.at[i + 1]) >= 0 && hex_of(text.at[i + 2]) >= 0;
        if (!code) {
            buffer_char(out, text.at[i]);
            continue;
        }
        buffer_char(out, (char)(hex_of(text.at[i + 1]) * 16 + hex_of(text.at[i + 2])));
        i += 2;
    }
}

/* Up to the closing quote, with backslashes taken off. */
static void add_quoted(struct buffer *out, struct text text)
{
    for (size_t i = 0; i < text.length && text.at[i] != '"'; i++) {
        if (text.at[i] == '\\' && i + 1 < text.length)
            i++;
        buffer_char(out, text.at[i]);
    }
}

/* What follows name= among a header's parameters; .at is NULL when it is not there. */
static struct text parameter(const char *header, const char *name)
{
    for (const char *at = header; (at = strcasestr(at, name)); at++) {
        const char *after = at + strlen(name);
        bool starts = at == header || strchr("; \t", at[-1]);
        after += strspn(after, " \t");
        if (starts && *after == '=')
            return text_of(after + 1 + strspn(after + 1, " \t"));
    }
    return (struct text){0};
}

static void add_disposition(struct buffer *out, const char *header)
{
    struct text extended = parameter(header, "filename*");
    struct text plain = parameter(header, "filename");
    if (extended.at) {
        struct text value = text_cut(&extended, ';');
        text_cut(&value, '\'');
        text_cut(&value, '\'');
        add_decoded(out, text_trim(value));
    } else if (plain.length > 0 && plain.at[0] == '"') {
        add_quoted(out, (struct text){plain.at + 1, plain.length - 1});
    } else {
        buffer_text(out, text_trim(text_cut(&plain, ';')));
    }
}

static void add_path_end(struct buffer *out, const char *url)
{
    struct text rest = text_of(url);
    struct text place = text_cut(&rest, '#');
    struct text path = text_cut(&place, '?');
    const char *host = memmem(path.at, path.length, "://", 3);
    size_t skip = host ? (size_t)(host + 3 - path.at) : 0;
    const char *slash = memrchr(path.at + skip, '/', path.length - skip);
    if (slash)
        add_decoded(
            out, (struct text){slash + 1, (size_t)(path.at + path.length - slash - 1)});
}

/* One harmless name out of whatever was proposed; "" when nothing is left. */
static const char *harmless(struct arena *arena, struct buffer *raw)
{
    struct buffer name = {0};
    if (text_is_utf8(buffer_all(raw)))
        buffer_text(&name, buffer_all(raw));
    else
        text_from_cp1252(&name, buffer_all(raw));
    struct buffer out = {0};
    for (size_t i = 0; i < name.length; i++) {
        unsigned char c = (unsigned char)name.at[i];
        if (c == '/' || c == '\\')
            buffer_clear(&out);
        else if (c >= ' ' && c != 0x7F && !(c == '.' && out.length == 0))
            buffer_char(&out, (char)c);
    }
    while (out.length > FILE_NAME_MAX || !text_is_utf8(buffer_all(&out)))
        out.length--;
    buffer_free(&name);
    buffer_clear(raw);
    return finish(arena, &out);
}

const char *address_file_name(struct arena *arena, const char *disposition,
                              const char *url)
{
    struct buffer raw = {0};
    const char *name = "";
    if (disposition) {
        add_disposition(&raw, disposition);
        name = harmless(arena, &raw);
    }
    if (!name[0]) {
        add_path_end(&raw, url);
        name = harmless(arena, &raw);
    }
    buffer_free(&raw);
    return name[0] ? name : "download";
}

const char *address_given_name(struct arena *arena, const char *name)
{
    struct buffer raw = {0};
    buffer_string(&raw, name);
    const char *given = harmless(arena, &raw);
    buffer_free(&raw);
    return given[0] ? given : "file";
}

/* Web addresses -------------------------------------------------------------------- */

bool address_is_web(struct text url)
{
    size_t scheme = text_starts(url, TEXT("https://"))  ? strlen("https://")
                    : text_starts(url, TEXT("http://")) ? strlen("http://")
                                                        : 0;
    if (scheme == 0 || !text_is_utf8(url))
        return false;
    for (size_t i = 0; i < url.length; i++)
        if ((unsigned char)url.at[i] <= ' ' || strchr("\"'<>\\^`{|}\x7f", url.at[i]))
            return false;
    size_t host = 0;
    for (; scheme + host < url.length && !strchr("/?#", url.at[scheme + host]); host++)
        if (url.at[scheme + host] == '@')
            return false;
    return host > 0 && url.at[scheme] != ':';
}
