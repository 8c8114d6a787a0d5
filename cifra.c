/* The program: the table of its options, the table of its commands, and what they are
 * given. What a command does is in site/command_<name>.c; how it ends, in
 * site/program.h. */
#include "site/commands.h"

#include <signal.h>
#include <stddef.h>

static const struct option OPTIONS[] = {
    {"config", "FILE", offsetof(struct options, config), 0, true,
     "configuration; else ./cifra.json, if there is one"},
    {"share", "DIR", offsetof(struct options, share), 0, true,
     "folder of lists, descriptors and templates"},
    {"verbose", NULL, offsetof(struct options, verbose), 'v', true, "say more"},
    {"quiet", NULL, offsetof(struct options, quiet), 'q', true, "say errors only"},
    {"log-format", "FORMAT", offsetof(struct options, log_format), 0, true,
     "text, or json: one object a line on standard error"},
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
    {"synthetic", NULL, offsetof(struct options, synthetic), 0, false,
     "it is made up: every page of an edition with it will say so"},
    {"bundle", "DIR", offsetof(struct options, bundle), 0, false,
     "take in the files that DIR/bundle.json lists"},
    {"as-of", "YYYY-MM-DD", offsetof(struct options, as_of), 0, false,
     "use no snapshot that is younger: the edition of that day"},
    {"accept", "SOURCE", offsetof(struct options, accept), 0, false,
     "let through what it has lost; several: commas between"},
    {"measure", "CODE", offsetof(struct options, measure), 0, false,
     "what is counted: investigations, victims, ..."},
    {"into", "DIR", offsetof(struct options, into), 0, false,
     "folder for the edition; it must be empty or not there"},
    {"key", "FILE", offsetof(struct options, key), 0, false,
     "public key that must have signed the newest edition"},
    {"anyway", NULL, offsetof(struct options, anyway), 0, false,
     "rebuild with another version or other lists, and see what differs"},
    {"lock-timeout", "SECONDS", offsetof(struct options, lock_timeout), 0, false,
     "wait so long for another run to end; else 0"},
    {"dry-run", NULL, offsetof(struct options, dry_run), 0, false,
     "tell what would change, and change nothing"},
    {"detailed-exitcode", NULL, offsetof(struct options, detailed), 0, false,
     "end with 10 instead of 0 when nothing is new"},
    {"undo", NULL, offsetof(struct options, undo), 0, false,
     "go back to the edition that was rolled back, and publish again"},
    {"json", NULL, offsetof(struct options, json), 0, false, "as JSON, for programs"},
};

static const struct command COMMANDS[] = {
    {"run", "", "fetch, read, build and publish: the nightly job",
     "Fetches every source that has an address and is in the store or named in the\n"
     "configuration, reads all snapshots and publishes an\n"
     "edition. A source that cannot be fetched or read keeps its last good figures.\n"
     "When nothing is new, nothing that is published changes. With --as-of, nothing "
     "is\n"
     "fetched. When all is well but for a source that is late, it ends with 4.\n"
     "With --dry-run, it fetches into a copy of the store that is thrown away, and "
     "tells\n"
     "what would change, with --json as diff does.\n"
     "An edition that would lose a source, or go back in time with one, is refused;\n"
     "so is a snapshot that lost what was published, unless --accept names the source.",
     "bundle as-of accept lock-timeout detailed-exitcode dry-run json ", 0, 0,
     command_run},
    {"import", "FILE --source ID", "take in a file that was downloaded by hand",
     "Reads the file whole, checks it against the newest snapshot, and keeps its "
     "bytes\n"
     "in the snapshot store. A file that is refused leaves everything as it was.\n"
     "The day its publisher let it out decides its place among the snapshots: give it\n"
     "with --date when it is not today; a file that is in the store under another day\n"
     "gets that one. A damaged snapshot is mended by the same bytes.",
     "source date url note synthetic bundle accept ", 0, 1, command_import},
    {"check", "SOURCE | FILE --source ID", "read with every check, and keep nothing",
     "Says what the file holds and what it would change, or in one sentence why it\n"
     "would be refused: row, column, what stands there and what may have been meant.\n"
     "Without a file, looks at the source's descriptor and its newest snapshot.",
     "source date ", 1, 1, command_check},
    {"fetch", "[SOURCE...]", "fetch new snapshots, and publish nothing",
     "Without a source, fetches every one that has an address or a drop folder and is\n"
     "in the store or named in the configuration. What\n"
     "was interrupted goes on where it ended. Refused bytes are put aside in\n"
     "<snapshots>/.refused, with the reason.",
     "lock-timeout ", 0, ARGUMENTS_MAX, command_fetch},
    {"build", "", "read, build and publish what is in the store",
     "Like run, without fetching. With --as-of, the edition is the one that could "
     "have\n"
     "been built on that day.",
     "as-of accept lock-timeout detailed-exitcode ", 0, 0, command_build},
    {"status", "", "how the last run went, and each source",
     "Tells when the last run was and what came of it, what the newest edition\n"
     "changed, and for each source how old it is, how old it may be, when more is\n"
     "expected, what its publisher answered, and why a file of it is kept back. Ends\n"
     "with 3 when one is kept back, 4 when one is late, and reads no snapshot.",
     "json ", 0, 0, command_status},
    {"sources", "", "list the sources",
     "Lists every source: how many snapshots of it\n"
     "are in the store, the day of the newest, and how it is got.",
     "", 0, 0, command_sources},
    {"snapshots", "[SOURCE]", "list the snapshots in the store",
     "Reads and lists every snapshot, oldest first: day, source, the last period it\n"
     "holds, rows, bytes, hash, state, origin. With --verbose, hashes are whole.",
     "as-of ", 0, 1, command_snapshots},
    {"withdraw", "SOURCE HASH", "take a snapshot out of the store",
     "Moves a snapshot that was taken in by mistake, bytes and provenance, to\n"
     "<snapshots>/.withdrawn/SOURCE/; nothing is deleted. Six digits of the hash or "
     "more\n"
     "will do, if they are of one snapshot only. When the edition in place is made "
     "from\n"
     "it, the next one needs --accept SOURCE.",
     "lock-timeout ", 2, 2, command_withdraw},
    {"query", "PLACE OFFENCE", "ask for an offence in a place",
     "Tells count, rate with its 95% interval and change of every year, each way of\n"
     "counting for itself, and the files it comes from. PLACE is a code (mx-11), a "
     "path\n"
     "(mx/guanajuato) or a name, OFFENCE a code (homicidio-doloso) or a name.",
     "as-of ", 2, 2, command_query},
    {"trace", "PLACE OFFENCE PERIOD", "show the rows that a figure is made of",
     "Reads the snapshot once more and prints the very rows that add up to a figure, "
     "the\n"
     "cells that count, the rules by which their words became codes, and the file's\n"
     "origin and hash. PERIOD is a year, a month (2023-05) or two of them with ..\n"
     "between (2020..2023). Without --measure: the first one there is.",
     "source measure as-of json ", 3, 3, command_trace},
    {"diff", "", "what an edition built now would change",
     "Sets the snapshots in the store against those of the edition in place: for each\n"
     "source that changed the old and the new one, and how many figures are new,\n"
     "changed and gone.",
     "json ", 0, 0, command_diff},
    {"editions", "", "list the editions that were published",
     "Lists the chain of editions, oldest first: name, which is its address below v/,\n"
     "day, hash of its edition.json, whether it is signed, whether its pages are "
     "still\n"
     "in the releases folder, and which one the site shows.",
     "", 0, 0, command_editions},
    {"rollback", "[EDITION]", "show an earlier edition",
     "Points public at an edition whose pages are still there: the one before, or the\n"
     "one named. It stays until cifra rollback --undo: until then runs take in what "
     "is\n"
     "new, say that public is held, publish nothing and end with 12.",
     "undo lock-timeout ", 0, 1, command_rollback},
    {"prune", "", "remove what the configuration does not keep",
     "Removes editions' pages beyond \"keep_releases\" and \"keep_monthly\", what "
     "killed\n"
     "runs left, and refused files and interrupted transfers older than\n"
     "\"keep_leftovers\" days; says what each frees. Snapshots and the chain of\n"
     "editions are never touched, nor the edition in place. With --dry-run, only says.",
     "dry-run lock-timeout ", 0, 0, command_prune},
    {"rebuild", "EDITION", "build an old edition again",
     "Builds an edition of the chain, or of an edition.json, from its snapshots in "
     "the\n"
     "store, without network, into a folder of its name or that of --into, and says\n"
     "whether it is the same, byte for byte. What is published stays as it is. It "
     "wants\n"
     "the version and the lists that made the edition, unless --anyway is given.",
     "into anyway ", 1, 1, command_rebuild},
    {"verify", "[DIR | URL]", "check a site, here or on a server",
     "Reads every file of a site and of its editions and checks it against "
     "SHA256SUMS,\n"
     "SHA256SUMS against the edition, the editions against the chain, and signatures.\n"
     "Without an argument, the site in place. With --key, the newest edition must be\n"
     "signed with that key: a chain that was made up whole has another.",
     "key ", 0, 1, command_verify},
    {"key", "FILE", "make a key to sign editions with",
     "Writes a new Ed25519 key to FILE, which only its owner can read, and its public\n"
     "part to FILE.pub. Name FILE as \"signing_key\" in the configuration, and let\n"
     "readers have the public part from somewhere else than the site.",
     "", 1, 1, command_key},
    {"init", "DIR", "set up a folder to run from every night",
     "Writes a configuration that explains itself, the folders it names, a systemd\n"
     "service with its timer, and a line for a crontab. What is there already is "
     "never\n"
     "overwritten. With --bundle, makes the first run from those files.",
     "bundle ", 1, 1, command_init},
    {"help", "[COMMAND]", "explain a command", "Explains a command.", "", 0, 1,
     command_help},
    {"version", "", "tell the version",
     "Tells the version, and how this system shuts in what reads files.", "", 0, 0,
     command_version},
};

static const struct command_table TABLE = {COMMANDS, sizeof COMMANDS / sizeof *COMMANDS,
                                           OPTIONS, sizeof OPTIONS / sizeof *OPTIONS};

static enum exit_code obey(struct program *program, const struct command *command)
{
    if (program->options.version)
        return command_version(program);
    if (program->options.help && command)
        explain_command(program, command);
    else if (program->options.help)
        explain_program(program);
    else if (command)
        return command->run(program);
    else {
        explain_program(program);
        return EXIT_BAD_USAGE;
    }
    return EXIT_FINE;
}

int main(int count, char **words)
{
    struct program program = {.table = &TABLE};
    const struct command *command;
    struct error err = {0};
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error like others */
    clock_gettime(CLOCK_MONOTONIC, &program.started);
    bool good =
        commands_read_line(&TABLE, count, words, &command, &program.options, &err);
    terminal_open(&program.terminal, stdout, stderr, program.options.quiet);
    good = good && terminal_format(&program.terminal, program.options.log_format, &err);
    enum exit_code code = good ? obey(&program, command) : fail_setup(&program, &err);
    holdings_close(&program.holdings);
    arena_free(&program.arena);
    if ((fflush(stdout) != 0 || ferror(stdout)) && code == EXIT_FINE)
        code = EXIT_SYSTEM;
    return (int)code;
}
