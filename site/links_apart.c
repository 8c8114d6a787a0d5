#include "site/links_apart.h"

#include "site/holdings_apart.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { URL_MAX = 8192 };

/* The worker ------------------------------------------------------------------------
 */

static bool read_page(struct apart_job *job, struct text *out, struct error *err)
{
    char *bytes = arena_take(&job->arena, LINKS_PAGE_MAX);
    size_t length = 0;
    ssize_t got = 1;
    while (got != 0 && length < LINKS_PAGE_MAX) {
        got = pread(job->input, bytes + length, LINKS_PAGE_MAX - length, (off_t)length);
        if (got < 0 && errno != EINTR)
            return fail_errno(err, "reading a page");
        length += got > 0 ? (size_t)got : 0;
    }
    *out = (struct text){bytes, length};
    return true;
}

bool links_apart_work(const struct link_rule *rule, const char *base,
                      struct apart_job *job, struct error *err)
{
    struct text page = {0};
    struct link link;
    if (!read_page(job, &page, err) ||
        !links_newest(&job->arena, page, base, rule, &link, err))
        return false;
    buffer_string(&job->answer, link.url);
    buffer_char(&job->answer, '\n');
    buffer_string(&job->answer, link.label);
    return true;
}

/* Asking ----------------------------------------------------------------------------
 */

/* The worker's word is a stranger's. */
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
    if (!text_is_utf8(said) || memchr(said.at, '\0', said.length))
        said = TEXT("");
    struct text url = text_cut(&said, '\n');
    if (!is_address(url))
        return fail(err, ERROR_FORMAT, "the page's reader makes no sense");
    *out = (struct link){.url = arena_copy(arena, url).at,
                         .label = arena_copy(arena, said).at,
                         .name = ""};
    return true;
}

static bool put_page(int fd, struct text page, struct error *err)
{
    while (page.length > 0) {
        ssize_t written = write(fd, page.at, page.length);
        if (written < 0 && errno != EINTR)
            return fail_errno(err, "handing over a page");
        page.at += written > 0 ? written : 0;
        page.length -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

bool links_apart_newest(void *context, const struct fetch *fetch, struct arena *arena,
                        struct text page, const char *base, struct link *out,
                        struct error *err)
{
    const struct holdings *holdings = context;
    struct buffer said = {0};
    if (!holdings->apart)
        return links_newest(arena, page, base, fetch->links, out, err);
    int input = memfd_create("cifra page", MFD_CLOEXEC);
    if (input < 0)
        return fail_errno(err, "handing over a page");
    bool good = put_page(input, page, err) &&
                holdings_ask_link(holdings, fetch->name, base, input, &said, err) &&
                take_link(arena, buffer_all(&said), out, err);
    close(input);
    buffer_free(&said);
    return good;
}
