#include "data/db/db_postgres_send.h"

#include <stdio.h>
#include <string.h>

static const char lock_shared_sql[] = "SELECT pg_advisory_lock_shared($1), pg_advisory_lock($2)";
static const char lock_all_sql[] = "SELECT pg_advisory_lock($1)";
static const char unlock_sql[] = "SELECT pg_advisory_unlock_all()";
static const char begin_read_sql[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
static const char begin_write_sql[] = "BEGIN ISOLATION LEVEL REPEATABLE READ";
static const char begin_alone_sql[] = "BEGIN ISOLATION LEVEL READ COMMITTED";
static const char alone_sql[] = "SELECT pg_advisory_xact_lock($1)";
static const char scope_sql[] = "SET LOCAL rostrum.scope TO '"; /* and the value, and a quote */
static const char soon_sql[] = "SET LOCAL synchronous_commit TO off";
static const char settle_sql[] = "SELECT pg_logical_emit_message(true, 'rostrum', '')";
static const char commit_sql[] = "COMMIT";
static const char rollback_sql[] = "ROLLBACK";

/* "rostrum" in ASCII; organizations have their own numbers beside it. */
#define LOCK_OF_ALL INT64_C(0x726f737472756d)

static enum pg_outcome send(struct postgres_db *db, const char *sql, const struct db_value *params,
                            int count)
{
    return pg_wire_send(&db->wire, sql, params, count, NULL, NULL);
}

static enum pg_outcome send_locks(struct postgres_db *db)
{
    const struct db_value locks[] = {db_int(LOCK_OF_ALL),
                                     db_int(uuid_random_half(&db->turn.organization_id))};
    enum pg_outcome sent = db->turn.reach == DB_ORGANIZATION ? send(db, lock_shared_sql, locks, 2)
                                                             : send(db, lock_all_sql, locks, 1);
    db->has_locks = true;
    return sent == PG_FINE ? pg_wire_sync(&db->wire) : sent;
}

/* A limit of waiting for the transaction, on every machine that has rows of it (send_scope). */
static enum pg_outcome send_alone(struct postgres_db *db)
{
    char limit_sql[48];
    const struct db_value params[] = {db_int(uuid_random_half(&db->request_id))};
    (void)snprintf(limit_sql, sizeof limit_sql, "SET LOCAL lock_timeout TO %d", DB_ALONE_WAIT_MS);
    enum pg_outcome sent = pg_wire_send_text(&db->wire, limit_sql);
    return sent == PG_FINE ? send(db, alone_sql, params, 1) : sent;
}

/* Until the end of the transaction. Not by set_config(), which a distributed server does not pass
 * on to the machines that have the rows. The statement takes no parameters: the value is a word of
 * ours, or a UUID as uuid_format() spells it. */
static enum pg_outcome send_scope(struct postgres_db *db, const struct db_scope *wanted)
{
    char scope[UUID_TEXT_LEN] = "identity";
    if (memcmp(wanted, &db->told, sizeof db->told) == 0)
        return PG_FINE;
    if (wanted->reach == DB_ORGANIZATION)
        uuid_format(&wanted->organization_id, scope);
    else if (wanted->reach == DB_ALL)
        memcpy(scope, "all", sizeof "all");
    size_t len = strspn(scope, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (scope[len] != '\0')
        die("a scope of other characters");
    char sql[sizeof scope_sql + UUID_TEXT_LEN + 1] = "";
    memcpy(sql, scope_sql, sizeof scope_sql - 1);
    memcpy(sql + sizeof scope_sql - 1, scope, len);
    sql[sizeof scope_sql - 1 + len] = '\'';
    db->told = *wanted;
    return pg_wire_send_text(&db->wire, sql);
}

/* What opens the transaction, ahead of its first statement. */
static enum pg_outcome send_begin(struct postgres_db *db)
{
    static const char *const begin_sql[] = {
        [DB_KIND_READ] = begin_read_sql,
        [DB_KIND_CHANGE] = begin_write_sql,
        [DB_KIND_ALONE] = begin_alone_sql,
    };
    enum pg_outcome sent = db->kind == DB_KIND_CHANGE ? send_locks(db) : PG_FINE;
    if (sent == PG_FINE)
        sent = send(db, begin_sql[db->kind], NULL, 0);
    if (sent == PG_FINE && db->kind == DB_KIND_ALONE)
        sent = send_alone(db);
    memset(&db->told, 0xff, sizeof db->told); /* none */
    return sent;
}

/* Each in the scope in which it was asked. */
static enum pg_outcome send_pending(struct postgres_db *db)
{
    enum pg_outcome sent = PG_FINE;
    for (int i = 0; i < db->pending_count && sent == PG_FINE; i++) {
        const struct pg_pending *pending = &db->pending[i];
        sent = send_scope(db, &pending->scope);
        if (sent == PG_FINE)
            sent = pg_wire_send(&db->wire, pending->sql, pending->params, pending->count,
                                pending->arena, pending->result);
    }
    return sent;
}

enum pg_outcome pg_exchange(struct postgres_db *db)
{
    enum pg_outcome sent = PG_FINE;
    if (db->state == PG_WANTED)
        sent = send_begin(db);
    if (sent == PG_FINE && db->pending_count == 0) /* a script comes next */
        sent = send_scope(db, &db->scope);
    if (sent == PG_FINE)
        sent = send_pending(db);
    if (sent == PG_FINE && db->is_last)
        sent = send(db, rollback_sql, NULL, 0);
    if (sent == PG_FINE)
        sent = pg_wire_sync(&db->wire);
    return sent == PG_FINE ? pg_wire_wait(&db->wire, 0) : sent;
}

enum pg_outcome pg_send_settled(struct postgres_db *db)
{
    enum pg_outcome sent = send(db, settle_sql, NULL, 0);
    return sent == PG_FINE ? pg_wire_sync(&db->wire) : sent;
}

enum pg_outcome pg_send_end(struct postgres_db *db, bool is_commit, int *left)
{
    enum pg_outcome sent = send_pending(db);
    db->pending_count = 0;
    db->is_settling = is_commit && db->has_locks && db->wire.may_settle_later;
    if (sent == PG_FINE && db->is_settling)
        sent = send(db, soon_sql, NULL, 0);
    if (sent == PG_FINE)
        sent = send(db, is_commit ? commit_sql : rollback_sql, NULL, 0);
    if (sent == PG_FINE)
        sent = pg_wire_sync(&db->wire);
    int count = db->wire.step_count;
    if (sent == PG_FINE && db->has_locks)
        sent = send(db, unlock_sql, NULL, 0);
    if (sent == PG_FINE && db->has_locks)
        sent = pg_wire_sync(&db->wire);
    if (sent == PG_FINE && db->is_settling)
        sent = pg_send_settled(db);
    *left = db->wire.step_count - count;
    db->has_locks = false;
    return sent;
}
