/* cifra diff. */
#include "site/commands.h"
#include "site/diff.h"
#include "site/record.h"

enum exit_code command_diff(struct program *program)
{
    struct buffer words = {0};
    struct error err = {0};
    if (!program_open(program, &err) || !program_read(program, &err))
        return fail_setup(program, &err);
    struct record record = record_read(&program->arena, &program->config);
    struct diff diff = diff_of(&program->arena, &record, &program->holdings);
    program_tell_vintages(program);
    if (program->options.json)
        diff_write_json(&words, &diff);
    else
        diff_write_words(&words, &diff);
    program_print_lines(program, buffer_all(&words));
    buffer_free(&words);
    return EXIT_FINE;
}
