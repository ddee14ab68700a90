#ifndef DATA_PERSON_EXPORT_H
#define DATA_PERSON_EXPORT_H

#include "data/db/db.h"
#include "domain/policy.h"

/* Everything that is stored about a person: what they own, what they wrote, what they did and what
 * was done about them, from every table that names them (data/vault/columns.h), with what is sealed
 * opened; never a password, a key or a hash. */

enum { PERSON_EXPORT_ROWS_MAX = 20000 }; /* of one table */
#define PERSON_EXPORT_BYTES_MAX ((size_t)32 << 20)

/* One JSON document with a manifest in front: how many rows of which table, and whether that is all
 * of them (a table is cut at PERSON_EXPORT_ROWS_MAX rows, the document at about
 * PERSON_EXPORT_BYTES_MAX bytes). For the person and for who has the right of retention; an event
 * ("user.export"). In the arena. ERR_DENIED, ERR_NOT_FOUND. */
MUST_USE enum err person_export(struct db *db, const struct actor *actor,
                                const struct uuid *user_id, struct text *document) NONNULL;

#endif
