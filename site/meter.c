#include "site/meter.h"

#include <string.h>

enum { BAR_MIN = 5, BAR_MAX = 24, NAME_SHOWN = 28, COLUMNS_MAX = 400 };

static void add_megabytes(struct buffer *out, const struct fetch_progress *progress)
{
    double got = (double)progress->bytes / 1e6;
    if (progress->expected > 0)
        buffer_format(out, "%.1f of %.1f MB", got, (double)progress->expected / 1e6);
    else
        buffer_format(out, "%.1f MB", got);
    if (progress->page > 0)
        buffer_format(out, ", page %zu", progress->page);
}

static void add_rate(struct buffer *out, const char *separator, double rate)
{
    if (rate >= 1e6)
        buffer_format(out, "%s%.1f MB/s", separator, rate / 1e6);
    else if (rate > 0)
        buffer_format(out, "%s%.0f kB/s", separator, rate / 1e3);
}

static void add_left(struct buffer *out, const struct fetch_progress *progress)
{
    if (progress->expected <= progress->bytes || progress->rate < 1)
        return;
    double left = (double)(progress->expected - progress->bytes) / progress->rate;
    if (left < 360000)
        buffer_format(out, "  %d:%02d left", ((int)left + 1) / 60,
                      ((int)left + 1) % 60);
}

static double share_of(const struct fetch_progress *progress)
{
    double share = progress->expected > 0
                       ? (double)progress->bytes / (double)progress->expected
                       : 0;
    return share > 1 ? 1 : share;
}

static void add_bar(struct buffer *out, double share, int columns)
{
    int full = (int)(share * columns + 0.5);
    buffer_string(out, "  \xe2\x96\x95");
    for (int i = 0; i < columns; i++)
        buffer_string(out, i < full ? "\xe2\x96\x88" : "\xe2\x94\x80");
    buffer_format(out, "\xe2\x96\x8f %3.0f%%", share * 100);
}

void meter_bar(struct buffer *out, const struct fetch_progress *progress, int columns)
{
    struct buffer words = {0};
    buffer_string(&words, "  ");
    if (progress->waiting > 0)
        buffer_format(&words, "again in %.0f s", progress->waiting);
    else {
        add_megabytes(&words, progress);
        add_rate(&words, "  ", progress->rate);
        add_left(&words, progress);
    }
    int name = (int)strnlen(progress->name, NAME_SHOWN);
    int room = (columns < COLUMNS_MAX ? columns : COLUMNS_MAX) - NAME_SHOWN - 10 -
               (int)words.length;
    buffer_format(out, "%.*s%*s", name, progress->name, NAME_SHOWN - name, "");
    if (progress->expected > 0 && room >= BAR_MIN)
        add_bar(out, share_of(progress), room < BAR_MAX ? room : BAR_MAX);
    if (columns - NAME_SHOWN > (int)words.length)
        buffer_text(out, buffer_all(&words));
    buffer_free(&words);
}

void meter_line(struct buffer *out, const struct fetch_progress *progress)
{
    buffer_format(out, "fetching %s: ", progress->name);
    if (progress->waiting > 0) {
        buffer_format(out, "trying again in %.0f s", progress->waiting);
        return;
    }
    add_megabytes(out, progress);
    add_rate(out, ", ", progress->rate);
}
