#ifndef DATA_EXPORT_RECORD_INTERNAL_H
#define DATA_EXPORT_RECORD_INTERNAL_H

#include "base/buf.h"
#include "base/json.h"
#include "data/db/db.h"
#include "data/record/record_head.h"
#include "data/transfer/exported_record.h"
#include "domain/policy.h"

/* Adds what comes next of a record, as the document has it, until `most` bytes were added;
 * *is_whole with its end. Each version is opened in memory of its own. Nothing is added and the
 * error told if the actor may see but not read it (ERR_DENIED), or may not see it (ERR_NOT_FOUND).
 */
MUST_USE enum err export_record(struct db *db, const struct actor *actor,
                                struct exported_record *record, size_t most, struct buf *piece,
                                bool *is_whole) NONNULL;

/* A version of a record as the document has it, in the request's arena. Errors as
 * record_version_load. */
MUST_USE enum err export_version(struct db *db, const struct record_head *head, int64_t number,
                                 json_t **json) NONNULL;

#endif
