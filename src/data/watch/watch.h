#ifndef DATA_WATCH_H
#define DATA_WATCH_H

#include "data/db/db.h"

/* What the operator watches that only the database knows: of the whole installation, numbers alone,
 * and nothing of a customer. */

enum watch_value {
    WATCH_SCHEMA,           /* the last migration */
    WATCH_BACKUP_AT,        /* when "rostrum backup" made the newest; 0: never */
    WATCH_UNNUMBERED,       /* events without a number (data/audit/audit_sequence.h) */
    WATCH_UNNUMBERED_SINCE, /* the oldest of them; 0 of none, like the next */
    WATCH_UNSIGNED,         /* events that no checkpoint covers */
    WATCH_UNSIGNED_SINCE,   /* the oldest of them */
    WATCH_CHECKPOINT_AT,    /* the newest checkpoint */
    WATCH_MAILS,            /* that wait to be sent */
    WATCH_MAIL_DUE_AT,      /* the first of them is, or was, due */
    WATCH_WEBHOOKS,         /* deliveries of webhooks that are not disabled */
    WATCH_WEBHOOK_DUE_AT,   /* likewise */
    WATCH_CALLS,            /* of models, that wait or run */
    WATCH_CALL_DUE_AT,      /* likewise */
    WATCH_RUNS,             /* of tests, that wait or run */
    WATCH_RUN_DUE_AT,       /* the first of them is, or was, due to be looked at */
    WATCH_IMPORTS,      /* that are being looked at, carried out or undone, or were left in that */
    WATCH_IMPORT_SINCE, /* the oldest of them */
    WATCH_COUNT
};

/* No question looks at more rows than that, so of a longer queue this is the number. */
enum { WATCH_ROWS = 10000 };

/* Reads them, in one message. Everybody's rows are asked for: nobody is named, and the handler has
 * found out who asks. ERR_UNAVAILABLE if the database does not answer. */
MUST_USE enum err watch_read(struct db *db, int64_t values[WATCH_COUNT]) NONNULL;

#endif
