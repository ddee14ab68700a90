/* How often SQLite itself can commit: three rows in a transaction, with the settings of the program
 * (write-ahead log, synchronous=FULL), by one writer who does nothing else. Prints commits per
 * second.
 *
 *     commit FILE SECONDS     the file must not exist */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/uuid.h"

enum { ROWS = 3, ROW_LEN = 200 };

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        die("%s: %s", sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        die("%s: %s", sql, sqlite3_errmsg(db));
    return statement;
}

static void step(sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        die("a statement failed");
    sqlite3_reset(statement);
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    if (argc != 3 || sqlite3_open(argv[1], &db) != SQLITE_OK)
        die("usage: commit FILE SECONDS");
    run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE rows (id blob NOT NULL PRIMARY KEY, content blob NOT NULL)");
    sqlite3_stmt *begin = prepare(db, "BEGIN IMMEDIATE");
    sqlite3_stmt *insert = prepare(db, "INSERT INTO rows VALUES (?1, zeroblob(?2))");
    sqlite3_stmt *commit = prepare(db, "COMMIT");
    int64_t started = clock_monotonic();
    int64_t end = started + atoi(argv[2]) * CLOCK_SECOND;
    int64_t count = 0;
    for (; clock_monotonic() < end; count++) {
        step(begin);
        for (int i = 0; i < ROWS; i++) {
            struct uuid id = uuid_make();
            sqlite3_bind_blob(insert, 1, id.bytes, sizeof id.bytes, SQLITE_STATIC);
            sqlite3_bind_int(insert, 2, ROW_LEN);
            step(insert);
        }
        step(commit);
    }
    (void)printf("%lld\n", (long long)(count * CLOCK_SECOND / (clock_monotonic() - started)));
    sqlite3_finalize(begin);
    sqlite3_finalize(insert);
    sqlite3_finalize(commit);
    sqlite3_close(db);
    return 0;
}
