#ifndef DATA_DB_SCOPE_H
#define DATA_DB_SCOPE_H

#include "base/uuid.h"

/* How far a connection reaches: see db_enter. */

enum db_reach {
    DB_IDENTITY,     /* nobody is known yet: addresses, and organizations to read */
    DB_ORGANIZATION, /* one organization's rows; of the nil one: events of nobody */
    DB_ALL,          /* commands, and three questions that say why they ask everywhere */
};
struct db_scope {
    enum db_reach reach;
    struct uuid organization_id; /* DB_ORGANIZATION only */
};

#endif
