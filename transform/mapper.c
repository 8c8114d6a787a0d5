/* A word is matched once: its number leads to the index in our list, or to the list
 * of words that nobody knows. A stretch of the file has a mapper of its own, with a
 * cube of its own; joining adds its figures and its unknown words to ours, in file
 * order, so that both come out as if one reader had read all. A stretch does not know
 * its row numbers: what fails in it is kept until it is joined, and told then. */
#include "transform/mapper.h"

#include "base/buffer.h"
#include "transform/grid.h"
#include "transform/shown.h"

#include <stdlib.h>

enum {
    UNKNOWN_MAX = 1000, /* distinct unknown words remembered */
    UNKNOWN_SHOWN = 20,
    WORDS_MIN = 64
};

enum role { ROLE_PLACE, ROLE_OFFENCE, ROLE_MEASURE, ROLES };

static const char *const ROLE_WORDS[ROLES] = {"place", "offence", "measure"};

/* What became of a word, by its number. */
struct match {
    bool tried;
    uint32_t index;   /* in our list; NO_INDEX when unknown */
    uint32_t unknown; /* among the unknown; NO_INDEX when there were too many */
};

struct matches {
    const struct crosswalk *crosswalk;
    size_t count;
    struct match *match;
};

struct unknown {
    enum role role;
    struct text word;
    size_t row;  /* the first */
    size_t rows; /* that have it */
};

struct mapper {
    struct sink sink;
    struct mapping mapping;
    struct cube *cube;
    struct matches role[ROLES];
    size_t observations;
    bool is_part;
    struct error failure; /* of a part: its first, in failure_row; it takes no more */
    size_t failure_row;

    struct arena arena; /* unknown words */
    struct lookup lookup[ROLES];
    size_t unknowns;
    struct unknown unknown[UNKNOWN_MAX];
    bool too_many; /* more distinct ones were seen */
};

/* Matching --------------------------------------------------------------------- */

/* The number of an unknown word, remembered when there is room; NO_INDEX when not. */
static uint32_t remember(struct mapper *mapper, enum role role, struct text word,
                         size_t row)
{
    uint32_t known = lookup_find(&mapper->lookup[role], word);
    if (known != NO_INDEX)
        return known;
    if (mapper->unknowns == UNKNOWN_MAX) {
        mapper->too_many = true;
        return NO_INDEX;
    }
    uint32_t number = (uint32_t)mapper->unknowns++;
    struct text copy = arena_copy(&mapper->arena, word);
    mapper->unknown[number] = (struct unknown){role, copy, row, 0};
    lookup_put(&mapper->arena, &mapper->lookup[role], copy, number);
    return number;
}

static struct match *match_slot(struct matches *matches, uint32_t number)
{
    if (number >= matches->count) {
        size_t count = (size_t)number + number / 2 + WORDS_MIN;
        matches->match =
            memory_or_die(realloc(matches->match, count * sizeof *matches->match));
        while (matches->count < count)
            matches->match[matches->count++] = (struct match){0};
    }
    return &matches->match[number];
}

/* Our index for a word; NO_INDEX for an unknown one, which is then counted. */
static uint32_t match_word(struct mapper *mapper, enum role role,
                           const struct word *word, size_t row)
{
    struct matches *matches = &mapper->role[role];
    struct match *match = match_slot(matches, word->number);
    if (!match->tried) {
        match->tried = true;
        match->index = crosswalk_find(matches->crosswalk, word->text);
        if (match->index == NO_INDEX)
            match->unknown = remember(mapper, role, word->text, row);
    }
    if (match->index == NO_INDEX && match->unknown != NO_INDEX)
        mapper->unknown[match->unknown].rows++;
    return match->index;
}

/* The sink ---------------------------------------------------------------------- */

static bool add(struct mapper *mapper, struct key key,
                const struct observation *observation, struct error *err)
{
    bool yearly = observation->step == STEP_YEAR;
    if (observation->step != mapper->mapping.step)
        return fail(err, ERROR_FORMAT, "it holds %s, not %s",
                    yearly ? "years" : "months", yearly ? "months" : "years");
    if (observation->counts)
        return cube_count(mapper->cube, key, observation->first, observation->count,
                          observation->counts, observation->row, mapper->mapping.unique,
                          err);
    return cube_add(mapper->cube, key, observation->first, observation->count,
                    observation->figures, observation->row, mapper->mapping.unique,
                    err);
}

static bool take(struct sink *sink, const struct observation *observation,
                 struct error *err)
{
    struct mapper *mapper = (struct mapper *)sink;
    size_t row = observation->row;
    mapper->observations++;
    struct key key = {{match_word(mapper, ROLE_PLACE, &observation->place, row)},
                      {match_word(mapper, ROLE_OFFENCE, &observation->offence, row)},
                      {match_word(mapper, ROLE_MEASURE, &observation->measure, row)}};
    if (key.place.index == NO_INDEX || key.offence.index == NO_INDEX ||
        key.measure.index == NO_INDEX || mapper->failure.kind != ERROR_NONE)
        return true;
    if (!mapper->is_part)
        return add(mapper, key, observation, err) || fail_while(err, "row %zu", row);
    if (!add(mapper, key, observation, &mapper->failure))
        mapper->failure_row = row;
    return true;
}

static struct sink *split(struct sink *sink);
static bool join(struct sink *sink, struct sink *part_sink, size_t first_row,
                 struct error *err);

static void drop(struct sink *sink) { mapper_free((struct mapper *)sink); }
static void reset(struct sink *sink);

/* Give back what was taken, and nothing else. */
static void empty(struct mapper *mapper)
{
    cube_free(mapper->cube);
    for (size_t i = 0; i < ROLES; i++)
        free(mapper->role[i].match);
    arena_free(&mapper->arena);
}

static void start(struct mapper *mapper, const struct mapping *mapping,
                  struct cube *cube)
{
    *mapper = (struct mapper){.sink = {.take = take,
                                       .split = split,
                                       .join = join,
                                       .drop = drop,
                                       .reset = reset,
                                       .takes_counts = true},
                              .mapping = *mapping};
    mapper->cube = cube;
    mapper->role[ROLE_PLACE].crosswalk = mapping->places;
    mapper->role[ROLE_OFFENCE].crosswalk = mapping->offences;
    mapper->role[ROLE_MEASURE].crosswalk = mapping->measures;
}

static void reset(struct sink *sink)
{
    struct mapper *mapper = (struct mapper *)sink;
    struct mapping mapping = mapper->mapping;
    empty(mapper);
    start(mapper, &mapping, cube_new(mapping.lists, mapping.step));
}

static struct sink *split(struct sink *sink)
{
    struct mapper *mapper = (struct mapper *)sink;
    struct mapper *part = memory_or_die(calloc(1, sizeof *part));
    start(part, &mapper->mapping, cube_part(mapper->cube));
    part->is_part = true;
    return &part->sink;
}

static void join_unknown(struct mapper *mapper, const struct mapper *part,
                         size_t first_row)
{
    for (size_t i = 0; i < part->unknowns; i++) {
        const struct unknown *unknown = &part->unknown[i];
        uint32_t number =
            remember(mapper, unknown->role, unknown->word, first_row + unknown->row);
        if (number != NO_INDEX)
            mapper->unknown[number].rows += unknown->rows;
    }
    mapper->too_many |= part->too_many;
}

static bool join(struct sink *sink, struct sink *part_sink, size_t first_row,
                 struct error *err)
{
    struct mapper *mapper = (struct mapper *)sink;
    struct mapper *part = (struct mapper *)part_sink;
    mapper->observations += part->observations;
    join_unknown(mapper, part, first_row);
    bool joined =
        cube_merge(mapper->cube, part->cube, first_row, mapper->mapping.unique, err);
    if (joined && part->failure.kind != ERROR_NONE)
        joined = fail(err, part->failure.kind, "row %zu: %s",
                      first_row + part->failure_row, part->failure.message);
    mapper_free(part);
    return joined;
}

struct mapper *mapper_new(const struct mapping *mapping)
{
    struct mapper *mapper = memory_or_die(calloc(1, sizeof *mapper));
    start(mapper, mapping, cube_new(mapping->lists, mapping->step));
    return mapper;
}

struct sink *mapper_sink(struct mapper *mapper) { return &mapper->sink; }

void mapper_free(struct mapper *mapper)
{
    if (!mapper)
        return;
    empty(mapper);
    free(mapper);
}

/* Finishing --------------------------------------------------------------------- */

static void list_unknown(struct mapper *mapper, struct buffer *out)
{
    for (size_t i = 0; i < mapper->unknowns && i < UNKNOWN_SHOWN; i++) {
        const struct unknown *unknown = &mapper->unknown[i];
        buffer_format(out, "%s%s \"%s\" (row %zu", i ? ", " : "",
                      ROLE_WORDS[unknown->role],
                      word_shown(&mapper->arena, unknown->word), unknown->row);
        if (unknown->rows > 1 && !mapper->too_many)
            buffer_format(out, " and %zu more", unknown->rows - 1);
        buffer_char(out, ')');
        struct text nearest =
            crosswalk_nearest(mapper->role[unknown->role].crosswalk, unknown->word);
        if (nearest.length > 0)
            buffer_format(out, ", perhaps \"%s\"", word_shown(&mapper->arena, nearest));
    }
    if (mapper->unknowns > UNKNOWN_SHOWN)
        buffer_format(out, " and %s%zu more", mapper->too_many ? "at least " : "",
                      mapper->unknowns - UNKNOWN_SHOWN + mapper->too_many);
}

/* Where a row would make them known. */
static void name_files(const struct mapper *mapper, struct buffer *out)
{
    const char *named[ROLES];
    size_t files = 0;
    for (size_t role = 0; role < ROLES; role++)
        for (size_t i = 0; i < mapper->unknowns; i++)
            if (mapper->unknown[i].role == (enum role)role) {
                named[files++] = crosswalk_file(mapper->role[role].crosswalk);
                break;
            }
    buffer_string(out, "; a row in ");
    for (size_t i = 0; i < files; i++)
        buffer_format(out, "%s%s", i ? " or " : "", named[i]);
    buffer_string(out, " would say what it is");
}

static bool check_words(struct mapper *mapper, struct error *err)
{
    if (mapper->unknowns == 0)
        return true;
    struct buffer words = {0};
    list_unknown(mapper, &words);
    name_files(mapper, &words);
    fail(err, ERROR_UNKNOWN_WORD, "no crosswalk knows %.*s",
         TEXT_ARGS(buffer_all(&words)));
    buffer_free(&words);
    return false;
}

static bool check_figures(const struct mapper *mapper, struct error *err)
{
    if (cube_figures(mapper->cube) > 0)
        return true;
    if (mapper->observations == 0)
        return fail(err, ERROR_CONTRADICTION,
                    "no row is left of it: the descriptor's \"keep\", \"leave\" and "
                    "\"drop\" say which are");
    return fail(err, ERROR_CONTRADICTION, "%zu rows hold no known figure",
                mapper->observations);
}

static bool finish(struct mapper *mapper, struct error *err)
{
    if (!check_words(mapper, err))
        return false;
    if (mapper->mapping.lists_all)
        cube_fill_silent(mapper->cube);
    cube_seal(mapper->cube, mapper->mapping.provisional);
    return check_figures(mapper, err) &&
           (!mapper->mapping.grid || grid_check(mapper->cube, err));
}

bool mapper_finish(struct mapper *mapper, struct cube **out, struct error *err)
{
    bool finished = finish(mapper, err);
    if (finished) {
        *out = mapper->cube;
        mapper->cube = NULL;
    }
    mapper_free(mapper);
    return finished;
}
