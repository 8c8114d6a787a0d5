/* An SQLite file being filled, in memory, by one thread.
 *
 * The first failure stays: everything after it does nothing, and database_put() says
 * it. The same statements give the same bytes whenever they are run, also by another
 * release of the library of the same file format. */
#ifndef CIFRA_SITE_DATABASE_H
#define CIFRA_SITE_DATABASE_H

#include "base/error.h"
#include "site/tree.h"

#include <stdint.h>

struct sqlite3;
struct sqlite3_stmt;

struct database {
    struct sqlite3 *handle;
    struct error *err;
    bool good;
};

/* Begins the one transaction that fills it. */
void database_open(struct database *database, struct error *err);
/* Put the finished file into the tree and free it. False when anything has failed
 * since it was opened. */
bool database_put(struct database *database, struct tree *tree, const char *path);

/* Run statements without parameters. */
void database_run(struct database *database, const char *sql);

/* Rows for one table, cell by cell in the order of its columns. */
struct database_rows {
    struct database *database;
    struct sqlite3_stmt *statement;
    int columns, at;
};

struct database_rows database_rows(struct database *database, const char *table,
                                   int columns);
void row_text(struct database_rows *rows, const char *text); /* NULL and "": NULL */
void row_count(struct database_rows *rows, int64_t number);
void row_number(struct database_rows *rows, double number); /* whole ones are INTEGER */
void row_null(struct database_rows *rows);
/* The row is complete: insert it. */
void row_end(struct database_rows *rows);
void database_rows_end(struct database_rows *rows);

#endif
