#ifndef DATA_DB_POSTGRES_WIRE_H
#define DATA_DB_POSTGRES_WIRE_H

#include "data/db/db_postgres_connect.h"

/* The pipeline of a connection: statements go out and answers come back. */

/* Adds a statement to what is sent next, prepared first if it is new on this connection. */
MUST_USE enum pg_outcome pg_wire_send(struct pg_wire *wire, const char *sql,
                                      const struct db_value *params, int count, struct arena *arena,
                                      struct db_result *result) __attribute__((nonnull(1, 2)));

/* Adds a statement without parameters that is not prepared, as its text is another each time. */
MUST_USE enum pg_outcome pg_wire_send_text(struct pg_wire *wire, const char *sql) NONNULL;

/* Ends what belongs together: an error skips the rest up to here. Sends without waiting. */
MUST_USE enum pg_outcome pg_wire_sync(struct pg_wire *wire) NONNULL;

/* Waits until at most `left` steps have no answer yet; the worst outcome. */
MUST_USE enum pg_outcome pg_wire_wait(struct pg_wire *wire, int left) NONNULL;

/* Several statements without parameters, when nothing else is on its way. */
MUST_USE enum pg_outcome pg_wire_script(struct pg_wire *wire, const char *sql) NONNULL;

#endif
