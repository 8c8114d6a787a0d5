#include "site/terminal.h"
#include "base/buffer.h"
#include "site/meter.h"

#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_USUAL = 80 };

/* Seconds between two looks at progress: often enough for an eye, seldom enough for a
 * log. */
static const double PAUSE_WATCHED = 0.1, PAUSE_LOG = 10;

void terminal_open(struct terminal *terminal, FILE *out, FILE *err, bool quiet)
{
    *terminal = (struct terminal){.out = out,
                                  .err = err,
                                  .quiet = quiet,
                                  .watched = !quiet && isatty(fileno(err)),
                                  .lock = PTHREAD_MUTEX_INITIALIZER};
    clock_gettime(CLOCK_MONOTONIC, &terminal->shown);
}

void terminal_clear(struct terminal *terminal)
{
    if (terminal->watched)
        fputs("\r\033[K", terminal->err);
    for (; terminal->lines > 1; terminal->lines--)
        fputs("\033[A\033[K", terminal->err);
    terminal->lines = 0;
}

/* Words may be a file's own, or an address: fit for a terminal only after this. */
static void write_line(struct terminal *terminal, const char *before, const char *words)
{
    struct buffer line = {0};
    text_printable(&line, text_of(words));
    buffer_char(&line, '\0');
    terminal_clear(terminal);
    fprintf(terminal->err, "%s%s\n", before, line.at);
    buffer_free(&line);
}

void terminal_complain(struct terminal *terminal, const struct error *err)
{
    write_line(terminal, "cifra: ", err->message);
}

void terminal_log(struct terminal *terminal, const char *format, ...)
{
    char line[ERROR_MESSAGE_MAX];
    va_list arguments;
    if (terminal->quiet)
        return;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    write_line(terminal, "", line);
}

static bool is_time_to_show(struct terminal *terminal)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double seconds = (double)(now.tv_sec - terminal->shown.tv_sec) +
                     (double)(now.tv_nsec - terminal->shown.tv_nsec) / 1e9;
    if (seconds < (terminal->watched ? PAUSE_WATCHED : PAUSE_LOG))
        return false;
    terminal->shown = now;
    return true;
}

/* One more line of progress; terminal_clear() comes before the first. */
static void show(struct terminal *terminal, const char *line)
{
    if (terminal->watched)
        fprintf(terminal->err, "%s\r\033[K%s", terminal->lines > 0 ? "\n" : "", line);
    else
        fprintf(terminal->err, "%s\n", line);
    terminal->lines++;
}

void terminal_step(void *context, const char *what, size_t done, size_t all)
{
    struct terminal *terminal = context;
    char line[128];
    pthread_mutex_lock(&terminal->lock);
    if (!terminal->quiet && is_time_to_show(terminal)) {
        snprintf(line, sizeof line, "%.80s %zu of %zu", what, done, all);
        terminal_clear(terminal);
        show(terminal, line);
    }
    pthread_mutex_unlock(&terminal->lock);
}

static int columns_of(const struct terminal *terminal)
{
    struct winsize size = {0};
    if (ioctl(fileno(terminal->err), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return COLUMNS_USUAL;
    return size.ws_col;
}

void terminal_transfers(void *context, const struct fetch_progress *all, size_t count)
{
    struct terminal *terminal = context;
    if (terminal->quiet || !is_time_to_show(terminal))
        return;
    int columns = columns_of(terminal);
    terminal_clear(terminal);
    for (size_t i = 0; i < count; i++) {
        struct buffer line = {0};
        if (terminal->watched)
            meter_bar(&line, &all[i], columns - 1);
        else
            meter_line(&line, &all[i]);
        buffer_char(&line, '\0');
        show(terminal, line.at);
        buffer_free(&line);
    }
}
