#ifndef DATA_NAME_CACHE_H
#define DATA_NAME_CACHE_H

#include "data/db/db.h"

/* Names of people for lists. Opening a sealed name costs more than everything else in a list's row,
 * so each process keeps the last ones it opened, for one organization, and only for as long as
 * nothing was recorded there: every change has its audit event, so the last event's number is the
 * stamp. */

/* Asks for the stamp with the next query, to save a round trip. */
void name_cache_ask(struct db *db, const struct uuid *organization_id) NONNULL;

/* Call before name_cache_get(), once for each list: looks at the stamp. */
MUST_USE enum err name_cache_check(struct db *db, const struct uuid *organization_id) NONNULL;

/* The name of a person of the organization; NULL if there is none, or one who was erased. Owned by
 * the arena. */
MUST_USE enum err name_cache_get(struct db *db, const struct uuid *organization_id,
                                 const struct uuid *user_id, const char **name) NONNULL;

#endif
