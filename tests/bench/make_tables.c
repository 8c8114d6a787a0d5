/* Usage: make_tables COUNT FOLDER
 *
 * Writes the same made-up places four times, each as somebody reads it best: a CSV
 * table for cifra (FOLDER/csv), a page whose front matter holds the rows and one whose
 * Markdown holds the table for Hugo (FOLDER/rows, FOLDER/markdown), and a line of
 * months for whoever draws (FOLDER/series). Everything is by chance, and the same each
 * time. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { MONTHS = 132, YEAR_FIRST = 2015, PATH = 4096 };

struct row {
    int year, month, cases, rate, sum; /* the rate in tenths */
};

static uint64_t seed = 1;

static int chance(int limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int)((uint32_t)(seed >> 33) % (uint32_t)limit);
}

static void make_rows(struct row *row)
{
    int cases = 200 + chance(2000), people = 500 + chance(5000);
    for (int i = 0; i < MONTHS; i++) {
        int moved = cases + chance(201) - 100;
        cases = moved < 0 ? -moved : moved;
        row[i] = (struct row){YEAR_FIRST + i / 12, i % 12 + 1, cases,
                              12000 * cases / people, cases};
        for (int j = 1; j < 12 && j <= i; j++)
            row[i].sum += row[i - j].cases;
    }
}

/* 12345 as people read it, in one of four places, so that a line can hold several. */
static const char *grouped(int number)
{
    static char written[4][32];
    static int turn;
    char *out = written[turn++ % 4];
    if (number < 1000)
        snprintf(out, 32, "%d", number);
    else if (number < 1000000)
        snprintf(out, 32, "%d,%03d", number / 1000, number % 1000);
    else
        snprintf(out, 32, "%d,%03d,%03d", number / 1000000, number / 1000 % 1000,
                 number % 1000);
    return out;
}

static FILE *open_at(const char *folder, const char *kind, int place, const char *end)
{
    char path[PATH];
    snprintf(path, sizeof path, "%s/%s/%05d%s", folder, kind, place, end);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

static void write_csv(FILE *file, const struct row *row)
{
    fputs("month,cases,rate,sum\n", file);
    for (int i = 0; i < MONTHS; i++)
        fprintf(file, "%04d-%02d,%d,%d.%d,%d\n", row[i].year, row[i].month,
                row[i].cases, row[i].rate / 10, row[i].rate % 10, row[i].sum);
    fclose(file);
}

static void write_rows(FILE *file, const struct row *row, int place)
{
    fprintf(file, "{\"title\":\"Place %d\",\"rows\":[", place);
    for (int i = 0; i < MONTHS; i++)
        fprintf(file, "%s[\"%04d-%02d\",\"%s\",\"%s.%d\",\"%s\"]", i ? ",\n" : "",
                row[i].year, row[i].month, grouped(row[i].cases),
                grouped(row[i].rate / 10), row[i].rate % 10, grouped(row[i].sum));
    fputs("]}\n", file);
    fclose(file);
}

static void write_markdown(FILE *file, const struct row *row, int place)
{
    fprintf(file,
            "{\"title\":\"Place %d\"}\n| Month | Cases | Rate | Twelve months |\n"
            "|---|--:|--:|--:|\n",
            place);
    for (int i = 0; i < MONTHS; i++)
        fprintf(file, "| %04d-%02d | %s | %s.%d | %s |\n", row[i].year, row[i].month,
                grouped(row[i].cases), grouped(row[i].rate / 10), row[i].rate % 10,
                grouped(row[i].sum));
    fclose(file);
}

static void write_series(FILE *file, const struct row *row)
{
    for (int i = 0; i < MONTHS; i++)
        fprintf(file, "%04d-%02d %d\n", row[i].year, row[i].month, row[i].cases);
    fclose(file);
}

int main(int count, char **words)
{
    static const char *const KINDS[] = {"csv", "rows", "markdown", "series"};
    if (count != 3) {
        fprintf(stderr, "make_tables COUNT FOLDER\n");
        return 1;
    }
    for (int i = 0; i < 4; i++) {
        char path[PATH];
        snprintf(path, sizeof path, "%s/%s", words[2], KINDS[i]);
        mkdir(path, 0777);
    }
    long places = strtol(words[1], NULL, 10);
    for (int i = 0; i < places; i++) {
        struct row row[MONTHS];
        make_rows(row);
        write_csv(open_at(words[2], "csv", i, ".csv"), row);
        write_rows(open_at(words[2], "rows", i, ".html"), row, i);
        write_markdown(open_at(words[2], "markdown", i, ".md"), row, i);
        write_series(open_at(words[2], "series", i, ".txt"), row);
    }
    return 0;
}
