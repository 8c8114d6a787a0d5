/* A file of a source, read in a process that is shut in (base/apart.h).
 *
 * The server is forked when the holdings are opened, and knows lists and descriptors as
 * they are then; a request names source, file and day. The figures come back as the
 * file of a cube, in memory that both processes have open: the worker fills it in
 * place, and we map it. What it says is checked here, because the worker may not be
 * ours any more.
 */
#include "site/holdings_apart.h"

#include "base/apart.h"
#include "ingest/container.h"
#include "ingest/handed.h"
#include "site/agreement.h"
#include "site/answers_apart.h"
#include "transform/cube_cells.h"
#include "transform/cube_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CELLS_SHARED = 1 << 30, /* bytes of figures that need no copying */
    CELLS_BEGIN = 4096,     /* behind the head of the file */
    WORDS_MAX = 4096        /* bytes of a member's name, or of an encoding's */
};

enum kind { KIND_FILE, KIND_LOOK };

/* Before the path, or an answer's address. */
struct request {
    enum kind kind;
    uint32_t source;
    int32_t total; /* which of the totals in the file; -1: the rest */
    struct day date;
    struct look look;
};

/* Before the two words. */
struct answer {
    uint64_t rows, observations, last_row, bytes;
    uint32_t member, encoding; /* lengths */
    uint32_t delimiter;
};

/* The worker ------------------------------------------------------------------------
 */

struct prepared {
    struct request request;
    const char *path;
    const struct source *source;
    struct source rows; /* of a total */
    struct crosswalks crosswalks;
};

/* Figures go where they will be read. */
static bool share_cells(int output, struct error *err)
{
    char *memory =
        mmap(NULL, CELLS_SHARED, PROT_READ | PROT_WRITE, MAP_SHARED, output, 0);
    if (memory == MAP_FAILED)
        return fail_errno(err, "making room for figures");
    cells_share(memory, CELLS_SHARED, CELLS_BEGIN);
    return true;
}

static void begin(void)
{
    handed_prepare();
    container_prepare();
}

static bool prepare(void *context, struct apart_job *job, struct error *err)
{
    const struct holdings *holdings = context;
    struct prepared *prepared = arena_take(&job->arena, sizeof *prepared);
    struct text request = job->request;
    job->prepared = prepared;
    memcpy(&prepared->request, request.at, sizeof prepared->request);
    prepared->path =
        arena_copy(&job->arena,
                   (struct text){request.at + sizeof prepared->request,
                                 request.length - sizeof prepared->request})
            .at;
    prepared->source = &holdings->source[prepared->request.source];
    if (prepared->request.total != NO_TOTAL) {
        prepared->rows =
            agreement_total_rows(prepared->source, (size_t)prepared->request.total);
        prepared->source = &prepared->rows;
    }
    job->brief = prepared->request.kind == KIND_LOOK; /* transfers wait for it */
    if (job->brief)
        return true;
    handed_take(prepared->path, job->input);
    return holdings_crosswalks(&job->arena, holdings, prepared->source,
                               &prepared->crosswalks, err) &&
           share_cells(job->output, err);
}

static bool answer_with(struct buffer *out, const struct decoded *decoded,
                        struct error *err)
{
    if (strlen(decoded->member) > WORDS_MAX)
        return fail(err, ERROR_LIMIT, "a member's name has more than %d bytes",
                    WORDS_MAX);
    struct answer answer = {decoded->rows,
                            decoded->observations,
                            decoded->last_row,
                            decoded->bytes,
                            (uint32_t)strlen(decoded->member),
                            (uint32_t)strlen(decoded->encoding),
                            (unsigned char)decoded->delimiter};
    buffer_add(out, &answer, sizeof answer);
    buffer_string(out, decoded->member);
    buffer_string(out, decoded->encoding);
    return true;
}

static bool work(void *context, struct apart_job *job, struct error *err)
{
    const struct holdings *holdings = context;
    const struct prepared *prepared = job->prepared;
    struct decoded decoded;
    struct cube *cube;
    if (prepared->request.kind == KIND_LOOK)
        return answers_apart_work(prepared->source, &prepared->request.look,
                                  prepared->path, job, err);
    return holdings_read_here(&job->arena, holdings->lists, prepared->source,
                              &prepared->crosswalks, prepared->path,
                              prepared->request.date, &decoded, &cube, err) &&
           cube_file_write(cube, job->output, NULL, err) &&
           answer_with(&job->answer, &decoded, err);
}

bool holdings_apart_start(struct holdings *holdings, struct error *err)
{
    struct apart_work does = {begin, prepare, work, holdings};
    return apart_start(&does, apart_limits_usual(), &holdings->apart, err);
}

/* Asking ----------------------------------------------------------------------------
 */

/* Only a regular file; opening anything else must not wait. */
static bool open_file(const char *path, int *fd, struct error *err)
{
    struct stat found;
    *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (*fd < 0 || fstat(*fd, &found) != 0)
        fail_errno(err, "opening %s", path);
    else if (!S_ISREG(found.st_mode))
        fail(err, ERROR_USAGE, "%s is not a regular file", path);
    else
        return true;
    if (*fd >= 0)
        close(*fd);
    return false;
}

static bool fail_answer(struct error *err)
{
    return fail(err, ERROR_FORMAT, "its reader's answer makes no sense");
}

static bool take_word(struct arena *arena, struct text *rest, uint32_t length,
                      const char **out)
{
    if (length > WORDS_MAX || length > rest->length)
        return false;
    struct text word = {rest->at, length};
    *rest = (struct text){rest->at + length, rest->length - length};
    *out = arena_copy(arena, word).at;
    return text_is_utf8(word) && strlen(*out) == length;
}

static bool read_answer(struct arena *arena, struct text said, struct decoded *out,
                        struct error *err)
{
    struct answer answer;
    if (said.length < sizeof answer)
        return fail_answer(err);
    memcpy(&answer, said.at, sizeof answer);
    struct text rest = {said.at + sizeof answer, said.length - sizeof answer};
    *out = (struct decoded){.rows = answer.rows,
                            .observations = answer.observations,
                            .last_row = answer.last_row,
                            .bytes = answer.bytes,
                            .delimiter = (char)answer.delimiter};
    return (answer.delimiter < 0x80 &&
            take_word(arena, &rest, answer.member, &out->member) &&
            take_word(arena, &rest, answer.encoding, &out->encoding)) ||
           fail_answer(err);
}

static bool ask(const struct holdings *holdings, const struct request *request,
                const char *path, int input, int output, struct buffer *said,
                struct error *err)
{
    struct buffer bytes = {0};
    buffer_add(&bytes, request, sizeof *request);
    buffer_string(&bytes, path);
    bool good =
        apart_run(holdings->apart, buffer_all(&bytes), input, output, said, err);
    buffer_free(&bytes);
    return good;
}

bool holdings_ask_look(const struct holdings *holdings, const char *source,
                       const struct look *look, const char *base, int input,
                       struct buffer *said, struct error *err)
{
    const struct holding *holding;
    if (!holdings_find(holdings, source, &holding, err))
        return false;
    struct request request = {.kind = KIND_LOOK,
                              .source = (uint32_t)(holding->source - holdings->source),
                              .total = NO_TOTAL,
                              .look = *look};
    return ask(holdings, &request, base, input, -1, said, err);
}

/* A worker that is not ours any more may answer with years where months were asked. */
static bool take_cube(const struct holdings *holdings, const struct source *source,
                      int output, struct cube **cube, struct error *err)
{
    if (!cube_file_read(holdings->lists, output, NULL, cube, err))
        return false;
    if (cube_step(*cube) == source->period.step)
        return true;
    cube_free(*cube);
    *cube = NULL;
    return fail_answer(err);
}

bool holdings_read_apart(struct arena *arena, const struct holdings *holdings,
                         const struct source *source, int total, const char *path,
                         struct day date, struct decoded *decoded, struct cube **cube,
                         struct error *err)
{
    struct request request = {.kind = KIND_FILE,
                              .source = (uint32_t)(source - holdings->source),
                              .total = total,
                              .date = date};
    struct buffer said = {0};
    int input, output;
    *decoded = (struct decoded){.member = "", .encoding = ""};
    if (!open_file(path, &input, err))
        return false;
    output = memfd_create("cifra cube", MFD_CLOEXEC);
    bool good = (output >= 0 && ftruncate(output, CELLS_SHARED) == 0) ||
                fail_errno(err, "making room for figures");
    good = good && ask(holdings, &request, path, input, output, &said, err) &&
           read_answer(arena, buffer_all(&said), decoded, err) &&
           take_cube(holdings, source, output, cube, err);
    buffer_free(&said);
    close(input);
    if (output >= 0)
        close(output);
    return good;
}
