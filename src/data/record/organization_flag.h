#ifndef DATA_ORGANIZATION_FLAG_H
#define DATA_ORGANIZATION_FLAG_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Rules of an organization that its administrators switch on and off: off at first, and each change
 * is an event. */
enum organization_flag {
    FLAG_REQUIRES_REGISTER, /* data/register/register.h */
    FLAG_PROPOSES_LABELS,   /* data/release/protected_label.h */
    FLAG_COUNT
};

/* Asks ahead (query_ahead) for what organization_flag_get reads. */
void organization_flag_ahead(struct db *db, const struct uuid *organization_id) NONNULL;

/* Whoever asks: the caller has looked at rights. */
MUST_USE enum err organization_flag_get(struct db *db, const struct uuid *organization_id,
                                        enum organization_flag flag, bool *is_on) NONNULL;

/* Of the actor's organization. ERR_NONE as well if it is so already; ERR_DENIED, which is an event,
 * without the right to the organization's settings. */
MUST_USE enum err organization_flag_set(struct db *db, const struct actor *actor,
                                        enum organization_flag flag, bool is_on) NONNULL;

#endif
