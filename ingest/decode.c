#include "ingest/decode.h"

#include "ingest/container.h"
#include "ingest/decode_csv.h"

#include <string.h>

const struct decoder DECODERS[] = {
    {"csv", ".csv", decode_csv},
};
const size_t DECODERS_COUNT = sizeof DECODERS / sizeof *DECODERS;

static const struct decoder *decoder_for(const struct source *source)
{
    for (size_t i = 0; i < DECODERS_COUNT; i++)
        if (source->format && strcmp(DECODERS[i].format, source->format) == 0)
            return &DECODERS[i];
    return NULL;
}

bool decode_file(struct arena *arena, const struct source *source, const char *path,
                 struct sink *sink, struct decoded *out, struct error *err)
{
    const struct decoder *decoder = decoder_for(source);
    *out = (struct decoded){.member = "", .encoding = ""};
    if (!decoder)
        return fail(err, ERROR_USAGE, "%s: no decoder reads \"%s\"", source->id,
                    source->format ? source->format : "");
    struct stream *stream =
        stream_open(arena, path, source->member, decoder->suffix, err);
    if (!stream)
        return false;
    out->member = stream_member(stream);
    bool good = decoder->decode(arena, source, stream, sink, out, err);
    if (!good && out->member[0])
        fail_while(err, "reading %s", out->member);
    stream_close(stream);
    return good;
}
