/* cifra diff. */
#include "site/commands.h"

enum exit_code command_diff(struct program *program)
{
    struct error err = {0};
    if (!program_open(program, &err) || !program_read(program, &err))
        return fail_setup(program, &err);
    program_tell_vintages(program);
    program_tell_diff(program);
    return EXIT_FINE;
}
