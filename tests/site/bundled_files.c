#include "tests/site/bundled_files.h"

static struct config config;
struct holdings own_holdings;

int open_own(void **state)
{
    struct error err = {0};
    make_site_folder(state);
    check_done(config_load(&arena, NULL, ".", &config, &err), &err);
    config.snapshots = *state;
    check_done(holdings_open(&arena, &config, &own_holdings, &err) &&
                   holdings_list(&arena, &own_holdings, &err),
               &err);
    return 0;
}

int close_own(void **state)
{
    holdings_close(&own_holdings);
    return remove_site_folder(state);
}

struct cube *read_bundled(const char *source, const char *name, const char *day)
{
    struct error err = {0};
    struct cube *cube;
    struct day date;
    assert_true(day_parse(text_of(day), &date));
    check_done(
        holdings_check(&arena, &own_holdings, source,
                       arena_format(&arena, "ingest/bundled/%s_%s.csv.xz", name, day),
                       date, NULL, &cube, &err),
        &err);
    return cube;
}
