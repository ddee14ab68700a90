#ifndef DATA_AUDIT_EXPORT_H
#define DATA_AUDIT_EXPORT_H

#include "base/text.h"
#include "data/db/db.h"
#include "domain/policy.h"

/* Audit logs as JSON Lines that anyone can verify, with crypt/log_check.h or another program: the
 * format is described there. A log goes up to its newest checkpoint; it is given in batches, so
 * that a log of any length needs the memory of one. */

/* Takes a line, without its line break. */
typedef enum err audit_sink(void *context, struct text line);
struct audit_output {
    audit_sink *sink;
    void *context;
};

struct audit_export {
    struct uuid organization_id;
    int64_t size; /* events; 0: there is no checkpoint, and nothing is given */
    int64_t done;
};

/* The lines of the beginning: how many logs will follow, and all public keys. */
MUST_USE enum err audit_export_begin(struct db *db, int log_count,
                                     const struct audit_output *output) NONNULL;

/* Begins the log of an organization. ERR_DENIED for those who may not export it. */
MUST_USE enum err audit_export_log(struct db *db, const struct actor *actor,
                                   const struct uuid *organization_id, struct audit_export *export,
                                   const struct audit_output *output) NONNULL;

/* Gives the next batch; export->done == export->size says that it was the last. Each may be in a
 * request of its own. */
MUST_USE enum err audit_export_next(struct db *db, struct audit_export *export,
                                    const struct audit_output *output) NONNULL;

#endif
