#ifndef DATA_VAULT_H
#define DATA_VAULT_H

#include "crypt/seal.h"
#include "data/db/db.h"

/* Sealed columns: the data keys of organizations and persons, unwrapped once per process. The key
 * of a blob comes from the row's owner, never from the blob. An owner whose key was replaced
 * (data/key/key_rotate.h) still has the keys of before: a blob that names one of those opens
 * with it, and a blob that names the key of anybody else does not open. */

/* Compares the key ring with the check values in the database: ERR_DENIED (logged) if a key of the
 * ring is not the one that the database knows under its id, or none of the database's keys is
 * there. Keys that the database does not know yet are added, and the public keys of all
 * (signing_key.h). */
MUST_USE enum err vault_check_keyring(struct db *db) NONNULL;

/* The database answers and, if it has organizations, the data key of the newest one opens.
 * ERR_UNAVAILABLE if not. In the scope of identity, or of all. */
MUST_USE enum err vault_check_ready(struct db *db) NONNULL;

/* Makes and stores a data key for an owner, the organization or one of its people, inside the open
 * write transaction; gives its id. */
MUST_USE enum err vault_create_key(struct db *db, const struct uuid *organization_id,
                                   const struct uuid *owner_id, struct uuid *data_key_id) NONNULL;

/* The same in two steps, for a new organization: its row names the key, and the key's row refers to
 * the organization. */
void vault_make_key(struct db *db, const struct uuid *organization_id,
                    struct wrapped_key *wrapped) NONNULL;
MUST_USE enum err vault_store_key(struct db *db, const struct wrapped_key *wrapped,
                                  const struct uuid *owner_id) NONNULL;

/* The data key of an organization. ERR_NOT_FOUND if there is no such organization. */
MUST_USE enum err vault_organization_key(struct db *db, const struct uuid *organization_id,
                                         struct uuid *data_key_id) NONNULL;

/* Says what vault_organization_key would answer for the rest of this request, for whoever read the
 * key's id along with something else. */
void vault_note_organization_key(struct db *db, const struct uuid *organization_id,
                                 const struct uuid *data_key_id) NONNULL;

/* The data key that a row brings along, so that opening what is sealed with it asks nothing more:
 * two columns of data_keys as k, joined by organization and id. */
#define VAULT_KEY_COLUMNS(k) #k ".kid, " #k ".wrapped_key"
#define VAULT_KEY_JOIN(k, u)                                                                       \
    " LEFT JOIN data_keys " #k " ON " #k ".organization_id = " #u ".organization_id AND " #k       \
    ".id = " #u ".data_key_id "

/* Reads it from the columns first and first + 1 of a row, unless it is known already. A row without
 * a key is fine. ERR_UNAVAILABLE if it does not open. */
MUST_USE enum err vault_learn_key(struct db *db, const struct uuid *organization_id,
                                  const struct uuid *data_key_id, const struct db_result *result,
                                  int row, int first) NONNULL;

/* Seals a text for a column, with a data key of the place's organization: a value ready to be
 * bound. A NULL text gives a null. */
MUST_USE enum err vault_seal(struct db *db, const struct uuid *data_key_id,
                             const struct seal_place *place, struct text plain,
                             struct db_value *sealed) NONNULL;

/* Opens a column. A null blob, or a nil data key id (an erased person), gives data NULL. */
MUST_USE enum err vault_unseal(struct db *db, const struct uuid *data_key_id,
                               const struct seal_place *place, struct text blob,
                               struct text *plain) NONNULL;

/* What people write freely and may leave empty (a description, a message, a reason), under the key
 * of the place's organization: "" is kept as a null, and a null opens as "". */
MUST_USE enum err vault_seal_text(struct db *db, const struct seal_place *place, const char *text,
                                  struct db_value *sealed) NONNULL;
MUST_USE enum err vault_open_text(struct db *db, const struct seal_place *place, struct text blob,
                                  const char **text) NONNULL;

#endif
