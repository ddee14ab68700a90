#include "data/db/migration.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "crypt/token.h"
#include "data/db/db_self.h"

static const char *const ledger_sql = "CREATE TABLE schema_migrations ("
                                      "number bigint NOT NULL PRIMARY KEY, name text NOT NULL, "
                                      "checksum text NOT NULL, applied_at timestamptz NOT NULL)";

static const char part_mark[] = "-- engine: ";

/* A line without the mark before its part for this engine, which other engines take for a comment.
 */
static void add_line(struct buf *buf, const char *line, const char *own_mark)
{
    const char *mark = strstr(line, own_mark);
    size_t len = mark != NULL ? (size_t)(mark - line) : strlen(line);
    buf_add(buf, line, len);
    if (mark != NULL)
        buf_add(buf, mark + strlen(own_mark), strlen(mark + strlen(own_mark)));
    buf_add_char(buf, '\n');
}

/* The text of a migration for one engine: its own parts and those for all. */
static char *text_for(struct arena *arena, const char *sql, const char *scheme)
{
    const char *own_mark = arena_printf(arena, "-- %s: ", scheme);
    struct buf buf;
    buf_init(&buf, arena);
    bool is_ours = true;
    while (*sql != '\0') {
        size_t len = strcspn(sql, "\n");
        if (text_starts_with(sql, part_mark)) {
            const char *engine = sql + strlen(part_mark);
            size_t name_len = len - strlen(part_mark);
            is_ours = (name_len == strlen("all") && strncmp(engine, "all", name_len) == 0) ||
                      (name_len == strlen(scheme) && strncmp(engine, scheme, name_len) == 0);
        } else if (is_ours) {
            add_line(&buf, arena_copy(arena, sql, len), own_mark);
        }
        sql += len + (sql[len] == '\n');
    }
    return buf.data;
}

static void log_migration(const char *level, const char *event, int64_t number)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)number);
    log_line(level, event, (const struct log_field[]){{"number", text}}, 1);
}

static void log_missing(int64_t number)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%lld", (long long)number);
    log_line("error", "migration.missing",
             (const struct log_field[]){
                 {"number", text},
                 {"do", "the database is of an older version: run \"rostrum migrate\" with the "
                        "same settings, in PostgreSQL as the role that owns the database"}},
             2);
}

/* Compares the ledger, if there is one, with the texts: how many of them are applied. */
static enum err count_applied(struct db *db, bool has_ledger, int *count)
{
    struct db_result result;
    *count = 0;
    if (!has_ledger)
        return ERR_NONE;
    enum err err = db_select(db, &result,
                             "SELECT number, checksum FROM schema_migrations "
                             "WHERE number >= $1 ORDER BY number LIMIT 10000",
                             db_int(0));
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < result.row_count; i++) {
        int64_t number = db_get_int(&result, i, 0);
        if (i >= migration_text_count || migration_texts[i].number != number) {
            log_migration("error", "migration.schema_is_newer", number);
            return ERR_CONFLICT;
        }
        char checksum[SHA256_HEX_LEN];
        sha256_hex(migration_texts[i].sql, strlen(migration_texts[i].sql), checksum);
        if (strcmp(checksum, db_get_text(&result, i, 1)) != 0) {
            log_migration("error", "migration.checksum_differs", number);
            return ERR_CONFLICT;
        }
        ++*count;
    }
    return ERR_NONE;
}

/* Half a restore holds persons that were erased since, half a copy not everybody: neither is ever
 * served. */
static enum err check_restored(struct db *db)
{
    struct db_result mark;
    enum err err = db_select(db, &mark, "SELECT name FROM installation WHERE name IN ($1, $2)",
                             db_text(MIGRATION_RESTORE_MARK), db_text(MIGRATION_COPY_MARK));
    if (err != ERR_NONE || mark.row_count == 0)
        return err;
    log_line("error", "migration.restore_is_not_finished",
             (const struct log_field[]){{"mark", db_get_text(&mark, 0, 0)}}, 1);
    return ERR_DENIED;
}

enum err migration_check(struct db *db)
{
    int count = 0;
    bool has_ledger = false;
    enum err err = db_has_table(db, "schema_migrations", &has_ledger);
    if (err == ERR_NONE)
        err = count_applied(db, has_ledger, &count);
    if (err == ERR_NONE && count < migration_text_count) {
        log_missing(migration_texts[count].number);
        err = ERR_STALE;
    }
    return err == ERR_NONE ? check_restored(db) : err;
}

enum err migration_last(struct db *db, int64_t *number)
{
    struct db_result result = {.values = NULL};
    enum err err = db_select(
        db, &result, "SELECT max(number) FROM schema_migrations WHERE number >= $1", db_int(0));
    *number = err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    return err;
}

static enum err apply_inside(struct db *db, const struct migration_text *text)
{
    const char *sql = text_for(db_arena(db), text->sql, db_scheme(db));
    enum err err = db_script(db, sql);
    if (err != ERR_NONE)
        return err;
    char checksum[SHA256_HEX_LEN];
    sha256_hex(text->sql, strlen(text->sql), checksum);
    return db_change_one(db,
                         "INSERT INTO schema_migrations (number, name, checksum, applied_at) "
                         "VALUES ($1, $2, $3, $4)",
                         db_int(text->number), db_text(text->name), db_text(checksum),
                         db_time(clock_now()));
}

/* The next migration that is missing, in the turn of the one who applies it: others may be at it.
 * Where nothing is missing, nothing needs the rights of an owner. */
static enum err apply_next(struct db *db, bool *was_last)
{
    int count = 0;
    bool has_ledger = false;
    enum err err = db_has_table(db, "schema_migrations", &has_ledger);
    if (err == ERR_NONE)
        err = count_applied(db, has_ledger, &count);
    *was_last = count == migration_text_count;
    if (err == ERR_NONE && !has_ledger)
        err = db_script(db, ledger_sql);
    if (err != ERR_NONE || *was_last)
        return err;
    err = apply_inside(db, &migration_texts[count]);
    if (err == ERR_NONE)
        log_migration("info", "migration.applied", migration_texts[count].number);
    return err;
}

enum err migration_apply(struct db *db, int *applied_count)
{
    *applied_count = 0;
    for (bool was_last = false; !was_last;) {
        enum err err = db_begin(db);
        if (err == ERR_NONE)
            err = db_finish(db, apply_next(db, &was_last));
        if (err != ERR_NONE)
            return err;
        *applied_count += !was_last;
    }
    return ERR_NONE;
}
