/* cifra init: a folder from which cifra can run every night.
 *
 * What it writes are copies of site/setup/ with the folder's, the program's and the
 * configuration's path put in; the Debian package uses the same files. */
#include "base/file.h"
#include "site/commands.h"
#include "site/printed.h"
#include "site/share.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SETUP_BYTES_MAX = 1 << 16 };

/* From site/setup/ to a place in the folder. */
static const struct {
    const char *from, *to;
} FILES[] = {
    {"cifra.json", "cifra.json"},
    {"cifra.service", "systemd/cifra.service"},
    {"cifra.timer", "systemd/cifra.timer"},
    {"crontab", "crontab"},
};
enum { FILES_COUNT = sizeof FILES / sizeof *FILES };

static const char *const FOLDERS[] = {"snapshots", "releases", "drop", "systemd"};
enum { FOLDERS_COUNT = sizeof FOLDERS / sizeof *FOLDERS };

/* A mark in the files, and what takes its place. */
struct mark {
    const char *mark, *value;
};

/* Paths go into units and a crontab, where blanks, quotes and % mean other things. */
static bool check_path(const char *path, struct error *err)
{
    for (const char *c = path; *c; c++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                    "/._+-",
                    *c) &&
            (unsigned char)*c < 0x80)
            return fail(err, ERROR_USAGE,
                        "%s: the folder's path may hold letters, digits and / . _ + - "
                        "only, because it goes into units and a crontab",
                        path);
    return true;
}

static bool find_folder(struct program *program, const char **out, struct error *err)
{
    char real[PATH_MAX];
    const char *given = program->options.argument[0];
    if (!check_path(given, err) || !folder_make(given, err))
        return false;
    if (!realpath(given, real))
        return fail(err, ERROR_SYSTEM, "%s is no folder that can be found", given);
    *out = arena_copy(&program->arena, text_of(real)).at;
    return check_path(*out, err);
}

static bool check_nothing_there(struct program *program, const char *folder,
                                struct error *err)
{
    for (size_t i = 0; i < FILES_COUNT; i++) {
        const char *path = path_join(&program->arena, folder, FILES[i].to);
        if (file_exists(path))
            return fail(err, ERROR_USAGE, "%s is there already and stays as it is",
                        path);
    }
    return true;
}

static void put_marks(struct buffer *out, struct text bytes, const struct mark *marks)
{
    for (size_t at = 0; at < bytes.length;) {
        const struct mark *mark = marks;
        while (mark->mark &&
               !text_starts((struct text){bytes.at + at, bytes.length - at},
                            text_of(mark->mark)))
            mark++;
        if (mark->mark) {
            buffer_string(out, mark->value);
            at += strlen(mark->mark);
        } else {
            buffer_char(out, bytes.at[at++]);
        }
    }
}

static bool copy_setup(struct arena *arena, const char *from, const char *to,
                       const struct mark *marks, struct error *err)
{
    struct buffer out = {0};
    struct text bytes;
    bool good = file_read(arena, from, SETUP_BYTES_MAX, &bytes, err);
    if (good) {
        put_marks(&out, bytes, marks);
        good = file_write(to, buffer_all(&out), err);
    }
    buffer_free(&out);
    return good;
}

static bool find_program(struct arena *arena, const char **out, struct error *err)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return fail(err, ERROR_SYSTEM, "the program does not find its own path");
    path[length] = '\0';
    *out = arena_copy(arena, text_of(path)).at;
    return true;
}

static bool set_up(struct program *program, const char *folder, struct error *err)
{
    struct arena *arena = &program->arena;
    const char *share = NULL, *self = NULL;
    if (!share_find(arena, program->options.share, &share, err) ||
        !find_program(arena, &self, err) || !check_nothing_there(program, folder, err))
        return false;
    for (size_t i = 0; i < FOLDERS_COUNT; i++)
        if (!folder_make(path_join(arena, folder, FOLDERS[i]), err))
            return false;
    program->options.config = path_join(arena, folder, "cifra.json");
    const struct mark marks[] = {{"@state@", folder},
                                 {"@program@", self},
                                 {"@config@", program->options.config},
                                 {NULL, NULL}};
    const char *setup = path_join(arena, share, "site/setup");
    for (size_t i = 0; i < FILES_COUNT; i++)
        if (!copy_setup(arena, path_join(arena, setup, FILES[i].from),
                        path_join(arena, folder, FILES[i].to), marks, err))
            return false;
    return true;
}

static void tell_next(struct program *program, const char *folder)
{
    if (program->options.quiet)
        return;
    fprintf(program->terminal.out,
            "%s is set up: cifra.json says how, in words.\n"
            "To run it every night as a user of its own, as root:\n"
            "  useradd --system --home-dir %s --shell /usr/sbin/nologin cifra\n"
            "  chown -R cifra:cifra %s\n"
            "  cp %s/systemd/cifra.* /etc/systemd/system/\n"
            "  systemctl daemon-reload && systemctl enable --now cifra.timer\n"
            "Without systemd: %s/crontab has the line.\n"
            "Readers want %s/public.\n",
            folder, folder, folder, folder, folder, folder);
}

enum exit_code command_init(struct program *program)
{
    struct error err = {0};
    const char *folder = NULL;
    if (!find_folder(program, &folder, &err) || !set_up(program, folder, &err))
        return fail_setup(program, &err);
    tell_next(program, folder);
    return program->options.bundle ? command_run(program) : EXIT_FINE;
}
