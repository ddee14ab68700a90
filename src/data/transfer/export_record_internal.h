#ifndef DATA_EXPORT_RECORD_INTERNAL_H
#define DATA_EXPORT_RECORD_INTERNAL_H

#include "base/json.h"
#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/transfer/bundle.h"

/* One record as the document has it, in the database's arena. ERR_DENIED if the
 * actor may see but not read it. */
MUST_USE enum err export_record(struct db *db, const struct actor *actor, enum record_kind_id kind,
                                const struct uuid *id, bool has_history, json_t **json) NONNULL;

#endif
