/* A sealed cube as bytes: to be handed from one process to another, or kept beside a
 * snapshot that need not be decoded again.
 *
 * The form, all numbers as this machine writes them, sections in any order, each
 * aligned to eight bytes:
 *
 *   head     struct cube_head at offset 0: magic, version, what the cube was made of
 *            (stamp, size of the lists), its range, and where the sections are
 *   leaves   four 32-bit numbers each: place, offence, measure, series; ascending
 *   chunks   where each chunk of cells lies: plane, number, offset
 *   far      figures that do not fit into a cell: where, value, status
 *   cells    struct chunk (cube_cells.h), 1024 series by 12 periods, and their rows
 *
 * A reader maps the cells instead of copying them. It trusts nothing: ids, ranges,
 * offsets and values are checked, so that no bytes whatever lead outside the file or
 * the lists. It cannot know whether figures are true: that is the writer's word.
 *
 * Ids are places in the lists, and what a word means is the crosswalk's: a file is of
 * use only with the very lists, descriptor and crosswalks it was made with. Whoever
 * keeps one puts a hash of all that into the stamp. */
#ifndef CIFRA_TRANSFORM_CUBE_FILE_H
#define CIFRA_TRANSFORM_CUBE_FILE_H

#include "transform/cube.h"

enum { CUBE_FILE_VERSION = 1, CUBE_STAMP = 32 };

/* Bytes of the largest file that is read: a hundred times the largest we know. */
#define CUBE_FILE_MAX ((uint64_t)8 << 30)

/* What a cube was made from and by: any bytes of the caller's, compared when read. */
struct cube_stamp {
    unsigned char bytes[CUBE_STAMP];
};

/* Write a sealed cube from the beginning of a file that can be written anywhere. Not
 * synced; a reader sees a file that was cut short. */
bool cube_file_write(const struct cube *cube, int fd, const struct cube_stamp *stamp,
                     struct error *err);

/* Map a file and make a cube of it, which no longer needs the descriptor. Nobody may
 * write to the file or cut it while the cube lives. ERROR_CONTRADICTION when version,
 * stamp or lists are others, ERROR_FORMAT when it is no such file, ERROR_LIMIT when it
 * is larger than CUBE_FILE_MAX. */
bool cube_file_read(const struct lists *lists, int fd, const struct cube_stamp *stamp,
                    struct cube **out, struct error *err);

#endif
