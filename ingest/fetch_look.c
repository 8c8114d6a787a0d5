/* Looking at what came: the only place where the fetcher has foreign bodies read. What
 * else it reads of a server is libcurl's answer, header by header, each cut at
 * HEADER_MAX. */
#include "ingest/fetch_inside.h"
#include "ingest/paging_page.h"

bool look_check(struct job *job, struct text beginning, bool whole, struct error *err)
{
    const struct fetch_reader *reader = &job->session->reader;
    enum answer_kind wanted = job->at_links ? ANSWER_PAGE : ANSWER_DATA;
    if (!reader->check)
        return answer_check(beginning, whole, wanted, err);
    return reader->check(reader->context, job->fetch, beginning, whole, wanted, err);
}

bool look_links(struct job *job, struct text page, struct link *out, struct error *err)
{
    const struct fetch_reader *reader = &job->session->reader;
    if (!reader->newest_link)
        return links_newest(job->arena, page, job->hop, job->fetch->links, out, err);
    return reader->newest_link(reader->context, job->fetch, job->arena, page, job->hop,
                               out, err);
}

bool look_page(struct job *job, struct text answer, struct error *err)
{
    const struct fetch_reader *reader = &job->session->reader;
    struct paging *paging = &job->paging;
    struct paging_page page = {0};
    bool good = true;
    if (!reader->page)
        return paging_next(job->arena, paging, answer, job->answer.link, err);
    if (paging_is_read(paging->rule))
        good = reader->page(reader->context, job->fetch, answer, &page, err) ||
               fail_while(err, "page %zu", paging->pages + 1);
    good = good && paging_take(job->arena, paging, &page, job->answer.link, err);
    buffer_free(&page.next);
    return good;
}

void look_words(struct job *job, struct buffer *out)
{
    const struct fetch_reader *reader = &job->session->reader;
    struct text body = buffer_all(&job->answer.words);
    if (body.length == 0)
        return;
    if (reader->words)
        reader->words(reader->context, job->fetch, body, out);
    else
        answer_words(out, body);
}
