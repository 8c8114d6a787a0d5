#include "site/terminal.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "site/json_line.h"
#include "site/meter.h"

#include <errno.h>
#include <pwd.h>
#include <stdarg.h>
#include <string.h>
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

bool terminal_format(struct terminal *terminal, const char *format, struct error *err)
{
    terminal->json = format && strcmp(format, "json") == 0;
    if (terminal->json)
        terminal->watched = false;
    return !format || terminal->json || strcmp(format, "text") == 0 ||
           fail(err, ERROR_USAGE, "--log-format is text or json, not \"%s\"", format);
}

void terminal_clear(struct terminal *terminal)
{
    if (terminal->watched)
        fputs("\r\033[K", terminal->err);
    for (; terminal->lines > 1; terminal->lines--)
        fputs("\033[A\033[K", terminal->err);
    terminal->lines = 0;
}

/* For programs that read the log. */
static void write_object(struct terminal *terminal, const char *level,
                         const char *message)
{
    struct arena arena = {0};
    struct buffer line = {0};
    json_line_open(&line);
    json_line_text(&line, "time", clock_iso(&arena));
    json_line_text(&line, "level", level);
    json_line_text(&line, "message", message);
    json_line_close(&line);
    buffer_string(&line, "\n");
    fwrite(line.at, 1, line.length, terminal->err);
    buffer_free(&line);
    arena_free(&arena);
}

/* Words may be a file's own, or an address: fit for a terminal only after this. */
static void write_line(struct terminal *terminal, bool error, const char *words)
{
    const char *before = error ? "cifra: " : "";
    struct buffer line = {0};
    text_printable(&line, text_of(words));
    buffer_char(&line, '\0');
    if (terminal->keep)
        terminal->keep(terminal->context, line.at);
    if (terminal->json && (error || !terminal->quiet))
        write_object(terminal, error ? "error" : "info", line.at);
    else if (error || !terminal->quiet) {
        terminal_clear(terminal);
        fprintf(terminal->err, "%s%s\n", before, line.at);
    }
    buffer_free(&line);
}

/* What may not be read or written is mostly somebody else's, after a run by hand as
 * root. */
void terminal_complain(struct terminal *terminal, const struct error *err)
{
    struct error said = *err;
    if (err->number == EACCES || err->number == EPERM) {
        const struct passwd *user = getpwuid(geteuid());
        if (user)
            fail_then(&said, "this run is of the user %s", user->pw_name);
        else
            fail_then(&said, "this run is of the user %ld", (long)geteuid());
    }
    write_line(terminal, true, said.message);
}

void terminal_warn(struct terminal *terminal, const char *format, ...)
{
    char line[ERROR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    write_line(terminal, true, line);
}

void terminal_log(struct terminal *terminal, const char *format, ...)
{
    char line[ERROR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    write_line(terminal, false, line);
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
    if (terminal->json)
        write_object(terminal, "progress", line);
    else if (terminal->watched)
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
