/* A row is cut in three: left, right, values. The right half begins at the first
 * column of the offence; each of the words stands wholly in one half. What the halves
 * mean is remembered from rows that stretch_take() has read: the last left half, and
 * all right halves, each with the one that followed it. */
#include "ingest/csv_quick.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    VALUES = 12,
    HALF_MAX = 1 << 12,   /* bytes of a half */
    RIGHTS_MAX = 1 << 13, /* halves remembered */
    SLOTS = RIGHTS_MAX * 2,
    VALUES_ROOM = VALUES * 7 + 2 /* bytes that twelve short numbers need at most */
};

/* What a half says. */
struct half {
    struct word place, offence, measure;
    int year;
};

struct right {
    struct text raw; /* with the delimiter behind it */
    uint64_t hash;
    uint32_t follower;
    struct half half;
};

struct quick {
    const struct plan *plan;
    char delimiter;
    size_t split, first_value; /* columns */
    bool place_left, offence_left, measure_left, year_left;
    char *left_bytes;
    size_t left_length; /* 0: nothing learned yet */
    struct half left;
    size_t rights;
    uint32_t last; /* the right half taken before */
    struct right *right;
    uint16_t *slot;
    struct arena arena; /* right halves' bytes */
};

/* Shape ------------------------------------------------------------------------- */

/* Do all columns of a word stand on one side of the split, and on which? */
static bool find_side(const struct quick *quick, const struct source_word *word,
                      const size_t *column, bool *left)
{
    *left = true;
    for (size_t i = 0; i < word->count; i++) {
        bool on_left = column[i] < quick->split;
        if (column[i] >= quick->first_value || (i > 0 && on_left != *left))
            return false;
        *left = on_left;
    }
    return true;
}

static bool find_sides(struct quick *quick)
{
    const struct source *source = quick->plan->source;
    const struct layout *layout = &quick->plan->layout;
    for (size_t i = 0; i < source->filters; i++)
        if (layout->filter[i] >= quick->first_value)
            return false;
    quick->year_left = layout->year < quick->split;
    return layout->year < quick->first_value &&
           find_side(quick, &source->place, layout->place, &quick->place_left) &&
           find_side(quick, &source->offence, layout->offence, &quick->offence_left) &&
           find_side(quick, &source->measure, layout->measure, &quick->measure_left);
}

static bool fits(const struct plan *plan)
{
    const struct layout *layout = &plan->layout;
    if (plan->source->period.shape != PERIOD_YEAR_MONTHS || !plan->amounts.plain_digits)
        return false;
    for (size_t i = 1; i < VALUES; i++)
        if (layout->months[i] != layout->months[0] + i)
            return false;
    return layout->months[0] > 0 && layout->months[VALUES - 1] + 1 == layout->columns;
}

struct quick *quick_new(struct arena *arena, const struct plan *plan, char delimiter)
{
    struct quick *quick = arena_take(arena, sizeof *quick);
    if (!fits(plan))
        return NULL;
    quick->plan = plan;
    quick->delimiter = delimiter;
    quick->first_value = plan->layout.months[0];
    for (size_t i = 0; i < plan->source->offence.count; i++)
        if (i == 0 || plan->layout.offence[i] < quick->split)
            quick->split = plan->layout.offence[i];
    if (quick->split >= quick->first_value)
        quick->split = 0;
    if (!find_sides(quick))
        return NULL;
    quick->left_bytes = arena_take(arena, HALF_MAX + CSV_PADDING);
    quick->slot = arena_array(arena, SLOTS, sizeof *quick->slot);
    quick->right = memory_or_die(calloc(RIGHTS_MAX, sizeof *quick->right));
    return quick;
}

void quick_free(struct quick *quick)
{
    if (!quick)
        return;
    free(quick->right);
    arena_free(&quick->arena);
}

/* Comparing and counting ---------------------------------------------------------- */

/* Both sides have CSV_PADDING readable bytes behind them. */
static inline bool same_bytes(const char *a, const char *b, size_t length)
{
#ifdef __SSE2__
    size_t i = 0;
    for (; i + 16 <= length; i += 16) {
        __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(a + i));
        __m128i y = _mm_loadu_si128((const __m128i *)(const void *)(b + i));
        if (_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)) != 0xffff)
            return false;
    }
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)(a + i));
    __m128i y = _mm_loadu_si128((const __m128i *)(const void *)(b + i));
    unsigned differ = ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y));
    return (differ & ((1u << (length - i)) - 1)) == 0;
#else
    return memcmp(a, b, length) == 0;
#endif
}

/* Step over the line end at `at`, where CRLF counts as one; NULL when there is none, or
 * when it cannot be told yet. */
static inline const char *after_line(const char *at, const char *end)
{
    if (at >= end)
        return NULL;
    if (*at == '\n')
        return at + 1;
    if (*at != '\r' || at + 1 >= end)
        return NULL;
    return at[1] == '\n' ? at + 2 : at + 1;
}

#ifdef __SSE2__
/* Twelve single digits in 24 bytes, the most frequent row of all. Returns whether they
 * are; the byte behind the last one is not looked at. */
static inline bool single_digits(const char *at, char delimiter, uint16_t *counts)
{
    __m128i shape = _mm_set1_epi16((short)(delimiter << 8 | '0'));
    __m128i most = _mm_set1_epi16(9);
    __m128i low =
        _mm_xor_si128(_mm_loadu_si128((const __m128i *)(const void *)at), shape);
    __m128i high =
        _mm_xor_si128(_mm_loadl_epi64((const __m128i *)(const void *)(at + 16)), shape);
    high = _mm_and_si128(high, _mm_set_epi16(-1, -1, -1, -1, 0xff, -1, -1, -1));
    high = _mm_move_epi64(high);
    __m128i over = _mm_or_si128(_mm_subs_epu8(low, most), _mm_subs_epu8(high, most));
    if (_mm_movemask_epi8(_mm_cmpeq_epi8(over, _mm_setzero_si128())) != 0xffff)
        return false;
    _mm_storeu_si128((__m128i *)(void *)counts, low);
    _mm_storel_epi64((__m128i *)(void *)(counts + 8), high);
    return true;
}
#else
static inline bool single_digits(const char *at, char delimiter, uint16_t *counts)
{
    for (size_t i = 0; i < VALUES; i++) {
        unsigned digit = (unsigned char)at[2 * i] - (unsigned)'0';
        if (digit > 9 || (i + 1 < VALUES && at[2 * i + 1] != delimiter))
            return false;
        counts[i] = (uint16_t)digit;
    }
    return true;
}
#endif

/* One number of one to five digits, at most COUNT_MAX; where it ends, or NULL. */
static inline const char *short_number(const char *at, uint16_t *count)
{
    uint32_t sum = (uint32_t)(unsigned char)*at - '0';
    if (sum > 9)
        return NULL;
    for (int i = 1; i < 6; i++) {
        uint32_t digit = (uint32_t)(unsigned char)at[i] - '0';
        if (digit > 9) {
            *count = (uint16_t)sum;
            return sum <= COUNT_MAX ? at + i : NULL;
        }
        sum = sum * 10 + digit;
    }
    return NULL;
}

/* The values of a row: numbers, and a bit for each that is blank instead. */
struct values {
    uint16_t count[VALUES + 4]; /* room for whole registers */
    uint32_t blank;
};

/* The twelve values and the line end; where the next row begins, or NULL. */
static inline const char *take_values(const struct quick *quick, const char *at,
                                      const char *end, struct values *values)
{
    const char *next;
    values->blank = 0;
    if (single_digits(at, quick->delimiter, values->count) &&
        (next = after_line(at + 2 * VALUES - 1, end)))
        return next;
    for (size_t i = 0; i < VALUES; i++) {
        bool last = i + 1 == VALUES;
        if (*at == quick->delimiter || (last && (*at == '\r' || *at == '\n')))
            values->blank |= 1u << i;
        else if (!(at = short_number(at, &values->count[i])))
            return NULL;
        if (!last && *at++ != quick->delimiter)
            return NULL;
    }
    return after_line(at, end);
}

/* Rows ----------------------------------------------------------------------------- */

static inline bool hand_over(const struct quick *quick, struct stretch *stretch,
                             const struct half *right, const struct values *values,
                             struct error *err)
{
    static const struct figure reported = {0, STATUS_REPORTED};
    const struct half *left = &quick->left;
    struct observation observation = {
        .row = stretch->row,
        .step = STEP_MONTH,
        .count = VALUES,
        .place = quick->place_left ? left->place : right->place,
        .offence = quick->offence_left ? left->offence : right->offence,
        .measure = quick->measure_left ? left->measure : right->measure,
        .first = period_of(quick->year_left ? left->year : right->year, 1),
        .counts = values->blank ? NULL : values->count};
    if (values->blank || !stretch->sink->takes_counts) {
        const struct figure blank = {0, quick->plan->amounts.blank};
        for (size_t i = 0; i < VALUES; i++) {
            stretch->figures[i] = values->blank >> i & 1 ? blank : reported;
            if (!(values->blank >> i & 1))
                stretch->figures[i].value = values->count[i];
        }
        observation.figures = stretch->figures;
    }
    stretch->observed++;
    return stretch->sink->take(stretch->sink, &observation, err);
}

const char *quick_rows(struct quick *quick, struct stretch *stretch, const char *at,
                       const char *until, const char *end, struct error *err)
{
    struct values values;
    size_t left_length = quick->left_length;
    if (left_length == 0)
        return at;
    while (at < until) {
        const struct right *right = &quick->right[quick->right[quick->last].follower];
        size_t length = left_length + right->raw.length;
        if ((size_t)(end - at) < length + VALUES_ROOM ||
            !same_bytes(at, quick->left_bytes, left_length) ||
            !same_bytes(at + left_length, right->raw.at, right->raw.length))
            return at;
        const char *next = take_values(quick, at + length, end, &values);
        if (!next)
            return at;
        quick->last = (uint32_t)(right - quick->right);
        stretch->row++;
        stretch->rows++;
        at = next;
        if (!hand_over(quick, stretch, &right->half, &values, err))
            return NULL;
    }
    return at;
}

/* Learning ------------------------------------------------------------------------- */

static uint64_t hash_of(struct text text) { return text_hash(text); }

static void note_right(struct quick *quick, struct text raw, const struct half *half)
{
    uint32_t expected = quick->right[quick->last].follower;
    if (quick->rights > 0 && text_equal(quick->right[expected].raw, raw)) {
        quick->last = expected;
        return;
    }
    uint64_t hash = hash_of(raw);
    size_t at = hash & (SLOTS - 1);
    for (; quick->slot[at]; at = (at + 1) & (SLOTS - 1)) {
        const struct right *right = &quick->right[quick->slot[at] - 1];
        if (right->hash == hash && text_equal(right->raw, raw))
            break;
    }
    if (!quick->slot[at]) {
        if (quick->rights == RIGHTS_MAX)
            return;
        char *bytes = arena_take(&quick->arena, raw.length + CSV_PADDING);
        memcpy(bytes, raw.at, raw.length);
        uint32_t index = (uint32_t)quick->rights++;
        quick->right[index] = (struct right){{bytes, raw.length}, hash, index, *half};
        quick->slot[at] = (uint16_t)(index + 1);
    }
    uint32_t index = quick->slot[at] - 1u;
    quick->right[quick->last].follower = index;
    quick->last = index;
}

void quick_learn(struct quick *quick, const struct stretch *stretch,
                 const struct csv_scan *scan)
{
    const struct csv_cell *cells = scan->cell;
    const char *start = csv_raw(&cells[0], &cells[0]).at;
    const char *split = csv_raw(&cells[quick->split], &cells[quick->split]).at;
    const char *values =
        csv_raw(&cells[quick->first_value], &cells[quick->first_value]).at;
    size_t left = (size_t)(split - start), right = (size_t)(values - split);
    if (left > HALF_MAX || right > HALF_MAX || right == 0)
        return;
    struct half half = {stretch->last_place, stretch->last_offence,
                        stretch->last_measure, stretch->year};
    memcpy(quick->left_bytes, start, left);
    quick->left_length = left;
    quick->left = half;
    note_right(quick, (struct text){split, right}, &half);
}
