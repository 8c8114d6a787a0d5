#include "site/calendar_feed.h"

#include "base/buffer.h"
#include "base/version.h"
#include "site/expected.h"
#include "site/prose.h"

enum { LINE_OCTETS = 75 };

/* A content line, folded as RFC 5545, 3.1 wants, never within a character. */
static void line(struct buffer *out, const char *name, const char *value)
{
    size_t width = 0;
    struct text parts[] = {text_of(name), TEXT(":"), text_of(value)};
    for (size_t part = 0; part < 3; part++)
        for (size_t i = 0; i < parts[part].length; i++) {
            unsigned char c = (unsigned char)parts[part].at[i];
            if ((c & 0xC0) != 0x80 && width + 4 > LINE_OCTETS) {
                buffer_string(out, "\r\n ");
                width = 1;
            }
            buffer_char(out, (char)c);
            width++;
        }
    buffer_string(out, "\r\n");
}

/* A TEXT value: RFC 5545, 3.3.11. */
static const char *escaped(struct arena *arena, const char *words)
{
    struct buffer out = {0};
    for (const char *c = words; *c; c++) {
        if (*c == '\\' || *c == ';' || *c == ',')
            buffer_char(&out, '\\');
        if (*c == '\n')
            buffer_string(&out, "\\n");
        else
            buffer_char(&out, *c);
    }
    const char *copy = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return copy;
}

/* known: the newest file by which it was known, for DTSTAMP: the feed changes when a
 * file comes, and at no other time. */
static void event(const struct page *page, struct buffer *out,
                  const struct source *source, struct day day, struct day known,
                  bool expected)
{
    struct arena *arena = page->arena;
    struct day next = day_of_number(day_number(day) + 1);
    const char *words =
        say(arena, page->catalogue,
            expected ? "calendar.event_expected" : "calendar.event_released", 0,
            (struct part[]){{"source", in_language(page, &source->name)}, {0}});
    line(out, "BEGIN", "VEVENT");
    line(out, "UID",
         expected ? arena_format(arena, "%s.next@cifra", source->id)
                  : arena_format(arena, "%s.%04d%02d%02d@cifra", source->id, day.year,
                                 day.month, day.day));
    line(out, "DTSTAMP",
         arena_format(arena, "%04d%02d%02dT000000Z", known.year, known.month,
                      known.day));
    line(out, "DTSTART;VALUE=DATE",
         arena_format(arena, "%04d%02d%02d", day.year, day.month, day.day));
    line(out, "DTEND;VALUE=DATE",
         arena_format(arena, "%04d%02d%02d", next.year, next.month, next.day));
    line(out, "SUMMARY", escaped(arena, words));
    line(out, "DESCRIPTION", escaped(arena, source->publisher));
    if (source->landing && *source->landing)
        line(out, "URL", source->landing);
    line(out, "STATUS", expected ? "TENTATIVE" : "CONFIRMED");
    line(out, "TRANSP", "TRANSPARENT");
    line(out, "END", "VEVENT");
}

static void events_of(const struct page *page, struct buffer *out,
                      const struct holding *holding)
{
    struct day last = {0};
    if (!holding->current)
        return;
    struct day newest = holding->current->snapshot.provenance.date;
    for (size_t i = 0; i < holding->vintages; i++) {
        struct day day = holding->vintage[i].snapshot.provenance.date;
        if (!day.month || day_compare(day, last) == 0) /* two files of a day */
            continue;
        event(page, out, holding->source, day, day, false);
        last = day;
    }
    struct expected expected = expected_of(holding->source, newest);
    if (expected.next.month)
        event(page, out, holding->source, expected.next, newest, true);
}

bool calendar_feed_put(const struct page *page, struct error *err)
{
    const struct holdings *holdings = page->site->holdings;
    struct buffer out = {0};
    line(&out, "BEGIN", "VCALENDAR");
    line(&out, "VERSION", "2.0");
    line(&out, "PRODID", "-//cifra//" CIFRA_VERSION "//EN");
    line(&out, "X-WR-CALNAME",
         escaped(page->arena, arena_format(page->arena, "%s: %s",
                                           page->site->config->title.in[page->language],
                                           word(page->catalogue, "nav.calendar"))));
    for (size_t i = 0; i < holdings->count; i++)
        events_of(page, &out, &holdings->holding[i]);
    line(&out, "END", "VCALENDAR");
    bool good =
        tree_put(page->site->tree,
                 arena_format(page->arena, "%s/%s", page->folder, CALENDAR_FEED),
                 buffer_all(&out), err);
    buffer_free(&out);
    return good;
}
