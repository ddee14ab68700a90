#ifndef DATA_RECORD_HEAD_H
#define DATA_RECORD_HEAD_H

#include "base/uuid.h"
#include "data/record/record_content.h"
#include "domain/policy.h"
#include "domain/record/kind.h"
#include "domain/record/tag.h"

/* What of a record is stopped (data/stop/stop.h): versions, and 0 for it as a whole. What stops it
 * because it uses that is not in here. */
struct record_stops {
    const int64_t *versions; /* ascending */
    int count;
};

/* Is this version stopped, or the record as a whole? Version 0: only the latter. */
bool record_stops_have(const struct record_stops *stops, int64_t version) NONNULL;

/* What every record has, be it a prompt, an agent or a team. Their structs begin with
 *     union {
 *         struct record_head head;
 *         struct {
 *             RECORD_HEAD
 *         };
 *     };
 * so that a page says prompt->name, and what is the same for all takes &prompt->head.
 *
 * A head that a verb gave was loaded and allowed for its actor: handing it to another verb of the
 * same request proves that, and the row is not read again. */
#define RECORD_HEAD                                                                                \
    const struct record_store *store; /* what is particular of its kind: record_store.h */         \
    struct uuid id;                                                                                \
    struct uuid organization_id;                                                                   \
    const char *name;   /* unique among its kind in the organization */                            \
    const char *folder; /* what stands before the last slash of the name; "" at the top */         \
    const char *description;                                                                       \
    struct tag_list tags; /* in the order they were typed */                                       \
    int64_t version;      /* the number of the current content */                                  \
    int64_t version_count;                                                                         \
    int64_t revision; /* counts every change: what forms and If-Match carry */                     \
    struct uuid owner_id;                                                                          \
    const char *owner_name; /* NULL: erased */                                                     \
    int64_t archived_at;    /* 0: active */                                                        \
    struct record_stops stops;                                                                     \
    int64_t created_at;                                                                            \
    int64_t updated_at;                                                                            \
    /* Of the current version. */                                                                  \
    const char *message;                                                                           \
    struct uuid author_id;                                                                         \
    const char *author_name; /* NULL: erased */                                                    \
    int64_t saved_at;                                                                              \
    struct record_content content; /* parts: NULL if the actor may only see metadata */

struct record_store;

struct record_head {
    RECORD_HEAD
};

/* For policy_allows(). */
static inline struct policy_target record_target(const struct record_head *head)
{
    return (struct policy_target){head->organization_id, head->owner_id, head->folder};
}

/* Adds " WHERE organization_id = … AND id = …" to a query of the record's own table; and the same
 * with record_id, of a table of what belongs to it. */
struct query;
void record_add_self(struct query *query, const struct record_head *head) NONNULL;
void record_add_own(struct query *query, const struct record_head *head) NONNULL;

#endif
