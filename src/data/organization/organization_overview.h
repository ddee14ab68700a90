#ifndef DATA_ORGANIZATION_OVERVIEW_H
#define DATA_ORGANIZATION_OVERVIEW_H

#include "data/db/db.h"
#include "data/organization/organization_usage.h"
#include "domain/policy.h"
#include "domain/record/kind.h"

/* All organizations by their names and numbers, for those who may enter them. A named exception to
 * "one organization a request": nothing of what is in an organization is read but how much it is.
 */

enum { ORGANIZATION_OVERVIEW_MAX = 50 };

struct organization_overview_filter {
    const char *search; /* part of a name, letters A-Z in either case; "": all */
    const char *after;  /* the name after which the page begins; "": the first page */
    struct uuid after_id;
};

struct organization_overview {
    struct uuid id;
    const char *name;
    const char *slug;
    int64_t created_at;
    int64_t closed_at;
    int64_t suspended_at; /* 0: not */
    struct organization_usage usage;
    int64_t user_count;                       /* active and invited ones */
    int64_t record_counts[RECORD_KIND_COUNT]; /* active ones, by kind */
    int64_t last_day; /* when something was changed last, in days since 1970-01-01; 0: never */
};

struct organization_overview_list {
    struct organization_overview *items;
    int count;
    bool has_more;
};

/* A page of organizations by name. Records are counted where they were counted already, so that
 * their number costs nothing. ERR_DENIED for those who may not enter all of them. */
MUST_USE enum err organization_overview(struct db *db, const struct actor *actor,
                                        const struct organization_overview_filter *filter,
                                        struct organization_overview_list *list) NONNULL;

/* One of them. ERR_DENIED, ERR_NOT_FOUND. */
MUST_USE enum err organization_overview_get(struct db *db, const struct actor *actor,
                                            const struct uuid *id,
                                            struct organization_overview *organization) NONNULL;

#endif
