#ifndef DATA_RECORD_ROW_H
#define DATA_RECORD_ROW_H

#include "data/db/query.h"
#include "data/listing/record_list_shape.h"
#include "data/record/record_head.h"
#include "data/user/person.h"

/* Inside the data module: the rows of lists of records. And for everyone, what a row has of the
 * head of its record. */
struct record_head record_row_head(const struct record_row *row, const struct record_store *store,
                                   const struct uuid *organization_id) NONNULL;

/* Which rows, of which records. */
struct record_row_source {
    struct db *db;
    const struct record_kind *kind;
    struct uuid organization_id;
    bool with_links;
    bool with_state;
};

/* Adds the columns of a row, of the kind's table as r, to a query: "r.id, r.name, …". What they
 * need beside it is RECORD_ROW_JOIN: the owners with their names. */
#define RECORD_ROW_JOIN PERSON_JOIN(u, "r.organization_id", "r.owner_id")
void record_row_add_columns(struct query *query, const struct record_row_source *source) NONNULL;

/* Adds " FROM … r": the kind's table as r, of it these records. The text has room for so many ids,
 * so that there is one a kind. Joined, so that ids are looked up one by one, whatever the planner
 * knows about the table. */
void record_row_from_ids(struct query *query, const struct record_row_source *source,
                         const struct uuid *ids, int count, int room) NONNULL;

/* Reads the rows of such a query, with their owners' names. */
MUST_USE enum err record_row_read(const struct record_row_source *source,
                                  const struct db_result *result, struct record_row *rows) NONNULL;

/* The rows of some records, in the order of the ids; *count leaves out those that are gone. */
MUST_USE enum err record_row_load(const struct record_row_source *source, const struct uuid *ids,
                                  int id_count, struct record_row *rows, int *count) NONNULL;

#endif
