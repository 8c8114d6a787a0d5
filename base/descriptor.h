/* Reading and writing through a descriptor, all that was asked for, whatever signals
 * come in between. */
#ifndef CIFRA_BASE_DESCRIPTOR_H
#define CIFRA_BASE_DESCRIPTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Write all of it; false with errno. */
bool descriptor_write(int fd, const void *bytes, size_t size);

/* Up to size bytes, fewer only at the end; -1 with errno. */
ssize_t descriptor_read(int fd, void *into, size_t size);

#endif
