#include "data/backup/copy_content.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "data/audit/audit.h"
#include "data/backup/restore_content.h"
#include "data/db/db_copy.h"
#include "data/db/db_self.h"
#include "data/db/db_table.h"
#include "data/db/migration.h"
#include "data/db/query.h"

enum { MARK_LEN = HASH_LEN + 1 + sizeof(struct uuid) };

enum err copy_source_id(struct db *db, uint8_t id[HASH_LEN])
{
    struct db_result rows;
    struct buf buf;
    enum err err = db_select(db, &rows,
                             "SELECT checksum, applied_at FROM schema_migrations "
                             "WHERE number > $1 ORDER BY number LIMIT 10000",
                             db_int(0));
    buf_init(&buf, db_arena(db));
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
        char time[TEXT_NUMBER_LEN];
        (void)text_format_int(db_get_time(&rows, i, 1), time);
        buf_add(&buf, time, strlen(time));
        buf_add(&buf, db_get_text(&rows, i, 0), strlen(db_get_text(&rows, i, 0)));
    }
    if (err == ERR_NONE)
        sha256(buf.data, buf.len, id);
    return err;
}

static void format_mark(const struct copy_state *state, uint8_t mark[MARK_LEN])
{
    memcpy(mark, state->source, HASH_LEN);
    mark[HASH_LEN] = state->is_verified;
    memcpy(mark + HASH_LEN + 1, state->done_id.bytes, sizeof state->done_id.bytes);
}

static enum err read_mark(struct db *db, struct copy_state *state, bool *has)
{
    struct db_result rows;
    enum err err = db_select(db, &rows, "SELECT value FROM installation WHERE name = $1",
                             db_text(MIGRATION_COPY_MARK));
    *has = err == ERR_NONE && rows.row_count > 0;
    if (!*has)
        return err;
    struct text mark = db_get_bytes(&rows, 0, 0);
    if (mark.len != MARK_LEN || memcmp(mark.data, state->source, HASH_LEN) != 0)
        return ERR_CONFLICT;
    state->is_verified = mark.data[HASH_LEN] != 0;
    memcpy(state->done_id.bytes, mark.data + HASH_LEN + 1, sizeof state->done_id.bytes);
    return ERR_NONE;
}

static enum err write_mark(struct db *db, const struct copy_state *state)
{
    uint8_t mark[MARK_LEN];
    format_mark(state, mark);
    return db_change(db,
                     "INSERT INTO installation (name, value, created_at) VALUES ($1, $2, $3) "
                     "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                     db_text(MIGRATION_COPY_MARK), db_bytes(mark, sizeof mark),
                     db_time(clock_now()));
}

static enum err keep_mark(struct db *db, const struct copy_state *state)
{
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, write_mark(db, state)) : err;
}

/* Tables, but no rows: of a copy that ended before it had begun. Tables of others are not ours. */
static enum err refuse_rows(struct db *db)
{
    bool is_blank = false, has = false;
    enum err err = db_is_blank(db, &is_blank);
    if (err != ERR_NONE || is_blank)
        return err;
    err = db_has_table(db, "schema_migrations", &has);
    if (err == ERR_NONE && !has)
        return ERR_CONFLICT;
    for (int i = 0; err == ERR_NONE && i < db_table_count; i++) {
        struct query q;
        struct db_result rows = {.row_count = 0};
        err = db_has_table(db, db_tables[i].name, &has);
        if (err != ERR_NONE || !has || strcmp(db_tables[i].name, "schema_migrations") == 0)
            continue;
        query_begin(&q, db, "SELECT 1 FROM ");
        query_add(&q, db_tables[i].name);
        query_add(&q, " LIMIT 1");
        err = query_run(&q, &rows);
        if (err == ERR_NONE && rows.row_count > 0)
            err = ERR_CONFLICT;
    }
    return err;
}

enum err copy_begin(struct db *db, struct copy_state *state)
{
    bool has_table = false, has_mark = false;
    int applied_count = 0;
    enum err err = db_has_table(db, "installation", &has_table);
    if (err == ERR_NONE && has_table)
        err = read_mark(db, state, &has_mark);
    if (err == ERR_NONE && !has_mark)
        err = refuse_rows(db);
    if (err == ERR_NONE)
        err = migration_apply(db, &applied_count);
    return err == ERR_NONE && !has_mark ? keep_mark(db, state) : err;
}

enum err copy_note_verified(struct db *db, struct copy_state *state)
{
    state->is_verified = true;
    return keep_mark(db, state);
}

static enum err tell(struct db *db, const struct actor *actor, const struct copy_state *state,
                     const char *from_engine)
{
    struct audit_event event = {
        .action = "installation.copy",
        .record_type = "installation",
        .organization_id = state->done_id,
        .details = json_object(),
    };
    audit_change(event.details, "engine", from_engine, db_scheme(db));
    enum err err = restore_renew_version(db, &state->done_id);
    if (err == ERR_NONE)
        err = write_mark(db, state);
    return err == ERR_NONE ? audit_record(db, actor, &event) : err;
}

enum err copy_organization(struct db *db, const struct actor *actor, struct copy_state *state,
                           const char *from_engine)
{
    enum err err = restore_next_organization(db, &state->done_id);
    if (err != ERR_NONE)
        return err;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, state->done_id});
    err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, tell(db, actor, state, from_engine));
    (void)db_enter(db, before);
    return err;
}

enum err copy_finish(struct db *db)
{
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = db_script(db, "ANALYZE");
    if (err == ERR_NONE)
        err = db_change_one(db, "DELETE FROM installation WHERE name = $1",
                            db_text(MIGRATION_COPY_MARK));
    return db_finish(db, err);
}
