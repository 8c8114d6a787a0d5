/* Every pattern of a sentence, read aloud in both languages: for none, one, few, many,
 * missing and provisional. What a test finds here is R's: poisson.test(c(now, before)).
 */
#include "tests/site/small_strands.h"

#include "site/blocks.h"
#include "site/prose.h"

#include <math.h>
#include <string.h>

static struct catalogue **catalogues;
static struct site site;
static struct page pages[2]; /* Spanish, English */

static int open_pages(void **state)
{
    static struct languages languages = {2, {"es", "en"}};
    struct error err = {0};
    small_strands_open(state);
    check_done(
        catalogues_load(&small_arena, "site/messages", &languages, &catalogues, &err),
        &err);
    catalogues_suit(catalogues, languages.count, "mx", NULL);
    site.lists = &small_lists;
    site.holdings = &small_holdings;
    for (size_t i = 0; i < 2; i++)
        pages[i] = (struct page){.site = &site,
                                 .arena = &small_arena,
                                 .language = i,
                                 .catalogue = catalogues[i]};
    return 0;
}

static void check_words(const char *found, const char *wanted)
{
    if (strcmp(found, wanted) != 0)
        fail_msg("“%s”\nwanted “%s”", found, wanted);
}

typedef const char *say_function(const struct page *page, const struct strand *strand,
                                 const struct tally *tally);

static void check_said(say_function *sentence, struct given given, const char *es,
                       const char *en)
{
    struct strand strand = small_strand(&given);
    struct tally newest = strand_newest(&strand);
    check_words(sentence(&pages[0], &strand, &newest), es);
    check_words(sentence(&pages[1], &strand, &newest), en);
}

/* ---- what was counted -------------------------------------------------- */

static void leads(void **state)
{
    (void)state;
    check_said(say_lead, (struct given){.years = 1, .total = {0}, .months = 3},
               "De enero a marzo de 2022, la fiscalía estatal no abrió en Guanajuato "
               "ninguna carpeta de investigación por homicidio doloso. Cero es lo que "
               "reportó; no quiere decir que no haya ocurrido.",
               "From January to March 2022, the state prosecutor opened no "
               "investigations for intentional homicide in Guanajuato. Zero is what it "
               "reported; it does not mean that it did not happen.");
    check_said(
        say_lead, (struct given){.years = 1, .total = {1}, .months = 3},
        "De enero a marzo de 2022, la fiscalía estatal abrió en Guanajuato 1 "
        "carpeta de investigación por homicidio doloso.",
        "From January to March 2022, the state prosecutor opened 1 investigation "
        "for intentional homicide in Guanajuato.");
    check_said(
        say_lead, (struct given){.years = 1, .total = {4}, .months = 1},
        "En enero de 2022, la fiscalía estatal abrió en Guanajuato 4 carpetas de "
        "investigación por homicidio doloso.",
        "In January 2022, the state prosecutor opened 4 investigations for "
        "intentional homicide in Guanajuato.");
    check_said(say_lead, (struct given){.years = 1, .total = {2581}},
               "En 2022, la fiscalía estatal abrió en Guanajuato 2,581 carpetas de "
               "investigación por homicidio doloso: 7.1 al día.",
               "In 2022, the state prosecutor opened 2,581 investigations for "
               "intentional homicide in Guanajuato: 7.1 a day.");
    check_said(say_lead,
               (struct given){.years = 1, .total = {120}, .months = 10, .blank = 1},
               "De enero a octubre de 2022, la fiscalía estatal abrió en Guanajuato al "
               "menos 108 carpetas de investigación por homicidio doloso.",
               "From January to October 2022, the state prosecutor opened at least 108 "
               "investigations for intentional homicide in Guanajuato.");
}

/* 2021 and 2022 of a file, whose last months are as given: b blank, w withheld, - no
 * row. */
static void check_unsaid(const char *end, const char *es, const char *en)
{
    struct strand strand = small_strand(&(struct given){.years = 2, .total = {24, 24}});
    size_t count = strlen(end);
    for (size_t i = 0; i < count; i++)
        strand.series.figures[24 - count + i] =
            (struct figure){0, end[i] == 'b'   ? STATUS_NOT_REPORTED
                               : end[i] == 'w' ? STATUS_SUPPRESSED
                                               : STATUS_ABSENT};
    assert_true(series_last_known(&strand.series, &strand.last));
    check_words(say_unsaid(&pages[0], &strand), es);
    check_words(say_unsaid(&pages[1], &strand), en);
}

static void nothing_newer(void **state)
{
    (void)state;
    check_unsaid("", "", "");
    check_unsaid("b",
                 "El archivo llega hasta diciembre de 2022, pero ahí no trae esta "
                 "cifra: falta, y no es un cero.",
                 "The file goes on to December 2022, but does not have this figure "
                 "there: it is missing, and not a zero.");
    check_unsaid("b--",
                 "El archivo sigue hasta diciembre de 2022, pero desde octubre de 2022 "
                 "ya no trae esta cifra: falta, y no es un cero.",
                 "The file goes on to December 2022, but from October 2022 on it no "
                 "longer has this figure: it is missing, and not a zero.");
    check_unsaid(
        "w",
        "La cifra de diciembre de 2022 está reservada: la autoridad la tiene y "
        "no la da.",
        "The figure of December 2022 is withheld: the authority has it and "
        "does not give it.");
    check_unsaid("www",
                 "Las cifras desde octubre de 2022 hasta diciembre de 2022 están "
                 "reservadas: la autoridad las tiene y no las da.",
                 "The figures from October 2022 to December 2022 are withheld: the "
                 "authority has them and does not give them.");
    check_unsaid(
        "bw",
        "Desde noviembre de 2022 hasta diciembre de 2022 no hay cifra: a veces "
        "está reservada, porque la autoridad la tiene y no la da; a veces "
        "falta, y no es un cero.",
        "From November 2022 to December 2022 there is no figure: at times it "
        "is withheld, because the authority has it and does not give it; at "
        "times it is missing, and not a zero.");
}

/* What the whole file leaves open is to come. */
static void what_is_to_come(void **state)
{
    (void)state;
    struct strand strand = small_strand(&(struct given){.years = 2, .total = {24, 24}});
    struct figure figures[26] = {0};
    memcpy(figures, strand.series.figures, 24 * sizeof *figures);
    figures[24].status = figures[25].status = STATUS_NOT_REPORTED;
    strand.series.figures = figures;
    strand.series.count = 26;
    check_words(say_unsaid(&pages[0], &strand), "");
    figures[24].status = STATUS_SUPPRESSED;
    check_words(say_unsaid(&pages[0], &strand),
                "La cifra de enero de 2023 está reservada: la autoridad la tiene y no "
                "la da.");
}

/* ---- a year before ----------------------------------------------------- */

static void none_and_few(void **state)
{
    (void)state;
    check_said(say_comparison, (struct given){.years = 2, .total = {0, 0}, .months = 3},
               "En los mismos meses de 2021 tampoco hubo ninguna.",
               "In the same months of 2021 there were none either.");
    check_said(say_comparison, (struct given){.years = 2, .total = {0, 0}},
               "En 2021 tampoco hubo ninguna.", "In 2021 there were none either.");
    check_said(say_comparison, (struct given){.years = 2, .total = {0, 3}, .months = 3},
               "En los mismos meses de 2021 no hubo ninguna. Son tan pocas que no se "
               "puede decir si hubo un cambio.",
               "In the same months of 2021 there were none. They are too few to say "
               "whether anything changed.");
    check_said(
        say_comparison, (struct given){.years = 2, .total = {1, 2}, .months = 3},
        "En los mismos meses de 2021 fue 1. Son tan pocas que no se puede decir "
        "si hubo un cambio.",
        "In the same months of 2021 there was 1. They are too few to say whether "
        "anything changed.");
    check_said(
        say_comparison,
        (struct given){.years = 2, .total = {4, 3}, .months = 3, .provisional = 2},
        "En los mismos meses de 2021 fueron 4. Son tan pocas que no se puede "
        "decir si hubo un cambio, y la cifra todavía puede cambiar.",
        "In the same months of 2021 there were 4. They are too few to say "
        "whether anything changed, and the figure may still change.");
    /* poisson.test(c(25, 0)): p = 6.0e-8 */
    check_said(say_comparison,
               (struct given){.years = 2, .total = {0, 25}, .months = 3},
               "En los mismos meses de 2021 no hubo ninguna. Es más de lo que explica "
               "el azar.",
               "In the same months of 2021 there were none. That is more than chance "
               "explains.");
    check_said(say_comparison,
               (struct given){.years = 2, .total = {25, 0}, .months = 3},
               "En los mismos meses de 2021 fueron 25. Que ahora no haya ninguna no se "
               "explica solo por azar; también puede ser que no se hayan registrado.",
               "In the same months of 2021 there were 25. That there are none now is "
               "not explained by chance alone; it may also be that they were not "
               "recorded.");
}

static void no_clear_change(void **state)
{
    (void)state;
    /* poisson.test(c(16, 25)): p = .21 */
    check_said(say_comparison,
               (struct given){.years = 2, .total = {25, 16}, .months = 3},
               "En los mismos meses de 2021 fueron 25. No hay un cambio claro: una "
               "diferencia de este tamaño es común por azar.",
               "In the same months of 2021 there were 25. There is no clear change: a "
               "difference of this size is common by chance.");
    check_said(
        say_comparison,
        (struct given){.years = 2, .total = {100, 105}, .months = 3, .provisional = 2},
        "En los mismos meses de 2021 fueron 100. No hay un cambio claro: una "
        "diferencia de este tamaño es común por azar, y la cifra todavía puede "
        "cambiar.",
        "In the same months of 2021 there were 100. There is no clear change: a "
        "difference of this size is common by chance, and the figure may still "
        "change.");
    check_said(say_comparison,
               (struct given){.years = 2, .total = {50, 50}, .months = 3},
               "En los mismos meses de 2021 fueron 50. Es el mismo número.",
               "In the same months of 2021 there were 50. It is the same number.");
}

static void more_and_less(void **state)
{
    (void)state;
    /* poisson.test(c(393, 555)): .708, .6207 to .8072 */
    check_said(
        say_comparison,
        (struct given){.years = 2, .total = {555, 393}, .months = 11, .provisional = 2},
        "En los mismos meses de 2021 fueron 555. Por habitante, ahora son 29% "
        "menos (entre 19% y 38% menos), una diferencia mayor de la que explica "
        "el azar, aunque la cifra todavía puede cambiar.",
        "In the same months of 2021 there were 555. Per resident that is 29% "
        "fewer (between 19% and 38% fewer), a bigger difference than chance "
        "explains, though the figure may still change.");
    /* poisson.test(c(140, 100)): 1.4, 1.0754 to 1.8282 */
    check_said(say_comparison, (struct given){.years = 2, .total = {100, 140}},
               "En 2021 fueron 100. Por habitante, ahora son 40% más (entre 8% y 83% "
               "más), una diferencia mayor de la que explica el azar.",
               "In 2021 there were 100. Per resident that is 40% more (between 8% and "
               "83% more), a bigger difference than chance explains.");
    /* poisson.test(c(90, 30)): 3, 1.965 to 4.699 */
    check_said(say_comparison,
               (struct given){.years = 2, .total = {30, 90}, .months = 3},
               "En los mismos meses de 2021 fueron 30. Por habitante, ahora son 3.0 "
               "veces las de antes (entre 2.0 y 4.7 veces), una diferencia mayor de la "
               "que explica el azar.",
               "In the same months of 2021 there were 30. Per resident that is 3.0 "
               "times as many (between 2.0 and 4.7 times), a bigger difference than "
               "chance explains.");
    /* poisson.test(c(9400, 10000)): .94, .9139 to .9668 */
    check_said(
        say_comparison, (struct given){.years = 2, .total = {10000, 9400}, .months = 3},
        "En los mismos meses de 2021 fueron 10,000. Por habitante, ahora son "
        "6.0% menos (entre 3.3% y 8.6% menos), una diferencia mayor de la que "
        "explica el azar.",
        "In the same months of 2021 there were 10,000. Per resident that is 6.0% "
        "fewer (between 3.3% and 8.6% fewer), a bigger difference than chance "
        "explains.");
    /* poisson.test(c(15, 5)): 3, 1.036 to 10.55; p = .0414 */
    check_said(
        say_comparison, (struct given){.years = 2, .total = {5, 15}, .months = 3},
        "En los mismos meses de 2021 fueron 5. Por habitante, ahora son 3.0 "
        "veces las de antes (entre 1.04 y 11 veces), una diferencia mayor de la "
        "que explica el azar.",
        "In the same months of 2021 there were 5. Per resident that is 3.0 times "
        "as many (between 1.04 and 11 times), a bigger difference than chance "
        "explains.");
    /* poisson.test(c(1, 19)): .0526, .00127 to .3311 */
    check_said(
        say_comparison, (struct given){.years = 2, .total = {19, 1}, .months = 3},
        "En los mismos meses de 2021 fueron 19. Por habitante, ahora son 95% "
        "menos (entre 67% y 99.9% menos), una diferencia mayor de la que explica "
        "el azar.",
        "In the same months of 2021 there were 19. Per resident that is 95% "
        "fewer (between 67% and 99.9% fewer), a bigger difference than chance "
        "explains.");
    /* Nobody knows how many live there: poisson.test(c(30, 60)): .5, .3114 to .7875 */
    check_said(
        say_comparison,
        (struct given){.place = "mx-14", .years = 2, .total = {60, 30}, .months = 3},
        "En los mismos meses de 2021 fueron 60. Por día, ahora son 50% menos (entre "
        "21% "
        "y 69% menos), una diferencia mayor de la que explica el azar.",
        "In the same months of 2021 there were 60. Per day that is 50% fewer (between "
        "21% and 69% fewer), a bigger difference than chance explains.");
}

static void missing(void **state)
{
    (void)state;
    check_said(say_comparison,
               (struct given){.years = 2, .total = {90, 90}, .months = 3, .blank = 1},
               "En los mismos meses de 2021 fueron 90. No se pueden comparar: a la "
               "cifra de ahora le falta una parte.",
               "In the same months of 2021 there were 90. They cannot be compared: a "
               "part of the figure now is missing.");
    check_said(say_comparison,
               (struct given){.years = 2, .total = {90, 90}, .months = 3, .blank = 12},
               "No se puede comparar con los mismos meses de 2021: de ellos faltan "
               "datos.",
               "It cannot be compared with the same months of 2021: some of their "
               "figures are missing.");
    check_said(say_comparison,
               (struct given){.years = 2, .total = {90, 90}, .blank = 14},
               "No se puede comparar con 2021: de ese año faltan datos.",
               "It cannot be compared with 2021: some figures of that year are "
               "missing.");
    check_said(say_comparison, (struct given){.years = 1, .total = {90}, .months = 3},
               "", "");
    check_said(say_comparison,
               (struct given){.methodology = "rnid-2026",
                              .first_year = 2026,
                              .years = 1,
                              .total = {90},
                              .months = 3},
               "No se puede decir si subió o bajó: en enero de 2026 cambió la manera "
               "de contar, "
               "y las cifras de antes y de después no se pueden poner en una misma "
               "línea.",
               "It cannot be said whether it rose or fell: in January 2026 the way of "
               "counting changed, and figures from before and after cannot be put on "
               "one line.");
}

/* ---- the way of counting before ---------------------------------------- */

/* Figures of the earlier way, and after them three months of the way of 2026. */
static void two_ways(struct given given, struct holding *newer, struct strand *strands)
{
    static struct figure figures[3] = {
        {9, STATUS_REPORTED}, {9, STATUS_REPORTED}, {9, STATUS_REPORTED}};
    given.methodology = "cnsp-2015";
    strands[0] = small_strand(&given);
    *newer = *strands[0].holding;
    newer->methodology = methodology_find(&small_lists, "rnid-2026");
    strands[1] = (struct strand){
        .holding = newer,
        .key = strands[0].key,
        .series = {period_of(2026, 1), strands[0].series.step, 3, figures},
        .last = period_of(2026, 3)};
}

static void check_earlier(struct given given, const char *es, const char *en)
{
    struct holding newer;
    struct strand strands[2];
    two_ways(given, &newer, strands);
    check_words(say_earlier(&pages[0], strands, 2), es);
    check_words(say_earlier(&pages[1], strands, 2), en);
    check_words(say_earlier(&pages[0], strands, 1), "");
}

static void earlier_way(void **state)
{
    (void)state;
    /* The same test as of the newest months, told of months that are over. */
    check_earlier(
        (struct given){.years = 2, .first_year = 2022, .total = {60, 30}, .months = 3},
        "Con la manera anterior de contar, el último año completo que tenemos es 2022: "
        "240 carpetas. Lo más nuevo que se puede comparar, contado así: de enero a "
        "marzo de 2023 fueron 30. En los mismos meses de 2022 fueron 60. Por "
        "habitante, fueron 50% menos (entre 21% y 69% menos), una diferencia mayor de "
        "la que explica el azar.",
        "Counted the earlier way, the last whole year we hold is 2022: 240 "
        "investigations. The newest that can be compared, counted that way: from "
        "January to March 2023 there were 30. In the same months of 2022 there were "
        "60. Per resident that was 50% fewer (between 21% and 69% fewer), a bigger "
        "difference than chance explains.");
    check_earlier(
        (struct given){.years = 2,
                       .first_year = 2022,
                       .total = {25, 16},
                       .months = 3,
                       .provisional = 3},
        "Con la manera anterior de contar, el último año completo que tenemos es 2022: "
        "100 carpetas. Lo más nuevo que se puede comparar, contado así: de enero a "
        "marzo de 2023 fueron 16. En los mismos meses de 2022 fueron 25. No hay un "
        "cambio claro: una diferencia de este tamaño es común por azar, y la cifra era "
        "provisional.",
        "Counted the earlier way, the last whole year we hold is 2022: 100 "
        "investigations. The newest that can be compared, counted that way: from "
        "January to March 2023 there were 16. In the same months of 2022 there were "
        "25. There is no clear change: a difference of this size is common by chance, "
        "and the figure was provisional.");
    /* A whole year is told once. */
    check_earlier(
        (struct given){.years = 2, .first_year = 2024, .total = {25, 0}},
        "Con la manera anterior de contar, el último año completo que tenemos "
        "es 2025: 0 carpetas. En 2024 fueron 25. Que no hubiera ninguna no se "
        "explica solo por azar; también puede ser que no se hayan registrado.",
        "Counted the earlier way, the last whole year we hold is 2025: 0 "
        "investigations. In 2024 there were 25. That there were none is not "
        "explained by chance alone; it may also be that they were not "
        "recorded.");
    /* With nothing to compare, and with a gap, only what there is. */
    check_earlier(
        (struct given){.years = 1, .first_year = 2025, .total = {12}},
        "Con la manera anterior de contar, el último año completo que tenemos "
        "es 2025: 12 carpetas.",
        "Counted the earlier way, the last whole year we hold is 2025: 12 "
        "investigations.");
    check_earlier(
        (struct given){.years = 3,
                       .first_year = 2022,
                       .total = {60, 60, 30},
                       .months = 3,
                       .blank = 12},
        "Con la manera anterior de contar, el último año completo que tenemos "
        "es 2022: 240 carpetas.",
        "Counted the earlier way, the last whole year we hold is 2022: 240 "
        "investigations.");
}

/* ---- headlines --------------------------------------------------------- */

static const char *headline(const struct page *page, const struct strand *strand,
                            const struct tally *tally)
{
    (void)tally;
    return say_finding(page, strand, 1, "T");
}

static void headlines(void **state)
{
    (void)state;
    check_said(headline, (struct given){.years = 2, .total = {100, 140}},
               "T: más que un año antes (2022)", "T: more than a year before (2022)");
    check_said(headline, (struct given){.years = 2, .total = {555, 393}, .months = 11},
               "T: menos que un año antes (enero a noviembre de 2022)",
               "T: fewer than a year before (January to November 2022)");
    check_said(headline, (struct given){.years = 2, .total = {25, 16}, .months = 3},
               "T: sin cambio claro frente a un año antes (enero a marzo de 2022)",
               "T: no clear change from a year before (January to March 2022)");
    check_said(
        headline, (struct given){.years = 2, .total = {1, 2}, .months = 3},
        "T: muy pocos casos para decir si hubo un cambio (enero a marzo de 2022)",
        "T: too few cases to say whether it changed (January to March 2022)");
    check_said(headline, (struct given){.years = 2, .total = {0, 0}},
               "T: cero, como un año antes (2022)", "T: zero, as a year before (2022)");
    /* With nothing to compare, or a part missing, it claims nothing. */
    check_said(headline, (struct given){.years = 1, .total = {90}}, "T", "T");
    check_said(headline, (struct given){.years = 2, .total = {90, 20}, .blank = 1}, "T",
               "T");
}

/* Of the way before, while the newest has no year before; of none across a jump. */
static void check_over_jump(int year, const char *wanted)
{
    struct holding newer;
    struct strand strands[2];
    two_ways(
        (struct given){.years = 2, .first_year = 2022, .total = {60, 30}, .months = 3},
        &newer, strands);
    const struct methodology *same = strands[0].holding->methodology;
    struct break_in jump = {.kind = BREAK_LEVEL,
                            .place = strands[0].key.place,
                            .offence = strands[0].key.offence,
                            .before = same,
                            .after = same,
                            .date = period_of(year, 8)};
    struct breaks breaks = {.lists = &small_lists, .count = 1, .row = &jump};
    site.breaks = &breaks;
    const char *found = say_finding(&pages[1], strands, 2, "T");
    site.breaks = NULL;
    check_words(found, wanted);
}

static void headlines_over_breaks(void **state)
{
    (void)state;
    check_over_jump(2021, "T: fewer than a year before (January to March 2023)");
    check_over_jump(2022, "T");
}

/* ---- records ----------------------------------------------------------- */

/* What follows the verdict. */
static const char *record_only(const struct page *page, const struct strand *strand,
                               const struct tally *tally)
{
    const char *said = say_comparison(page, strand, tally);
    const char *es = strstr(said, "Es la cifra"), *en = strstr(said, "It is the");
    return es ? es : en ? en : "";
}

static void records(void **state)
{
    (void)state;
    struct given given = {.years = 5, .total = {900, 300, 330, 360, 600}, .months = 3};
    check_said(record_only, given,
               "Es la cifra más alta para esos meses desde 2018, contada de la misma "
               "manera.",
               "It is the highest figure for those months since 2018, counted the same "
               "way.");
    given = (struct given){.years = 5, .total = {90, 300, 330, 360, 150}, .months = 3};
    check_said(record_only, given,
               "Es la cifra más baja para esos meses desde 2018, contada de la misma "
               "manera.",
               "It is the lowest figure for those months since 2018, counted the same "
               "way.");
    given = (struct given){.years = 4, .total = {300, 330, 360, 600}, .months = 3};
    check_said(
        record_only, given,
        "Es la cifra más alta para esos meses en toda esta serie, que empieza en "
        "2019.",
        "It is the highest figure for those months in the whole of this series, "
        "which begins in 2019.");
    given.total[3] = 150;
    check_said(
        record_only, given,
        "Es la cifra más baja para esos meses en toda esta serie, que empieza en "
        "2019.",
        "It is the lowest figure for those months in the whole of this series, "
        "which begins in 2019.");
    given.months = 0;
    check_said(record_only, given,
               "Es la cifra anual más baja de toda esta serie, que empieza en 2019.",
               "It is the lowest yearly figure in the whole of this series, which "
               "begins in 2019.");
    given.total[3] = 600;
    check_said(record_only, given,
               "Es la cifra anual más alta de toda esta serie, que empieza en 2019.",
               "It is the highest yearly figure in the whole of this series, which "
               "begins in 2019.");
    given = (struct given){.years = 5, .total = {900, 300, 330, 360, 600}};
    check_said(record_only, given,
               "Es la cifra anual más alta desde 2018, contada de la misma manera.",
               "It is the highest yearly figure since 2018, counted the same way.");
    given.total[0] = 90, given.total[4] = 150;
    check_said(record_only, given,
               "Es la cifra anual más baja desde 2018, contada de la misma manera.",
               "It is the lowest yearly figure since 2018, counted the same way.");
    given = (struct given){.years = 4, .total = {300, 330, 360, 366}};
    check_said(record_only, given, "", ""); /* within chance of the year before */
}

/* ---- rates ------------------------------------------------------------- */

static const char *rate_note(const struct page *page, const struct strand *strand,
                             const struct tally *tally)
{
    struct rate rate = rate_of(page, strand, tally);
    return arena_format(page->arena, "%s (%s). %s", say_rate_value(page, &rate),
                        say_rate_span(page, &rate), say_rate_note(page, &rate));
}

static void rates(void **state)
{
    (void)state;
    check_said(rate_note, (struct given){.years = 1, .total = {400}},
               "40.0 (36.2–44.1). Contando lo que puede mover el azar, entre 36.2 "
               "y 44.1. Población de 2022: CONAPO.",
               "40.0 (36.2–44.1). Allowing for chance, between 36.2 and 44.1. "
               "Population of 2022: CONAPO.");
    check_said(rate_note, (struct given){.years = 1, .total = {2}},
               "0.20 (0.02–0.72). Contando lo que puede mover el azar, entre 0.02 "
               "y 0.72. Son tan pocos casos que no sirve para comparar lugares. "
               "Población de 2022: CONAPO.",
               "0.20 (0.02–0.72). Allowing for chance, between 0.02 and 0.72. "
               "There are too few cases to compare places by it. Population of "
               "2022: CONAPO.");
    check_said(rate_note, (struct given){.years = 1, .total = {0}},
               "0.0 (0.0–0.4). Contando lo que puede mover el azar, entre 0.0 y "
               "0.4. Son tan pocos casos que no sirve para comparar lugares. "
               "Población de 2022: CONAPO.",
               "0.0 (0.0–0.4). Allowing for chance, between 0.0 and 0.4. There "
               "are too few cases to compare places by it. Population of 2022: "
               "CONAPO.");
    check_said(rate_note, (struct given){.years = 1, .total = {1200}, .blank = 1},
               "119.9 (112.9–127.1). Contando lo que puede mover el azar, entre "
               "112.9 y 127.1. Cuenta solo los meses y lugares que reportaron "
               "(91%). Población de 2022: CONAPO.",
               "119.9 (112.9–127.1). Allowing for chance, between 112.9 and "
               "127.1. It counts only the months and places that reported (91%). "
               "Population of 2022: CONAPO.");
    check_said(say_rate, (struct given){.years = 1, .total = {400}},
               "40.0 por cada 100 mil habitantes", "40.0 for every 100,000 residents");
    check_said(say_rate, (struct given){.place = "mx-14", .years = 1, .total = {400}},
               "", "");
}

static void open_ended_rates(void **state)
{
    (void)state;
    struct rate rate = {.figure = {40, STATUS_REPORTED},
                        .around = {12, INFINITY},
                        .coverage = 1,
                        .year = 2022,
                        .population = &small_holdings.holding[1]};
    check_words(say_rate_span(&pages[0], &rate), "12.0 o más");
    check_words(say_rate_span(&pages[1], &rate), "12.0 or more");
    check_words(say_rate_note(&pages[0], &rate),
                "Contando lo que puede mover el azar, 12.0 o más. Población de "
                "2022: CONAPO.");
    check_words(say_rate_note(&pages[1], &rate),
                "Allowing for chance, 12.0 or more. Population of 2022: CONAPO.");
}

static void places_with_few_cases(void **state)
{
    (void)state;
    static const char *const few[][2] = {{"ningún caso", "no cases"},
                                         {"solo 1 caso", "only 1 case"},
                                         {"solo 4 casos", "only 4 cases"}};
    static const double counts[] = {0, 1, 4};
    for (size_t i = 0; i < 3; i++)
        for (size_t j = 0; j < 2; j++) {
            struct rate rate = {
                .figure = {1, STATUS_REPORTED}, .count = counts[i], .too_small = true};
            check_words(say_few(&pages[j], &rate), few[i][j]);
            rate.too_small = false;
            assert_null(say_few(&pages[j], &rate));
        }
    check_words(say_too_few(&pages[0], 0, 46), "");
    check_words(say_too_few(&pages[0], 1, 46),
                " En 1 de 46 lugares hay tan pocos casos que su tasa no sirve para "
                "comparar.");
    check_words(say_too_few(&pages[1], 21, 46),
                " In 21 of 46 places there are too few cases to compare by their "
                "rate.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leads),
        cmocka_unit_test(nothing_newer),
        cmocka_unit_test(what_is_to_come),
        cmocka_unit_test(none_and_few),
        cmocka_unit_test(no_clear_change),
        cmocka_unit_test(more_and_less),
        cmocka_unit_test(missing),
        cmocka_unit_test(earlier_way),
        cmocka_unit_test(headlines),
        cmocka_unit_test(headlines_over_breaks),
        cmocka_unit_test(records),
        cmocka_unit_test(rates),
        cmocka_unit_test(open_ended_rates),
        cmocka_unit_test(places_with_few_cases),
    };
    return cmocka_run_group_tests(tests, open_pages, small_strands_close);
}
