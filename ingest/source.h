/* A source: what one JSON file in ingest/sources/ says about a publisher.
 *
 * Where the bytes come from, what they are packed and written in, which columns
 * mean place, offence, measure, period and value, how its words map to ours, and
 * how it is licensed. Adding a publisher is adding such a file, never C. The
 * fields are documented in ingest/sources/README.md. */
#ifndef CIFRA_INGEST_SOURCE_H
#define CIFRA_INGEST_SOURCE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/figure.h"
#include "base/language.h"
#include "ingest/json_shape.h"

struct link_rule;   /* ingest/links.h */
struct paging_rule; /* ingest/paging.h */

enum {
    SOURCE_COLUMNS_MAX = 8,
    SOURCE_SPELLINGS_MAX = 8,
    SOURCE_URLS_MAX = 8,
    SOURCE_REQUEST_HEADERS_MAX = 8,
    SOURCE_CELLS_MAX = 32,
    SOURCE_VALUES_MAX = 128,
    SOURCE_FILTERS_MAX = 8,
    SOURCE_SERIES_MAX = 64,
    SOURCE_TOTALS_MAX = 8,
    SOURCES_MAX = 512
};

/* Rows that sum the others: the word of their place, and our code of what they sum. */
struct source_total {
    const char *word;
    const char *place;
};

/* Another source that counts the same at a coarser level: the sums of this one must be
 * its figures, give or take. */
struct source_agrees {
    const char *with;   /* its id; NULL: none is declared */
    int percent, cases; /* the larger of the two is no contradiction */
};

/* One column, by the names its publisher has given it over the years: the first
 * that the header holds wins. Matched by text_fold(). */
struct source_column {
    size_t count; /* 0: no such column */
    const char *spelling[SOURCE_SPELLINGS_MAX];
};

/* Which columns make a word, and how their cells become it. With several
 * columns, the cells are joined by WORD_JOIN in the order given. */
struct source_word {
    size_t count; /* 0: the word is .constant, or with .header a column's name */
    struct source_column column[SOURCE_COLUMNS_MAX];
    const char *constant; /* the same for every row */
    bool header;          /* the first spelling of the column the value stands in */
    const char *cut;      /* POSIX extended regular expression: what its first group
                             matches is the word; one that does not match is whole */
    int pad[SOURCE_COLUMNS_MAX]; /* left-pad the digits of each with zeros to so many */
    bool one_code;               /* several columns are parts of one code: their padded
                                    cells stand side by side, nothing in between */
    const char *prefix;          /* put before the padded cell */
    size_t drops;
    const char **drop;     /* words, before the prefix, whose rows are left out: totals
                              that stand among what they sum; by text_fold(), with *
                              and ? as in a glob */
    const char *crosswalk; /* CSV in transform/lists/ that maps words to our codes;
                              NULL: the words are our codes */
};

enum period_shape {
    PERIOD_YEAR_MONTHS, /* a year column, twelve columns named for the months */
    PERIOD_WIDE,        /* a column for each year or month, its header says which */
    PERIOD_COLUMNS,     /* long rows: a year column, and a month column or none */
    PERIOD_DATE         /* long rows: one column holding a date */
};

struct source_period {
    enum period_shape shape;
    struct source_column year;
    struct source_column month; /* none when the rows are years */
    struct source_column date;
    const char *date_pattern;               /* "%Y-%m-%d", "%d/%m/%Y", "%Y-%m*", …; of
                                               headers for PERIOD_WIDE, NULL: "%Y" */
    struct source_column month_columns[12]; /* for PERIOD_YEAR_MONTHS */
    enum step step;
};

/* A cell whose whole text means something other than a number. */
struct source_cell {
    const char *text;   /* "", "NA", "s/d", "-1"; a number stands for its value */
    enum status status; /* STATUS_NOT_REPORTED, STATUS_SUPPRESSED, STATUS_ABSENT;
                           STATUS_REPORTED: it means zero. In a status column or a mark,
                           STATUS_REPORTED and STATUS_PROVISIONAL keep the number */
};

/* Rows that are kept, or left out, by what one column holds. */
struct source_filter {
    struct source_column column;
    bool leave; /* out what fits a value; else keep nothing but that */
    size_t count;
    const char **value; /* by text_fold(), with * and ? as in a glob; "" is blank */
};

struct source {
    const char *id;    /* file name without .json: "mx-estatal-2015" */
    struct names name; /* short: "Incidencia delictiva estatal, 2015 a 2025" */
    struct names note; /* what a reader must know before using it */
    const char *publisher;
    const char *publisher_url;
    const char *landing; /* page where a person finds the file */
    const char *licence;
    const char *licence_url;
    const char *cadence; /* ISO 8601 repeating interval: "R/P1M" */
    int max_age_days;    /* older than this is stale; 0: never */
    struct period
        until; /* the last period that was ever published; month 0: it goes on */

    size_t urls;                      /* 0: imported by hand */
    const char *url[SOURCE_URLS_MAX]; /* mirrors, in order of preference */
    size_t bytes_max;                 /* of one transfer */
    const struct link_rule *links;   /* the addresses are pages that link to the file */
    const struct paging_rule *pages; /* the file comes in pages; NULL: as one */
    size_t request_headers;          /* of each request: name, value */
    const char *request_header[SOURCE_REQUEST_HEADERS_MAX][2];
    const char *folder; /* where somebody drops files by hand; NULL */
    size_t names;       /* globs for the names of such files; 0: any */
    const char **name_pattern;

    const char *format; /* a row of the decoder list: "csv" */
    const char *member; /* glob for the member of an archive; NULL: the largest
                           whose name fits the format */
    bool all_members;   /* every member that fits is read, in the archive's order, each
                           with its own header; not only the one */
    const char *sheet;  /* of a workbook: its name or a glob; NULL: the largest */
    bool all_sheets; /* every sheet in sight that fits is read, in the workbook's order,
                        each with its own header; not only the one */
    const char *pointer;    /* JSON pointer to the rows, "/result/records"; NULL: "" */
    struct json_shape json; /* what else is to be known of a JSON file's rows */
    char delimiter;         /* 0: found out */
    const char *encoding;   /* "utf-8", "windows-1252"; NULL: found out */
    char group;             /* thousands separator in numbers; 0: none */
    char decimal;           /* '.' unless said otherwise */
    int header_row;         /* 0: the first that holds all columns */
    int header_rows;        /* so many rows, joined by a space, name the columns */
    bool ends_at_blank;     /* nothing after the first blank row is data */

    struct source_word place;
    size_t totals; /* left out of the figures, and held against their sum */
    struct source_total total[SOURCE_TOTALS_MAX];
    struct source_word offence;
    struct source_word measure;
    struct source_period period;
    size_t values; /* columns with figures, for long rows; 0: each row
                      counts one; several: each is an observation */
    struct source_column value[SOURCE_SERIES_MAX];
    bool whole;     /* are all values whole numbers? */
    bool open_end;  /* may the last row lack its line end? */
    bool lists_all; /* is every case in it, so that no row means none? */
    size_t cells;
    struct source_cell cell[SOURCE_CELLS_MAX];
    size_t marks; /* what may stand behind a number, "[p]", and what it then is */
    struct source_cell mark[SOURCE_CELLS_MAX];
    struct source_column status_column; /* beside the value, for long rows; or none */
    size_t statuses;                    /* its words; blank is reported unless listed */
    struct source_cell status[SOURCE_CELLS_MAX];
    size_t fills; /* columns whose blank cells have what stands above them */
    struct source_column fill[SOURCE_COLUMNS_MAX];
    size_t filters; /* a row must pass all of them */
    struct source_filter filter[SOURCE_FILTERS_MAX];

    /* What it means. */
    const char *subject;     /* "crime" or "population" */
    const char *methodology; /* a code of transform/lists/methodologies.csv */
    const char *level;       /* kind of place of its rows: "state", "municipality" */
    bool complete;           /* do its rows add up to the whole country? */
    bool unique;             /* does each place, offence, measure and period occur in
                                one row only? */
    bool grid;               /* does each place have every offence of its year? */
    bool synthetic;          /* made up, to try the program: every page says so */
    int provisional;         /* newest periods that are sure to be revised */
    struct source_agrees agrees;
};

/* Read one descriptor; every field is checked, unknown ones are refused. All of
 * it lives in the arena. */
bool source_load(struct arena *arena, const char *path,
                 const struct languages *languages, struct source *out,
                 struct error *err);

/* Read every *.json of a folder, sorted by id. */
bool sources_load(struct arena *arena, const char *folder,
                  const struct languages *languages, struct source **out, size_t *count,
                  struct error *err);

/* The rule by which its file comes in pages, which knows where the descriptor says the
 * rows are; NULL when it comes as one. In the arena. */
const struct paging_rule *source_paging(struct arena *arena,
                                        const struct source *source);

/* The names of all columns that the descriptor mentions, spellings one by one, each
 * once: at most `most` into out. Returns how many there are. Columns that are years or
 * months (PERIOD_WIDE) are not mentioned by name. */
size_t source_columns(const struct source *source, struct text *out, size_t most);

#endif
