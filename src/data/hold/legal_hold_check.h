#ifndef DATA_LEGAL_HOLD_CHECK_H
#define DATA_LEGAL_HOLD_CHECK_H

#include "data/audit/audit.h"

/* Inside the data module: what every verb asks that deletes or anonymizes, in its own write
 * transaction, which takes turns with placing a hold. */

/* As a condition of SQL: does a hold hold any of these? ids: columns, with commas between them, of
 * the organization and of whom and what the row is about; nulls do no harm. Two constants around
 * them, for query_add. */
#define LEGAL_HOLD_EXISTS_BEGIN                                                                    \
    "EXISTS (SELECT 1 FROM legal_holds h WHERE h.organization_id = x.organization_id "             \
    "AND h.released_at IS NULL AND h.subject_id IN ("
#define LEGAL_HOLD_EXISTS_END "))"

enum { LEGAL_HOLD_IDS_MAX = 4 };

/* Is one of these held, or the organization as a whole? */
MUST_USE enum err legal_hold_is_on(struct db *db, const struct uuid *organization_id,
                                   const struct uuid *ids, int count, bool *is_held) NONNULL;

/* The event of a refusal, in a transaction of its own, after the one that was refused was rolled
 * back: action is what was tried. */
MUST_USE enum err legal_hold_note_refusal(struct db *db, const struct actor *actor,
                                          const char *action, const char *record_type,
                                          const struct uuid *record_id) NONNULL;

#endif
