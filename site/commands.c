#include "site/commands.h"

#include <stdio.h>
#include <string.h>

struct line {
    const struct command *command;
    const struct option *own[ARGUMENTS_MAX]; /* options that not every command takes */
    size_t owns;
};

bool commands_find(const struct command_table *table, const char *name,
                   const struct command **command, struct error *err)
{
    for (size_t i = 0; i < table->commands; i++)
        if (strcmp(table->command[i].name, name) == 0) {
            *command = &table->command[i];
            return true;
        }
    const char *best =
        nearest(name, &table->command->name, sizeof *table->command, table->commands);
    return best ? fail(err, ERROR_USAGE,
                       "there is no command \"%s\"; did you mean \"%s\"?", name, best)
                : fail(err, ERROR_USAGE,
                       "there is no command \"%s\"; cifra help lists them", name);
}

bool command_takes(const struct command *command, const struct option *option)
{
    char word[64];
    snprintf(word, sizeof word, "%s ", option->name);
    return option->everywhere || strstr(command->options, word) != NULL;
}

static bool read_word(const struct command_table *table, const char *word,
                      struct line *line, struct options *out, struct error *err)
{
    if (!line->command)
        return commands_find(table, word, &line->command, err);
    if (out->arguments == ARGUMENTS_MAX)
        return fail(err, ERROR_USAGE, "more than %d arguments", ARGUMENTS_MAX);
    out->argument[out->arguments++] = word;
    return true;
}

static bool check_line(const struct line *line, const struct options *options,
                       struct error *err)
{
    const struct command *command = line->command;
    if (!command)
        return true;
    for (size_t i = 0; i < line->owns; i++)
        if (!command_takes(command, line->own[i]))
            return fail(err, ERROR_USAGE, "%s takes no --%s; see cifra help %s",
                        command->name, line->own[i]->name, command->name);
    if (options->help)
        return true;
    if (options->arguments < command->least || options->arguments > command->most)
        return fail(err, ERROR_USAGE, "usage: cifra %s %s", command->name,
                    command->arguments);
    return true;
}

bool commands_read_line(const struct command_table *table, int count, char **words,
                        const struct command **command, struct options *options,
                        struct error *err)
{
    struct line line = {0};
    bool options_end = false;
    for (int i = 1; i < count; i++) {
        const struct option *option;
        if (!options_end && strcmp(words[i], "--") == 0)
            options_end = true;
        else if (options_end || words[i][0] != '-' || words[i][1] == '\0') {
            if (!read_word(table, words[i], &line, options, err))
                return false;
        } else if (!option_read(table->option, table->options, words, count, &i,
                                options, &option, err))
            return false;
        else if (!option->everywhere && line.owns < ARGUMENTS_MAX)
            line.own[line.owns++] = option;
    }
    *command = line.command;
    return check_line(&line, options, err);
}
