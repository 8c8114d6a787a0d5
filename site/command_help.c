/* cifra help, cifra version. */
#include "base/confine.h"
#include "base/version.h"
#include "site/commands.h"

#include <stdio.h>

static void print_option(FILE *out, const struct option *option)
{
    char name[64];
    snprintf(name, sizeof name, "--%s%s%s", option->name, option->value ? " " : "",
             option->value ? option->value : "");
    if (option->letter)
        fprintf(out, "  -%c, %-18s %s\n", option->letter, name, option->summary);
    else
        fprintf(out, "      %-18s %s\n", name, option->summary);
}

/* A command's own options; without one, those that every command takes. */
static void print_options(struct program *program, const struct command *command)
{
    const struct command_table *table = program->table;
    for (size_t i = 0; i < table->options; i++) {
        const struct option *option = &table->option[i];
        if (command ? !option->everywhere && command_takes(command, option)
                    : option->everywhere)
            print_option(program->terminal.out, option);
    }
}

void explain_command(struct program *program, const struct command *command)
{
    FILE *out = program->terminal.out;
    fprintf(out, "usage: cifra %s%s%s\n\n%s\n", command->name,
            *command->arguments ? " " : "", command->arguments, command->help);
    if (*command->options)
        fputs("\noptions:\n", out);
    print_options(program, command);
    fputs("\noptions of every command: cifra help\n", out);
}

void explain_program(struct program *program)
{
    FILE *out = program->terminal.out;
    const struct command_table *table = program->table;
    fputs(
        "cifra turns public crime files into a website and datasets that anyone can\n"
        "check. Every file is kept as it came; an edition is computed from the files\n"
        "alone, so that anybody can compute it again.\n\n"
        "usage: cifra COMMAND [OPTION...]\n\ncommands:\n",
        out);
    for (size_t i = 0; i < table->commands; i++) {
        char usage[64];
        snprintf(usage, sizeof usage, "%s %s", table->command[i].name,
                 table->command[i].arguments);
        fprintf(out, "  %-24s %s\n", usage, table->command[i].summary);
    }
    fputs("\noptions of every command:\n", out);
    print_options(program, NULL);
    fputs(
        "\nexamples:\n"
        "  cifra import IDEFC_NM_ene26.csv --source mx-estatal-2015 --date 2026-02-20\n"
        "  cifra run && xdg-open public/es/index.html\n\n"
        "A first edition from the files that come with the sources: make run\n"
        "Exit codes, the configuration and all the rest: man cifra\n",
        out);
}

enum exit_code command_help(struct program *program)
{
    const struct options *options = &program->options;
    const struct command *command;
    struct error err = {0};
    if (options->arguments == 0) {
        explain_program(program);
        return EXIT_FINE;
    }
    if (!commands_find(program->table, options->argument[0], &command, &err))
        return fail_setup(program, &err);
    explain_command(program, command);
    return EXIT_FINE;
}

enum exit_code command_version(struct program *program)
{
    fprintf(program->terminal.out, "cifra %s\nfiles are read %s\n", CIFRA_VERSION,
            confine_words(confine_offered()));
    return EXIT_FINE;
}
