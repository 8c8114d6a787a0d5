#include "site/exporters.h"

#include "site/site.h"

#include <string.h>

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

const struct exporter EXPORTERS[] = {
    {"csv", ".csv", "text/csv; charset=utf-8", "format.csv",
     FIGURES_OF_SOURCE | FIGURES_OF_PAGE | FIGURES_OF_DERIVED, &TABLE_FIGURES,
     export_csv},
    {"csv", ".csv", "text/csv; charset=utf-8", "format.csv",
     FIGURES_OF_STATE | FIGURES_OF_TOWN, &TABLE_YEARS, export_csv_years},
    {"csv-years", ".years.csv", "text/csv; charset=utf-8", "format.csv_years",
     FIGURES_OF_SOURCE, &TABLE_YEARS, export_csv_years},
    {"xlsx", ".xlsx", XLSX, "format.xlsx",
     FIGURES_OF_SOURCE | FIGURES_OF_PAGE | FIGURES_OF_DERIVED, NULL, export_xlsx},
    {"json-stat", ".json", "application/json", "format.json_stat",
     FIGURES_OF_SOURCE | FIGURES_OF_PAGE | FIGURES_OF_DERIVED, NULL, export_json_stat},
    {"sdmx-csv", ".sdmx.csv", "application/vnd.sdmx.data+csv;version=2.0.0",
     "format.sdmx_csv", FIGURES_OF_SOURCE, &TABLE_SDMX, export_sdmx},
    {0},
};

const struct exporter *exporter_find(const char *format)
{
    for (const struct exporter *one = EXPORTERS; one->export; one++)
        if (strcmp(one->format, format) == 0)
            return one;
    return NULL;
}

bool exporter_offers(const struct exporter *exporter, enum figures_of of,
                     const struct survey *survey)
{
    if (strcmp(exporter->format, "csv-years") == 0 && !survey->monthly)
        return false;
    if (strcmp(exporter->format, "sdmx-csv") == 0 && survey->figures > SDMX_FIGURES_MAX)
        return false;
    return (exporter->offered & of) != 0;
}

bool exporter_write(struct arena *arena, const struct exporter *exporter,
                    const struct exporting *what, const char *part,
                    struct dataset_file *out, struct error *err)
{
    const char *slug = what->dataset->slug;
    *out = (struct dataset_file){
        .path = part ? arena_format(arena, "data/%s/%s%s", slug, part, exporter->ending)
                     : arena_format(arena, "data/%s%s", slug, exporter->ending),
        .format = exporter->format,
        .part = part,
        .media = exporter->media,
        .table = exporter->table};
    return exporter->export(what, out->path, &out->rows, err) &&
           dataset_file_measure(what->site->tree, out, err);
}

void dataset_survey(struct dataset *dataset, const struct survey *survey)
{
    dataset->rows = survey->figures;
    dataset->extent = survey->extent;
    dataset->sources = survey->sources;
    dataset->source = (const struct holding **)survey->source;
}

bool figures_put(const struct site *site, struct dataset *dataset,
                 const struct figures *figures, enum figures_of of, struct error *err)
{
    struct arena arena = {0};
    struct survey survey;
    struct dataset_file file[EXPORTERS_MAX];
    const struct exporting what = {site, dataset, figures, &survey};
    bool good = true;
    figures_survey(figures, &survey);
    dataset_survey(dataset, &survey);
    dataset->file = file;
    for (const struct exporter *one = EXPORTERS; good && one->export; one++) {
        if (!exporter_offers(one, of, &survey))
            continue;
        good = exporter_write(&arena, one, &what, NULL, &file[dataset->files], err);
        if (dataset->files == 0)
            dataset->table = one->table;
        dataset->files += good;
    }
    good = good && datasets_add(site->datasets, dataset, err);
    dataset->file = NULL;
    dataset->files = 0;
    dataset->source = NULL;
    dataset->sources = 0;
    survey_free(&survey);
    arena_free(&arena);
    return good;
}
