#ifndef DATA_RECORD_USE_H
#define DATA_RECORD_USE_H

#include "data/record/work.h"
#include "data/reference/record_link.h"

/* Who uses a record: directly, and through others to any depth. What counts are versions that are
 * current, have a label, or are pinned by something that counts. */

enum { RECORD_USES_MAX = 500, RECORD_USE_DEPTH_MAX = 32 };

struct record_use {
    const struct record_kind *kind;
    struct uuid id;
    const char *name;
    const char *facet;   /* its type, model or kind now */
    int64_t version;     /* the newest of its versions that uses the record */
    bool is_current;     /* that is its current version */
    bool is_labelled;    /* that version has a label */
    const char **labels; /* on that version, by name */
    int label_count;
    int64_t live_version;   /* its version with "production", if that uses the record too; else 0 */
    const char *sort;       /* how: LINK_REFERENCE … */
    const char *label;      /* by this label; NULL: by version, or what is current */
    int64_t target_version; /* by this version; 0: by label, or what is current */
    int64_t archived_at;
    bool is_stopped;     /* that version, or all of it */
    int depth;           /* 1: uses the record itself */
    const char *through; /* depth > 1: the name of what it uses directly */
};

struct record_use_list {
    struct record_use *uses; /* each record once: live ones first, by depth, labelled, name */
    int count;
    int kind_counts[RECORD_KIND_COUNT];
    bool has_more; /* there are more than RECORD_USES_MAX, or deeper ones */
};

/* Asks ahead (query_ahead) for what record_use_list reads, unless there is very much. */
void record_use_ahead(struct db *db, const struct record_head *head) NONNULL;

/* Everything that uses a record that was loaded, up to depth_max steps away. */
MUST_USE enum err record_use_list(struct db *db, const struct record_head *head, int depth_max,
                                  struct record_use_list *list) NONNULL;

/* The same of those alone that follow a label of the record, and of those that use them. */
MUST_USE enum err record_use_followers(struct db *db, const struct record_head *head,
                                       const char *label, struct record_use_list *list) NONNULL;

/* A version of the record, with the labels that are on it. */
struct record_use_target {
    int64_t version;
    const char *const *labels;
    int label_count;
};

/* The same of those alone that use this version now, and of those that use them: what a stop of it
 * takes along. */
MUST_USE enum err record_use_of_version(struct db *db, const struct record_head *head,
                                        const struct record_use_target *target,
                                        struct record_use_list *list) NONNULL;

/* The names of the records that use one directly, for a sentence: "a, b and 3 more"; NULL if there
 * are none. label: only those that refer by this label; NULL: all. sort: only of this sort; NULL:
 * all. Archived ones do not count if only_active. */
struct record_use_filter {
    const char *sort;
    const char *label;
    bool only_active;
    const struct record_use_target *target; /* only those that use this version now; NULL: all */
};
MUST_USE enum err record_use_names(struct db *db, const struct record_head *head,
                                   const struct record_use_filter *filter,
                                   const char **names) NONNULL;

#endif
