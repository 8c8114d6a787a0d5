/* The bytes of a file in blocks that overlap: what was not used up is carried over to
 * the next. */
#ifndef CIFRA_INGEST_CSV_INPUT_H
#define CIFRA_INGEST_CSV_INPUT_H

#include "ingest/ahead.h"
#include "ingest/container.h"

/* Bytes of a file, block by block. */
struct input {
    struct stream *stream;
    struct ahead *ahead; /* reads the stream, when there is one */
    bool apart;          /* read at offset, beside others */
    uint64_t offset;     /* in the file, of what follows the bytes held */
    char *bytes;
    size_t length, room;
    bool ended;
};

/* CSV_PADDING bytes can be read behind those held, always. */
void input_open(struct input *input, struct stream *stream, size_t block);
void input_close(struct input *input);

/* Unpack what follows on another thread, if it is packed and there is more than one. */
void input_read_ahead(struct input *input);

/* Keep what begins at rest, and fill up behind it. There is room for a block more than
 * is kept, so a record of any allowed length fits in the end. */
bool input_fill(struct input *input, const char *rest, struct error *err);

/* Offset in the file of a byte held. */
uint64_t input_offset(const struct input *input, const char *at);

#endif
