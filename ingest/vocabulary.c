#include "ingest/vocabulary.h"

#include "base/number.h"

#include <fnmatch.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 256, FIRST_ENTRIES = 64 };

/* Eight bytes at a time; for this table only. */
static uint64_t hash_of(struct text text)
{
    uint64_t hash = text.length * 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < text.length; i += 8) {
        uint64_t part = 0;
        size_t left = text.length - i;
        memcpy(&part, text.at + i, left < 8 ? left : 8);
        hash = (hash ^ part) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    return hash;
}

static bool same(struct text a, struct text b)
{
    return a.length == b.length && memcmp(a.at, b.at, a.length) == 0;
}

static void add_constant(struct vocabulary *vocabulary)
{
    vocabulary->entry[0] =
        (struct entry){.word.text = text_of(vocabulary->rule->constant)};
    vocabulary->entries = 1;
    vocabulary->words = 1;
}

void vocabulary_open(struct vocabulary *vocabulary, struct arena *arena,
                     const struct source_word *rule, const char *role)
{
    *vocabulary = (struct vocabulary){.arena = arena, .rule = rule, .role = role};
    vocabulary->count = rule->count;
    vocabulary->decimal = '.';
    vocabulary->room = FIRST_ENTRIES;
    vocabulary->entry = memory_or_die(calloc(FIRST_ENTRIES, sizeof *vocabulary->entry));
    vocabulary->slots = FIRST_SLOTS;
    vocabulary->slot = memory_or_die(calloc(FIRST_SLOTS, sizeof *vocabulary->slot));
    vocabulary->named = memory_or_die(calloc(FIRST_SLOTS, sizeof *vocabulary->named));
    if (rule->count == 0)
        add_constant(vocabulary);
    if (rule->cut) {
        vocabulary->cut = memory_or_die(calloc(1, sizeof(regex_t)));
        if (regcomp(vocabulary->cut, rule->cut, REG_EXTENDED) != 0) {
            free(vocabulary->cut); /* source_load() has checked it */
            vocabulary->cut = NULL;
        }
    }
}

void vocabulary_close(struct vocabulary *vocabulary)
{
    free(vocabulary->entry);
    free(vocabulary->slot);
    free(vocabulary->named);
    if (vocabulary->cut)
        regfree(vocabulary->cut);
    free(vocabulary->cut);
    buffer_free(&vocabulary->raw);
    buffer_free(&vocabulary->cell);
    buffer_free(&vocabulary->text);
    *vocabulary = (struct vocabulary){0};
}

/* The slot that holds, or would hold, the raw bytes. */
static uint64_t *slot_by_raw(struct vocabulary *vocabulary, struct text raw,
                             uint64_t hash)
{
    size_t at = hash & (vocabulary->slots - 1);
    for (;; at = (at + 1) & (vocabulary->slots - 1)) {
        uint64_t *slot = &vocabulary->slot[at];
        if (*slot == 0)
            return slot;
        if (*slot >> 32 == hash >> 32 &&
            same(vocabulary->entry[(uint32_t)*slot - 1].raw, raw))
            return slot;
    }
}

static uint64_t slot_for(uint64_t hash, uint32_t index)
{
    return (hash >> 32 << 32) | (index + 1u);
}

/* The same for the finished word: two spellings of one word share its number. */
static uint32_t *slot_by_text(struct vocabulary *vocabulary, struct text text)
{
    size_t at = hash_of(text) & (vocabulary->slots - 1);
    for (;; at = (at + 1) & (vocabulary->slots - 1)) {
        uint32_t index = vocabulary->named[at];
        if (index == 0 || same(vocabulary->entry[index - 1].word.text, text))
            return &vocabulary->named[at];
    }
}

static void rebuild_slots(struct vocabulary *vocabulary)
{
    for (uint32_t i = 0; i < vocabulary->entries; i++) {
        const struct entry *entry = &vocabulary->entry[i];
        *slot_by_raw(vocabulary, entry->raw, entry->hash) = slot_for(entry->hash, i);
        uint32_t *named = slot_by_text(vocabulary, entry->word.text);
        if (*named == 0)
            *named = i + 1;
    }
}

static void grow(struct vocabulary *vocabulary)
{
    if (vocabulary->entries == vocabulary->room) {
        vocabulary->room *= 2;
        vocabulary->entry = memory_or_die(
            realloc(vocabulary->entry, vocabulary->room * sizeof *vocabulary->entry));
    }
    if (vocabulary->entries * 2 < vocabulary->slots)
        return;
    vocabulary->slots *= 2;
    free(vocabulary->slot);
    free(vocabulary->named);
    vocabulary->slot =
        memory_or_die(calloc(vocabulary->slots, sizeof *vocabulary->slot));
    vocabulary->named = memory_or_die(calloc(vocabulary->slots, sizeof(uint32_t)));
    rebuild_slots(vocabulary);
}

/* The raw bytes of the word's cells: one slice where the columns are neighbours. */
static struct text raw_of(struct vocabulary *vocabulary, const struct csv_cell *cells)
{
    const size_t *column = vocabulary->column;
    size_t last = vocabulary->count - 1;
    bool run = !vocabulary->apart || last == 0;
    for (size_t i = 1; i <= last; i++)
        run &= column[i] == column[i - 1] + 1;
    if (run)
        return csv_raw(&cells[column[0]], &cells[column[last]]);
    buffer_clear(&vocabulary->raw);
    for (size_t i = 0; i <= last; i++) {
        buffer_char(&vocabulary->raw, WORD_JOIN);
        buffer_text(&vocabulary->raw, csv_raw(&cells[column[i]], &cells[column[i]]));
    }
    return buffer_all(&vocabulary->raw);
}

static bool has_control(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r')
            return true;
    }
    return false;
}

/* Codes come as "1", "01", "1.0" or "1,001", according to who saved the file. */
static void add_padded(struct vocabulary *vocabulary, struct text cell, int width)
{
    double number;
    if (width > 0 && cell.length > 0 && cell.at[0] >= '0' && cell.at[0] <= '9' &&
        number_parse(cell, vocabulary->group, vocabulary->decimal, &number) &&
        number < 1e15 && number == (double)(int64_t)number)
        buffer_format(&vocabulary->text, "%0*lld", width, (long long)number);
    else
        buffer_text(&vocabulary->text, cell);
}

/* The part of a cell that its rule asks for: the first group, where it matches. */
static struct text cut_of(struct vocabulary *vocabulary, struct arena *arena,
                          struct text cell)
{
    regmatch_t match[2];
    if (!vocabulary->cut)
        return cell;
    cell = arena_copy(arena, cell);
    if (regexec(vocabulary->cut, cell.at, 2, match, 0) != 0 || match[1].rm_so < 0)
        return cell;
    return text_trim((struct text){cell.at + match[1].rm_so,
                                   (size_t)(match[1].rm_eo - match[1].rm_so)});
}

static bool add_cell(struct vocabulary *vocabulary, const struct csv_cell *cell,
                     int width, enum encoding_kind *encoding, size_t row,
                     struct error *err)
{
    struct text raw = csv_cell_text(cell, &vocabulary->cell);
    struct buffer scratch = {0};
    struct text text;
    enum encoding_kind found = text_is_utf8(raw) ? ENCODING_UTF8 : ENCODING_CP1252;
    if (vocabulary->lenient)
        encoding = &found;
    bool good = encoding_decode(encoding, raw, row, &scratch, &text, err);
    if (good && !vocabulary->lenient && has_control(text))
        good = fail(err, ERROR_FORMAT, "row %zu: the %s holds a control character", row,
                    vocabulary->role);
    struct arena arena = {0};
    if (good)
        add_padded(vocabulary, cut_of(vocabulary, &arena, text_trim(text)), width);
    arena_free(&arena);
    buffer_free(&scratch);
    return good;
}

/* The word, without its prefix, into vocabulary->text. */
static bool spell(struct vocabulary *vocabulary, const struct csv_cell *cells,
                  enum encoding_kind *encoding, size_t row, struct error *err)
{
    buffer_clear(&vocabulary->text);
    for (size_t i = 0; i < vocabulary->count; i++) {
        if (i > 0 && !vocabulary->rule->one_code)
            buffer_char(&vocabulary->text, WORD_JOIN);
        if (!add_cell(vocabulary, &cells[vocabulary->column[i]],
                      vocabulary->rule->pad[i], encoding, row, err))
            return false;
    }
    if (vocabulary->text.length > WORD_BYTES_MAX)
        return fail(err, ERROR_LIMIT, "row %zu: the %s is longer than %d bytes", row,
                    vocabulary->role, WORD_BYTES_MAX);
    return true;
}

/* A listed word, or with * or ? a glob. */
static bool fits(struct arena *arena, const char *listed, struct text folded)
{
    struct text wanted = text_fold(arena, text_of(listed));
    if (!strpbrk(listed, "*?"))
        return text_equal(wanted, folded);
    return fnmatch(arena_copy(arena, wanted).at, arena_copy(arena, folded).at,
                   FNM_NOESCAPE) == 0;
}

static bool is_listed(struct vocabulary *vocabulary, struct text word)
{
    struct arena fold = {0};
    struct text folded = text_fold(&fold, word);
    bool listed = false;
    for (size_t i = 0; i < vocabulary->rule->drops && !listed; i++)
        listed = fits(&fold, vocabulary->rule->drop[i], folded);
    arena_free(&fold);
    return listed;
}

/* Make an entry of the word in vocabulary->text. */
static uint32_t add_entry(struct vocabulary *vocabulary, struct text raw, uint64_t hash)
{
    grow(vocabulary);
    struct text word = buffer_all(&vocabulary->text);
    const char *prefix = vocabulary->rule->prefix ? vocabulary->rule->prefix : "";
    uint32_t index = (uint32_t)vocabulary->entries++;
    struct entry *entry = &vocabulary->entry[index];
    *entry = (struct entry){
        .raw = arena_copy(vocabulary->arena, raw), .hash = hash, .follower = index};
    entry->dropped = is_listed(vocabulary, word) != vocabulary->keep;
    char *text = arena_format(vocabulary->arena, "%s%.*s", prefix, TEXT_ARGS(word));
    entry->word.text = text_of(text);
    *slot_by_raw(vocabulary, raw, hash) = slot_for(hash, index);
    uint32_t *named = slot_by_text(vocabulary, entry->word.text);
    if (*named == 0) {
        *named = index + 1;
        entry->word.number = vocabulary->words++;
    } else {
        entry->word.number = vocabulary->entry[*named - 1].word.number;
    }
    return index;
}

static const struct entry *find_or_add(struct vocabulary *vocabulary, struct text raw,
                                       const struct csv_cell *cells,
                                       enum encoding_kind *encoding, size_t row,
                                       struct error *err)
{
    uint64_t hash = hash_of(raw);
    uint32_t known = (uint32_t)*slot_by_raw(vocabulary, raw, hash);
    if (known == 0) {
        if (vocabulary->entries == VOCABULARY_MAX) {
            fail(err, ERROR_LIMIT, "row %zu: more than %d different words for the %s",
                 row, VOCABULARY_MAX, vocabulary->role);
            return NULL;
        }
        if (!spell(vocabulary, cells, encoding, row, err))
            return NULL;
        known = add_entry(vocabulary, raw, hash) + 1;
    }
    vocabulary->entry[vocabulary->last].follower = known - 1;
    vocabulary->last = known - 1;
    return &vocabulary->entry[known - 1];
}

const struct entry *vocabulary_find(struct vocabulary *vocabulary,
                                    const struct csv_cell *cells,
                                    enum encoding_kind *encoding, size_t row,
                                    struct error *err)
{
    const struct entry *entry = vocabulary->entry;
    if (vocabulary->count == 0)
        return entry;
    struct text raw = raw_of(vocabulary, cells);
    uint32_t guess = entry[vocabulary->last].follower;
    if (guess < vocabulary->entries && same(entry[guess].raw, raw)) {
        vocabulary->last = guess;
        return &entry[guess];
    }
    return find_or_add(vocabulary, raw, cells, encoding, row, err);
}
