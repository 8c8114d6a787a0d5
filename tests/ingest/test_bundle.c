#include "tests/check.h"

#include "ingest/bundle.h"
#include "tests/ingest/recorder.h"

#include <math.h>
#include <string.h>

#define FOLDER "ingest/bundled"

/* What each file holds, counted by other programs; the sums of the crime files are
 * those that public analyses of the same files state. */
static const struct {
    const char *file;
    size_t rows, observations, not_reported;
    double sum;
} TRUTH[] = {
    {"sesnsp_estatal_2024-12-21.csv.xz", 31360, 31360, 3136, 19564118},
    {"sesnsp_estatal_2024-02-21.csv.xz", 31360, 31360, 34496, 17797139},
    {"sesnsp_estatal_rnid_2026-04-18.csv.xz", 3648, 3648, 32832, 480653},
    {"sesnsp_estatal_rnid_2026-02-21.csv.xz", 3648, 3648, 40128, 154703},
    {"IDVFC_NM_ene25.zip", 80960, 80960, 80960, 3374761},
    {"IDEFF_jul25.csv.xz", 13398, 13398, 4950, 1251381},
    {"sesnsp_municipal_homicidios_gto_2026-01-13.csv.xz", 2484, 2484, 414, 22581},
    {"sesnsp_estatal_1997_2017_2025-07-12.csv.xz", 44352, 44352, 0, 32968093},
    {"conapo_estatal_1950_2070.csv.xz", 10059, 3232, 0, 11781123754},
    {"conapo_municipal_1990_2040.csv.xz", 2475, 2475, 0, 6072089610},
    {"worldbank_homicide_rate_2022-10-12.csv.xz", 266, 217, 0, 30883.507404097},
};

static size_t truth_of(const char *path)
{
    size_t count = sizeof TRUTH / sizeof *TRUTH, i = 0;
    while (i < count && strcmp(TRUTH[i].file, strrchr(path, '/') + 1) != 0)
        i++;
    if (i == count)
        fail_msg("%s: add what it holds to this test", path);
    return i;
}

static void check_entry(const struct bundle_entry *entry)
{
    struct arena arena = {0};
    struct error err = {0};
    struct decoded decoded;
    struct recorder recorder = recorder_new(true);
    struct source source = source_of(&arena, entry->provenance.source);
    size_t i = truth_of(entry->path);
    check_done(
        decode_file(&arena, &source, entry->path, &recorder.sink, &decoded, &err),
        &err);
    assert_int_equal(decoded.rows, TRUTH[i].rows);
    assert_int_equal(decoded.observations, TRUTH[i].observations);
    assert_int_equal(recorder.observations, TRUTH[i].observations);
    assert_int_equal(recorder.not_reported, TRUTH[i].not_reported);
    /* Counts to the unit; rates as far as doubles add up alike in any order. */
    assert_true(fabs(recorder.sum - TRUTH[i].sum) <= 1e-12 * TRUTH[i].sum);
    recorder_free(&recorder);
    arena_free(&arena);
}

static void every_file_decodes_to_what_is_known(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct bundle_entry *entries;
    size_t count;
    (void)state;
    check_done(bundle_read(&arena, FOLDER, &entries, &count, &err), &err);
    assert_int_equal(count, sizeof TRUTH / sizeof *TRUTH);
    for (size_t i = 0; i < count; i++)
        check_entry(&entries[i]);
    arena_free(&arena);
}

static void entries_say_where_they_come_from(void **state)
{
    struct arena arena = {0};
    struct error err = {0};
    struct bundle_entry *entries;
    size_t count;
    (void)state;
    check_done(bundle_read(&arena, FOLDER, &entries, &count, &err), &err);
    check_text(text_of(entries[0].provenance.source), "mx-estatal-2015");
    check_text(text_of(entries[0].provenance.file), "sesnsp_estatal_2024-12-21.csv.xz");
    check_text(text_of(entries[0].provenance.fetched), "2024-12-21T00:00:00Z");
    check_text(text_of(entries[0].licence), "Libre Uso MX");
    for (size_t i = 0; i < count; i++) {
        assert_true(entries[i].provenance.note[0] != '\0');
        assert_true(entries[i].provenance.url[0] != '\0');
        assert_true(entries[i].provenance.mirror);
    }
    arena_free(&arena);
}

static void check_bundle(const char *manifest, enum error_kind kind, const char *words)
{
    struct arena arena = {0};
    struct error err = {0};
    struct bundle_entry *entries;
    size_t count;
    char *folder = temporary_folder();
    write_in(&arena, folder, "a.csv", TEXT("a"));
    write_in(&arena, folder, "bundle.json", text_of(manifest));
    assert_false(bundle_read(&arena, folder, &entries, &count, &err));
    check_error(&err, kind, words);
    drop_folder(folder);
    arena_free(&arena);
}

#define ENTRY(file, hash)                                                              \
    "{\"files\": [{\"source\": \"s\", \"file\": \"" file "\", \"original\": \"o\", "   \
    "\"date\": \"2024-01-02\", \"fetched\": \"\", \"url\": \"\", \"publisher\": "      \
    "\"\", "                                                                           \
    "\"licence\": \"\", \"origin\": \"\", \"sha256\": \"" hash "\", \"bytes\": 1}]}"
#define HASH "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48b"

static void changed_files_are_noticed(void **state)
{
    (void)state;
    check_bundle(ENTRY("a.csv", HASH "c"), ERROR_CONTRADICTION,
                 "is not the file bundle.json speaks of");
    check_bundle(ENTRY("b.csv", HASH "b"), ERROR_CONTRADICTION, "not in the folder");
    check_bundle(ENTRY("../a.csv", HASH "b"), ERROR_FORMAT, "files, number 1: file");
    check_bundle("{\"files\": [{}]}", ERROR_USAGE, "\"source\" is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_decodes_to_what_is_known),
        cmocka_unit_test(entries_say_where_they_come_from),
        cmocka_unit_test(changed_files_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
