#ifndef DATA_CONTENT_CHANGE_H
#define DATA_CONTENT_CHANGE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/uuid.h"

/* Inside db: whose content a write transaction changes. */

enum { CONTENT_ORGANIZATIONS = 16 }; /* that one transaction changes */

/* The organizations that the open write transaction is about. */
struct content_change {
    struct uuid organizations[CONTENT_ORGANIZATIONS];
    int count;
    bool is_visible; /* it changed a table that people see */
};

/* The open write transaction is about this organization; nil is none. */
void content_change_note(struct content_change *change, const struct uuid *organization_id) NONNULL;

#endif
