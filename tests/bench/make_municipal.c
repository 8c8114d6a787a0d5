/* Usage: make_municipal STATES.csv POPULATION.csv [YEARS] > FILE
 *
 * Writes a file of the shape and size of SESNSP's national municipal file, in the
 * encoding of STATES.csv: each count of a state is dealt out to its municipalities by
 * chance, in proportion to their population. For measuring speed only: nothing below
 * the states is real. Same input, same bytes. YEARS keeps those up to so many after the
 * first. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATES = 33, TOWNS = 3000, ROWS = 128, MONTHS = 12, LINE = 4096 };

struct town {
    int code;
    char name[128];
    long weight; /* of all towns of the state up to this one */
};

struct row {
    char words[LINE]; /* from the fourth cell to the one before the first month */
    long count[MONTHS];
};

static struct town town[STATES][TOWNS];
static int towns[STATES];
static struct row row[ROWS];
static int rows;
static uint32_t dealt[TOWNS][ROWS][MONTHS];

static uint64_t seed = 1;

static long chance(long limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (long)((seed >> 33) % (uint64_t)limit);
}

/* Cut off and return the next cell, quotes and all. */
static char *next_cell(char **at)
{
    char *start = *at, *end = start;
    for (int quoted = 0; *end && (quoted || *end != ','); end++)
        quoted ^= *end == '"';
    *at = *end ? end + 1 : end;
    *end = '\0';
    return start;
}

static void read_towns(FILE *file)
{
    char line[LINE];
    while (fgets(line, sizeof line, file)) {
        char *at = line, *code = next_cell(&at);
        int state = (int)strtol(code, NULL, 10) / 1000;
        if (state < 1 || state >= STATES || towns[state] == TOWNS)
            continue;
        struct town *new = &town[state][towns[state]];
        next_cell(&at);
        new->code = (int)strtol(code, NULL, 10);
        snprintf(new->name, sizeof new->name, "%s", next_cell(&at));
        for (int year = 1990; year < 2020; year++)
            next_cell(&at);
        new->weight = strtol(next_cell(&at), NULL, 10) +
                      (towns[state] ? town[state][towns[state] - 1].weight : 0);
        towns[state]++;
    }
}

static int pick(int state)
{
    long at = chance(town[state][towns[state] - 1].weight);
    int low = 0, high = towns[state] - 1;
    while (low < high) {
        int middle = (low + high) / 2;
        if (town[state][middle].weight > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void deal(int state)
{
    memset(dealt, 0, sizeof *dealt * (size_t)towns[state]);
    for (int i = 0; i < rows; i++)
        for (int month = 0; month < MONTHS; month++)
            for (long n = 0; n < row[i].count[month]; n++)
                dealt[pick(state)][i][month]++;
}

/* Names are UTF-8 and the file is not; accents matter to nobody here. */
static void write_name(const char *name)
{
    for (; *name; name++)
        putchar((unsigned char)*name < 0x80 ? *name : 'e');
}

static void write_block(const char *year, int state, const char *entity)
{
    deal(state);
    for (int t = 0; t < towns[state]; t++)
        for (int i = 0; i < rows; i++) {
            printf("%s,%d,%s,%d,", year, state, entity, town[state][t].code);
            write_name(town[state][t].name);
            printf(",%s", row[i].words);
            for (int month = 0; month < MONTHS; month++)
                if (row[i].count[month] < 0)
                    fputs(",", stdout);
                else
                    printf(",%u", dealt[t][i][month]);
            fputs("\r\n", stdout);
        }
    rows = 0;
}

static void read_row(char *at)
{
    char *word[4];
    struct row *new = &row[rows++];
    for (int i = 0; i < 4; i++)
        word[i] = next_cell(&at);
    snprintf(new->words, sizeof new->words, "%s,%s,%s,%s", word[0], word[1], word[2],
             word[3]);
    for (int month = 0; month < MONTHS; month++) {
        char *cell = next_cell(&at);
        new->count[month] = *cell >= '0' ? strtol(cell, NULL, 10) : -1;
    }
}

int main(int count, char **words)
{
    char line[LINE], year[LINE] = "", entity[LINE] = "";
    int state = 0, years = count > 3 ? (int)strtol(words[3], NULL, 10) : 100, first = 0;
    FILE *states = count > 2 ? fopen(words[1], "r") : NULL;
    FILE *population = count > 2 ? fopen(words[2], "r") : NULL;
    if (!states || !population || !fgets(line, sizeof line, states)) {
        fprintf(stderr, "make_municipal STATES.csv POPULATION.csv [YEARS]\n");
        return 1;
    }
    read_towns(population);
    char *at = line;
    line[strcspn(line, "\r\n")] = '\0';
    for (int i = 0; i < 3; i++)
        printf("%s,", next_cell(&at));
    printf("Cve. Municipio,Municipio,%s\r\n", at);
    while (fgets(line, sizeof line, states)) {
        line[strcspn(line, "\r\n")] = '\0';
        at = line;
        char *its_year = next_cell(&at), *its_state = next_cell(&at),
             *its_entity = next_cell(&at);
        int number = (int)strtol(its_state, NULL, 10);
        first = first ? first : (int)strtol(its_year, NULL, 10);
        if (rows > 0 && (number != state || strcmp(year, its_year) != 0))
            write_block(year, state, entity);
        if (strtol(its_year, NULL, 10) >= first + years || number < 1 ||
            number >= STATES || rows == ROWS)
            continue;
        state = number;
        snprintf(year, sizeof year, "%s", its_year);
        snprintf(entity, sizeof entity, "%s", its_entity);
        read_row(at);
    }
    if (rows > 0)
        write_block(year, state, entity);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
