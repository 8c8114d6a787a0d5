#include "site/strand_memo.h"

#include <string.h>

struct kept {
    enum memo_kind kind;
    int years;
    struct tally stretch;
    const struct silences *silences;
    const struct breaks *breaks;
    size_t size;
    void *answer;
    struct kept *next;
};

struct strand_memo {
    struct arena *arena;
    struct kept *kept;
};

struct strand_memo *strand_memo_new(struct arena *arena)
{
    struct strand_memo *memo = arena_take(arena, sizeof *memo);
    memo->arena = arena;
    return memo;
}

static struct tally stretch_of(const struct memo_asked *asked)
{
    return asked->whole ? *asked->whole : (struct tally){0};
}

static bool same_stretch(const struct tally *a, const struct tally *b)
{
    return a->first.month == b->first.month && a->last.month == b->last.month &&
           a->days == b->days && a->figure.status == b->figure.status &&
           a->figure.value >= b->figure.value && a->figure.value <= b->figure.value;
}

static const struct kept *find(const struct grounds *grounds,
                               const struct strand_memo *memo,
                               const struct memo_asked *asked)
{
    const struct tally stretch = stretch_of(asked);
    for (const struct kept *kept = memo->kept; kept; kept = kept->next)
        if (kept->kind == asked->kind && kept->years == asked->years &&
            same_stretch(&kept->stretch, &stretch) &&
            kept->silences == grounds->silences && kept->breaks == grounds->breaks)
            return kept;
    return NULL;
}

bool memo_get(const struct grounds *grounds, const struct strand *strand,
              const struct memo_asked *asked, void *answer)
{
    const struct kept *kept = strand->memo ? find(grounds, strand->memo, asked) : NULL;
    if (kept)
        memcpy(answer, kept->answer, kept->size);
    return kept != NULL;
}

void memo_keep(const struct grounds *grounds, const struct strand *strand,
               const struct memo_asked *asked, const void *answer, size_t size)
{
    struct strand_memo *memo = strand->memo;
    if (!memo)
        return;
    struct kept *kept = arena_take(memo->arena, sizeof *kept);
    *kept = (struct kept){.kind = asked->kind,
                          .years = asked->years,
                          .stretch = stretch_of(asked),
                          .silences = grounds->silences,
                          .breaks = grounds->breaks,
                          .size = size,
                          .answer = arena_take(memo->arena, size),
                          .next = memo->kept};
    memcpy(kept->answer, answer, size);
    memo->kept = kept;
}
