#ifndef DATA_PERSON_H
#define DATA_PERSON_H

#include "data/vault/vault.h"

/* Opening a person's sealed name in a row of any query that joins users: select the four columns
 * users.id, users.organization_id, users.data_key_id, users.full_name in this order. */

/* The name of the person at columns first … first + 3 of a row. NULL if there is no person, or one
 * who was erased. Owned by the arena. */
MUST_USE enum err person_name(struct db *db, const struct db_result *result, int row, int first,
                              const char **name) NONNULL;

/* The columns for a join that names the table u. */
#define PERSON_COLUMNS(u) #u ".id, " #u ".organization_id, " #u ".data_key_id, " #u ".full_name"

/* Where the name of a person is sealed. */
struct seal_place person_name_place(const struct uuid *organization_id,
                                    const struct uuid *user_id) NONNULL;

#endif
