#include "tests/ingest/packed.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

enum { PARTS_MAX = 40, ZIP_ROOM = 1 << 14 };

/* Where the next part begins: at its "=== ". */
static const char *next_part(const char *at, const char *end)
{
    const char *found = memmem(at, (size_t)(end - at), "\n=== ", 5);
    return found ? found + 1 : end;
}

static void add_part(struct arena *arena, struct archive *zip, struct text name,
                     struct text bytes)
{
    struct archive_entry *entry = memory_or_die(archive_entry_new());
    archive_entry_set_pathname(entry, arena_copy(arena, name).at);
    archive_entry_set_size(entry, (int64_t)bytes.length);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    if (archive_write_header(zip, entry) == ARCHIVE_OK)
        archive_write_data(zip, bytes.at, bytes.length);
    archive_entry_free(entry);
}

struct text zip_of(struct arena *arena, struct text words)
{
    size_t room = 2 * words.length + ZIP_ROOM, used = 0;
    char *bytes = arena_take(arena, room);
    struct archive *zip = memory_or_die(archive_write_new());
    archive_write_set_format_zip(zip);
    archive_write_zip_set_compression_store(zip);
    archive_write_set_bytes_in_last_block(zip, 1);
    archive_write_open_memory(zip, bytes, room, &used);
    const char *end = words.at + words.length;
    size_t parts = 0;
    for (const char *at = words.at; at < end && parts < PARTS_MAX; parts++) {
        const char *next = next_part(at, end);
        struct text rest = {at, (size_t)(next - at)};
        struct text name = text_cut(&rest, '\n');
        if (text_starts(name, TEXT("=== ")) && rest.at && name.length > 4)
            add_part(arena, zip, (struct text){name.at + 4, name.length - 4}, rest);
        at = next;
    }
    bool good = archive_write_close(zip) == ARCHIVE_OK;
    archive_write_free(zip);
    return (struct text){bytes, good && parts > 0 ? used : 0};
}
