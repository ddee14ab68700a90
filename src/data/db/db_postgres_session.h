#ifndef DATA_DB_POSTGRES_SESSION_H
#define DATA_DB_POSTGRES_SESSION_H

#include "data/db/db_postgres_connect.h"

/* Connects, if there is no connection, and tells the server how this program's sessions are. */
MUST_USE enum pg_outcome pg_session_connect(struct pg_wire *wire) NONNULL;

#endif
