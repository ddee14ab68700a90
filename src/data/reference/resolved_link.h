#ifndef DATA_RESOLVED_LINK_H
#define DATA_RESOLVED_LINK_H

#include "base/uuid.h"
#include "data/db/db.h"
#include "domain/record/kind.h"

/* Inside the data module: what a version of a record refers to, and which version of that it meant
 * at a moment: the one resolver of releases' digests, of bills of materials and of certificates of
 * what was live. */

enum { RESOLVED_LINKS_MAX = 2000 /* of one version */ };

struct resolved_source {
    struct uuid organization_id;
    struct uuid id;
    int64_t version;
    int64_t at; /* labels and current versions as they were at this moment; 0: now */
};

struct resolved_link {
    const struct record_kind *kind;
    struct uuid id;    /* nil: there is no such record */
    const char *name;  /* as it is called now; of one that is not there, as it was referred to */
    const char *sort;  /* how it is used (record_link.h) */
    const char *label; /* that it follows; NULL: the current version, or a pinned one */
    bool is_pinned;    /* it names the version */
    int64_t version;   /* 0: the label was on none, there was none yet, or the record is gone */
};

struct resolved_links {
    struct resolved_link *items; /* in their order in the content */
    int count;
};

/* The first asks ahead (query_ahead) for what the second reads. */
void resolved_link_ahead(struct db *db, const struct resolved_source *source) NONNULL;
MUST_USE enum err resolved_link_list(struct db *db, const struct resolved_source *source,
                                     struct resolved_links *list) NONNULL;

/* The same of at most RESOLVED_SOURCES of one organization, as they are now, in one question: a
 * list for each. */
enum { RESOLVED_SOURCES = 20 };
MUST_USE enum err resolved_link_lists(struct db *db, const struct resolved_source *sources,
                                      int count, struct resolved_links *lists) NONNULL;

#endif
