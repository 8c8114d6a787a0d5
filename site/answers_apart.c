/* The bytes go into a file in memory, the worker's word comes back. Both are foreign:
 * what the word may do is checked here as an answer of the server's would be. */
#include "site/answers_apart.h"

#include "base/descriptor.h"
#include "ingest/paging_page.h"
#include "ingest/source.h"
#include "site/holdings_apart.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    URL_MAX = 8192,
    SAID_MAX = 2048 /* bytes of what a refusal says */
};

/* Before the address of the next page. */
struct page_said {
    uint64_t rows, hash, total;
    uint32_t more;
};

/* The worker ------------------------------------------------------------------------
 */

static bool map_input(int input, struct text *out, struct error *err)
{
    struct stat found;
    if (fstat(input, &found) != 0)
        return fail_errno(err, "reading an answer");
    *out = (struct text){"", 0};
    if (found.st_size == 0)
        return true;
    void *at = mmap(NULL, (size_t)found.st_size, PROT_READ, MAP_PRIVATE, input, 0);
    if (at == MAP_FAILED)
        return fail_errno(err, "reading an answer");
    *out = (struct text){at, (size_t)found.st_size};
    return true;
}

static bool say_link(const struct source *source, struct text bytes, const char *base,
                     struct apart_job *job, struct error *err)
{
    struct link link;
    if (!source->links)
        return fail(err, ERROR_FORMAT, "its descriptor has no links");
    if (!links_newest(&job->arena, bytes, base, source->links, &link, err))
        return false;
    buffer_string(&job->answer, link.url);
    buffer_char(&job->answer, '\n');
    buffer_string(&job->answer, link.label);
    return true;
}

static bool say_page(const struct source *source, struct text bytes,
                     struct apart_job *job, struct error *err)
{
    const struct paging_rule *rule = source_paging(&job->arena, source);
    struct paging_page page = {0};
    bool good = rule ? paging_page_read(rule, bytes, &page, err)
                     : fail(err, ERROR_FORMAT, "its descriptor has no pages");
    struct page_said said = {page.rows, page.hash, page.total, page.more};
    buffer_add(&job->answer, &said, sizeof said);
    buffer_text(&job->answer, buffer_all(&page.next));
    buffer_free(&page.next);
    return good;
}

bool answers_apart_work(const struct source *source, const struct look *look,
                        const char *base, struct apart_job *job, struct error *err)
{
    struct text bytes = {"", 0};
    if (!map_input(job->input, &bytes, err))
        return false;
    switch (look->kind) {
    case LOOK_CHECK:
        return answer_check(bytes, look->whole, look->wanted, err);
    case LOOK_LINKS:
        return say_link(source, bytes, base, job, err);
    case LOOK_PAGE:
        return say_page(source, bytes, job, err);
    case LOOK_WORDS:
        answer_words(&job->answer, bytes);
        return true;
    }
    return fail(err, ERROR_FORMAT, "nobody knows how to look at it");
}

/* Asking ----------------------------------------------------------------------------
 */

static bool ask(const struct holdings *holdings, const struct fetch *fetch,
                const struct look *look, const char *base, struct text bytes,
                struct buffer *said, struct error *err)
{
    int input = memfd_create("cifra answer", MFD_CLOEXEC);
    if (input < 0)
        return fail_errno(err, "handing over an answer");
    bool good =
        descriptor_write(input, bytes.at, bytes.length)
            ? holdings_ask_look(holdings, fetch->name, look, base, input, said, err)
            : fail_errno(err, "handing over an answer");
    close(input);
    return good;
}

static bool is_word(struct text text, size_t most)
{
    return text.length <= most && text_is_utf8(text) &&
           !memchr(text.at ? text.at : "", '\0', text.length);
}

static bool fail_said(struct error *err)
{
    return fail(err, ERROR_FORMAT, "what its reader says makes no sense");
}

static bool check(void *context, const struct fetch *fetch, struct text beginning,
                  bool whole, enum answer_kind wanted, struct error *err)
{
    struct look look = {LOOK_CHECK, wanted, whole};
    struct buffer said = {0};
    bool good = ask(context, fetch, &look, "", beginning, &said, err);
    buffer_free(&said);
    return good;
}

static bool is_address(struct text url)
{
    if (url.length > URL_MAX ||
        !(text_starts(url, TEXT("https://")) || text_starts(url, TEXT("http://"))))
        return false;
    for (size_t i = 0; i < url.length; i++)
        if ((unsigned char)url.at[i] <= ' ' || url.at[i] == 0x7f)
            return false;
    return true;
}

static bool take_link(struct arena *arena, struct text said, struct link *out,
                      struct error *err)
{
    if (!is_word(said, said.length))
        return fail_said(err);
    struct text url = text_cut(&said, '\n');
    if (!is_address(url))
        return fail_said(err);
    *out = (struct link){.url = arena_copy(arena, url).at,
                         .label = arena_copy(arena, said).at,
                         .name = ""};
    return true;
}

static bool newest_link(void *context, const struct fetch *fetch, struct arena *arena,
                        struct text page, const char *base, struct link *out,
                        struct error *err)
{
    struct look look = {.kind = LOOK_LINKS};
    struct buffer said = {0};
    bool good = ask(context, fetch, &look, base, page, &said, err) &&
                take_link(arena, buffer_all(&said), out, err);
    buffer_free(&said);
    return good;
}

/* No page has more rows than bytes. The address may lead anywhere: paging_take() has it
 * lead to the same server. */
static bool take_page(struct text said, size_t bytes, struct paging_page *out,
                      struct error *err)
{
    struct page_said head;
    if (said.length < sizeof head)
        return fail_said(err);
    memcpy(&head, said.at, sizeof head);
    struct text next = {said.at + sizeof head, said.length - sizeof head};
    if (head.rows > bytes || !is_word(next, PAGING_NEXT_MAX))
        return fail_said(err);
    out->rows = head.rows;
    out->hash = head.hash;
    out->total = head.total;
    out->more = head.more != 0;
    buffer_text(&out->next, next);
    return true;
}

static bool page(void *context, const struct fetch *fetch, struct text answer,
                 struct paging_page *out, struct error *err)
{
    struct look look = {.kind = LOOK_PAGE};
    struct buffer said = {0};
    bool good = ask(context, fetch, &look, "", answer, &said, err) &&
                take_page(buffer_all(&said), answer.length, out, err);
    buffer_free(&said);
    return good;
}

/* They only add to a message that says what happened without them. */
static void words(void *context, const struct fetch *fetch, struct text body,
                  struct buffer *out)
{
    struct look look = {.kind = LOOK_WORDS};
    struct buffer said = {0};
    struct error ignored = {0};
    if (ask(context, fetch, &look, "", body, &said, &ignored) &&
        is_word(buffer_all(&said), SAID_MAX))
        buffer_text(out, buffer_all(&said));
    buffer_free(&said);
}

struct fetch_reader answers_apart(struct holdings *holdings)
{
    if (!holdings->apart)
        return (struct fetch_reader){0};
    return (struct fetch_reader){holdings, newest_link, page, check, words};
}
