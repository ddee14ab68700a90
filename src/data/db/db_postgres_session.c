#include "data/db/db_postgres_session.h"

#include "base/arena.h"
#include "data/db/db_postgres_wire.h"

enum { SESSION_ARENA = 16 << 10 };

/* Bounds on what a session that its program has left behind can hold up: the server looks every
 * second whether its client is still there, and ends transactions that nobody goes on with. Times
 * go over the wire in binary, so the time zone is a matter of taste. Plans are made once a
 * statement, not for each value: planning takes longer than what most statements do, and their
 * indexes leave no choice; but where rows are distributed, only the values say on which node they
 * are. What the address, the database or the role sets is kept. The scope is that of identity
 * wherever no transaction sets another one, which then ends with it. */
static enum pg_outcome set_up_session(struct pg_wire *wire, struct arena *arena, bool *is_standby)
{
    static const char sql[] =
        "SELECT set_config(name, CASE name WHEN 'TimeZone' THEN 'UTC' "
        "WHEN 'plan_cache_mode' THEN 'force_generic_plan' WHEN 'jit' THEN 'off' "
        "WHEN 'client_connection_check_interval' THEN '1s' ELSE '15s' END, false) "
        "FROM pg_settings WHERE source NOT IN ('client', 'database', 'user', 'database user') "
        "AND name IN ('TimeZone', 'plan_cache_mode', 'jit', 'client_connection_check_interval', "
        "'idle_in_transaction_session_timeout')";
    /* Since PostgreSQL 17 the function has one parameter more. What is distributed is committed on
       other machines as well. */
    static const char identity_sql[] =
        "SELECT set_config('rostrum.scope', 'identity', false), pg_is_in_recovery(), "
        "COALESCE(has_function_privilege(COALESCE("
        "to_regprocedure('pg_logical_emit_message(boolean, text, text)'), "
        "to_regprocedure('pg_logical_emit_message(boolean, text, text, boolean)')), 'EXECUTE'), "
        "false) AND to_regclass('pg_dist_partition') IS NULL";
    struct db_result *session = arena_alloc(arena, sizeof *session);
    enum pg_outcome outcome = pg_wire_send(wire, sql, NULL, 0, NULL, NULL);
    if (outcome == PG_FINE)
        outcome = pg_wire_send(wire, identity_sql, NULL, 0, arena, session);
    if (outcome == PG_FINE)
        outcome = pg_wire_sync(wire);
    if (outcome == PG_FINE)
        outcome = pg_wire_wait(wire, 0);
    *is_standby = outcome == PG_FINE && db_get_bool(session, 0, 1);
    wire->may_settle_later = outcome == PG_FINE && db_get_bool(session, 0, 2);
    return outcome;
}

/* A pooler in between may say of a server what it knows of another one, or has known: so the server
 * itself is asked. What a standby shows, such as a session, may be over. */
static enum pg_outcome refuse_standby(struct pg_wire *wire)
{
    pg_log_failure("db.connect", NULL, "the server is a standby, which takes no changes", NULL);
    pg_wire_disconnect(wire);
    return PG_LOST;
}

enum pg_outcome pg_session_connect(struct pg_wire *wire)
{
    if (wire->conn != NULL)
        return PG_FINE;
    enum pg_outcome outcome = pg_wire_connect(wire);
    if (outcome != PG_FINE)
        return outcome;
    bool is_standby = false;
    struct arena *arena = arena_create(SESSION_ARENA);
    outcome = set_up_session(wire, arena, &is_standby);
    arena_destroy(arena);
    return is_standby && !wire->may_be_standby ? refuse_standby(wire) : outcome;
}
