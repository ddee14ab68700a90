#ifndef DATA_SEARCH_CONTENT_H
#define DATA_SEARCH_CONTENT_H

#include "data/db/db.h"
#include "data/listing/record_match.h"

/* Inside the data module: looking into the sealed contents of a batch of rows. They are
 * read in one query, as many as fit into some memory, and opened one by one. */

struct search_content {
    struct db *db;
    struct uuid organization_id;
    struct uuid data_key_id;
    const struct record_kind *kind;
    struct db_result rows;
    struct arena *opened; /* the caller's: what is opened lives here until the next row */
};

/* Where to look. */
MUST_USE enum err search_content_open(struct search_content *content, struct db *db,
                                      const struct uuid *organization_id) NONNULL;

/* From now on records of this kind. */
void search_content_begin(struct search_content *content, const struct record_kind *kind) NONNULL;

/* Reads the contents of the first rows of a batch: *count in is how many rows there are, out how
 * many were read, at least one. The columns 0 and 1 of the batch are id and updated_at, newest
 * first. */
MUST_USE enum err search_content_load(struct search_content *content, const struct db_result *batch,
                                      int *count) NONNULL;

/* Opens the content of one of these rows and looks there for what the match still misses. *found is
 * the first text that has some of it, a value of the JSON if it is JSON; it is valid until the next
 * row. */
MUST_USE enum err search_content_look(struct search_content *content, int row,
                                      struct text_match *match,
                                      struct record_match_place *found) NONNULL;

#endif
