#include "tests/site/small_site.h"

#include "base/file.h"
#include "site/bands.h"
#include "site/revisions.h"

struct site site;

int make_small_site(void **state)
{
    site = (struct site){.config = &config, .day = "2020-06-20"};
    return make_small_source(state);
}

int remove_small_site(void **state)
{
    datasets_free(site.datasets);
    return remove_small_source(state);
}

static void add_row(struct buffer *csv, const char *modality, size_t months,
                    const double *values)
{
    buffer_format(csv, "mx-11,homicidio-doloso.%s,2020", modality);
    for (size_t m = 0; m < 12; m++)
        if (m < months)
            buffer_format(csv, ",%.0f", values[m]);
        else
            buffer_char(csv, ',');
    buffer_string(csv, "\r\n");
}

void keep_months(void **state, const char *day, size_t months, const double *firearm,
                 const double *blade)
{
    struct buffer csv = {0};
    struct error err = {0};
    const char *path = path_join(&arena, *state, day);
    buffer_string(&csv,
                  "place,offence,year,m1,m2,m3,m4,m5,m6,m7,m8,m9,m10,m11,m12\r\n");
    add_row(&csv, "con-arma-de-fuego", months, firearm);
    add_row(&csv, "con-arma-blanca", months, blade);
    check_done(file_write(path, buffer_all(&csv), &err), &err);
    buffer_free(&csv);
    small_keep(path, day);
}

struct place_id guanajuato(void) { return place_find(site.lists, TEXT("mx-11")); }

struct offence_id offence(const char *code)
{
    return offence_find(site.lists, text_of(code));
}

void open_site(void)
{
    struct error err = {0};
    const struct languages *languages = &config.languages;
    read_small();
    site.holdings = &holdings;
    site.lists = holdings.lists;
    check_done(
        catalogues_load(&arena, "site/messages", languages, &site.catalogues, &err),
        &err);
    catalogues_suit(site.catalogues, languages->count, "mx", NULL);
    check_done(templates_load(&arena, "site/templates", languages,
                              (struct catalogue *const *)site.catalogues,
                              &site.templates, &err),
               &err);
    site.investigations = measure_find(site.lists, TEXT("investigations"));
    site.victims = measure_find(site.lists, TEXT("victims"));
    site.population = measure_find(site.lists, TEXT("population"));
    site.place_page =
        arena_array(&arena, site.lists->places.count, sizeof *site.place_page);
    site.offence_page =
        arena_array(&arena, site.lists->offences.count, sizeof *site.offence_page);
    site.place_figures =
        arena_array(&arena, site.lists->places.count, sizeof *site.place_figures);
    site.place_page[guanajuato().index] = site.place_figures[guanajuato().index] = true;
    site.revisions = revisions_of(&arena, &holdings);
    site.bands = bands_of(&arena, &holdings);
    site.datasets = datasets_new();
}
