#ifndef DATA_DB_INTERNAL_H
#define DATA_DB_INTERNAL_H

#include "crypt/seal.h"
#include "data/db/db_driver.h"

/* What a struct db holds: for db.c, db_reading.c, vault.c and name_cache.c only. */

enum db_state { DB_IDLE, DB_READING, DB_WRITING };

struct gather; /* gather.c's */

/* For name_cache.c. */
enum { NAMES_CACHED = 64 };

struct cached_name {
    struct uuid user_id;
    char name[112];
};

struct name_cache {
    struct uuid organization_id;
    int64_t seq;             /* the organization's last audit event when the names were read */
    struct db_result *asked; /* the stamp of asked_id, on its way; NULL: not asked */
    struct uuid asked_id;
    struct cached_name names[NAMES_CACHED];
};

struct db {
    struct arena *home; /* holds this struct */
    const struct db_driver *driver;
    void *connection;
    const struct keyring *keyring;
    struct key_cache *keys; /* unwrapped data keys */
    struct name_cache names;
    struct arena *arena; /* of the current request, or NULL */
    struct uuid request_id;
    int part;
    enum db_state state;
    struct db_scope scope;
    struct db_scope write_scope; /* at the beginning of the write transaction */
    int first_part;              /* of the write transaction's audit events */
    bool has_failed;             /* some call of this request failed */
    bool may_retry;              /* … in a way that may pass */
    bool has_committed;          /* an audited change of this request is in the database */
    bool is_forbidden;           /* this request must not write */
    bool is_reading;             /* … must not change what db_reading.h does not list */
    bool is_doomed;   /* a statement of the open write transaction failed: only rollback is left */
    bool needs_audit; /* an audited table was changed */
    bool has_audit;   /* audit_record was called */
    bool is_joined;   /* write transactions are parts of the open one */
    struct gather *gather; /* counters of joined parts, or NULL */
};

#endif
