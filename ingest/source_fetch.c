/* The object "fetch" of a descriptor: from where a file comes, and how. */
#include "base/text.h"
#include "ingest/descriptor.h"
#include "ingest/links.h"
#include "ingest/paging.h"

#include <string.h>
#include <strings.h>

enum {
    TRANSFER_DEFAULT = 1024, /* MiB of one transfer, unless said otherwise */
    TRANSFER_MAX = 65536
};

/* "https://user:password@host/": what would be published with the descriptor. */
static bool has_user(const char *url)
{
    const char *host = strstr(url, "://") + 3;
    return memchr(host, '@', strcspn(host, "/?#")) != NULL;
}

static bool read_urls(struct descriptor *descriptor, const struct json_node *urls,
                      const char *where)
{
    struct source *out = descriptor->out;
    if (json_count(urls) > SOURCE_URLS_MAX)
        return fail(descriptor->err, ERROR_LIMIT, "%s has more than %d addresses",
                    where, SOURCE_URLS_MAX);
    for (size_t i = 0; i < json_count(urls); i++) {
        const struct json_node *node = json_at(urls, i);
        if (!descriptor_is_string(descriptor, node, where))
            return false;
        const char *url = arena_copy(descriptor->arena, json_text_of(node)).at;
        if (!descriptor_is_address(url) && !text_starts(text_of(url), TEXT("file://")))
            return fail(descriptor->err, ERROR_USAGE,
                        "%s: \"%s\" must begin with https://, http:// or file://",
                        where, url);
        if (has_user(url))
            return fail(
                descriptor->err, ERROR_USAGE,
                "%s: an address holds no user or password; they belong into the "
                "configuration's \"credentials\"",
                where);
        out->url[out->urls++] = url;
    }
    return true;
}

/* {"label": "…", "name": "…"}: which link of the page is meant. */
static bool read_links(struct descriptor *descriptor, const struct json_node *object,
                       const char *where)
{
    static const char *const keys[] = {"label:s", "name:s", NULL};
    if (!object)
        return true;
    struct link_rule *rule = arena_take(descriptor->arena, sizeof *rule);
    descriptor->out->links = rule;
    return json_expect(object, where, keys, descriptor->err) &&
           descriptor_string(descriptor, object, where, "label", &rule->label) &&
           descriptor_string(descriptor, object, where, "name", &rule->name);
}

static bool read_pages(struct descriptor *descriptor, const struct json_node *object,
                       const char *where)
{
    if (!object)
        return true;
    struct paging_rule *rule = arena_take(descriptor->arena, sizeof *rule);
    descriptor->out->pages = rule;
    return paging_read(descriptor->arena, object, rule, descriptor->err) ||
           fail_while(descriptor->err, "%s", where);
}

/* A token, RFC 9110, 5.6.2, that is not ours to set. */
static bool is_header_name(struct text name)
{
    static const char *const ours[] = {
        "authorization", "cookie",         "host",       "range",
        "if-range",      "content-length", "connection", "transfer-encoding"};
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.at[i] <= ' ' || (unsigned char)name.at[i] >= 0x7f ||
            strchr("()<>@,;:\\\"/[]?={}", name.at[i]))
            return false;
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (name.length == strlen(ours[i]) &&
            strncasecmp(name.at, ours[i], name.length) == 0)
            return false;
    return name.length > 0;
}

static bool read_request_headers(struct descriptor *descriptor,
                                 const struct json_node *object, const char *where)
{
    struct source *out = descriptor->out;
    if (json_count(object) > SOURCE_REQUEST_HEADERS_MAX)
        return fail(descriptor->err, ERROR_LIMIT, "%s has more than %d headers", where,
                    SOURCE_REQUEST_HEADERS_MAX);
    for (size_t i = 0; i < json_count(object); i++) {
        struct text name;
        const struct json_node *node = json_entry(object, i, &name);
        if (!descriptor_is_string(descriptor, node, where))
            return false;
        struct text value = json_text_of(node);
        if (!is_header_name(name) || memchr(value.at, '\r', value.length) ||
            memchr(value.at, '\n', value.length))
            return fail(descriptor->err, ERROR_USAGE,
                        "%s: \"%.*s\" cannot be set here; what is secret belongs into "
                        "the configuration's \"credentials\"",
                        where, TEXT_ARGS(name));
        out->request_header[out->request_headers][0] =
            arena_copy(descriptor->arena, name).at;
        out->request_header[out->request_headers++][1] =
            arena_copy(descriptor->arena, value).at;
    }
    return true;
}

static bool check_fetch(struct descriptor *descriptor, const char *where)
{
    const struct source *out = descriptor->out;
    if ((out->links || out->pages) && out->urls == 0)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: \"links\" and \"pages\" need an address in \"urls\"", where);
    if (out->links && out->pages)
        return fail(descriptor->err, ERROR_USAGE,
                    "%s: either \"links\" or \"pages\", not both", where);
    return true;
}

bool source_read_fetch(struct descriptor *descriptor, const struct json_node *object,
                       const char *where)
{
    static const char *const keys[] = {
        "urls:a",    "max_mebibytes:n", "links:o", "pages:o",
        "headers:o", "folder:s",        "names:a", NULL};
    struct source *out = descriptor->out;
    int mebibytes = TRANSFER_DEFAULT;
    if (object &&
        (!json_expect(object, where, keys, descriptor->err) ||
         !read_urls(descriptor, json_get(object, "urls"),
                    descriptor_where(descriptor, where, "urls")) ||
         !descriptor_whole(descriptor, object, where, "max_mebibytes", TRANSFER_DEFAULT,
                           1, TRANSFER_MAX, &mebibytes) ||
         !read_links(descriptor, json_get(object, "links"),
                     descriptor_where(descriptor, where, "links")) ||
         !read_pages(descriptor, json_get(object, "pages"), where) ||
         !read_request_headers(descriptor, json_get(object, "headers"),
                               descriptor_where(descriptor, where, "headers")) ||
         !descriptor_string(descriptor, object, where, "folder", &out->folder) ||
         (json_get(object, "names") &&
          !descriptor_strings(descriptor, json_get(object, "names"),
                              descriptor_where(descriptor, where, "names"),
                              &out->name_pattern, &out->names)) ||
         !check_fetch(descriptor, where)))
        return false;
    out->bytes_max = (size_t)mebibytes << 20;
    return true;
}

const struct paging_rule *source_paging(struct arena *arena,
                                        const struct source *source)
{
    if (!source->pages || source->pages->kind == PAGING_NONE)
        return NULL;
    struct paging_rule *rule = arena_take(arena, sizeof *rule);
    *rule = *source->pages;
    if (!rule->rows)
        rule->rows = source->pointer;
    return rule;
}
