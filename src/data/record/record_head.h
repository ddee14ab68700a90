#ifndef DATA_RECORD_HEAD_H
#define DATA_RECORD_HEAD_H

#include "base/uuid.h"
#include "domain/policy.h"

/* What every record has, be it a prompt, an agent or a team. Their structs begin with
 *     union {
 *         struct record_head head;
 *         struct {
 *             RECORD_HEAD
 *         };
 *     };
 * so that a page says prompt->name, and what is the same for all takes &prompt->head. */
#define RECORD_HEAD                                                                                \
    struct uuid id;                                                                                \
    struct uuid organization_id;                                                                   \
    const char *name; /* unique among its kind in the organization */                              \
    const char *description;                                                                       \
    int64_t version; /* the current one's number */                                                \
    struct uuid owner_id;                                                                          \
    const char *owner_name; /* NULL: erased */                                                     \
    int64_t archived_at;    /* 0: active */                                                        \
    int64_t created_at;                                                                            \
    int64_t updated_at;

struct record_head {
    RECORD_HEAD
};

/* For policy_allows(). */
static inline struct policy_target record_target(const struct record_head *head)
{
    return (struct policy_target){head->organization_id, head->owner_id};
}

#endif
