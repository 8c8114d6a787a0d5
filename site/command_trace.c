/* cifra trace. */
#include "base/file.h"
#include "site/commands.h"
#include "site/query.h"
#include "site/trace.h"

#include <string.h>

static bool read_question(struct program *program, struct trace_question *question,
                          struct error *err)
{
    const struct options *options = &program->options;
    const struct lists *lists = program->holdings.lists;
    const struct holding *ignored;
    question->source = options->source;
    question->measure = (struct measure_id){NO_INDEX};
    if (!query_place(lists, options->argument[0], &question->place, err) ||
        !query_offence(lists, options->argument[1], &question->offence, err) ||
        !trace_period(options->argument[2], &question->first, &question->last, err) ||
        (options->source &&
         !holdings_find(&program->holdings, options->source, &ignored, err)))
        return false;
    if (!options->measure)
        return true;
    question->measure = measure_find(lists, text_of(options->measure));
    if (question->measure.index != NO_INDEX)
        return true;
    const char *near = nearest(options->measure, &lists->measures.node->code,
                               sizeof *lists->measures.node, lists->measures.count);
    return near
               ? fail(err, ERROR_USAGE,
                      "there is no measure \"%s\"; did you mean \"%s\"?",
                      options->measure, near)
               : fail(err, ERROR_USAGE, "there is no measure \"%s\"", options->measure);
}

static void print(struct program *program, const struct trace *traces, size_t count,
                  const char *also)
{
    struct buffer words = {0};
    if (program->options.json) {
        trace_write_json(&words, &program->arena, &program->holdings, traces, count);
        program_print_lines(program, buffer_all(&words));
        buffer_free(&words);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_char(&words, '\n');
        trace_write_words(&words, &program->arena, &program->holdings, &traces[i]);
    }
    if (*also)
        buffer_format(&words, "\nthere are other measures: %s (--measure)\n", also);
    program_print_lines(program, buffer_all(&words));
    buffer_free(&words);
}

enum exit_code command_trace(struct program *program)
{
    struct trace_question question;
    struct breaks breaks;
    struct trace *traces = arena_array(&program->arena, TRACES_MAX, sizeof *traces);
    size_t count;
    const char *also;
    struct error err = {0};
    if (!program_open(program, &err) || !read_question(program, &question, &err) ||
        !program_read(program, &err))
        return fail_setup(program, &err);
    const struct holdings *holdings = &program->holdings;
    const char *folder =
        path_join(&program->arena, holdings->config->share, "transform/lists");
    if (!breaks_load(&program->arena, folder, holdings->lists, &breaks, &err))
        return fail_setup(program, &err);
    struct grounds grounds = {&program->arena, holdings,
                              silences_of(&program->arena, holdings), &breaks};
    if (!trace_find(&grounds, &question, traces, &count, &also, &err))
        return fail_setup(program, &err);
    print(program, traces, count, also);
    for (size_t i = 0; i < count; i++)
        if (!trace_agrees(&traces[i]) && figure_known(traces[i].published))
            return EXIT_BUG;
    return EXIT_FINE;
}
