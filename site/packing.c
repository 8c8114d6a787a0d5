/* A stream of either packer is turned by the same function: bytes in, bytes out. */
#include "site/packing.h"

#include "base/descriptor.h"

#include <brotli/decode.h>
#include <brotli/encode.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
    CHUNK = 64 << 10,
    SMALLEST = 200,      /* bytes: a smaller file fits one packet anyway */
    THOROUGH = 1 << 20,  /* bytes: up to here every effort is made */
    GZIP_BITS = 15 + 16, /* zlib's largest window, with gzip's header */
    GZIP_MEMORY = 9,
    GZIP_LEVEL = 9,
    GZIP_QUICK_LEVEL = 6,
    BROTLI_LEVEL = 10,
    BROTLI_QUICK_LEVEL = 6,
    GZIP_NO_SYSTEM = 255 /* the header names no operating system, and no time */
};

const char *packing_name(enum packing packing)
{
    static const char *const NAMES[PACKINGS] = {"gz", "br"};
    return NAMES[packing];
}

bool packing_find(struct text name, enum packing *out)
{
    for (enum packing i = 0; i < PACKINGS; i++)
        if (text_is(name, packing_name(i))) {
            *out = i;
            return true;
        }
    return false;
}

bool packing_suits(const char *path)
{
    static const char *const ENDS[] = {".html", ".css", ".js",   ".svg",    ".csv",
                                       ".json", ".xml", ".atom", ".jsonld", ".txt",
                                       ".ics",  ".bib", ".cff"};
    for (size_t i = 0; i < sizeof ENDS / sizeof *ENDS; i++)
        if (text_ends(text_of(path), text_of(ENDS[i])))
            return true;
    return false;
}

/* Packing ---------------------------------------------------------------------- */

/* Bytes that wait to be taken, and room for those that come out. */
struct flow {
    const uint8_t *in;
    size_t in_left;
    uint8_t *out;
    size_t out_left;
};

/* One of the two is open. */
struct packer {
    enum packing packing;
    z_stream gzip;
    gz_header header;
    BrotliEncoderState *brotli;
};

static bool packer_open(struct packer *packer, enum packing packing, size_t bytes)
{
    bool thorough = bytes <= THOROUGH;
    *packer = (struct packer){.packing = packing, .header.os = GZIP_NO_SYSTEM};
    if (packing == PACKING_GZIP)
        return deflateInit2(&packer->gzip, thorough ? GZIP_LEVEL : GZIP_QUICK_LEVEL,
                            Z_DEFLATED, GZIP_BITS, GZIP_MEMORY,
                            Z_DEFAULT_STRATEGY) == Z_OK &&
               deflateSetHeader(&packer->gzip, &packer->header) == Z_OK;
    packer->brotli = BrotliEncoderCreateInstance(NULL, NULL, NULL);
    return packer->brotli &&
           BrotliEncoderSetParameter(packer->brotli, BROTLI_PARAM_MODE,
                                     BROTLI_MODE_TEXT) &&
           BrotliEncoderSetParameter(packer->brotli, BROTLI_PARAM_QUALITY,
                                     thorough ? BROTLI_LEVEL : BROTLI_QUICK_LEVEL) &&
           BrotliEncoderSetParameter(packer->brotli, BROTLI_PARAM_SIZE_HINT,
                                     (uint32_t)(bytes < UINT32_MAX ? bytes : 0));
}

static void packer_close(struct packer *packer)
{
    if (packer->packing == PACKING_GZIP)
        deflateEnd(&packer->gzip);
    if (packer->brotli)
        BrotliEncoderDestroyInstance(packer->brotli);
}

/* Take some, give some; *done once the end came out behind the last bytes. */
static bool packer_turn(struct packer *packer, struct flow *flow, bool last, bool *done)
{
    if (packer->packing == PACKING_BROTLI) {
        bool good = BrotliEncoderCompressStream(
            packer->brotli, last ? BROTLI_OPERATION_FINISH : BROTLI_OPERATION_PROCESS,
            &flow->in_left, &flow->in, &flow->out_left, &flow->out, NULL);
        *done = BrotliEncoderIsFinished(packer->brotli);
        return good;
    }
    z_stream *z = &packer->gzip;
    z->next_in = (Bytef *)(uintptr_t)flow->in;
    z->avail_in = (uInt)flow->in_left;
    z->next_out = flow->out;
    z->avail_out = (uInt)flow->out_left;
    int state = deflate(z, last ? Z_FINISH : Z_NO_FLUSH);
    *flow = (struct flow){z->next_in, z->avail_in, z->next_out, z->avail_out};
    *done = state == Z_STREAM_END;
    return state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR;
}

/* A file on its way into its copy. */
struct way {
    const char *from, *to;
    int in, out; /* -1 when closed */
    size_t written;
};

/* Turn until what came in is taken, or, behind the last, until the end is out. */
static bool turn_chunk(struct packer *packer, struct way *way, struct flow *flow,
                       bool last, bool *done, struct error *err)
{
    uint8_t room[CHUNK];
    do {
        flow->out = room;
        flow->out_left = sizeof room;
        if (!packer_turn(packer, flow, last, done))
            return fail(err, ERROR_SYSTEM, "packing %s", way->from);
        size_t made = sizeof room - flow->out_left;
        if (!descriptor_write(way->out, room, made))
            return fail_errno(err, "writing %s", way->to);
        way->written += made;
    } while (!*done && (last || flow->in_left > 0 || flow->out_left == 0));
    return true;
}

static bool pack_all(struct packer *packer, struct way *way, struct error *err)
{
    uint8_t chunk[CHUNK];
    for (bool done = false; !done;) {
        ssize_t got = descriptor_read(way->in, chunk, sizeof chunk);
        if (got < 0)
            return fail_errno(err, "reading %s", way->from);
        struct flow flow = {.in = chunk, .in_left = (size_t)got};
        if (!turn_chunk(packer, way, &flow, (size_t)got < sizeof chunk, &done, err))
            return false;
    }
    return true;
}

static bool open_way(struct way *way, size_t *bytes, struct error *err)
{
    struct stat found;
    way->in = open(way->from, O_RDONLY | O_CLOEXEC);
    if (way->in < 0 || fstat(way->in, &found) != 0)
        return fail_errno(err, "reading %s", way->from);
    *bytes = (size_t)found.st_size;
    return true;
}

static bool create_copy(struct way *way, struct error *err)
{
    way->out = open(way->to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    return way->out >= 0 || fail_errno(err, "writing %s", way->to);
}

static bool close_copy(struct way *way, struct error *err)
{
    int out = way->out;
    way->out = -1;
    return close(out) == 0 || fail_errno(err, "writing %s", way->to);
}

bool pack_file(enum packing packing, const char *from, const char *to, bool *smaller,
               struct error *err)
{
    struct way way = {.from = from, .to = to, .in = -1, .out = -1};
    struct packer packer;
    size_t bytes = 0;
    *smaller = false;
    bool good = open_way(&way, &bytes, err);
    if (good && bytes >= SMALLEST) {
        good = create_copy(&way, err);
        if (good) {
            good = (packer_open(&packer, packing, bytes) ||
                    fail(err, ERROR_SYSTEM, "no memory to pack %s", from)) &&
                   pack_all(&packer, &way, err) && close_copy(&way, err);
            packer_close(&packer);
        }
        *smaller = good && way.written < bytes;
        if (good && !*smaller)
            good = unlink(to) == 0 || fail_errno(err, "removing %s", to);
    }
    if (way.out >= 0)
        close(way.out);
    if (way.in >= 0)
        close(way.in);
    return good;
}

/* Unpacking -------------------------------------------------------------------- */

struct unpacker {
    enum packing packing;
    z_stream gzip;
    BrotliDecoderState *brotli;
};

static bool unpacker_open(struct unpacker *unpacker, enum packing packing)
{
    *unpacker = (struct unpacker){.packing = packing};
    if (packing == PACKING_GZIP)
        return inflateInit2(&unpacker->gzip, GZIP_BITS) == Z_OK;
    unpacker->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    return unpacker->brotli != NULL;
}

static void unpacker_close(struct unpacker *unpacker)
{
    if (unpacker->packing == PACKING_GZIP)
        inflateEnd(&unpacker->gzip);
    if (unpacker->brotli)
        BrotliDecoderDestroyInstance(unpacker->brotli);
}

static bool unpacker_turn(struct unpacker *unpacker, struct flow *flow, bool *done)
{
    if (unpacker->packing == PACKING_BROTLI) {
        BrotliDecoderResult result =
            BrotliDecoderDecompressStream(unpacker->brotli, &flow->in_left, &flow->in,
                                          &flow->out_left, &flow->out, NULL);
        *done = result == BROTLI_DECODER_RESULT_SUCCESS;
        return result != BROTLI_DECODER_RESULT_ERROR;
    }
    z_stream *z = &unpacker->gzip;
    z->next_in = (Bytef *)(uintptr_t)flow->in;
    z->avail_in = (uInt)flow->in_left;
    z->next_out = flow->out;
    z->avail_out = (uInt)flow->out_left;
    int state = inflate(z, Z_NO_FLUSH);
    *flow = (struct flow){z->next_in, z->avail_in, z->next_out, z->avail_out};
    *done = state == Z_STREAM_END;
    return state == Z_OK || state == Z_STREAM_END || state == Z_BUF_ERROR;
}

static bool same_bytes(int plain, const uint8_t *bytes, size_t length)
{
    uint8_t beside[CHUNK];
    return descriptor_read(plain, beside, length) == (ssize_t)length &&
           memcmp(beside, bytes, length) == 0;
}

static bool at_end(int fd)
{
    uint8_t more;
    return descriptor_read(fd, &more, 1) == 0;
}

static const char DAMAGED[] = "cannot be unpacked";
static const char OTHER[] = "does not unpack to the file beside it";

/* NULL when all of one is all of the other. */
static const char *compare(struct unpacker *unpacker, int packed, int plain)
{
    uint8_t chunk[CHUNK], room[CHUNK];
    struct flow flow = {0};
    for (bool done = false; !done;) {
        if (flow.in_left == 0) {
            ssize_t got = descriptor_read(packed, chunk, sizeof chunk);
            if (got < 0)
                return DAMAGED;
            flow.in = chunk;
            flow.in_left = (size_t)got;
        }
        size_t came = flow.in_left;
        flow.out = room;
        flow.out_left = sizeof room;
        if (!unpacker_turn(unpacker, &flow, &done))
            return DAMAGED;
        size_t made = sizeof room - flow.out_left;
        if (!same_bytes(plain, room, made))
            return OTHER;
        if (!done && made == 0 && came == flow.in_left)
            return DAMAGED; /* it ends before its end */
    }
    return flow.in_left > 0 || !at_end(packed) ? DAMAGED
           : !at_end(plain)                    ? OTHER
                                               : NULL;
}

bool packed_is_of(enum packing packing, const char *packed, const char *plain,
                  const char **why)
{
    struct unpacker unpacker;
    int one = open(packed, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    int two = open(plain, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    *why = "cannot be read";
    if (one >= 0 && two >= 0 && unpacker_open(&unpacker, packing)) {
        *why = compare(&unpacker, one, two);
        unpacker_close(&unpacker);
    }
    if (one >= 0)
        close(one);
    if (two >= 0)
        close(two);
    return *why == NULL;
}
