/* The commands: each is a function in site/command_<name>.c and a row of the table in
 * cifra.c. It gets the program with its options read and nothing opened, writes to
 * program->terminal, and returns the exit code. */
#ifndef CIFRA_SITE_COMMANDS_H
#define CIFRA_SITE_COMMANDS_H

#include "site/command_line.h"
#include "site/program.h"

struct command {
    const char *name;
    const char *arguments;
    const char *summary;
    const char *help;
    const char *options; /* of its own, each with a space behind */
    size_t least, most;  /* arguments */
    enum exit_code (*run)(struct program *program);
};

struct command_table {
    const struct command *command;
    size_t commands;
    const struct option *option; /* their values lie in a struct options */
    size_t options;
};

/* Read the command line: *command, NULL when none is named, and the options. Checks
 * that the command takes them, and as many arguments. */
bool commands_read_line(const struct command_table *table, int count, char **words,
                        const struct command **command, struct options *options,
                        struct error *err);

/* The command of that name; else ERROR_USAGE, with the one that may have been meant. */
bool commands_find(const struct command_table *table, const char *name,
                   const struct command **command, struct error *err);

/* Does the command take the option? */
bool command_takes(const struct command *command, const struct option *option);

/* What is said by cifra help COMMAND, ... */
void explain_command(struct program *program, const struct command *command);
/* ... and by cifra help. */
void explain_program(struct program *program);

enum exit_code command_run(struct program *program);
enum exit_code command_build(struct program *program);
enum exit_code command_import(struct program *program);
enum exit_code command_fetch(struct program *program);
enum exit_code command_check(struct program *program);
enum exit_code command_status(struct program *program);
enum exit_code command_sources(struct program *program);
enum exit_code command_snapshots(struct program *program);
enum exit_code command_withdraw(struct program *program);
enum exit_code command_query(struct program *program);
enum exit_code command_trace(struct program *program);
enum exit_code command_diff(struct program *program);
enum exit_code command_editions(struct program *program);
enum exit_code command_rollback(struct program *program);
enum exit_code command_prune(struct program *program);
enum exit_code command_rebuild(struct program *program);
enum exit_code command_verify(struct program *program);
enum exit_code command_key(struct program *program);
enum exit_code command_init(struct program *program);
enum exit_code command_help(struct program *program);
enum exit_code command_version(struct program *program);

#endif
