/* By a command of the operator's: rsync, git, whatever. It is started as it is
 * configured, without a shell, and nothing of it is left when its time is up. */
#include "site/elsewhere.h"

#include "site/guarded.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LINES_MAX = 100, LINE_MAX_BYTES = 500, READ_BYTES = 4096 };

/* What the command says, as lines of the log. */
struct hearing {
    struct terminal *terminal;
    const char *name;
    size_t lines, length;
    char line[LINE_MAX_BYTES + 1];
};

static void end_line(struct hearing *hearing)
{
    hearing->line[hearing->length] = '\0';
    if (hearing->length == 0)
        return;
    hearing->length = 0;
    if (++hearing->lines <= LINES_MAX)
        terminal_log(hearing->terminal, "%s: %s", hearing->name, hearing->line);
    else if (hearing->lines == LINES_MAX + 1)
        terminal_log(hearing->terminal, "%s: …", hearing->name);
}

static void hear(struct hearing *hearing, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '\n')
            end_line(hearing);
        else if (hearing->length < LINE_MAX_BYTES && bytes[i] != '\0')
            hearing->line[hearing->length++] = bytes[i];
    }
}

static bool start(struct arena *arena, const struct publish_target *target,
                  const struct shown *shown, int output, struct guarded *out,
                  struct error *err)
{
    const char *const more[] = {arena_format(arena, "CIFRA_EDITION=%s", shown->release),
                                arena_format(arena, "CIFRA_FOLDER=%s", shown->folder),
                                NULL};
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0)
        return fail_errno(err, "opening /dev/null");
    bool good = guarded_start(target->word, guarded_environment(arena, more), nothing,
                              output, out, err);
    close(nothing);
    return good;
}

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until the command has closed its output, or its time is up: false. */
static bool listen_until(struct hearing *hearing, int in, int64_t end)
{
    char bytes[READ_BYTES];
    for (;;) {
        int64_t left = end - milliseconds();
        struct pollfd wait = {.fd = in, .events = POLLIN};
        if (left <= 0)
            return false;
        if (poll(&wait, 1, left > 1000 ? 1000 : (int)left) <= 0)
            continue;
        ssize_t got = read(in, bytes, sizeof bytes);
        if (got == 0)
            return true;
        if (got > 0)
            hear(hearing, bytes, (size_t)got);
    }
}

bool elsewhere_command(struct arena *arena, const struct publish_target *target,
                       const struct shown *shown, struct terminal *terminal,
                       const char **said, struct error *err)
{
    struct hearing hearing = {.terminal = terminal, .name = target->name};
    int64_t end = milliseconds() + (int64_t)target->timeout * 1000;
    int ends[2];
    struct guarded command;
    struct guarded_end how;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail_errno(err, "making a pipe");
    bool good = start(arena, target, shown, ends[1], &command, err);
    close(ends[1]);
    if (good) {
        /* one that closed its output may go on */
        bool ended = listen_until(&hearing, ends[0], end) &&
                     guarded_wait(&command, end - milliseconds(), &how);
        guarded_stop(&command);
        end_line(&hearing);
        good = ended ? guarded_judge(how, "it", err)
                     : fail(err, ERROR_SYSTEM, "it was not done after %d s",
                            target->timeout);
    }
    close(ends[0]);
    *said = "done";
    return good;
}
