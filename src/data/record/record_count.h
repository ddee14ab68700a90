#ifndef DATA_RECORD_COUNT_H
#define DATA_RECORD_COUNT_H

#include "data/db/kept_row.h"
#include "data/record/record_head.h"

/* How many active records of a kind are directly in a folder, or have a facet (a type, a model, a
 * kind): what the folders and filters of a list offer. Written with the records, and read without a
 * look at them. */

enum { RECORD_FOLDERS_MAX = 50, RECORD_FACETS_MAX = 100 };

struct record_folder {
    const char *path; /* "support/email" */
    const char *name; /* "email" */
    int64_t count;    /* of records in it and everything below it */
};

struct record_folder_list {
    struct record_folder *folders; /* by name, by bytes */
    int count;
    bool has_more;
    const char *parent;      /* between asking and reading */
    struct kept_rows *asked; /* NULL: nothing was asked */
};

/* Asks, with the next query, for the folders directly below parent ("" is the top) of an
 * organization (nil: the actor's), at most RECORD_FOLDERS_MAX; and reads them. ERR_DENIED for
 * another's organization. */
MUST_USE enum err record_folder_ask(struct db *db, const struct actor *actor,
                                    const struct record_kind *kind,
                                    const struct uuid *organization_id, const char *parent,
                                    struct record_folder_list *list) NONNULL;
MUST_USE enum err record_folder_read(struct db *db, struct record_folder_list *list) NONNULL;

/* The facets that an organization (nil: the actor's) uses, the most used first, with how many
 * records have each: asked for with the next query, and read; or both at once. */
struct record_facet {
    const char *name;
    int64_t count;
};
struct record_facet_list {
    struct record_facet *facets;
    int count;
    bool has_more;
    struct kept_rows *asked; /* between asking and reading */
};
MUST_USE enum err record_facet_ask(struct db *db, const struct actor *actor,
                                   const struct record_kind *kind,
                                   const struct uuid *organization_id,
                                   struct record_facet_list *list) NONNULL;
MUST_USE enum err record_facet_read(struct db *db, struct record_facet_list *list) NONNULL;
/* This one asks ahead (query_ahead) for those of the actor's organization, as record_facet_list
 * will. */
void record_facet_ahead(struct db *db, const struct actor *actor,
                        const struct record_kind *kind) NONNULL;
MUST_USE enum err record_facet_list(struct db *db, const struct actor *actor,
                                    const struct record_kind *kind,
                                    const struct uuid *organization_id,
                                    struct record_facet_list *list) NONNULL;

/* Asks, with the next query, how many active records an organization (nil: the actor's) has in a
 * folder and below it ("": in all): one row with the number. ERR_DENIED as above. */
MUST_USE enum err record_total_ask(struct db *db, const struct actor *actor,
                                   const struct record_kind *kind,
                                   const struct uuid *organization_id, const char *folder,
                                   struct db_result *total) NONNULL;

/* Inside the data module, in the open write transaction: an active record more (by 1) or fewer (-1)
 * is in this folder and has this facet. */
void record_count(struct db *db, const struct record_kind *kind, const struct uuid *organization_id,
                  const char *folder, const char *facet, int by) NONNULL;

#endif
