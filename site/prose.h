/* Sentences made of figures. Every word is in the catalogue; here is only which
 * sentence is the true one. */
#ifndef CIFRA_SITE_PROSE_H
#define CIFRA_SITE_PROSE_H

#include "site/page.h"
#include "site/strand_stats.h"

/* "25,290"; with a mark for what is partial ("al menos 25,290"); the catalogue's word
 * for what is not known. */
const char *say_figure(const struct page *page, struct figure figure, int decimals);
const char *say_count(const struct page *page, double count);

/* Is a stretch from January to December of one year? */
bool is_calendar_year(const struct tally *tally);
/* "de enero a marzo de 2026", "en enero de 2026", "en 2023": for inside a sentence. */
const char *say_when(const struct page *page, const struct tally *tally);
/* "enero a marzo de 2026", "2023": for headings and units. */
const char *say_tally_span(const struct page *page, const struct tally *tally);

/* What was counted, and when, and how often that is: "De enero a marzo de 2026, las
 * fiscalías abrieron en México 3,996 carpetas de investigación por homicidio doloso: 44
 * al día." */
const char *say_lead(const struct page *page, const struct strand *strand,
                     const struct tally *tally);
/* Why nothing newer is told: the file goes on without the figure, or withholds it; ""
 * where its last figure is the file's. */
const char *say_unsaid(const struct page *page, const struct strand *strand);
/* Both: what a page begins with. */
const char *say_opening(const struct page *page, const struct strand *strand,
                        const struct tally *tally);
/* How that compares with the same months a year before, and whether chance explains the
 * difference; or that there is nothing to compare it with, and why. "" when there is
 * nothing to say. */
const char *say_comparison(const struct page *page, const struct strand *strand,
                           const struct tally *tally);
/* What the strand before the newest, counted another way, held last; and, while the
 * newest has no year before to compare with, how the last months of that one compare:
 * the newest comparison there is. "" without one. */
const char *say_earlier(const struct page *page, const struct strand *strands,
                        size_t count);
/* A chart's title with what the newest comparison there is says, for its headline:
 * "Extorsión en León: sin cambio claro frente a un año antes (enero a marzo de 2026)";
 * the title alone without one, or with a jump of level in between. */
const char *say_finding(const struct page *page, const struct strand *strands,
                        size_t count, const char *title);

/* Cases for every 100,000 residents and year, and how sure that is. */
struct rate rate_of(const struct page *page, const struct strand *strand,
                    const struct tally *stretch);
/* "40.2 por cada 100 mil habitantes"; "" when population is not known. */
const char *say_rate(const struct page *page, const struct strand *strand,
                     const struct tally *stretch);
/* Of a known rate: "40.2"; "38.7–41.8"; its interval, whose population it stands on,
 * and whether it is too small to be compared, in sentences. */
const char *say_rate_value(const struct page *page, const struct rate *rate);
const char *say_rate_span(const struct page *page, const struct rate *rate);
const char *say_rate_note(const struct page *page, const struct rate *rate);
struct grounds grounds_of(const struct page *page);

/* "Carpetas", for a column of what the site counts, however it is counted. */
const char *counted_word(const struct page *page);
/* A note, and behind it what a hatch of both ways says where one of the series of small
 * charts has something withheld. */
const char *say_withheld(const struct page *page, const char *note,
                         const struct series *series, size_t count);

/* "Carpetas de investigación", or what a way of counting counts in their place. */
const char *say_unit(const struct page *page, const struct methodology *methodology);
/* "Carpetas" for a column, or the same. */
const char *short_unit(const struct page *page, const struct methodology *methodology);

/* "León, Guanajuato": a town with its state; "Guanajuato". */
const char *full_name_place(const struct page *page, struct place_id place);
/* "en León, Guanajuato", "del Estado de México", "homicidio doloso". */
const char *in_place(const struct page *page, struct place_id place);
const char *of_place(const struct page *page, struct place_id place);
const char *phrase_offence(const struct page *page, struct offence_id offence);

#endif
