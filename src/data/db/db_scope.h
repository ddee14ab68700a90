#ifndef DATA_DB_SCOPE_H
#define DATA_DB_SCOPE_H

#include "base/uuid.h"

/* How far a connection reaches: see db_enter. */

enum db_reach {
    DB_IDENTITY,     /* what finds out who someone is: people, sessions, links, keys; and events
                      * may be written */
    DB_ORGANIZATION, /* one organization's rows */
    DB_ALL,          /* platform administrators, superusers, commands */
};
struct db_scope {
    enum db_reach reach;
    struct uuid organization_id; /* DB_ORGANIZATION only */
};

#endif
