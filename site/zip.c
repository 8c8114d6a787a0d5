/* PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7 (a member's own header), 4.3.12 (the
 * directory) and 4.3.16 (the end). */
#include "site/zip.h"

#include "render/deflate.h"

#include <zlib.h>

enum {
    NEEDED = 20,           /* version 2.0: deflated */
    MADE_BY = 3 << 8 | 20, /* Unix: what stands for the mode below is one */
    UTF8_NAME = 1 << 11,   /* flag */
    DEFLATED = 8,          /* method */
    DATE = 1 << 5 | 1,     /* month and day; years count from 1980 */
    ROW = 128              /* about as long as a row of a table is */
};
static const uint32_t MODE = (uint32_t)0100644 << 16;

static void put(struct buffer *out, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buffer_char(out, (char)(number >> 8 * i & 0xff));
}

/* What a member's header and its entry in the directory have in common. */
struct member {
    struct text name;
    uint32_t check, packed, length;
};

static void put_common(struct buffer *out, const struct member *member)
{
    put(out, NEEDED, 2);
    put(out, UTF8_NAME, 2);
    put(out, DEFLATED, 2);
    put(out, 0, 2); /* midnight */
    put(out, DATE, 2);
    put(out, member->check, 4);
    put(out, member->packed, 4);
    put(out, member->length, 4);
    put(out, (uint32_t)member->name.length, 2);
    put(out, 0, 2); /* nothing extra */
}

static void put_entry(struct zip *zip, const struct member *member, size_t at)
{
    struct buffer *out = &zip->directory;
    put(out, 0x02014b50, 4);
    put(out, MADE_BY, 2);
    put_common(out, member);
    put(out, 0, 2); /* no comment */
    put(out, 0, 2); /* first disk */
    put(out, 0, 2); /* no guess whether it is text */
    put(out, MODE, 4);
    put(out, (uint32_t)at, 4);
    buffer_text(out, member->name);
}

void zip_pack_start(struct zip_packed *out)
{
    *out = (struct zip_packed){.check = (uint32_t)crc32_z(0, NULL, 0)};
    out->packer = deflate_open(&out->bytes, ROW);
}

void zip_pack_add(struct zip_packed *packed, struct text piece)
{
    const unsigned char *at = (const unsigned char *)piece.at;
    packed->check = (uint32_t)crc32_z(packed->check, at, piece.length);
    packed->length += piece.length;
    deflate_add(packed->packer, at, piece.length);
}

void zip_pack_end(struct zip_packed *packed)
{
    deflate_close(packed->packer);
    packed->packer = NULL;
    packed->bytes.failed |= packed->length > UINT32_MAX;
}

void zip_put(struct zip *zip, const char *name, struct zip_packed *packed)
{
    size_t at = zip->out.length;
    const struct member member = {.name = text_of(name),
                                  .check = packed->check,
                                  .packed = (uint32_t)packed->bytes.length,
                                  .length = (uint32_t)packed->length};
    put(&zip->out, 0x04034b50, 4);
    put_common(&zip->out, &member);
    buffer_text(&zip->out, member.name);
    buffer_text(&zip->out, buffer_all(&packed->bytes));
    put_entry(zip, &member, at);
    zip->members++;
    zip->out.failed |= packed->bytes.failed;
    buffer_free(&packed->bytes);
}

void zip_add(struct zip *zip, const char *name, struct text bytes)
{
    struct zip_packed packed;
    zip_pack_start(&packed);
    zip_pack_add(&packed, bytes);
    zip_pack_end(&packed);
    zip_put(zip, name, &packed);
}

const struct buffer *zip_finish(struct zip *zip)
{
    struct buffer *out = &zip->out;
    size_t at = out->length;
    if (zip->directory.failed || zip->members > UINT16_MAX)
        out->failed = true;
    buffer_text(out, buffer_all(&zip->directory));
    put(out, 0x06054b50, 4);
    put(out, 0, 4); /* one disk, the first */
    put(out, (uint32_t)zip->members, 2);
    put(out, (uint32_t)zip->members, 2);
    put(out, (uint32_t)zip->directory.length, 4);
    put(out, (uint32_t)at, 4);
    put(out, 0, 2); /* no comment */
    return out;
}

void zip_free(struct zip *zip)
{
    buffer_free(&zip->out);
    buffer_free(&zip->directory);
}
