/* cifra query. */
#include "site/commands.h"
#include "site/query.h"

enum exit_code command_query(struct program *program)
{
    const struct options *options = &program->options;
    struct buffer answer = {0};
    struct place_id place;
    struct offence_id offence;
    struct error err = {0};
    bool good =
        program_open(program, &err) &&
        query_place(program->holdings.lists, options->argument[0], &place, &err) &&
        query_offence(program->holdings.lists, options->argument[1], &offence, &err) &&
        program_read(program, &err) &&
        query_write(&program->holdings, place, offence, &answer, &err);
    if (good)
        program_print_lines(program, buffer_all(&answer));
    buffer_free(&answer);
    return good ? EXIT_FINE : fail_setup(program, &err);
}
