#ifndef DATA_PERSON_H
#define DATA_PERSON_H

#include "data/vault/vault.h"

/* The names of people in rows of any query that joins users within the organization. Six columns:
 * of a member, whom the join called u …
 */
#define PERSON_COLUMNS(u) PERSON_COLUMNS_OF(#u ".id", u)

/* … or of anyone who acted there, whom the column `id` names:
 *     "SELECT …, " PERSON_COLUMNS_OF("v.author_id", a) " FROM … v"
 *     PERSON_JOIN(a, "v.organization_id", "v.author_id") */
#define PERSON_COLUMNS_OF(id, u)                                                                   \
    id ", " #u ".organization_id, " #u ".data_key_id, " #u ".full_name, " VAULT_KEY_COLUMNS(u##_key)
enum { PERSON_COLUMN_COUNT = 6 };

/* The person as u, if they are in the organization, with the key of their name: that no name costs
 * a question of its own. */
#define PERSON_JOIN(u, organization_id, id)                                                        \
    " LEFT JOIN users " #u " ON " #u ".organization_id = " organization_id " AND " #u ".id = " id  \
    VAULT_KEY_JOIN(u##_key, u)

/* The name of the person at columns first … first + 5 of a row: NULL if nobody is named (the id is
 * null), or someone who was erased. Who is not in the organization came from outside, and is shown
 * as "Platform administrator 1a2b3c4d", the random end of the id: names are never read across
 * organizations. Owned by the arena. */
MUST_USE enum err person_name(struct db *db, const struct db_result *result, int row, int first,
                              const char **name) NONNULL;

/* Where the name of a person is sealed. */
struct seal_place person_name_place(const struct uuid *organization_id,
                                    const struct uuid *user_id) NONNULL;

#endif
