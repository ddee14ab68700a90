#ifndef DATA_AUDIT_FORM_H
#define DATA_AUDIT_FORM_H

#include "data/db/db.h"

/* What a form did that was sent before (db_name_form): its first event. */
struct audit_form {
    bool is_done;
    const char *action; /* in the arena, like the next */
    const char *record_type;
    struct uuid record_id; /* nil: none */
};

MUST_USE enum err audit_form_find(struct db *db, const struct uuid *organization_id,
                                  const struct uuid *form_id, struct audit_form *out) NONNULL;

#endif
