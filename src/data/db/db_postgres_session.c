#include "data/db/db_postgres_session.h"

#include "data/db/db_postgres_wire.h"

/* Bounds on what a session that its program has left behind can hold up: the server looks every
 * second whether its client is still there, and ends transactions that nobody goes on with. Times
 * go over the wire in binary, so the time zone is a matter of taste. Plans are made once a
 * statement, not for each value: planning takes longer than what most statements do, and their
 * indexes leave no choice; but where rows are distributed, only the values say on which node they
 * are. What the address, the database or the role sets is kept. The scope is that of identity
 * wherever no transaction sets another one, which then ends with it. */
static enum pg_outcome set_up_session(struct pg_wire *wire)
{
    static const char sql[] =
        "SELECT set_config(name, CASE name WHEN 'TimeZone' THEN 'UTC' "
        "WHEN 'plan_cache_mode' THEN 'force_generic_plan' WHEN 'jit' THEN 'off' "
        "WHEN 'client_connection_check_interval' THEN '1s' ELSE '15s' END, false) "
        "FROM pg_settings WHERE source NOT IN ('client', 'database', 'user', 'database user') "
        "AND name IN ('TimeZone', 'plan_cache_mode', 'jit', 'client_connection_check_interval', "
        "'idle_in_transaction_session_timeout')";
    static const char identity_sql[] = "SELECT set_config('rostrum.scope', 'identity', false)";
    enum pg_outcome outcome = pg_wire_send(wire, sql, NULL, 0, NULL, NULL);
    if (outcome == PG_FINE)
        outcome = pg_wire_send(wire, identity_sql, NULL, 0, NULL, NULL);
    if (outcome == PG_FINE)
        outcome = pg_wire_sync(wire);
    return outcome == PG_FINE ? pg_wire_wait(wire, 0) : outcome;
}

enum pg_outcome pg_session_connect(struct pg_wire *wire)
{
    if (wire->conn != NULL)
        return PG_FINE;
    enum pg_outcome outcome = pg_wire_connect(wire);
    return outcome == PG_FINE ? set_up_session(wire) : outcome;
}
