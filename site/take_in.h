/* Taking files in, and saying how it went: what several commands do of site/intake.h.
 */
#ifndef CIFRA_SITE_TAKE_IN_H
#define CIFRA_SITE_TAKE_IN_H

#include "site/intake.h"
#include "site/program.h"

/* The files of --bundle. */
enum exit_code take_in_bundle(struct program *program);

/* Is there a source to fetch, among those that the arguments name? Without arguments,
 * among those that are held already or that the configuration names. */
bool take_in_can_fetch(const struct program *program);

/* Fetch them. */
enum exit_code take_in_fetched(struct program *program);

/* Say what became of a file. */
void take_in_tell(struct program *program, const struct intake *intake);

#endif
