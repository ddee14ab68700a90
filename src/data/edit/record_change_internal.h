#ifndef DATA_RECORD_CHANGE_INTERNAL_H
#define DATA_RECORD_CHANGE_INTERNAL_H

#include "data/audit/audit.h"
#include "data/record/record_store.h"
#include "data/record/record_version.h"

/* What a save changes. What of that depends on the size of a content (reading what is there, the
 * difference, the event about it, sealing) is found out before the transaction begins. */

/* A record on its way: as it is, of a new one only its ids; as it shall be; and the difference. */
struct record_change {
    const struct record_head *before;
    const struct record_fields *after;
    const char *action;
    bool is_new;
    bool has_name;
    bool has_description;
    bool has_tags;
    bool has_content;
    bool has_version;
    int64_t version; /* afterwards */
    int64_t now;
    struct record_version_sealed sealed; /* of the version, where it was sealed ahead */
    struct audit_ready ready;            /* the details of its event, likewise */
};

void record_change_compare(struct record_change *change) NONNULL;
bool record_change_is_any(const struct record_change *change) NONNULL;

/* Before the transaction: reads what the rules need of other records, seals the version, and
 * describes the change for its event. */
MUST_USE enum err record_change_prepare(const struct work *work,
                                        struct record_change *change) NONNULL;

/* In the transaction: ERR_STALE if the record is not any more as it was loaded; ERR_NOT_FOUND. */
MUST_USE enum err record_change_check_still(const struct work *work,
                                            const struct record_head *before) NONNULL;

/* In the transaction: writes the event about it, with details as they were prepared or are made
 * now.
 */
MUST_USE enum err record_change_audit(const struct work *work,
                                      const struct record_change *change) NONNULL;

#endif
