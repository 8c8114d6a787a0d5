#include "ingest/decode.h"

#include "ingest/container.h"
#include "ingest/decode_csv.h"
#include "ingest/decode_json.h"
#include "ingest/decode_jsonstat.h"
#include "ingest/decode_members.h"
#include "ingest/decode_sdmx.h"
#include "ingest/decode_xlsx.h"
#include "ingest/decode_xml.h"

#include <string.h>

const struct decoder DECODERS[] = {
    {"csv", ".csv", decode_csv},
    {"json", ".json", decode_json},
    {"json-stat", ".json", decode_jsonstat},
    {"xlsx", ".xlsx", decode_xlsx},
    {"sdmx", ".xml", decode_sdmx},
    {"xml", ".xml", decode_xml},
};
const size_t DECODERS_COUNT = sizeof DECODERS / sizeof *DECODERS;

static const struct decoder *decoder_for(const char *format)
{
    for (size_t i = 0; i < DECODERS_COUNT; i++)
        if (format && strcmp(DECODERS[i].format, format) == 0)
            return &DECODERS[i];
    return NULL;
}

/* A workbook and a delimited file are the same table in two dresses, and publishers
 * change them: where one is expected, the other is read too. */
static const struct decoder *sister_of(const struct decoder *decoder)
{
    if (strcmp(decoder->format, "csv") == 0)
        return decoder_for("xlsx");
    return strcmp(decoder->format, "xlsx") == 0 ? decoder_for("csv") : NULL;
}

/* An archive without a member for the one may have one for the other. */
static struct stream *open_either(struct arena *arena, const struct source *source,
                                  const char *path, const struct decoder *decoder,
                                  struct error *err)
{
    struct error first = {0}, second = {0};
    const struct decoder *sister = sister_of(decoder);
    struct stream *stream =
        stream_open(arena, path, source->member, decoder->suffix, &first);
    if (!stream && sister && !source->member && first.kind == ERROR_FORMAT)
        stream = stream_open(arena, path, NULL, sister->suffix, &second);
    if (!stream)
        fail(err, first.kind, "%s", first.message);
    return stream;
}

/* Which of the two it is shows in its first bytes. */
static bool choose_decoder(struct stream *stream, const struct decoder **decoder,
                           struct error *err)
{
    struct text head;
    if (!sister_of(*decoder))
        return true;
    if (!stream_peek(stream, &head, err))
        return false;
    bool workbook = text_starts(head, TEXT("PK\x03\x04")) ||
                    text_starts(head, TEXT("\xD0\xCF\x11\xE0"));
    *decoder = decoder_for(workbook ? "xlsx" : "csv");
    return true;
}

/* A longer table that was opened in Excel, or in an old one, and saved again ends in
 * the last row that it has room for, without a word. */
static bool check_room(const struct source *source, const struct decoder *decoder,
                       const struct decoded *decoded, struct error *err)
{
    static const size_t rooms[] = {65536, 1048576};
    for (size_t i = 0; i < 2 && sister_of(decoder) && !source->all_sheets; i++)
        if (decoded->last_row == rooms[i])
            return fail(
                err, ERROR_CONTRADICTION,
                "the table ends in row %zu, the last that %s has room for: what "
                "came behind it was cut off when it was saved there",
                rooms[i], i == 0 ? "an old Excel" : "Excel");
    return true;
}

static bool decode_stream(struct arena *arena, const struct source *source,
                          struct stream *stream, struct sink *sink, struct decoded *out,
                          struct error *err)
{
    const struct decoder *decoder = decoder_for(source->format);
    return choose_decoder(stream, &decoder, err) &&
           decoder->decode(arena, source, stream, sink, out, err) &&
           check_room(source, decoder, out, err);
}

/* What is wrong with the words of a member may come of damage, which its checksum shows
 * at its end; then that is what is wrong. Somebody may have read ahead of the words, so
 * it is read once more from its beginning. */
static void prefer_damage(const struct source *source, const char *path,
                          const struct decoder *decoder, struct error *err)
{
    struct arena arena = {0};
    struct error damage = {0};
    char bytes[4096];
    size_t got = 1;
    struct stream *stream = open_either(&arena, source, path, decoder, &damage);
    while (stream && got > 0 && stream_read(stream, bytes, sizeof bytes, &got, &damage))
        continue;
    if (damage.kind == ERROR_FORMAT)
        *err = damage;
    stream_close(stream);
    arena_free(&arena);
}

bool decode_file(struct arena *arena, const struct source *source, const char *path,
                 struct sink *sink, struct decoded *out, struct error *err)
{
    const struct decoder *decoder = decoder_for(source->format);
    *out = (struct decoded){.member = "", .encoding = ""};
    sink->member = sink->sheet = "";
    if (!decoder)
        return fail(err, ERROR_USAGE, "%s: no decoder reads \"%s\"", source->id,
                    source->format ? source->format : "");
    if (source->all_members)
        return decode_members(arena, source, path, decoder->suffix, decode_stream, sink,
                              out, err);
    struct stream *stream = open_either(arena, source, path, decoder, err);
    if (!stream)
        return false;
    out->member = stream_member(stream);
    sink->member = out->member;
    bool good = decode_stream(arena, source, stream, sink, out, err);
    if (!good) {
        if (stream_is_packed(stream) && err->kind != ERROR_SYSTEM &&
            err->kind != ERROR_LIMIT)
            prefer_damage(source, path, decoder, err);
        if (out->member[0])
            fail_while(err, "reading %s", out->member);
    }
    stream_close(stream);
    return good;
}
