#include "data/db/db_postgres_connect.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"

/* The first line of the server's own message: its details could quote values. */
void pg_log_failure(const char *event, const char *code, const char *message, const char *sql)
{
    char line[512];
    (void)snprintf(line, sizeof line, "%.*s", (int)strcspn(message, "\n"), message);
    log_line("error", event,
             (const struct log_field[]){{"code", code}, {"message", line}, {"sql", sql}}, 3);
}

/* Every answer that is still to come is lost, and every prepared statement. */
void pg_wire_disconnect(struct pg_wire *wire)
{
    if (wire->conn != NULL)
        PQfinish(wire->conn);
    wire->conn = NULL;
    PQclear(wire->answer);
    wire->answer = NULL;
    wire->first_step = wire->step_count = 0;
    wire->statement_count = 0;
    memset(wire->statements, 0, sizeof wire->statements);
}

static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* What the address leaves open comes before it, what it can't change after it: the last one counts.
 */
static PGconn *connect_to(const struct pg_wire *wire)
{
    static const char *const names[] = {"target_session_attrs",
                                        "connect_timeout",
                                        "tcp_user_timeout",
                                        "application_name",
                                        "dbname",
                                        "client_encoding",
                                        NULL};
    const char *const values[] = {wire->may_be_standby ? "any" : "read-write",
                                  "2",
                                  "3000",
                                  "rostrum",
                                  wire->url,
                                  "UTF8",
                                  NULL};
    return PQconnectdbParams(names, values, 1);
}

/* What libpq says about an address quotes it, and there may be a password in it. */
static bool is_address(const char *url)
{
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    PQconninfoFree(options);
    if (options == NULL)
        pg_log_failure("db.address", NULL, "libpq can't read the address of the database", NULL);
    return options != NULL;
}

enum pg_outcome pg_wire_connect(struct pg_wire *wire)
{
    if (!is_address(wire->url))
        return PG_FAILED;
    int64_t began = clock_monotonic();
    wire->conn = connect_to(wire);
    if (wire->conn == NULL)
        die("out of memory");
    if (PQstatus(wire->conn) != CONNECTION_OK) {
        pg_log_failure("db.connect", NULL, PQerrorMessage(wire->conn), NULL);
        pg_wire_disconnect(wire);
        if (wire->broken_since == 0)
            wire->broken_since = began;
        return PG_LOST;
    }
    const char *encoding = PQparameterStatus(wire->conn, "server_encoding");
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0) {
        pg_log_failure("db.encoding", NULL, "the database was not created with ENCODING 'UTF8'",
                       NULL);
        pg_wire_disconnect(wire);
        return PG_FAILED;
    }
    PQsetNoticeReceiver(wire->conn, ignore_notice, NULL);
    if (PQsetnonblocking(wire->conn, 1) != 0 || PQenterPipelineMode(wire->conn) != 1) {
        pg_log_failure("db.connection_lost", NULL, PQerrorMessage(wire->conn), NULL);
        pg_wire_disconnect(wire);
        return PG_LOST;
    }
    return PG_FINE;
}

static bool put(const PQconninfoOption *option)
{
    if (option->val == NULL || option->envvar == NULL || strcmp(option->keyword, "options") == 0)
        return true;
    return setenv(option->envvar, option->val, 1) == 0;
}

/* The settings of a session come as one text: those of the address, and ours behind them. */
static bool put_options(const char *given)
{
    static const char scope[] = "-c rostrum.scope=all";
    char options[1024];
    int len = snprintf(options, sizeof options, "%s%s%s", given != NULL ? given : "",
                       given != NULL ? " " : "", scope);
    return len > 0 && (size_t)len < sizeof options && setenv("PGOPTIONS", options, 1) == 0;
}

enum err pg_set_environment(const char *url)
{
    if (!is_address(url))
        return ERR_INVALID;
    PQconninfoOption *options = PQconninfoParse(url, NULL);
    const char *session = getenv("PGOPTIONS");
    bool is_done = options != NULL;
    for (const PQconninfoOption *option = options; is_done && option->keyword != NULL; option++) {
        is_done = put(option);
        if (strcmp(option->keyword, "options") == 0 && option->val != NULL)
            session = option->val;
    }
    is_done = is_done && put_options(session);
    PQconninfoFree(options);
    return is_done ? ERR_NONE : ERR_INVALID;
}
