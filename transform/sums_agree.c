#include "transform/sums_agree.h"

#include "base/buffer.h"
#include "base/number.h"

#include <math.h>
#include <stdlib.h>

/* What is to be compared, each once. */
struct questions {
    const struct cube *whole, *parts;
    size_t count, capacity;
    struct key *key;
};

/* What was found. */
struct apart {
    size_t compared, apart;
    struct key key; /* of those farthest apart … */
    struct period at;
    double whole, parts;
};

static struct offence_id without_modality(const struct lists *lists,
                                          struct offence_id offence)
{
    while (offence_node(lists, offence)->level == OFFENCE_MODALITY)
        offence.index = offence_node(lists, offence)->parent;
    return offence;
}

static void ask(struct questions *questions, struct key key)
{
    if (questions->count && key_order(&questions->key[questions->count - 1], &key) == 0)
        return;
    if (questions->count == questions->capacity) {
        questions->capacity = 2 * questions->capacity + 256;
        questions->key = memory_or_die(
            realloc(questions->key, questions->capacity * sizeof *questions->key));
    }
    questions->key[questions->count++] = key;
}

static void ask_of_whole(void *context, struct key key)
{
    struct questions *questions = context;
    key.offence = without_modality(cube_lists(questions->whole), key.offence);
    if (cube_holds(questions->parts, key))
        ask(questions, key);
}

/* A part's question is about the nearest place above it that the whole has. */
static void ask_of_part(void *context, struct key key)
{
    struct questions *questions = context;
    const struct lists *lists = cube_lists(questions->whole);
    key.offence = without_modality(lists, key.offence);
    while (key.place.index != NO_INDEX && !cube_holds(questions->whole, key))
        key.place.index = place_node(lists, key.place)->parent;
    if (key.place.index != NO_INDEX)
        ask(questions, key);
}

static int by_key(const void *a, const void *b) { return key_order(a, b); }

static bool is_compared(struct figure figure, const struct sums_tolerance *tolerance)
{
    return figure.status == STATUS_REPORTED ||
           (tolerance->same_cut && figure.status == STATUS_PROVISIONAL);
}

static void compare(const struct questions *questions, struct key key,
                    const struct sums_tolerance *tolerance, struct apart *out)
{
    struct arena arena = {0};
    struct series whole = cube_series(&arena, questions->whole, key);
    struct series parts = cube_series(&arena, questions->parts, key);
    for (size_t i = 0; i < whole.count; i++) {
        struct period at = period_after(whole.first, (int)i * (int)whole.step);
        struct figure all = whole.figures[i], sum = series_at(&parts, at);
        if (!is_compared(all, tolerance) || !is_compared(sum, tolerance))
            continue;
        out->compared++;
        double difference = fabs(all.value - sum.value);
        if (difference <= fmax(tolerance->cases, tolerance->share * fabs(all.value)))
            continue;
        if (out->apart++ && difference <= fabs(out->whole - out->parts))
            continue;
        out->key = key;
        out->at = at;
        out->whole = all.value;
        out->parts = sum.value;
    }
    arena_free(&arena);
}

static void number_text(struct buffer *out, double number)
{
    static const struct numerals GROUPED = {",", ".", "-"};
    number_write(out, number, 0, &GROUPED);
}

static bool fail_apart(const struct cube *whole, const struct apart *apart,
                       const struct sums_tolerance *tolerance, const char *whole_name,
                       struct error *err)
{
    const struct lists *lists = cube_lists(whole);
    struct arena arena = {0};
    struct buffer sum = {0}, all = {0};
    number_text(&sum, apart->parts);
    number_text(&all, apart->whole);
    fail(err, ERROR_CONTRADICTION,
         "%s, %s, %s: the parts add up to %.*s where %s has %.*s (sums compared: %zu; "
         "apart by more than %g and %.3g%%: %zu)",
         place_node(lists, apart->key.place)->name.in[0],
         offence_told(&arena, lists, apart->key.offence),
         period_iso(&arena, apart->at, cube_step(whole)), TEXT_ARGS(buffer_all(&sum)),
         whole_name, TEXT_ARGS(buffer_all(&all)), apart->compared, tolerance->cases,
         100 * tolerance->share, apart->apart);
    buffer_free(&sum);
    buffer_free(&all);
    arena_free(&arena);
    return false;
}

bool sums_agree(const struct cube *whole, const struct cube *parts,
                const struct sums_tolerance *tolerance, const char *whole_name,
                size_t *compared, struct error *err)
{
    struct questions questions = {.whole = whole, .parts = parts};
    struct apart apart = {0};
    cube_each_key(whole, ask_of_whole, &questions);
    cube_each_key(parts, ask_of_part, &questions);
    if (questions.count)
        qsort(questions.key, questions.count, sizeof *questions.key, by_key);
    for (size_t i = 0; i < questions.count; i++)
        if (i == 0 || key_order(&questions.key[i], &questions.key[i - 1]) != 0)
            compare(&questions, questions.key[i], tolerance, &apart);
    free(questions.key);
    if (compared)
        *compared = apart.compared;
    return apart.apart == 0 || fail_apart(whole, &apart, tolerance, whole_name, err);
}
