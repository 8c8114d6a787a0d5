#include "site/database.h"

#include "base/buffer.h"
#include "base/number.h"

#include <math.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

/* Large pages waste little on small rows. No journal: what fails is never published. */
static const char SETTINGS[] = "PRAGMA page_size = 8192;"
                               "PRAGMA encoding = 'UTF-8';"
                               "PRAGMA auto_vacuum = NONE;"
                               "PRAGMA journal_mode = OFF;"
                               "PRAGMA synchronous = OFF;"
                               "PRAGMA foreign_keys = OFF;"
                               "BEGIN";

/* Where the file's header tells which release of the library wrote it: nothing reads
 * it but people, and it would make the same figures other bytes on other machines. */
enum { VERSION_AT = 96, VERSION_BYTES = 4, HEADER_BYTES = 100 };

static pthread_once_t configured = PTHREAD_ONCE_INIT;

/* Counting every piece of memory takes a lock that all threads share. */
static void configure(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

static void check(struct database *database, int result)
{
    if (!database->good || result == SQLITE_OK || result == SQLITE_DONE)
        return;
    database->good = fail(database->err, ERROR_SYSTEM, "SQLite: %s",
                          database->handle ? sqlite3_errmsg(database->handle)
                                           : sqlite3_errstr(result));
}

void database_open(struct database *database, struct error *err)
{
    pthread_once(&configured, configure);
    *database = (struct database){.err = err, .good = true};
    check(database, sqlite3_open_v2(":memory:", &database->handle,
                                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                        SQLITE_OPEN_NOMUTEX,
                                    NULL));
    database_run(database, SETTINGS);
}

void database_run(struct database *database, const char *sql)
{
    if (database->good)
        check(database, sqlite3_exec(database->handle, sql, NULL, NULL, NULL));
}

static bool put(struct database *database, struct tree *tree, const char *path)
{
    sqlite3_int64 length = 0;
    unsigned char *file = sqlite3_serialize(database->handle, "main", &length, 0);
    if (!file || length < HEADER_BYTES) {
        sqlite3_free(file);
        return fail(database->err, ERROR_SYSTEM, "SQLite: no memory for %s", path);
    }
    memset(file + VERSION_AT, 0, VERSION_BYTES);
    bool good = tree_put(tree, path, (struct text){(const char *)file, (size_t)length},
                         database->err);
    sqlite3_free(file);
    return good;
}

bool database_put(struct database *database, struct tree *tree, const char *path)
{
    database_run(database, "COMMIT");
    database->good = database->good && put(database, tree, path);
    sqlite3_close(database->handle);
    database->handle = NULL;
    return database->good || fail_while(database->err, "writing %s", path);
}

/* Rows -------------------------------------------------------------------------- */

struct database_rows database_rows(struct database *database, const char *table,
                                   int columns)
{
    struct database_rows rows = {.database = database, .columns = columns};
    struct buffer sql = {0};
    buffer_format(&sql, "INSERT INTO %s VALUES (", table);
    for (int i = 0; i < columns; i++)
        buffer_string(&sql, i ? ", ?" : "?");
    buffer_char(&sql, ')');
    if (database->good)
        check(database,
              sqlite3_prepare_v3(database->handle, sql.at, (int)sql.length,
                                 SQLITE_PREPARE_PERSISTENT, &rows.statement, NULL));
    buffer_free(&sql);
    return rows;
}

void row_text(struct database_rows *rows, const char *text)
{
    if (!text || !*text)
        row_null(rows);
    else if (rows->database->good)
        check(rows->database, sqlite3_bind_text(rows->statement, ++rows->at, text, -1,
                                                SQLITE_TRANSIENT));
}

void row_count(struct database_rows *rows, int64_t number)
{
    if (rows->database->good)
        check(rows->database, sqlite3_bind_int64(rows->statement, ++rows->at, number));
}

void row_number(struct database_rows *rows, double number)
{
    if (fabs(number) <= NUMBER_EXACT_MAX && number == trunc(number))
        row_count(rows, (int64_t)number);
    else if (rows->database->good)
        check(rows->database, sqlite3_bind_double(rows->statement, ++rows->at, number));
}

void row_null(struct database_rows *rows)
{
    if (rows->database->good)
        check(rows->database, sqlite3_bind_null(rows->statement, ++rows->at));
}

void row_end(struct database_rows *rows)
{
    struct database *database = rows->database;
    if (!database->good)
        return;
    if (rows->at != rows->columns)
        database->good = fail(database->err, ERROR_CONTRADICTION,
                              "a row of %d cells for %d columns: %s", rows->at,
                              rows->columns, sqlite3_sql(rows->statement));
    check(database, sqlite3_step(rows->statement));
    sqlite3_reset(rows->statement);
    rows->at = 0;
}

void database_rows_end(struct database_rows *rows)
{
    sqlite3_finalize(rows->statement);
    rows->statement = NULL;
}
