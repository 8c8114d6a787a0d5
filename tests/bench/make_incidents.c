/* Usage: make_incidents PLACES.csv OFFENCES.csv OUTCOMES.csv ROWS > FILE
 *
 * Writes single incidents in the shape of data.police.uk's street files, with words
 * from the crosswalks and everything else by chance. For measuring speed only. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 1000, LINE = 1024 };

struct words {
    size_t count;
    char word[WORDS][128];
};

static struct words places, offences, outcomes;
static uint64_t seed = 1;

static uint32_t chance(uint32_t limit)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % limit;
}

/* The first cell of each line but the header; names with a comma are left out. */
static int read_words(const char *path, struct words *out)
{
    char line[LINE];
    FILE *file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file))
        return 0;
    while (fgets(line, sizeof line, file) && out->count < WORDS) {
        size_t length = strcspn(line, ",\r\n");
        if (length == 0 || length > 100 || *line == '"')
            continue;
        memcpy(out->word[out->count], line, length);
        out->word[out->count++][length] = '\0';
    }
    fclose(file);
    return out->count > 0;
}

static const char *any(const struct words *words)
{
    return words->word[chance((uint32_t)words->count)];
}

int main(int count, char **words)
{
    if (count < 5 || !read_words(words[1], &places) ||
        !read_words(words[2], &offences) || !read_words(words[3], &outcomes)) {
        fprintf(stderr, "make_incidents PLACES.csv OFFENCES.csv OUTCOMES.csv ROWS\n");
        return 1;
    }
    puts(
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,"
        "LSOA name,Crime type,Last outcome category,Context");
    long rows = strtol(words[4], NULL, 10);
    const char *place = any(&places);
    unsigned number = 1, letter = 0;
    for (long i = 0; i < rows; i++) { /* sorted by area, as the real ones are */
        if (chance(300) == 0)
            place = any(&places);
        if (chance(12) == 0) {
            number = 1 + chance(12);
            letter = chance(4);
        }
        for (int j = 0; j < 8; j++)
            printf("%08x", chance(UINT32_MAX));
        printf(",2018-%02d,Any Police,Any Police,-1.%06u,52.%06u,On or near Street %u,"
               "E010%05u,%s %03u%c,%s,%s,\n",
               10 + (int)(i * 2 / rows), chance(1000000), chance(1000000), chance(5000),
               chance(100000), place, number, 'A' + (int)letter, any(&offences),
               any(&outcomes));
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
