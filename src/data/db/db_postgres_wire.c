#include "data/db/db_postgres_wire.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/number.h"
#include "data/db/db_postgres_value.h"

/* The connection: libpq without blocking, in pipeline mode, with a deadline of our own for every
 * answer (a statement_timeout of the server does not end a commit that waits for a standby which
 * has vanished). libpq, "Pipeline Mode". */

#define DEADLINE         (5 * CLOCK_SECOND)
#define BROKEN_DEADLINE  (7 * CLOCK_SECOND) /* of all that is tried after an answer did not come */
#define BROKEN_LEAST     (1 * CLOCK_SECOND)
#define STANDBY_DEADLINE (2 * CLOCK_SECOND)  /* the primary can still be asked */
#define SCRIPT_DEADLINE  (60 * CLOCK_MINUTE) /* a migration of a large table takes its time */

enum { BINARY = 1, NAME_LEN = 16 };

static enum pg_outcome worse(enum pg_outcome a, enum pg_outcome b)
{
    return a > b ? a : b;
}

static enum pg_outcome lose(struct pg_wire *wire)
{
    pg_log_failure("db.connection_lost", NULL, PQerrorMessage(wire->conn), NULL);
    pg_wire_disconnect(wire);
    return PG_LOST;
}

static void add_step(struct pg_wire *wire, const struct pg_step *step)
{
    if (wire->step_count == PG_STEPS)
        die("more than %d statements on their way", PG_STEPS);
    wire->steps[(wire->first_step + wire->step_count++) % PG_STEPS] = *step;
}

/* Does the text use $n? Constants hold no $. */
static bool mentions(const char *sql, int n)
{
    char mark[8];
    int len = snprintf(mark, sizeof mark, "$%d", n);
    for (const char *at = sql; (at = strstr(at, mark)) != NULL; at += len)
        if (at[len] < '0' || at[len] > '9')
            return true;
    return false;
}

/* A null fits every type, and a parameter that was null so far takes the type of its first value.
 */
static bool fits(const struct pg_statement *statement, const struct db_value *params, int count)
{
    if (statement->param_count != count)
        return false;
    for (int i = 0; i < count; i++) {
        unsigned type = pg_type_of(&params[i]);
        if (params[i].type != DB_NULL && statement->types[i] != 0 && statement->types[i] != type)
            return false;
    }
    return true;
}

/* True if the statement must be prepared (again): the server infers the type of what was null so
 * far from the text, and is told once there is a value. What the text leaves out counts as text. */
static bool learn_types(struct pg_statement *statement, const struct db_value *params, int count)
{
    bool is_new = statement->number == 0;
    statement->param_count = count;
    for (int i = 0; i < count; i++) {
        unsigned type = pg_type_of(&params[i]);
        if (statement->types[i] != 0 || type == 0 ||
            (params[i].type == DB_NULL && statement->number != 0))
            continue;
        statement->types[i] = type;
        is_new = true;
    }
    return is_new;
}

static struct pg_statement *find_statement(struct pg_wire *wire, const char *sql,
                                           const struct db_value *params, int count)
{
    size_t at = ((uintptr_t)sql >> 3) * UINT64_C(0x9e3779b97f4a7c15) >> 32;
    for (int i = 0; i < PG_STATEMENTS; i++, at++) {
        struct pg_statement *statement = &wire->statements[at % PG_STATEMENTS];
        if (statement->sql == NULL)
            *statement = (struct pg_statement){.sql = sql, .param_count = count};
        if (statement->sql == sql && fits(statement, params, count))
            return statement;
    }
    die("more than %d SQL texts", PG_STATEMENTS);
}

static void name_of(const struct pg_statement *statement, char name[NAME_LEN])
{
    (void)snprintf(name, NAME_LEN, "s%d", statement->number);
}

static bool prepare(struct pg_wire *wire, struct pg_statement *statement)
{
    Oid types[PG_PARAMS];
    for (int i = 0; i < statement->param_count; i++) {
        static const struct db_value text = {.type = DB_TEXT};
        types[i] = statement->types[i];
        if (types[i] == 0 && !mentions(statement->sql, i + 1))
            types[i] = pg_type_of(&text);
    }
    char name[NAME_LEN];
    statement->number = ++wire->statement_count;
    name_of(statement, name);
    add_step(wire, &(struct pg_step){.kind = PG_PREPARE, .statement = statement});
    return PQsendPrepare(wire->conn, name, statement->sql, statement->param_count, types) == 1;
}

enum pg_outcome pg_wire_send(struct pg_wire *wire, const char *sql, const struct db_value *params,
                             int count, struct arena *arena, struct db_result *result)
{
    if (count > PG_PARAMS)
        die("%d parameters: %s", count, sql);
    struct pg_statement *statement = find_statement(wire, sql, params, count);
    if (learn_types(statement, params, count) && !prepare(wire, statement))
        return lose(wire);
    char name[NAME_LEN];
    char scratch[PG_PARAMS][8];
    const char *bytes[PG_PARAMS];
    int lengths[PG_PARAMS];
    int formats[PG_PARAMS];
    for (int i = 0; i < count; i++) {
        pg_encode(&params[i], scratch[i], &bytes[i], &lengths[i]);
        formats[i] = BINARY;
    }
    name_of(statement, name);
    add_step(wire, &(struct pg_step){PG_EXECUTE, statement, arena, result});
    if (PQsendQueryPrepared(wire->conn, name, count, bytes, lengths, formats, BINARY) != 1)
        return lose(wire);
    return PG_FINE;
}

enum pg_outcome pg_wire_send_text(struct pg_wire *wire, const char *sql)
{
    add_step(wire, &(struct pg_step){.kind = PG_EXECUTE});
    return PQsendQueryParams(wire->conn, sql, 0, NULL, NULL, NULL, NULL, BINARY) == 1 ? PG_FINE
                                                                                      : lose(wire);
}

enum pg_outcome pg_wire_sync(struct pg_wire *wire)
{
    add_step(wire, &(struct pg_step){.kind = PG_SYNC});
    return PQpipelineSync(wire->conn) == 1 && PQflush(wire->conn) >= 0 ? PG_FINE : lose(wire);
}

/* Until an answer is there, or the deadline has passed, or the time of the request is over: then it
 * is left. */
static enum pg_outcome wait_for_answer(struct pg_wire *wire, int64_t deadline)
{
    while (PQisBusy(wire->conn) == 1) {
        int unsent = PQflush(wire->conn);
        if (unsent < 0)
            return lose(wire);
        int64_t left = deadline - clock_monotonic();
        if (left <= 0) {
            pg_log_failure("db.deadline", NULL, "no answer in time: the connection is closed",
                           NULL);
            pg_wire_disconnect(wire);
            return PG_LATE;
        }
        budget_look_now();
        int64_t patience = budget_left() < left ? budget_left() : left;
        struct pollfd fd = {.fd = PQsocket(wire->conn),
                            .events = (short)(POLLIN | (unsent > 0 ? POLLOUT : 0))};
        int ready = poll(&fd, 1, (int)(patience / 1000) + 1);
        if (ready < 0 && errno != EINTR)
            die("poll: %s", strerror(errno));
        if (ready > 0 && (fd.revents & ~POLLOUT) != 0 && PQconsumeInput(wire->conn) != 1)
            return lose(wire);
    }
    return PG_FINE;
}

/* Who has waited in vain, for a primary that is gone, waits for the next one as long as its request
 * may take; requests that come then, which have waited for a worker as well, hear soon that there
 * is none. */
static int64_t find_deadline(const struct pg_wire *wire)
{
    int64_t now = clock_monotonic();
    if (wire->is_patient)
        return now + SCRIPT_DEADLINE;
    if (wire->may_be_standby)
        return now + STANDBY_DEADLINE;
    if (wire->broken_since == 0)
        return now + DEADLINE;
    int64_t left = wire->broken_since + BROKEN_DEADLINE - now;
    left = left > DEADLINE ? DEADLINE : left;
    return now + (left < BROKEN_LEAST ? BROKEN_LEAST : left);
}

static int64_t count_changes(PGresult *answer)
{
    int64_t count = 0;
    if (text_starts_with(PQcmdStatus(answer), "SELECT") ||
        number_parse(NUMBER_COUNTER, PQcmdTuples(answer), &count) != ERR_NONE)
        return 0;
    return count;
}

static void take_rows(const struct pg_step *step, PGresult *answer)
{
    int rows = PQntuples(answer);
    int columns = PQnfields(answer);
    struct db_value *values =
        arena_array(step->arena, (size_t)rows * (size_t)columns, sizeof *values);
    for (int column = 0; column < columns; column++) {
        Oid type = PQftype(answer, column);
        for (int row = 0; row < rows; row++) {
            struct db_value *value = &values[row * columns + column];
            if (PQgetisnull(answer, row, column) == 1)
                *value = db_null();
            else
                pg_decode(step->arena, type, PQgetvalue(answer, row, column),
                          PQgetlength(answer, row, column), value);
        }
    }
    *step->result = (struct db_result){values, rows, columns, count_changes(answer)};
}

/* PostgreSQL, appendix A, "Error Codes". */
static enum pg_outcome classify(const char *code)
{
    static const char *const lost[] = {"57P01", "57P02", "57P03", "57P05", "25P03"};
    if (code == NULL || text_starts_with(code, "08"))
        return PG_LOST;
    for (size_t i = 0; i < COUNT_OF(lost); i++)
        if (strcmp(code, lost[i]) == 0)
            return PG_LOST;
    if (strcmp(code, "40001") == 0 || strcmp(code, "40P01") == 0)
        return PG_RETRY;
    return strcmp(code, "23505") == 0 ? PG_CONFLICT : PG_FAILED;
}

/* Was it the server's disk? A file system that takes no writes is "insufficient privilege", as a
 * missing right is; so the part of the server that says it decides: one of those that keep files.
 */
static enum db_disk disk_of(const PGresult *answer, const char *code)
{
    static const char *const keepers[] = {"md.c",   "fd.c",      "xlog.c",   "slru.c",
                                          "file.c", "buffile.c", "copydir.c"};
    if (code != NULL && strcmp(code, "53100") == 0)
        return DB_DISK_FULL;
    if (code != NULL && strcmp(code, "25006") == 0)
        return DB_DISK_READ_ONLY;
    const char *keeper = PQresultErrorField(answer, PG_DIAG_SOURCE_FILE);
    if (code == NULL || strcmp(code, "42501") != 0 || keeper == NULL)
        return DB_DISK_FINE;
    for (size_t i = 0; i < COUNT_OF(keepers); i++)
        if (strcmp(keeper, keepers[i]) == 0)
            return DB_DISK_READ_ONLY;
    return DB_DISK_FINE;
}

static enum pg_outcome refuse(const struct pg_wire *wire, const PGresult *answer, const char *sql)
{
    const char *code = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
    enum pg_outcome outcome = classify(code);
    bool is_consequence = code != NULL && strcmp(code, "25P02") == 0; /* of what was logged */
    if (message == NULL)
        message = PQresultErrorMessage(answer);
    if (outcome != PG_CONFLICT && !is_consequence &&
        !disk_watch_failure(wire->disk, disk_of(answer, code), code, message, sql))
        pg_log_failure("db.query", code, message, sql);
    return outcome;
}

static enum pg_outcome take_answer(const struct pg_wire *wire, const struct pg_step *step,
                                   PGresult *answer)
{
    switch (PQresultStatus(answer)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        if (step->kind == PG_EXECUTE && step->result != NULL)
            take_rows(step, answer);
        return PG_FINE;
    case PGRES_PIPELINE_SYNC:
        return PG_FINE;
    case PGRES_PIPELINE_ABORTED: /* after another one failed, which tells why */
        if (step->kind == PG_PREPARE)
            step->statement->number = 0;
        return PG_FINE;
    default:
        if (step->kind == PG_PREPARE)
            step->statement->number = 0;
        return refuse(wire, answer, step->statement != NULL ? step->statement->sql : NULL);
    }
}

/* The first step's answers: a sync has one, the others end with a NULL. */
static enum pg_outcome finish_step(struct pg_wire *wire, int64_t deadline)
{
    struct pg_step step = wire->steps[wire->first_step];
    enum pg_outcome outcome = PG_FINE;
    for (bool is_done = false; !is_done;) {
        enum pg_outcome waited = wait_for_answer(wire, deadline);
        if (waited != PG_FINE)
            return worse(outcome, waited);
        PGresult *answer = PQgetResult(wire->conn);
        wire->answer = answer; /* reading its rows may be left in the middle */
        is_done = answer == NULL || step.kind == PG_SYNC;
        if (answer != NULL)
            outcome = worse(outcome, take_answer(wire, &step, answer));
        PQclear(answer);
        wire->answer = NULL;
        if (PQstatus(wire->conn) == CONNECTION_BAD)
            return lose(wire);
    }
    wire->first_step = (wire->first_step + 1) % PG_STEPS;
    wire->step_count--;
    return outcome;
}

enum pg_outcome pg_wire_wait(struct pg_wire *wire, int left)
{
    int64_t began = clock_monotonic();
    int64_t deadline = find_deadline(wire);
    enum pg_outcome outcome = PG_FINE;
    wire->trips += wire->step_count > left;
    while (wire->step_count > left && outcome < PG_LOST)
        outcome = worse(outcome, finish_step(wire, deadline));
    if (outcome == PG_LOST)
        pg_wire_disconnect(wire);
    if (outcome < PG_LOST)
        wire->broken_since = 0;
    else if (wire->broken_since == 0)
        wire->broken_since = began;
    return outcome;
}

static enum pg_outcome run_script(struct pg_wire *wire, const char *sql)
{
    int64_t deadline = clock_monotonic() + SCRIPT_DEADLINE;
    enum pg_outcome outcome = PG_FINE;
    PGresult *answer = NULL;
    if (PQsendQuery(wire->conn, sql) != 1)
        return lose(wire);
    do {
        enum pg_outcome waited = wait_for_answer(wire, deadline);
        if (waited != PG_FINE)
            return waited;
        answer = PQgetResult(wire->conn);
        if (answer != NULL && PQresultStatus(answer) == PGRES_FATAL_ERROR)
            outcome = worse(outcome, refuse(wire, answer, NULL));
        PQclear(answer);
    } while (answer != NULL);
    return outcome;
}

enum pg_outcome pg_wire_script(struct pg_wire *wire, const char *sql)
{
    enum pg_outcome outcome = pg_wire_wait(wire, 0);
    if (outcome != PG_FINE)
        return outcome;
    if (PQexitPipelineMode(wire->conn) != 1)
        return lose(wire);
    outcome = run_script(wire, sql);
    if (wire->conn != NULL && PQenterPipelineMode(wire->conn) != 1)
        return lose(wire);
    return outcome;
}
