#include "site/atom.h"

#include "render/svg_write.h"

#include <string.h>

/* Stands for the host where the site has no address: a name that nobody can own
 * (RFC 2606). */
static const char NO_HOST[] = "cifra.invalid";

/* RFC 4151 wants a day on which the host was its owner's; a constant, or identifiers
 * would change. */
static const char TAG_SINCE[] = "2026";

static bool in_host(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

/* "tag:example.org,2026:crime/es/", which every identifier of a feed starts with. */
static void write_tag(struct buffer *out, const struct feed *feed, const char *rest)
{
    struct buffer id = {0};
    const char *host = strstr(feed->base_url, "://");
    host = host && in_host(lower(host[3])) ? host + 3 : NO_HOST;
    const char *end = host;
    while (in_host(lower(*end)))
        end++;
    const char *path = strchr(end, '/');
    buffer_string(&id, "tag:");
    for (const char *c = host; c < end; c++)
        buffer_char(&id, lower(*c));
    buffer_format(&id, ",%s:%s%s/%s", TAG_SINCE, path ? path + 1 : "", feed->tag, rest);
    buffer_string(out, "<id>");
    buffer_char(&id, '\0');
    svg_escape(out, id.at);
    buffer_string(out, "</id>\n");
    buffer_free(&id);
}

static void write_text(struct buffer *out, const char *element, const char *words)
{
    buffer_format(out, "<%s>", element);
    svg_escape(out, words);
    buffer_format(out, "</%s>\n", element);
}

/* Publishers tell days: the hour is the first of it, never the clock's. */
static void write_day(struct buffer *out, struct day day)
{
    buffer_format(out, "<updated>%04d-%02d-%02dT00:00:00Z</updated>\n", day.year,
                  day.month, day.day);
}

static void write_link(struct buffer *out, const char *relation, const char *type,
                       const char *link)
{
    buffer_string(out, "<link");
    svg_attribute(out, "rel", relation);
    svg_attribute(out, "type", type);
    svg_attribute(out, "href", link);
    buffer_string(out, "/>\n");
}

/* By insertion, which keeps what is of one day in order: there are few. */
static void sort_entries(struct feed *feed)
{
    for (size_t i = 1; i < feed->count; i++) {
        struct entry now = feed->entry[i];
        size_t j = i;
        for (; j > 0 && day_compare(feed->entry[j - 1].day, now.day) < 0; j--)
            feed->entry[j] = feed->entry[j - 1];
        feed->entry[j] = now;
    }
}

static void write_entry(struct buffer *out, const struct feed *feed,
                        const struct entry *entry)
{
    buffer_string(out, "<entry>\n");
    write_tag(out, feed, entry->id);
    write_text(out, "title", entry->title);
    write_day(out, entry->day);
    write_link(out, "alternate", "text/html", entry->link);
    write_text(out, "summary", entry->text);
    buffer_string(out, "</entry>\n");
}

void atom_write(struct buffer *out, struct feed *feed)
{
    sort_entries(feed);
    buffer_string(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                       "<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    svg_attribute(out, "xml:lang", feed->locale);
    buffer_string(out, ">\n");
    write_tag(out, feed, feed->id);
    write_text(out, "title", feed->title);
    write_day(out, feed->count ? feed->entry[0].day : feed->day);
    buffer_string(out, "<author>");
    write_text(out, "name", feed->author);
    buffer_string(out, "</author>\n");
    write_link(out, "alternate", "text/html", feed->link);
    if (feed->self)
        write_link(out, "self", "application/atom+xml", feed->self);
    for (size_t i = 0; i < feed->count && i < FEED_ENTRIES_MAX; i++)
        write_entry(out, feed, &feed->entry[i]);
    buffer_string(out, "</feed>\n");
}
