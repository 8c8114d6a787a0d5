/* Which program this is. */
#ifndef CIFRA_BASE_PROGRAM_H
#define CIFRA_BASE_PROGRAM_H

/* The SHA-256, in hex, of the file that this program runs from; "" when there is no
 * telling. What one program made may be worth nothing to another, though both be of
 * one version. Safe from several threads. */
const char *program_identity(void);

#endif
