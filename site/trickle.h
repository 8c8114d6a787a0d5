/* What is written goes to the disk while more is made. */
#ifndef CIFRA_SITE_TRICKLE_H
#define CIFRA_SITE_TRICKLE_H

/* From now on the disk is asked, once a second, to hold what was written to the
 * folder's file system, so that keep_durable() finds little left to wait for. Only a
 * help: where it cannot be had, NULL. */
struct trickle *trickle_open(const char *folder);

/* NULL is fine. */
void trickle_close(struct trickle *trickle);

#endif
