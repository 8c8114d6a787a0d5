#include "ingest/csv_input.h"

#include "base/parallel.h"
#include "ingest/csv_scan.h"

#include <stdlib.h>
#include <string.h>

void input_open(struct input *input, struct stream *stream, size_t block)
{
    *input = (struct input){.stream = stream, .room = block};
    input->bytes = memory_or_die(malloc(block + CSV_PADDING));
}

void input_close(struct input *input)
{
    ahead_close(input->ahead);
    free(input->bytes);
    *input = (struct input){0};
}

void input_read_ahead(struct input *input)
{
    if (stream_is_packed(input->stream) && !input->ended && parallel_width() > 1)
        input->ahead = ahead_open(input->stream);
}

static bool input_more(struct input *input, struct error *err)
{
    size_t got, wanted = input->room - input->length;
    char *into = input->bytes + input->length;
    if (input->apart) {
        if (!stream_read_at(input->stream, input->offset, into, wanted, &got, err))
            return false;
    } else if (input->ahead) {
        if (!ahead_read(input->ahead, into, wanted, &got, err))
            return false;
    } else if (!stream_read(input->stream, into, wanted, &got, err)) {
        return false;
    }
    input->length += got;
    input->offset += got;
    input->ended = got == 0;
    return true;
}

bool input_fill(struct input *input, const char *rest, struct error *err)
{
    size_t kept = (size_t)(input->bytes + input->length - rest);
    memmove(input->bytes, rest, kept);
    input->length = kept;
    if (kept * 2 > input->room) {
        input->room *= 2;
        input->bytes = memory_or_die(realloc(input->bytes, input->room + CSV_PADDING));
    }
    while (input->length < input->room && !input->ended)
        if (!input_more(input, err))
            return false;
    memset(input->bytes + input->length, 0, CSV_PADDING);
    return true;
}

uint64_t input_offset(const struct input *input, const char *at)
{
    return input->offset - (uint64_t)(input->bytes + input->length - at);
}
