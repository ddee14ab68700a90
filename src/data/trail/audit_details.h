#ifndef DATA_AUDIT_DETAILS_H
#define DATA_AUDIT_DETAILS_H

#include "data/trail/audit_entry.h"

/* Inside the data module: the sealed details of events that were read. */

/* The keys of the people whom events describe, so that many events of few people ask for each
 * once. Begins empty, and holds for the request. */
enum { AUDIT_KEYS_MAX = 64 };
struct audit_keys {
    struct uuid organization_key;
    struct uuid subjects[AUDIT_KEYS_MAX];
    struct uuid keys[AUDIT_KEYS_MAX];
    int count;
};

/* Opens both kinds of details of an event of the organization that all those have for which the
 * keys were used. What belongs to someone who was erased stays NULL. */
MUST_USE enum err audit_details_open(struct db *db, struct audit_keys *keys,
                                     struct audit_entry *entry) NONNULL;

/* Opens what needs only the key of the organization. */
MUST_USE enum err audit_details_open_record(struct db *db, const struct uuid *organization_key,
                                            struct audit_entry *entry) NONNULL;

/* For those who may not read what is inside records: leaves of such values only that they were
 * changed. */
void audit_details_hide(struct db *db, struct audit_entry *entry) NONNULL;

#endif
