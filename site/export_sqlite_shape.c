/* The tables, indices and views of an SQLite file. %s stands for a language's tag. */
#include "site/export_sqlite.h"

#include "base/buffer.h"

#include <string.h>

/* A column that is there once for each language, "name%s" as name_es, name_en. */
struct table {
    const char *before;       /* … its columns that have a language */
    const char *const *names; /* up to a NULL */
    const char *after;
};

static const char *const NAME[] = {"name", NULL};
static const char *const ABOUT[] = {"about", NULL};
static const char *const NAME_UNIT[] = {"name", "unit", NULL};
static const char *const NAME_ABOUT[] = {"name", "about", NULL};
static const char *const NAME_NOTE[] = {"name", "note", NULL};
static const char *const NAME_LABEL_ABOUT[] = {"name", "label", "about", NULL};

static const struct table TABLES[] = {
    {"CREATE TABLE metadata (\n  key TEXT NOT NULL PRIMARY KEY,\n  value TEXT\n)"
     " WITHOUT ROWID",
     NULL, NULL},
    {"CREATE TABLE figures (\n"
     "  series INTEGER NOT NULL REFERENCES series (id),\n"
     "  period INTEGER NOT NULL REFERENCES periods (id),\n"
     "  value NUMERIC,\n"
     "  status INTEGER NOT NULL REFERENCES statuses (id),\n"
     "  PRIMARY KEY (series, period)\n) WITHOUT ROWID",
     NULL, NULL},
    {"CREATE TABLE series (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  source INTEGER NOT NULL REFERENCES sources (id),\n"
     "  place INTEGER NOT NULL REFERENCES places (id),\n"
     "  offence INTEGER REFERENCES offences (id),\n"
     "  measure INTEGER NOT NULL REFERENCES measures (id)\n)",
     NULL, NULL},
    {"CREATE TABLE periods (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  period TEXT NOT NULL UNIQUE,\n"
     "  year INTEGER NOT NULL,\n"
     "  month INTEGER\n)",
     NULL, NULL},
    {"CREATE TABLE statuses (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  code TEXT NOT NULL UNIQUE,\n"
     "  known INTEGER NOT NULL",
     ABOUT, "\n)"},
    {"CREATE TABLE places (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  code TEXT NOT NULL UNIQUE,\n"
     "  parent INTEGER REFERENCES places (id),\n"
     "  last INTEGER NOT NULL,\n"
     "  kind TEXT NOT NULL,\n"
     "  iso TEXT",
     NAME, "\n)"},
    {"CREATE TABLE offences (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  code TEXT NOT NULL UNIQUE,\n"
     "  parent INTEGER REFERENCES offences (id),\n"
     "  last INTEGER NOT NULL,\n"
     "  level TEXT NOT NULL,\n"
     "  residual INTEGER NOT NULL,\n"
     "  iccs TEXT,\n"
     "  iccs_confidence TEXT",
     NAME_LABEL_ABOUT, "\n)"},
    {"CREATE TABLE measures (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  code TEXT NOT NULL UNIQUE,\n"
     "  parent INTEGER REFERENCES measures (id),\n"
     "  last INTEGER NOT NULL",
     NAME_UNIT, "\n)"},
    {"CREATE TABLE methodologies (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  code TEXT NOT NULL UNIQUE,\n"
     "  first TEXT NOT NULL,\n"
     "  reference TEXT",
     NAME_ABOUT, "\n)"},
    {"CREATE TABLE sources (\n"
     "  id INTEGER PRIMARY KEY,\n"
     "  code TEXT NOT NULL UNIQUE,\n"
     "  methodology INTEGER REFERENCES methodologies (id),\n"
     "  subject TEXT,\n"
     "  level TEXT,\n"
     "  publisher TEXT,\n"
     "  publisher_url TEXT,\n"
     "  landing TEXT,\n"
     "  licence TEXT,\n"
     "  licence_url TEXT,\n"
     "  vintage TEXT NOT NULL,\n"
     "  file TEXT,\n"
     "  url TEXT,\n"
     "  sha256 TEXT NOT NULL,\n"
     "  made_up INTEGER NOT NULL",
     NAME_NOTE, "\n)"},
};

static void make_table(struct database *database, const struct table *table,
                       const struct languages *languages)
{
    struct buffer sql = {0};
    buffer_string(&sql, table->before);
    for (const char *const *name = table->names; name && *name; name++)
        for (size_t i = 0; i < languages->count; i++)
            buffer_format(&sql, ",\n  %s_%s TEXT", *name, languages->tag[i]);
    buffer_string(&sql, table->after ? table->after : "");
    buffer_char(&sql, '\0');
    database_run(database, sql.at);
    buffer_free(&sql);
}

void sqlite_tables(struct database *database, const struct languages *languages)
{
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
        make_table(database, &TABLES[i], languages);
}

/* Indices and views ---------------------------------------------------------------- */

static const char INDICES[] =
    "CREATE UNIQUE INDEX series_by_place"
    " ON series (place, offence, measure, source);\n"
    "CREATE INDEX series_by_offence ON series (offence, place);\n"
    "CREATE INDEX series_by_source ON series (source);\n"
    "CREATE INDEX places_by_parent ON places (parent);\n"
    "CREATE INDEX offences_by_parent ON offences (parent)";

/* The columns of the tidy CSV, in its order. */
static const char FIGURES[] =
    "CREATE VIEW figures_%s AS\n"
    "SELECT places.code AS place_code, places.name_%s AS place,\n"
    "  offences.code AS offence_code, offences.label_%s AS offence,\n"
    "  measures.code AS measure, methodologies.code AS methodology,\n"
    "  periods.period, figures.value, statuses.code AS status,\n"
    "  measures.unit_%s AS unit, sources.code AS source\n"
    "FROM figures\n"
    "JOIN series ON series.id = figures.series\n"
    "JOIN places ON places.id = series.place\n"
    "JOIN measures ON measures.id = series.measure\n"
    "JOIN sources ON sources.id = series.source\n"
    "JOIN periods ON periods.id = figures.period\n"
    "JOIN statuses ON statuses.id = figures.status\n"
    "LEFT JOIN offences ON offences.id = series.offence\n"
    "LEFT JOIN methodologies ON methodologies.id = sources.methodology";

/* A year of which a month is not known is partial: at least so many. All plain columns
 * are in GROUP BY, though the series tells them: only so does SQLite look at a place
 * or an offence first, where a query asks for one, and not at every figure. */
static const char YEARS[] =
    "CREATE VIEW years_%s AS\n"
    "SELECT places.code AS place_code, places.name_%s AS place,\n"
    "  offences.code AS offence_code, offences.label_%s AS offence,\n"
    "  measures.code AS measure, methodologies.code AS methodology,\n"
    "  periods.year, sum(figures.value) AS value,\n"
    "  CASE WHEN count(figures.value) = 0 THEN\n"
    "    CASE min(statuses.code) WHEN 'suppressed' THEN 'suppressed'\n"
    "      ELSE 'not_reported' END\n"
    "    WHEN count(figures.value) < CASE WHEN max(periods.month) IS NULL THEN 1\n"
    "      ELSE 12 END OR max(statuses.code = 'partial') THEN 'partial'\n"
    "    WHEN max(statuses.code = 'provisional') THEN 'provisional'\n"
    "    ELSE 'reported' END AS status,\n"
    "  CASE WHEN max(periods.month) IS NOT NULL THEN count(figures.value) END\n"
    "    AS months,\n"
    "  measures.unit_%s AS unit, sources.code AS source\n"
    "FROM figures\n"
    "JOIN series ON series.id = figures.series\n"
    "JOIN places ON places.id = series.place\n"
    "JOIN measures ON measures.id = series.measure\n"
    "JOIN sources ON sources.id = series.source\n"
    "JOIN periods ON periods.id = figures.period\n"
    "JOIN statuses ON statuses.id = figures.status\n"
    "LEFT JOIN offences ON offences.id = series.offence\n"
    "LEFT JOIN methodologies ON methodologies.id = sources.methodology\n"
    "GROUP BY series.id, periods.year, places.code, places.name_%s,\n"
    "  offences.code, offences.label_%s, measures.code, measures.unit_%s,\n"
    "  methodologies.code, sources.code";

const char *sqlite_in(struct arena *arena, const char *sql, const char *tag)
{
    struct buffer out = {0};
    for (const char *at = sql; *at; at++)
        if (at[0] == '%' && at[1] == 's') {
            buffer_string(&out, tag);
            at++;
        } else {
            buffer_char(&out, *at);
        }
    const char *copy = arena_copy(arena, buffer_all(&out)).at;
    buffer_free(&out);
    return copy;
}

void sqlite_views(struct database *database, const struct languages *languages)
{
    struct arena arena = {0};
    database_run(database, INDICES);
    for (size_t i = 0; i < languages->count; i++) {
        database_run(database, sqlite_in(&arena, FIGURES, languages->tag[i]));
        database_run(database, sqlite_in(&arena, YEARS, languages->tag[i]));
    }
    database_run(database,
                 arena_format(&arena, "PRAGMA user_version = %d", SQLITE_SHAPE));
    arena_free(&arena);
}
