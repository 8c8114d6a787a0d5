/* The program: a table of options, a table of commands, a function for each command,
 * and all the printing. What is done is done below, in site/. */
#include "base/number.h"
#include "base/version.h"
#include "site/command_line.h"
#include "site/diff.h"
#include "site/edition.h"
#include "site/intake.h"
#include "site/meter.h"
#include "site/query.h"
#include "site/record.h"
#include "site/release.h"
#include "transform/compare.h"

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* One table with the man page; codes are never given another meaning. */
enum exit_code {
    EXIT_FINE = 0,         /* published, or nothing new */
    EXIT_BAD_USAGE = 2,    /* command line or configuration */
    EXIT_KEPT_BACK = 3,    /* published, and a source was kept back */
    EXIT_LOCKED = 11,      /* another run is at work */
    EXIT_REFUSED = 65,     /* a source was refused, the old edition stays */
    EXIT_BUG = 70,         /* the program or its own files */
    EXIT_SYSTEM = 74,      /* disk, folder, memory */
    EXIT_UNREACHABLE = 75, /* a source was not to be had, the old edition stays */
};

enum { ARGUMENTS_MAX = 64, DATE_YEAR_MIN = 1990, HASH_DIGITS_MIN = 6 };

struct options {
    const char *config, *share, *source, *date, *url, *note, *bundle, *as_of, *accept;
    bool verbose, quiet, help, version, json;
    const char *argument[ARGUMENTS_MAX];
    size_t arguments;
};

struct program {
    struct options options;
    struct arena arena;
    struct config config;
    struct holdings holdings;
    struct timespec started;
    bool terminal; /* somebody watches */
    pthread_mutex_t lock;
    struct timespec shown; /* when progress was last shown */
    size_t lines;          /* of progress that stand on the terminal */
};

struct command {
    const char *name;
    const char *arguments;
    const char *summary;
    const char *help;
    const char *options; /* of its own, each with a space behind */
    size_t least, most;  /* arguments */
    enum exit_code (*run)(struct program *program);
};

/* Options ---------------------------------------------------------------------- */

static const struct option OPTIONS[] = {
    {"config", "FILE", offsetof(struct options, config), 0, true,
     "configuration; else ./cifra.json, if there is one"},
    {"share", "DIR", offsetof(struct options, share), 0, true,
     "folder of lists, descriptors and templates"},
    {"verbose", NULL, offsetof(struct options, verbose), 'v', true, "say more"},
    {"quiet", NULL, offsetof(struct options, quiet), 'q', true, "say errors only"},
    {"help", NULL, offsetof(struct options, help), 'h', true, "explain"},
    {"version", NULL, offsetof(struct options, version), 0, true, "tell the version"},
    {"source", "ID", offsetof(struct options, source), 0, false,
     "which source the file is of; cifra sources lists them"},
    {"date", "YYYY-MM-DD", offsetof(struct options, date), 0, false,
     "day the publisher let the file out; else today"},
    {"url", "URL", offsetof(struct options, url), 0, false,
     "where the file was downloaded, for the record"},
    {"note", "TEXT", offsetof(struct options, note), 0, false,
     "anything else to remember of it"},
    {"bundle", "DIR", offsetof(struct options, bundle), 0, false,
     "take in the files that DIR/bundle.json lists"},
    {"as-of", "YYYY-MM-DD", offsetof(struct options, as_of), 0, false,
     "use no snapshot that is younger: the edition of that day"},
    {"accept", "SOURCE", offsetof(struct options, accept), 0, false,
     "let through what it has lost; several: commas between"},
    {"json", NULL, offsetof(struct options, json), 0, false, "as JSON, for programs"},
};
enum { OPTIONS_COUNT = sizeof OPTIONS / sizeof *OPTIONS };

static enum exit_code run(struct program *program);
static enum exit_code fetch(struct program *program);
static enum exit_code import(struct program *program);
static enum exit_code check(struct program *program);
static enum exit_code build(struct program *program);
static enum exit_code sources(struct program *program);
static enum exit_code snapshots(struct program *program);
static enum exit_code withdraw(struct program *program);
static enum exit_code query(struct program *program);
static enum exit_code diff(struct program *program);
static enum exit_code help(struct program *program);
static enum exit_code version(struct program *program);

static const struct command COMMANDS[] = {
    {"run", "", "fetch, read, build and publish: the nightly job",
     "Fetches every source that has an address and is in the store or named in the\n"
     "configuration, reads all snapshots and publishes an\n"
     "edition. A source that cannot be fetched or read keeps its last good figures.\n"
     "When nothing is new, nothing on disk changes. With --as-of, nothing is fetched.\n"
     "An edition that would lose a source, or go back in time with one, is refused;\n"
     "so is a snapshot that lost what was published, unless --accept names the source.",
     "bundle as-of accept ", 0, 0, run},
    {"import", "FILE --source ID", "take in a file that was downloaded by hand",
     "Reads the file whole, checks it against the newest snapshot, and keeps its "
     "bytes\n"
     "in the snapshot store. A file that is refused leaves everything as it was.\n"
     "The day its publisher let it out decides its place among the snapshots: give it\n"
     "with --date when it is not today; a file that is in the store under another day\n"
     "gets that one. A damaged snapshot is mended by the same bytes.",
     "source date url note bundle accept ", 0, 1, import},
    {"check", "SOURCE | FILE --source ID", "read with every check, and keep nothing",
     "Says what the file holds and what it would change, or in one sentence why it\n"
     "would be refused: row, column, what stands there and what may have been meant.\n"
     "Without a file, looks at the source's descriptor and its newest snapshot.",
     "source date ", 1, 1, check},
    {"fetch", "[SOURCE...]", "fetch new snapshots, and publish nothing",
     "Without a source, fetches every one that has an address or a drop folder and is\n"
     "in the store or named in the configuration. What\n"
     "was interrupted goes on where it ended. Refused bytes are put aside in\n"
     "<snapshots>/.refused, with the reason.",
     "", 0, ARGUMENTS_MAX, fetch},
    {"build", "", "read, build and publish what is in the store",
     "Like run, without fetching. With --as-of, the edition is the one that could "
     "have\n"
     "been built on that day.",
     "as-of accept ", 0, 0, build},
    {"sources", "", "list the sources",
     "Lists every source: how many snapshots of it\n"
     "are in the store, the day of the newest, and how it is got.",
     "", 0, 0, sources},
    {"snapshots", "[SOURCE]", "list the snapshots in the store",
     "Reads and lists every snapshot, oldest first: day, source, the last period it\n"
     "holds, rows, bytes, hash, state, origin. With --verbose, hashes are whole.",
     "as-of ", 0, 1, snapshots},
    {"withdraw", "SOURCE HASH", "take a snapshot out of the store",
     "Moves a snapshot that was taken in by mistake, bytes and provenance, to\n"
     "<snapshots>/.withdrawn/SOURCE/; nothing is deleted. Six digits of the hash or "
     "more\n"
     "will do, if they are of one snapshot only. When the edition in place is made "
     "from\n"
     "it, the next one needs --accept SOURCE.",
     "", 2, 2, withdraw},
    {"query", "PLACE OFFENCE", "ask for an offence in a place",
     "Tells count, rate with its 95% interval and change of every year, each way of\n"
     "counting for itself, and the files it comes from. PLACE is a code (mx-11), a "
     "path\n"
     "(mx/guanajuato) or a name, OFFENCE a code (homicidio-doloso) or a name.",
     "as-of ", 2, 2, query},
    {"diff", "", "what an edition built now would change",
     "Sets the snapshots in the store against those of the edition in place: for each\n"
     "source that changed the old and the new one, and how many figures are new,\n"
     "changed and gone.",
     "json ", 0, 0, diff},
    {"help", "[COMMAND]", "explain a command", "Explains a command.", "", 0, 1, help},
    {"version", "", "tell the version", "Tells the version.", "", 0, 0, version},
};
enum { COMMANDS_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

/* Printing --------------------------------------------------------------------- */

/* Progress stands on the last lines of a terminal; what is said takes its place. */
static void clear_line(struct program *program)
{
    if (program->terminal)
        fputs("\r\033[K", stderr);
    for (; program->lines > 1; program->lines--)
        fputs("\033[A\033[K", stderr);
    program->lines = 0;
}

/* What came from outside, made fit for a terminal: everything that is printed and may
 * hold a name, an address or a file's own words goes through here. */
static const char *shown(struct program *program, const char *words)
{
    struct buffer out = {0};
    text_printable(&out, text_of(words));
    const char *copy = arena_copy(&program->arena, buffer_all(&out)).at;
    buffer_free(&out);
    return copy;
}

static void complain(struct program *program, const struct error *err)
{
    clear_line(program);
    fprintf(stderr, "cifra: %s\n", shown(program, err->message));
}

/* A line for the log; nothing with --quiet. */
static void log_line(struct program *program, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void log_line(struct program *program, const char *format, ...)
{
    char line[ERROR_MESSAGE_MAX];
    va_list arguments;
    if (program->options.quiet)
        return;
    clear_line(program);
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s\n", shown(program, line));
}

static const char *grouped(struct program *program, size_t number)
{
    static const struct numerals numerals = {",", ".", "-"};
    struct buffer out = {0};
    number_write(&out, (double)number, 0, &numerals);
    const char *copy = arena_copy(&program->arena, buffer_all(&out)).at;
    buffer_free(&out);
    return copy;
}

/* "1 page", "1,204 pages". */
static const char *many(struct program *program, size_t number, const char *one)
{
    return arena_format(&program->arena, "%s %s%s", grouped(program, number), one,
                        number == 1 ? "" : "s");
}

static const char *day_words(struct arena *arena, struct day day)
{
    if (day.month == 0)
        return "unknown day";
    return arena_format(arena, "%04d-%02d-%02d", day.year, day.month, day.day);
}

static const char *or_nothing(const char *string) { return string ? string : ""; }

static double seconds_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) +
           (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

/* Often enough for an eye, seldom enough for a log. */
static bool is_time_to_show(struct program *program)
{
    if (seconds_since(&program->shown) < (program->terminal ? 0.1 : 10))
        return false;
    clock_gettime(CLOCK_MONOTONIC, &program->shown);
    return true;
}

/* One more line of progress; clear_line() comes before the first. */
static void show(struct program *program, const char *line)
{
    if (program->terminal)
        fprintf(stderr, "%s\r\033[K%s", program->lines > 0 ? "\n" : "", line);
    else
        fprintf(stderr, "%s\n", line);
    program->lines++;
}

static void show_step(void *context, const char *what, size_t done, size_t all)
{
    struct program *program = context;
    char line[128];
    pthread_mutex_lock(&program->lock);
    if (!program->options.quiet && is_time_to_show(program)) {
        snprintf(line, sizeof line, "%.80s %zu of %zu", what, done, all);
        clear_line(program);
        show(program, line);
    }
    pthread_mutex_unlock(&program->lock);
}

static int terminal_columns(void)
{
    struct winsize size = {0};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

static void show_transfers(void *context, const struct fetch_progress *all,
                           size_t count)
{
    struct program *program = context;
    if (program->options.quiet || !is_time_to_show(program))
        return;
    int columns = terminal_columns();
    clear_line(program);
    for (size_t i = 0; i < count; i++) {
        struct buffer line = {0};
        if (program->terminal)
            meter_bar(&line, &all[i], columns - 1);
        else
            meter_line(&line, &all[i]);
        buffer_char(&line, '\0');
        show(program, line.at);
        buffer_free(&line);
    }
}

/* Stages ----------------------------------------------------------------------- */

/* What a failure means depends on whose files were being read: the operator's. */
static enum exit_code fail_setup(struct program *program, const struct error *err)
{
    complain(program, err);
    return err->kind == ERROR_SYSTEM ? EXIT_SYSTEM : EXIT_BAD_USAGE;
}

/* A publisher's. */
static enum exit_code code_of_data(enum error_kind kind)
{
    switch (kind) {
    case ERROR_USAGE:
        return EXIT_BAD_USAGE;
    case ERROR_SYSTEM:
        return EXIT_SYSTEM;
    case ERROR_NETWORK:
        return EXIT_UNREACHABLE;
    case ERROR_FORMAT:
    case ERROR_UNKNOWN_WORD:
    case ERROR_CONTRADICTION:
    case ERROR_LIMIT:
        return EXIT_REFUSED;
    case ERROR_NONE:
        break;
    }
    return EXIT_BUG;
}

static enum exit_code fail_data(struct program *program, const struct error *err)
{
    complain(program, err);
    return code_of_data(err->kind);
}

/* Ours. */
static enum exit_code fail_build(struct program *program, const struct error *err)
{
    complain(program, err);
    return err->kind == ERROR_SYSTEM  ? EXIT_SYSTEM
           : err->kind == ERROR_USAGE ? EXIT_BAD_USAGE
                                      : EXIT_BUG;
}

static enum exit_code fail_lock(struct program *program, const struct error *err)
{
    complain(program, err);
    return err->kind == ERROR_CONTRADICTION ? EXIT_LOCKED
           : err->kind == ERROR_USAGE       ? EXIT_BAD_USAGE
                                            : EXIT_SYSTEM;
}

static const char *config_path(const struct program *program)
{
    if (program->options.config)
        return program->options.config;
    return file_exists("cifra.json") ? "cifra.json" : NULL;
}

static bool read_as_of(const struct program *program, struct day *day,
                       struct error *err)
{
    const char *as_of = program->options.as_of;
    return !as_of || day_parse(text_of(as_of), day) ||
           fail(err, ERROR_USAGE, "--as-of must be like 2024-12-21, not \"%s\"", as_of);
}

/* The next id of --accept; NULL at the end. */
static const char *next_accepted(struct program *program, struct text *rest)
{
    while (rest->at) {
        struct text id = text_trim(text_cut(rest, ','));
        if (id.length > 0)
            return arena_copy(&program->arena, id).at;
    }
    return NULL;
}

static bool read_accept(struct program *program, struct error *err)
{
    struct text rest = text_of(program->options.accept);
    const struct holding *found;
    for (const char *id; (id = next_accepted(program, &rest));)
        if (!holdings_find(&program->holdings, id, &found, err))
            return fail_while(err, "--accept");
    program->holdings.accept = program->options.accept;
    return true;
}

/* Configuration, lists, descriptors and what is in the store. */
static bool set_up(struct program *program, struct error *err)
{
    struct arena *arena = &program->arena;
    const char *share;
    return config_find_share(arena, program->options.share, &share, err) &&
           config_load(arena, config_path(program), share, &program->config, err) &&
           holdings_open(arena, &program->config, &program->holdings, err) &&
           read_as_of(program, &program->holdings.as_of, err) &&
           read_accept(program, err) && holdings_list(arena, &program->holdings, err);
}

/* Taking in --------------------------------------------------------------------- */

static void tell_intake(struct program *program, const struct intake *intake)
{
    struct arena *arena = &program->arena;
    const struct provenance *from = &intake->provenance;
    if (intake->result == INTAKE_KNOWN && program->options.verbose)
        log_line(program, "%s: in the store since %s, as the snapshot of %s",
                 from->source, from->fetched, day_words(arena, from->date));
    if (intake->result == INTAKE_MENDED)
        log_line(program,
                 "%s: the snapshot of %s was damaged in the store, and is whole again",
                 from->source, day_words(arena, from->date));
    if (intake->result == INTAKE_REDATED)
        log_line(program,
                 "%s: in the store already, and from now on the snapshot of %s",
                 from->source, day_words(arena, from->date));
    if (intake->result != INTAKE_KNOWN && from->accepted && *from->accepted)
        log_line(program, "%s: accepted: %s", from->source, from->accepted);
    if (intake->result == INTAKE_NEW)
        log_line(program, "%s: new snapshot of %s, %s, %s", from->source,
                 day_words(arena, from->date),
                 many(program, intake->decoded.rows, "row"),
                 many(program, from->bytes, "byte"));
}

/* The graver of two: what was refused needs a person, what is away comes back. */
static enum exit_code graver(enum exit_code a, enum exit_code b)
{
    static const enum exit_code order[] = {EXIT_BUG, EXIT_SYSTEM, EXIT_BAD_USAGE,
                                           EXIT_REFUSED, EXIT_UNREACHABLE};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return a;
}

static enum exit_code take_bundle(struct program *program)
{
    enum exit_code worst = EXIT_FINE;
    struct intake *intake;
    struct error *fault, err = {0};
    size_t count = 0;
    intake_bundle(&program->arena, &program->holdings, program->options.bundle, &intake,
                  &fault, &count, &err);
    for (size_t i = 0; i < count; i++) {
        if (fault[i].kind == ERROR_NONE)
            tell_intake(program, &intake[i]);
        else
            worst = graver(worst, fail_data(program, &fault[i]));
    }
    return worst == EXIT_FINE && err.kind != ERROR_NONE ? fail_data(program, &err)
                                                        : worst;
}

static bool is_used(const struct holdings *holdings, const struct source *source)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (strcmp(holdings->holding[i].source->id, source->id) == 0)
            return true;
    return false;
}

/* No arguments: all that have an address, of those that are held already or that the
 * configuration names. The rest of the world is not fetched unasked. */
static bool is_asked_for(const struct program *program, const struct source *source)
{
    const struct options *options = &program->options;
    for (size_t i = 0; i < options->arguments; i++)
        if (strcmp(options->argument[i], source->id) == 0)
            return true;
    return options->arguments == 0 && is_used(&program->holdings, source) &&
           intake_can_fetch(&program->config, source);
}

static bool can_fetch_any(const struct program *program)
{
    for (size_t i = 0; i < program->holdings.sources; i++)
        if (is_asked_for(program, &program->holdings.source[i]))
            return true;
    return false;
}

/* The sources to fetch, in order of id. */
static const struct source *const *sources_asked_for(struct program *program,
                                                     size_t *count)
{
    const struct holdings *holdings = &program->holdings;
    const struct source **asked =
        arena_array(&program->arena, holdings->sources + 1, sizeof *asked);
    *count = 0;
    for (size_t i = 0; i < holdings->sources; i++)
        if (is_asked_for(program, &holdings->source[i]))
            asked[(*count)++] = &holdings->source[i];
    return asked;
}

static enum exit_code fetch_locked(struct program *program)
{
    struct intake_watch watch = {.progress = show_transfers, .context = program};
    enum exit_code worst = EXIT_FINE;
    struct intake *intake;
    struct error *fault, err = {0}, ignored = {0};
    size_t asked, count = 0;
    int lock;
    const struct source *const *sources = sources_asked_for(program, &asked);
    if (!intake_lock(&program->config, &lock, &err))
        return fail_lock(program, &err);
    intake_fetch(&program->arena, &program->holdings, sources, asked, &watch, &intake,
                 &fault, &count, &ignored);
    close(lock);
    for (size_t i = 0; i < count; i++) {
        if (fault[i].kind == ERROR_NONE)
            tell_intake(program, &intake[i]);
        else
            worst = graver(worst, fail_data(program, &fault[i]));
    }
    return worst;
}

/* Building ---------------------------------------------------------------------- */

/* What was made from what, and whether all of it: a night with nothing new still
 * says that a source is kept back. Lines that follow say from which snapshots
 * (site/record.h). */
#define STAMP_COMPLETE " complete\n"
#define STAMP_KEPT_BACK " kept-back\n"

/* What of the store an edition depends on, beside bytes and days. */
static void add_states(struct buffer *sum, const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        for (size_t j = 0; j < holdings->holding[i].vintages; j++) {
            const struct snapshot *snapshot = &holdings->holding[i].vintage[j].snapshot;
            buffer_format(sum, " %s %s", or_nothing(snapshot->fault),
                          or_nothing(snapshot->provenance.accepted));
        }
}

static bool make_stamp(struct program *program, const char *inputs, const char **out,
                       struct error *err)
{
    struct sha256 executable;
    struct buffer sum = {0};
    if (!sha256_of_file("/proc/self/exe", &executable, err))
        return false;
    buffer_format(&sum, "%s %s", inputs, executable.hex);
    add_states(&sum, &program->holdings);
    struct sha256 stamp = sha256_of(buffer_all(&sum));
    buffer_free(&sum);
    *out = arena_copy(&program->arena, text_of(stamp.hex)).at;
    return true;
}

static size_t count_kept_back(const struct program *program)
{
    size_t kept_back = 0;
    for (size_t i = 0; i < program->holdings.count; i++)
        if (program->holdings.holding[i].held_back)
            kept_back++;
    return kept_back;
}

static void tell_vintage(struct program *program, const struct holding *holding,
                         const struct vintage *vintage)
{
    const struct decoded *decoded = &vintage->decoded;
    const char *day = day_words(&program->arena, vintage->snapshot.provenance.date);
    if (vintage->fault)
        fprintf(stderr, "cifra: %s: the snapshot of %s (%.12s) is kept back: %s\n",
                holding->source->id, day, vintage->snapshot.provenance.sha256.hex,
                shown(program, vintage->fault));
    else if (program->options.verbose)
        log_line(program, "%s: the snapshot of %s: %s, %s, %s known",
                 holding->source->id, day, many(program, decoded->rows, "row"),
                 decoded->encoding,
                 many(program, cube_figures(vintage->cube), "figure"));
}

static void tell_vintages(struct program *program)
{
    clear_line(program);
    for (size_t i = 0; i < program->holdings.count; i++) {
        struct holding *holding = &program->holdings.holding[i];
        for (size_t j = 0; j < holding->vintages; j++)
            if (program->options.verbose || &holding->vintage[j] == holding->held_back)
                tell_vintage(program, holding, &holding->vintage[j]);
    }
}

/* Is there anything to publish? */
static bool check_any(const struct program *program, struct error *err)
{
    const char *unread = NULL;
    for (size_t i = 0; i < program->holdings.count; i++) {
        const struct holding *holding = &program->holdings.holding[i];
        if (holding->current)
            return true;
        if (holding->vintages > 0)
            unread = holding->source->id;
    }
    if (unread)
        return fail(err, ERROR_CONTRADICTION,
                    "nothing is published: of %s no snapshot can be read", unread);
    return fail(err, ERROR_USAGE,
                "nothing is published: there is no snapshot in %s yet; see cifra help "
                "import",
                program->config.snapshots);
}

/* No edition may lose a source that the one in place has, nor go back in time with it,
 * unless it is meant to. */
static bool check_complete(struct program *program, struct error *err)
{
    struct holdings *holdings = &program->holdings;
    const char *source, *loss;
    size_t at = 0;
    struct record record = record_read(&program->arena, &program->config);
    while (!holdings->as_of.month &&
           record_loss(&program->arena, &record, holdings, &at, &source, &loss)) {
        if (!holdings_accepts(holdings, source))
            return fail(err, ERROR_CONTRADICTION,
                        "nothing is published: %s; --accept %s lets that through", loss,
                        source);
        log_line(program, "%s: accepted: %s", source, loss);
    }
    return check_any(program, err);
}

/* Let through what --accept is for; *any: a snapshot's provenance says so now. */
static bool accept_losses(struct program *program, bool *any, struct error *err)
{
    struct text rest = text_of(program->options.accept);
    *any = false;
    for (const char *id; (id = next_accepted(program, &rest));) {
        const char *sentence;
        if (!holdings_accept(&program->arena, &program->holdings, id, &sentence, err))
            return false;
        if (!sentence)
            continue;
        log_line(program, "%s: accepted: %s", id, sentence);
        *any = true;
    }
    return true;
}

static void tell_nothing_new(struct program *program, enum exit_code code)
{
    struct error ignored = {0};
    const char *folder;
    if (program->options.quiet ||
        !release_current(&program->arena, program->config.public_, &folder, &ignored) ||
        !folder)
        return;
    clear_line(program);
    printf("nothing new: %s/ is edition %s and stays as it is%s\n",
           program->config.public_, strrchr(folder, '/') + 1,
           code == EXIT_KEPT_BACK ? "; a source is still kept back" : "");
}

static void tell_read(struct program *program)
{
    size_t known = 0, vintages = 0, rows = 0, figures = 0;
    for (size_t i = 0; i < program->holdings.count; i++) {
        const struct holding *holding = &program->holdings.holding[i];
        known += holding->current != NULL;
        vintages += holding->vintages;
        for (size_t j = 0; j < holding->vintages; j++) {
            rows += holding->vintage[j].decoded.rows;
            if (holding->vintage[j].cube)
                figures += cube_figures(holding->vintage[j].cube);
        }
    }
    printf("%s, %s, %s read\n", many(program, known, "source"),
           many(program, vintages, "snapshot"), many(program, rows, "row"));
    printf("%s held\n", many(program, figures, "figure"));
}

static void tell_published(struct program *program, const struct edition_counts *counts,
                           const struct published *published)
{
    const struct config *config = &program->config;
    if (program->options.quiet)
        return;
    clear_line(program);
    tell_read(program);
    printf("%s, %s, %s\n", many(program, counts->pages, "page"),
           many(program, counts->charts, "chart"),
           many(program, counts->datasets, "dataset"));
    printf("published %s in %.1f s (%s: %s written, %s unchanged)\n",
           published->release, seconds_since(&program->started),
           many(program, published->files, "file"),
           grouped(program, published->written), grouped(program, published->linked));
    printf("open %s/%s/index.html\n", config->public_, config->languages.tag[0]);
}

/* Is the public edition made from exactly this? *code says how complete it is. */
static bool is_published(struct program *program, const char *stamp,
                         enum exit_code *code)
{
    const char *found =
        tree_stamp(&program->arena, program->config.releases, program->config.public_);
    if (!found || strncmp(found, stamp, SHA256_HEX) != 0)
        return false;
    struct text state = text_of(found + SHA256_HEX);
    bool kept_back = text_starts(state, TEXT(STAMP_KEPT_BACK));
    *code = kept_back ? EXIT_KEPT_BACK : EXIT_FINE;
    return kept_back || text_starts(state, TEXT(STAMP_COMPLETE));
}

static const char *full_stamp(struct program *program, const char *stamp)
{
    struct buffer full = {0};
    buffer_string(&full, stamp);
    buffer_string(&full,
                  count_kept_back(program) > 0 ? STAMP_KEPT_BACK : STAMP_COMPLETE);
    record_write(&full, &program->holdings);
    const char *copy = arena_copy(&program->arena, buffer_all(&full)).at;
    buffer_free(&full);
    return copy;
}

static enum exit_code publish(struct program *program, struct tree *tree,
                              const char *inputs, const char *stamp, bool *changed)
{
    struct arena *arena = &program->arena;
    struct holdings *holdings = &program->holdings;
    struct progress progress = {show_step, program};
    struct edition_counts counts = {0};
    struct published published;
    struct error err = {0};
    const char *full = full_stamp(program, stamp);
    if (!edition_build(holdings, inputs, tree, &progress, &counts, &err) ||
        !tree_publish(tree, edition_day(arena, holdings), full,
                      program->config.keep_releases, &published, &err))
        return fail_build(program, &err);
    enum exit_code code = count_kept_back(program) > 0 ? EXIT_KEPT_BACK : EXIT_FINE;
    *changed = published.changed;
    if (published.changed)
        tell_published(program, &counts, &published);
    else
        tell_nothing_new(program, code);
    return code;
}

static enum exit_code read_and_publish(struct program *program, struct tree *tree,
                                       bool *changed)
{
    struct progress progress = {show_step, program};
    const char *inputs, *stamp;
    struct error err = {0};
    enum exit_code code;
    bool accepted;
    if (!holdings_list(&program->arena, &program->holdings, &err))
        return fail_data(program, &err);
    if (!edition_inputs(&program->arena, &program->holdings, &inputs, &err) ||
        !make_stamp(program, inputs, &stamp, &err))
        return fail_build(program, &err);
    if (!program->options.accept && is_published(program, stamp, &code)) {
        tell_nothing_new(program, code);
        return code;
    }
    if (!holdings_read(&program->arena, &program->holdings, &progress, &err))
        return fail_setup(program, &err);
    if (!accept_losses(program, &accepted, &err))
        return fail_build(program, &err);
    tell_vintages(program);
    if (!check_complete(program, &err))
        return fail_data(program, &err);
    if (accepted && !make_stamp(program, inputs, &stamp, &err))
        return fail_build(program, &err);
    return publish(program, tree, inputs, stamp, changed);
}

/* What a night comes to: intake is how taking in went, code how publishing went. */
static enum exit_code sum_up(enum exit_code intake, enum exit_code code, bool changed)
{
    if (intake == EXIT_FINE || (code != EXIT_FINE && code != EXIT_KEPT_BACK))
        return code;
    return changed || code == EXIT_KEPT_BACK ? EXIT_KEPT_BACK : intake;
}

static enum exit_code run_locked(struct program *program, struct tree *tree,
                                 bool fetching)
{
    enum exit_code intake = EXIT_FINE;
    bool changed = false;
    if (program->options.bundle)
        intake = take_bundle(program);
    if (fetching && can_fetch_any(program))
        intake = graver(intake, fetch_locked(program));
    if (intake == EXIT_LOCKED || intake == EXIT_SYSTEM || intake == EXIT_BAD_USAGE)
        return intake;
    enum exit_code code = read_and_publish(program, tree, &changed);
    return sum_up(intake, code, changed);
}

static enum exit_code run_or_build(struct program *program, bool fetching)
{
    struct error err = {0};
    struct tree *tree;
    if (!set_up(program, &err))
        return fail_setup(program, &err);
    if (!tree_open(program->config.releases, program->config.public_, &tree, &err))
        return fail_lock(program, &err);
    enum exit_code code = run_locked(program, tree, fetching);
    tree_close(tree);
    return code;
}

/* Commands ---------------------------------------------------------------------- */

static enum exit_code run(struct program *program)
{
    return run_or_build(program, program->options.as_of == NULL);
}

static enum exit_code build(struct program *program)
{
    return run_or_build(program, false);
}

/* Each source that was named must be there, and have an address. */
static bool check_fetchable(const struct program *program, struct error *err)
{
    const struct options *options = &program->options;
    for (size_t i = 0; i < options->arguments; i++) {
        const struct holding *holding;
        if (!holdings_find(&program->holdings, options->argument[i], &holding, err))
            return false;
        if (!intake_can_fetch(&program->config, holding->source))
            return fail(
                err, ERROR_USAGE,
                "%s has no address to fetch from and no drop folder: get it at %s "
                "and take it in with cifra import",
                holding->source->id, or_nothing(holding->source->landing));
    }
    return true;
}

static enum exit_code fetch(struct program *program)
{
    struct error err = {0};
    if (!set_up(program, &err) || !check_fetchable(program, &err))
        return fail_setup(program, &err);
    if (can_fetch_any(program))
        return fetch_locked(program);
    log_line(program, "no source has an address to fetch from");
    return EXIT_FINE;
}

/* The day of --date; today without one. What is read here was published after
 * DATE_YEAR_MIN: an earlier day is a slip. */
static bool read_date(const struct program *program, struct day *day, struct error *err)
{
    const char *date = program->options.date;
    *day = today();
    struct day latest = *day;
    if (!date)
        return true;
    if (!day_parse(text_of(date), day))
        return fail(err, ERROR_USAGE, "--date must be like 2024-12-21, not \"%s\"",
                    date);
    if (day->year < DATE_YEAR_MIN)
        return fail(err, ERROR_USAGE, "--date %s is before %d", date, DATE_YEAR_MIN);
    return day_compare(*day, latest) <= 0 ||
           fail(err, ERROR_USAGE, "--date %s is still to come", date);
}

static enum exit_code import_file(struct program *program)
{
    const struct options *options = &program->options;
    struct brought brought = {.source = options->source,
                              .file = options->argument[0],
                              .url = or_nothing(options->url),
                              .note = or_nothing(options->note),
                              .redate = options->date != NULL};
    struct intake intake;
    struct error err = {0};
    if (!read_date(program, &brought.date, &err))
        return fail_setup(program, &err);
    if (!intake_file(&program->arena, &program->holdings, &brought, &intake, &err))
        return fail_data(program, &err);
    if (intake.result == INTAKE_KNOWN)
        log_line(program, "%s: in the store already, as the snapshot of %s",
                 options->source, day_words(&program->arena, intake.provenance.date));
    tell_intake(program, &intake);
    return EXIT_FINE;
}

static bool check_import_usage(const struct options *options, struct error *err)
{
    bool by_hand = options->source || options->date || options->url || options->note ||
                   options->arguments > 0;
    if (options->bundle && by_hand)
        return fail(err, ERROR_USAGE, "--bundle stands alone: its list says the rest");
    if (!options->bundle && (options->arguments == 0 || !options->source))
        return fail(err, ERROR_USAGE,
                    "import needs a file and --source ID; cifra sources lists the ids");
    return true;
}

static enum exit_code import(struct program *program)
{
    struct error err = {0};
    if (!check_import_usage(&program->options, &err) || !set_up(program, &err))
        return fail_setup(program, &err);
    return program->options.bundle ? take_bundle(program) : import_file(program);
}

/* Checking ---------------------------------------------------------------------------
 */

/* What is being checked: a file that somebody brings, or a snapshot. */
struct checking {
    const struct holding *holding;
    const char *file;
    struct day date;
    struct decoded decoded;
    struct cube *cube;
};

static const char *delimiter_words(struct program *program, char delimiter)
{
    if (delimiter == '\0')
        return "";
    return delimiter == '\t'
               ? ", tabs between cells"
               : arena_format(&program->arena, ", \"%c\" between cells", delimiter);
}

static bool add_up(void *context, struct key key, const struct series *series)
{
    double *sum = context;
    for (size_t i = 0; i < series->count; i++)
        if (figure_known(series->figures[i]))
            sum[key.measure.index] += series->figures[i].value;
    return true;
}

static void tell_totals(struct program *program, const struct cube *cube)
{
    const struct measures *measures = &program->holdings.lists->measures;
    double *sum = arena_array(&program->arena, measures->count, sizeof *sum);
    cube_each(cube, add_up, sum);
    for (size_t i = 0; i < measures->count; i++)
        if (sum[i] > 0)
            printf("%s in all: %s\n", measures->node[i].code,
                   grouped(program, (size_t)(sum[i] + 0.5)));
}

/* In three numbers, what it would change. */
static void tell_changes(struct program *program, const struct checking *checking)
{
    const struct vintage *last = NULL;
    struct cube *older;
    struct error ignored = {0};
    if (!holdings_last_good(&program->arena, &program->holdings, checking->holding,
                            checking->date, &last, &older, &ignored)) {
        printf("there is no snapshot to set it against\n");
        return;
    }
    struct difference difference = cube_compare(older, checking->cube);
    printf("set against the snapshot of %s: %s new, %s changed (net %+.0f), %s gone\n",
           day_words(&program->arena, last->snapshot.provenance.date),
           many(program, difference.added, "figure"),
           grouped(program, difference.changed), difference.net,
           grouped(program, difference.gone));
    if (last->cube != older)
        cube_free(older);
}

static void tell_check(struct program *program, const struct checking *checking)
{
    struct arena *arena = &program->arena;
    const struct decoded *decoded = &checking->decoded;
    enum step step = checking->holding->source->period.step;
    struct period first, last;
    printf("%s, %s kept, %s%s%s%s\n", many(program, decoded->rows, "row"),
           grouped(program, decoded->observations), shown(program, decoded->encoding),
           delimiter_words(program, decoded->delimiter),
           *decoded->member ? ", from " : "", shown(program, decoded->member));
    if (cube_range(checking->cube, &first, &last))
        printf("%s known, %s to %s\n",
               many(program, cube_figures(checking->cube), "figure"),
               period_iso(arena, first, step), period_iso(arena, last, step));
    tell_totals(program, checking->cube);
    tell_changes(program, checking);
    printf("nothing speaks against it\n");
}

static enum exit_code check_one(struct program *program, struct checking *checking)
{
    struct error err = {0};
    if (!holdings_check(&program->arena, &program->holdings,
                        checking->holding->source->id, checking->file, checking->date,
                        &checking->decoded, &checking->cube, &err))
        return fail_data(program, &err);
    if (!program->options.quiet)
        tell_check(program, checking);
    cube_free(checking->cube);
    return EXIT_FINE;
}

/* The newest snapshot, set against those before it. */
static enum exit_code check_newest(struct program *program, struct holding *holding)
{
    if (holding->vintages == 0) {
        log_line(program,
                 "%s: nothing speaks against its descriptor; there is no snapshot yet",
                 holding->source->id);
        return EXIT_FINE;
    }
    const struct snapshot *newest = &holding->vintage[--holding->vintages].snapshot;
    struct checking checking = {
        .holding = holding, .file = newest->path, .date = newest->provenance.date};
    struct error err = {0};
    if (!program->options.quiet)
        printf("the snapshot of %s, %.12s, %s\n",
               day_words(&program->arena, newest->provenance.date),
               newest->provenance.sha256.hex, shown(program, newest->provenance.file));
    if (newest->fault)
        fail(&err, ERROR_CONTRADICTION, "%s: %s", holding->source->id, newest->fault);
    if (newest->fault || !snapshot_verify(newest, &err))
        return fail_data(program, &err);
    return check_one(program, &checking);
}

/* Only a source, or a file and its source. */
static bool find_checked(struct program *program, const char **file,
                         struct holding **holding, struct error *err)
{
    const struct options *options = &program->options;
    const char *source = options->source ? options->source : options->argument[0];
    const struct holding *found;
    *file = options->source ? options->argument[0] : NULL;
    if (!options->source && file_exists(source) && strpbrk(source, "/."))
        return fail(err, ERROR_USAGE,
                    "check FILE needs --source ID; cifra sources lists the ids");
    if (!holdings_find(&program->holdings, source, &found, err) ||
        (*file && !file_given(*file, err)))
        return false;
    *holding = &program->holdings.holding[found - program->holdings.holding];
    return true;
}

static enum exit_code check(struct program *program)
{
    struct checking checking = {0};
    struct holding *holding = NULL;
    struct error err = {0};
    if (!read_date(program, &checking.date, &err) || !set_up(program, &err) ||
        !find_checked(program, &checking.file, &holding, &err) || !holding)
        return fail_setup(program, &err);
    checking.holding = holding;
    return checking.file ? check_one(program, &checking)
                         : check_newest(program, holding);
}

/* Listing ----------------------------------------------------------------------------
 */

static enum exit_code sources(struct program *program)
{
    struct arena *arena = &program->arena;
    struct error err = {0};
    if (!set_up(program, &err))
        return fail_setup(program, &err);
    for (size_t i = 0; i < program->holdings.sources; i++) {
        const struct source *source = &program->holdings.source[i];
        const struct holding *holding;
        const char *newest = "-";
        if (!holdings_find(&program->holdings, source->id, &holding, &err))
            return fail_setup(program, &err);
        if (holding->vintages > 0)
            newest = day_words(
                arena,
                holding->vintage[holding->vintages - 1].snapshot.provenance.date);
        printf("%-28s %3zu  %-10s  %-6s  %s\n", source->id, holding->vintages, newest,
               intake_can_fetch(&program->config, source) ? "fetch" : "import",
               shown(program, source->name.in[0]));
    }
    return EXIT_FINE;
}

static const char *state_of(struct program *program, const struct holding *holding,
                            const struct vintage *vintage)
{
    if (!vintage->cube)
        return arena_format(&program->arena, "not readable: %s", vintage->fault);
    if (vintage->fault)
        return arena_format(&program->arena, "kept back: %s", vintage->fault);
    return vintage == holding->current ? "current" : "good";
}

static const char *through(struct program *program, const struct vintage *vintage)
{
    struct period first, last;
    if (!vintage->cube || !cube_range(vintage->cube, &first, &last))
        return "-";
    return period_iso(&program->arena, last, cube_step(vintage->cube));
}

static void print_snapshots(struct program *program, const struct holding *holding)
{
    int digits = program->options.verbose ? SHA256_HEX : 12;
    for (size_t i = 0; i < holding->vintages; i++) {
        const struct vintage *vintage = &holding->vintage[i];
        const struct provenance *from = &vintage->snapshot.provenance;
        printf("%s  %-28s  %-7s  %10s  %13s  %.*s  %s  (%s)\n",
               day_words(&program->arena, from->date), holding->source->id,
               through(program, vintage), grouped(program, vintage->decoded.rows),
               grouped(program, from->bytes), digits, from->sha256.hex,
               shown(program, *from->url ? from->url : from->file),
               shown(program, state_of(program, holding, vintage)));
    }
}

static bool has_vintages(const struct holdings *holdings)
{
    for (size_t i = 0; i < holdings->count; i++)
        if (holdings->holding[i].vintages > 0)
            return true;
    return false;
}

/* Only those of one source need be read, if one is named. */
static bool read_listed(struct program *program, struct error *err)
{
    const struct options *options = &program->options;
    struct progress progress = {show_step, program};
    struct holdings *holdings = &program->holdings;
    const struct holding *only;
    if (options->arguments > 0) {
        if (!holdings_find(holdings, options->argument[0], &only, err))
            return false;
        for (size_t i = 0; i < holdings->count; i++)
            if (&holdings->holding[i] != only)
                holdings->holding[i].vintages = 0;
    }
    return holdings_read(&program->arena, holdings, &progress, err);
}

static enum exit_code snapshots(struct program *program)
{
    struct error err = {0};
    if (!set_up(program, &err) || !read_listed(program, &err))
        return fail_setup(program, &err);
    clear_line(program);
    if (has_vintages(&program->holdings) && !program->options.quiet)
        printf("%-10s  %-28s  %-7s  %10s  %13s  %-*s  %s\n", "day", "source", "through",
               "rows", "bytes", program->options.verbose ? SHA256_HEX : 12, "sha-256",
               "from (state)");
    for (size_t i = 0; i < program->holdings.count; i++)
        print_snapshots(program, &program->holdings.holding[i]);
    return EXIT_FINE;
}

/* Withdrawing ----------------------------------------------------------------------
 */

static bool find_snapshot(const struct holding *holding, const char *digits,
                          const struct snapshot **out, struct error *err)
{
    size_t found = 0, length = strlen(digits);
    if (length < HASH_DIGITS_MIN || length > SHA256_HEX)
        return fail(err, ERROR_USAGE, "a hash has %d to %d digits", HASH_DIGITS_MIN,
                    SHA256_HEX);
    for (size_t i = 0; i < holding->vintages; i++) {
        const struct snapshot *snapshot = &holding->vintage[i].snapshot;
        if (strncasecmp(snapshot->provenance.sha256.hex, digits, length) != 0)
            continue;
        *out = snapshot;
        found++;
    }
    if (found > 1)
        return fail(err, ERROR_USAGE, "%zu snapshots of %s begin with %s", found,
                    holding->source->id, digits);
    return found == 1 ||
           fail(err, ERROR_USAGE,
                "there is no snapshot %s of %s; cifra snapshots lists them", digits,
                holding->source->id);
}

static void tell_withdrawn(struct program *program, const struct provenance *from)
{
    log_line(program, "%s: the snapshot of %s (%.12s) lies in %s/.withdrawn/%s now",
             from->source, day_words(&program->arena, from->date), from->sha256.hex,
             program->config.snapshots, from->source);
    struct record record = record_read(&program->arena, &program->config);
    const struct used *used = record_find(&record, from->source);
    if (used && strcmp(used->sha256.hex, from->sha256.hex) == 0)
        log_line(program,
                 "%s: the edition in place is made from it; the next one needs "
                 "--accept %s",
                 from->source, from->source);
}

static enum exit_code withdraw(struct program *program)
{
    const struct options *options = &program->options;
    const struct holding *holding;
    const struct snapshot *snapshot = NULL;
    struct error err = {0};
    int lock;
    if (!set_up(program, &err) ||
        !holdings_find(&program->holdings, options->argument[0], &holding, &err) ||
        !find_snapshot(holding, options->argument[1], &snapshot, &err) || !snapshot)
        return fail_setup(program, &err);
    if (!intake_lock(&program->config, &lock, &err))
        return fail_lock(program, &err);
    bool good = snapshot_withdraw(program->config.snapshots, snapshot, &err);
    close(lock);
    if (!good)
        return fail_data(program, &err);
    tell_withdrawn(program, &snapshot->provenance);
    return EXIT_FINE;
}

/* Asking ----------------------------------------------------------------------------
 */

/* Lines of ours that hold words of others. */
static void print_lines(struct program *program, struct text lines)
{
    while (lines.length > 0) {
        struct text line = text_cut(&lines, '\n');
        puts(shown(program, arena_copy(&program->arena, line).at));
    }
}

static bool read_all(struct program *program, struct error *err)
{
    struct progress progress = {show_step, program};
    bool good = holdings_read(&program->arena, &program->holdings, &progress, err);
    clear_line(program);
    return good;
}

static enum exit_code query(struct program *program)
{
    const struct options *options = &program->options;
    struct buffer answer = {0};
    struct place_id place;
    struct offence_id offence;
    struct error err = {0};
    bool good =
        set_up(program, &err) &&
        query_place(program->holdings.lists, options->argument[0], &place, &err) &&
        query_offence(program->holdings.lists, options->argument[1], &offence, &err) &&
        read_all(program, &err) &&
        query_write(&program->holdings, place, offence, &answer, &err);
    if (good)
        print_lines(program, buffer_all(&answer));
    buffer_free(&answer);
    return good ? EXIT_FINE : fail_setup(program, &err);
}

static enum exit_code diff(struct program *program)
{
    struct buffer words = {0};
    struct error err = {0};
    if (!set_up(program, &err) || !read_all(program, &err))
        return fail_setup(program, &err);
    struct record record = record_read(&program->arena, &program->config);
    struct diff diff = diff_of(&program->arena, &record, &program->holdings);
    tell_vintages(program);
    if (program->options.json)
        diff_write_json(&words, &diff);
    else
        diff_write_words(&words, &diff);
    print_lines(program, buffer_all(&words));
    buffer_free(&words);
    return EXIT_FINE;
}

static enum exit_code version(struct program *program)
{
    (void)program;
    printf("cifra %s\n", CIFRA_VERSION);
    return EXIT_FINE;
}

/* Help --------------------------------------------------------------------------- */

static bool takes(const struct command *command, const struct option *option)
{
    char word[64];
    snprintf(word, sizeof word, "%s ", option->name);
    return option->everywhere || strstr(command->options, word) != NULL;
}

static void print_option(const struct option *option)
{
    char name[64];
    snprintf(name, sizeof name, "--%s%s%s", option->name, option->value ? " " : "",
             option->value ? option->value : "");
    if (option->letter)
        printf("  -%c, %-18s %s\n", option->letter, name, option->summary);
    else
        printf("      %-18s %s\n", name, option->summary);
}

static void print_options(const struct command *command)
{
    for (size_t i = 0; i < OPTIONS_COUNT; i++)
        if (command ? !OPTIONS[i].everywhere && takes(command, &OPTIONS[i])
                    : OPTIONS[i].everywhere)
            print_option(&OPTIONS[i]);
}

static void explain(const struct command *command)
{
    printf("usage: cifra %s%s%s\n\n%s\n", command->name, *command->arguments ? " " : "",
           command->arguments, command->help);
    if (*command->options)
        puts("\noptions:");
    print_options(command);
    puts("\noptions of every command: cifra help");
}

static void explain_all(void)
{
    puts("cifra turns public crime files into a website and datasets that anyone can\n"
         "check. Every file is kept as it came; an edition is computed from the files\n"
         "alone, so that anybody can compute it again.\n\n"
         "usage: cifra COMMAND [OPTION...]\n\ncommands:");
    for (size_t i = 0; i < COMMANDS_COUNT; i++) {
        char usage[64];
        snprintf(usage, sizeof usage, "%s %s", COMMANDS[i].name, COMMANDS[i].arguments);
        printf("  %-24s %s\n", usage, COMMANDS[i].summary);
    }
    puts("\noptions of every command:");
    print_options(NULL);
    puts(
        "\nexamples:\n"
        "  cifra import IDEFC_NM_ene26.csv --source mx-estatal-2015 --date 2026-02-20\n"
        "  cifra run && xdg-open public/es/index.html\n\n"
        "A first edition from the files that come with the sources: make run\n"
        "Exit codes, the configuration and all the rest: man cifra");
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS_COUNT; i++)
        if (strcmp(COMMANDS[i].name, name) == 0)
            return &COMMANDS[i];
    return NULL;
}

/* The command line ---------------------------------------------------------------- */

static bool fail_command(const char *asked, struct error *err)
{
    const char *best =
        nearest(asked, &COMMANDS->name, sizeof *COMMANDS, COMMANDS_COUNT);
    return best ? fail(err, ERROR_USAGE,
                       "there is no command \"%s\"; did you mean \"%s\"?", asked, best)
                : fail(err, ERROR_USAGE,
                       "there is no command \"%s\"; cifra help lists them", asked);
}

static enum exit_code help(struct program *program)
{
    const struct options *options = &program->options;
    struct error err = {0};
    if (options->arguments == 0) {
        explain_all();
        return EXIT_FINE;
    }
    const struct command *command = find_command(options->argument[0]);
    if (!command) {
        fail_command(options->argument[0], &err);
        return fail_setup(program, &err);
    }
    explain(command);
    return EXIT_FINE;
}

struct command_line {
    const struct command *command;
    const struct option *own[ARGUMENTS_MAX]; /* options that not every command takes */
    size_t owns;
};

static bool read_word(const char *word, struct command_line *line, struct options *out,
                      struct error *err)
{
    if (!line->command) {
        line->command = find_command(word);
        return line->command || fail_command(word, err);
    }
    if (out->arguments == ARGUMENTS_MAX)
        return fail(err, ERROR_USAGE, "more than %d arguments", ARGUMENTS_MAX);
    out->argument[out->arguments++] = word;
    return true;
}

static bool check_line(const struct command_line *line, const struct options *options,
                       struct error *err)
{
    const struct command *command = line->command;
    if (!command)
        return true;
    for (size_t i = 0; i < line->owns; i++)
        if (!takes(command, line->own[i]))
            return fail(err, ERROR_USAGE, "%s takes no --%s; see cifra help %s",
                        command->name, line->own[i]->name, command->name);
    if (options->help)
        return true;
    if (options->arguments < command->least || options->arguments > command->most)
        return fail(err, ERROR_USAGE, "usage: cifra %s %s", command->name,
                    command->arguments);
    return true;
}

static bool read_line(int count, char **words, struct command_line *line,
                      struct options *out, struct error *err)
{
    bool options_end = false;
    for (int i = 1; i < count; i++) {
        const struct option *option;
        if (!options_end && strcmp(words[i], "--") == 0)
            options_end = true;
        else if (options_end || words[i][0] != '-' || words[i][1] == '\0') {
            if (!read_word(words[i], line, out, err))
                return false;
        } else if (!option_read(OPTIONS, OPTIONS_COUNT, words, count, &i, out, &option,
                                err))
            return false;
        else if (!option->everywhere && line->owns < ARGUMENTS_MAX)
            line->own[line->owns++] = option;
    }
    return check_line(line, out, err);
}

static enum exit_code obey(struct program *program, const struct command *command)
{
    if (program->options.version)
        return version(program);
    if (program->options.help && command)
        explain(command);
    else if (program->options.help)
        explain_all();
    else if (command)
        return command->run(program);
    else {
        explain_all();
        return EXIT_BAD_USAGE;
    }
    return EXIT_FINE;
}

int main(int count, char **words)
{
    struct program program = {.lock = PTHREAD_MUTEX_INITIALIZER};
    struct command_line line = {0};
    struct error err = {0};
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like others */
    clock_gettime(CLOCK_MONOTONIC, &program.started);
    program.shown = program.started;
    enum exit_code code;
    if (read_line(count, words, &line, &program.options, &err)) {
        program.terminal = !program.options.quiet && isatty(STDERR_FILENO);
        code = obey(&program, line.command);
    } else
        code = fail_setup(&program, &err);
    holdings_close(&program.holdings);
    arena_free(&program.arena);
    if ((fflush(stdout) != 0 || ferror(stdout)) && code == EXIT_FINE)
        code = EXIT_SYSTEM;
    return (int)code;
}
