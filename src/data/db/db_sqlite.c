#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/log.h"
#include "crypt/token.h"
#include "data/db/db_driver.h"
#include "data/db/db_sqlite_statement.h"
#include "data/db/sqlite_files.h"
#include "data/db/writer_lock.h"

/* The embedded engine. Pragmas and the writer lock: docs of SQLite, and the measurements that led
 * to them: synchronous=FULL loses no acknowledged commit on power loss; the writer lock keeps
 * checkpoints and commits of several processes apart, which SQLite before 3.51.3 needs (a
 * corruption when several connections write and checkpoint one WAL), and ends starvation. */

enum {
    CHECKPOINT_PAGES = 1000,
    ROOM_MIN = 8 << 20, /* bytes left on the disk: what a write and its checkpoint may need */
    STEPS = 20000,      /* of the engine between two looks at the clock: about 1 ms */
    LOOK_ROWS = 1000,   /* changed between two looks at the statistics */
    BULK_ROWS = 10000,  /* changed by one connection: it filled tables */
};

#define PROBE_EVERY (5 * CLOCK_SECOND)

struct sqlite_db {
    sqlite3 *handle;
    struct sqlite_statements statements; /* of the handle */
    int lock_fd;
    struct sqlite_files files;
    enum db_fault fault;
    int wal_pages;     /* after the last commit */
    int64_t next_look; /* at the statistics: when so many rows were changed */
    int64_t next_bulk; /* likewise: they are taken anew */
    int64_t probed_at; /* clock_monotonic; 0: never */
    bool is_read_only; /* then */
};

static enum err fail(struct sqlite_db *db, const char *event, const char *sql)
{
    return sqlite_fail(&db->statements, event, sql);
}

static enum err run(struct sqlite_db *db, const char *sql)
{
    return sqlite_statement_run(&db->statements, sql);
}

static enum err sqlite_script(void *connection, const char *sql)
{
    struct sqlite_db *db = connection;
    if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail(db, "db.script", sql);
    return ERR_NONE;
}

static int note_wal(void *context, sqlite3 *handle, const char *name, int pages)
{
    (void)handle;
    (void)name;
    ((struct sqlite_db *)context)->wal_pages = pages;
    return SQLITE_OK;
}

/* sha256(bytes), which PostgreSQL has itself; of NULL it is NULL. */
static void hash_value(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    if (sqlite3_value_type(values[0]) == SQLITE_NULL)
        return;
    uint8_t hash[HASH_LEN];
    const void *bytes = sqlite3_value_blob(values[0]); /* before its length */
    sha256(bytes, (size_t)sqlite3_value_bytes(values[0]), hash);
    sqlite3_result_blob(context, hash, sizeof hash, SQLITE_TRANSIENT);
}

/* A statement that takes long is interrupted when the time of its request is over. */
static int is_over(void *unused)
{
    (void)unused;
    return budget_left() <= 0;
}

static enum err configure(struct sqlite_db *db)
{
    static const char pragmas[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                  "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
                                  "PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=0;"
                                  "PRAGMA mmap_size=0; PRAGMA cache_size=-6144;"
                                  "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON;"
                                  /* Rows of an index that statistics are taken from: some 0.1 s for
                                     all of a large database. */
                                  "PRAGMA analysis_limit=10000;";
    sqlite3_busy_timeout(db->handle, DB_CHANGE_WAIT_MS);
    sqlite3_progress_handler(db->handle, STEPS, is_over, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_create_function_v2(db->handle, "sha256", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
                               hash_value, NULL, NULL, NULL);
    enum err err = writer_lock(db->lock_fd, DB_CHANGE_WAIT_MS);
    if (err != ERR_NONE)
        return err;
    err = sqlite_script(db, pragmas);
    if (err == ERR_NONE) /* opens the WAL, if a read-only disk lets it */
        err = sqlite_script(db, "SELECT count(*) FROM sqlite_master");
    writer_unlock(db->lock_fd);
    sqlite3_wal_hook(db->handle, note_wal, db);
    sqlite3_randomness(sizeof db->next_look, &db->next_look);
    db->next_look = (db->next_look & INT64_MAX) % LOOK_ROWS;
    db->next_bulk = BULK_ROWS;
    return err;
}

static void sqlite_forget(void *connection)
{
    sqlite_statements_forget(&((struct sqlite_db *)connection)->statements);
}

static void sqlite_close(void *connection)
{
    struct sqlite_db *db = connection;
    sqlite_forget(db);
    sqlite3_close(db->handle);
    if (db->lock_fd >= 0)
        close(db->lock_fd);
    free(db);
}

static int open_lock(const char *path)
{
    char lock_path[4096];
    int len = snprintf(lock_path, sizeof lock_path, "%s.lock", path);
    if (len < 0 || (size_t)len >= sizeof lock_path)
        return -1;
    return open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

/* Between opening a file and noting it, another may have taken its place. */
static enum err note_files(struct sqlite_db *db, const char *path)
{
    int has_moved = 0;
    enum err err = sqlite_files_begin(&db->files, path);
    sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
    return err == ERR_NONE && has_moved != 0 ? ERR_UNAVAILABLE : err;
}

static enum err sqlite_check(const void *connection)
{
    const struct sqlite_db *db = connection;
    return sqlite_files_are_in_place(&db->files) ? ERR_NONE : ERR_UNAVAILABLE;
}

/* Linux 6.14 and later don't show that a file system takes no writes any more after an error: now
 * and then it is asked for a change that changes nothing. */
static bool takes_changes(struct sqlite_db *db)
{
    int64_t now = clock_monotonic();
    if (now - db->probed_at >= PROBE_EVERY) {
        db->probed_at = now;
        db->is_read_only = ftruncate(db->lock_fd, 0) != 0 && errno == EROFS;
    }
    return !db->is_read_only;
}

/* Before a write meets it. */
static enum db_disk sqlite_disk(void *connection)
{
    struct sqlite_db *db = connection;
    struct statvfs disk;
    if (fstatvfs(db->lock_fd, &disk) != 0)
        return DB_DISK_FINE;
    if ((disk.f_flag & ST_RDONLY) != 0 || !takes_changes(db))
        return DB_DISK_READ_ONLY;
    return (uint64_t)disk.f_bavail * disk.f_frsize < (uint64_t)ROOM_MIN ? DB_DISK_LOW
                                                                        : DB_DISK_FINE;
}

static void sqlite_watch(void *connection, struct disk_watch *disk)
{
    ((struct sqlite_db *)connection)->statements.disk = disk;
}

static enum err sqlite_open(const char *url, bool may_create, void **connection)
{
    const char *path = url + sizeof "sqlite:" - 1;
    if (!may_create && access(path, F_OK) != 0) {
        log_line("error", "db.missing", (const struct log_field[]){{"path", path}}, 1);
        return ERR_NOT_FOUND;
    }
    struct sqlite_db *db = calloc(1, sizeof *db);
    if (db == NULL)
        die("out of memory for a database connection");
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    mode_t mask = umask(077); /* the file, its WAL and its lock are the owner's alone */
    db->lock_fd = open_lock(path);
    int code =
        sqlite3_open_v2(path, &db->handle, flags | (may_create ? SQLITE_OPEN_CREATE : 0), NULL);
    db->statements.handle = db->handle;
    enum err err = ERR_NONE;
    if (db->lock_fd < 0 || code != SQLITE_OK)
        err = fail(db, "db.open", path);
    else
        err = configure(db);
    if (err == ERR_NONE)
        err = note_files(db, path);
    umask(mask);
    if (err != ERR_NONE) {
        sqlite_close(db);
        return err;
    }
    *connection = db;
    return ERR_NONE;
}

static enum err begin_write(struct sqlite_db *db, enum db_kind kind)
{
    enum err err = run(db, "BEGIN IMMEDIATE");
    if (err != ERR_NONE && kind == DB_KIND_CHANGE) /* one retry */
        err = run(db, "BEGIN IMMEDIATE");
    if (err != ERR_NONE) {
        bool is_busy = (sqlite3_errcode(db->handle) & 0xff) == SQLITE_BUSY;
        db->fault = is_busy ? DB_FAULT_BUSY : DB_FAULT_LASTING;
        return err;
    }
    db->fault = DB_FAULT_LASTING;
    sqlite_files_note(&db->files); /* now the WAL is there */
    err = sqlite_check(db);
    if (err != ERR_NONE)
        (void)!run(db, "ROLLBACK");
    return err;
}

/* The turn of the one writer. Someone outside the lock, such as a backup, may be in the way for the
 * rest of the time. */
static enum err sqlite_begin(void *connection, enum db_kind kind, const struct uuid *request_id)
{
    struct sqlite_db *db = connection;
    (void)request_id; /* whoever has the turn knows that all transactions before have ended */
    if (kind == DB_KIND_READ)
        return run(db, "BEGIN");
    int limit_ms = kind == DB_KIND_ALONE ? DB_ALONE_WAIT_MS : DB_CHANGE_WAIT_MS;
    int64_t began = clock_monotonic();
    db->fault = DB_FAULT_BUSY;
    enum err err = writer_lock(db->lock_fd, limit_ms);
    if (err != ERR_NONE)
        return err;
    int waited_ms = (int)((clock_monotonic() - began) / 1000);
    sqlite3_busy_timeout(db->handle, limit_ms > waited_ms ? limit_ms - waited_ms : 1);
    err = begin_write(db, kind);
    sqlite3_busy_timeout(db->handle, DB_CHANGE_WAIT_MS);
    if (err != ERR_NONE)
        writer_unlock(db->lock_fd);
    return err;
}

static bool sqlite_is_free(const void *connection)
{
    return writer_is_free(((const struct sqlite_db *)connection)->lock_fd);
}

/* What is bound lies in the arena of the request that was left. */
static void sqlite_abandon(void *connection)
{
    sqlite3 *handle = ((struct sqlite_db *)connection)->handle;
    for (sqlite3_stmt *stmt = sqlite3_next_stmt(handle, NULL); stmt != NULL;
         stmt = sqlite3_next_stmt(handle, stmt)) {
        sqlite3_reset(stmt);
        sqlite3_clear_bindings(stmt);
    }
}

static void sqlite_rollback(void *connection, bool is_write)
{
    struct sqlite_db *db = connection;
    /* A failed COMMIT or a full disk may have ended the transaction already. Of one that only read
     * there is nothing to take back, and its end is a statement that is prepared. */
    bool is_open = sqlite3_get_autocommit(db->handle) == 0;
    if (is_open && (is_write || run(db, "COMMIT") != ERR_NONE))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    if (is_write)
        writer_unlock(db->lock_fd);
}

/* Now and then a writer looks whether tables have grown so much that the planner's statistics are
 * of no use any more, and takes them anew: it has no others to choose an index by. Tables have to
 * be 25 times as large as when they were looked at last.
 * https://www.sqlite.org/pragma.html#pragma_optimize
 *
 * That minds only the tables that this connection has read, so a connection which fills tables
 * takes all statistics anew. The first look comes after a random number of rows, so that programs
 * which write only a few, such as those that a CGI server starts, take their turn as well. */
static void keep_statistics(struct sqlite_db *db)
{
    int64_t changed = sqlite3_total_changes64(db->handle);
    if (changed < db->next_look)
        return;
    bool is_bulk = changed >= db->next_bulk;
    /* A failure is logged: a plan may be slow, but is never wrong. */
    (void)!sqlite_script(db, is_bulk ? "ANALYZE" : "PRAGMA optimize");
    if (is_bulk)
        db->next_bulk = changed * 4;
    db->next_look = sqlite3_total_changes64(db->handle) + LOOK_ROWS;
}

/* Waits for those who read an older state, as long as for a lock. */
static enum err sqlite_scrub(void *connection)
{
    struct sqlite_db *db = connection;
    enum err err = writer_lock(db->lock_fd, DB_CHANGE_WAIT_MS);
    if (err != ERR_NONE)
        return err;
    int status =
        sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    writer_unlock(db->lock_fd);
    return status == SQLITE_OK ? ERR_NONE : ERR_UNAVAILABLE;
}

static enum err sqlite_commit(void *connection, bool is_write)
{
    struct sqlite_db *db = connection;
    enum err err = run(db, "COMMIT");
    if (err == ERR_NONE && is_write) /* into a file that others see: before anyone relies on it */
        err = sqlite_check(db);
    if (err != ERR_NONE || !is_write)
        return err; /* the caller rolls back */
    if (db->wal_pages > CHECKPOINT_PAGES)
        sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    keep_statistics(db);
    writer_unlock(db->lock_fd);
    return ERR_NONE;
}

static enum err sqlite_query(void *connection, struct arena *arena, const char *sql,
                             const struct db_value *params, int count, struct db_result *result)
{
    struct sqlite_db *db = connection;
    return sqlite_statement_query(&db->statements, arena, sql,
                                  &(struct sqlite_params){params, count}, result);
}

static enum db_fault sqlite_fault(const void *connection)
{
    return ((const struct sqlite_db *)connection)->fault;
}

const struct db_driver db_sqlite = {
    .scheme = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .watch = sqlite_watch,
    .forget = sqlite_forget,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .abandon = sqlite_abandon,
    .query = sqlite_query,
    .script = sqlite_script,
    .has_table = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1",
    /* 3.40 is the oldest that is tested; PRAGMA synchronous: 2 is FULL, 3 EXTRA */
    .facts =
        "SELECT 'version', 'SQLite ' || sqlite_version(), "
        "CAST(substr(sqlite_version(), 3) AS integer) >= 40 "
        "UNION ALL SELECT 'durability', 'Journal ' || journal_mode || ', synchronous ' || "
        "CASE synchronous WHEN 0 THEN 'off' WHEN 1 THEN 'normal' WHEN 2 THEN 'full' ELSE 'extra' "
        "END, journal_mode = 'wal' AND synchronous >= 2 FROM pragma_journal_mode, "
        "pragma_synchronous UNION ALL SELECT 'erasing', CASE secure_delete WHEN 1 THEN "
        "'Deleted rows are overwritten in the file' ELSE 'Deleted rows stay in the file' END, "
        "secure_delete = 1 FROM pragma_secure_delete",
    .clock = "SELECT CAST((julianday('now') - 2440587.5) * 86400000000 AS integer)",
    .columns = "SELECT name, lower(type), pk FROM pragma_table_info($1) ORDER BY name",
    .references = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_list($1)",
    .count_tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table'",
    .fault = sqlite_fault,
    .scrub = sqlite_scrub,
    .is_free = sqlite_is_free,
    .check = sqlite_check,
    .disk = sqlite_disk,
};
