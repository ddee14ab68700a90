#ifndef DATA_DB_QUERY_H
#define DATA_DB_QUERY_H

#include "base/buf.h"
#include "data/db/db.h"

/* A statement composed of constant parts: names of tables from the table of kinds, filters that may
 * be left out. Values are only ever bound; each becomes the next $n.
 *
 *     struct query q;
 *     query_begin(&q, db, "SELECT version FROM ");
 *     query_add(&q, kind->labels);
 *     query_bind(&q, " WHERE record_id = ", db_uuid(&id));
 *     err = query_run(&q, &result);
 *
 * There are few different texts, and each is prepared once per connection like any other. */

enum { QUERY_PARAMS_MAX = 64 };

struct query {
    struct db *db;
    struct buf text;
    struct db_value params[QUERY_PARAMS_MAX];
    int count;
};

/* Every text is a constant of the program. */
void query_begin(struct query *query, struct db *db, const char *text) NONNULL;
void query_add(struct query *query, const char *text) NONNULL;
void query_bind(struct query *query, const char *text, struct db_value value) NONNULL;

/* The same as db_query, db_query_later, db_change_one and db_change_later. The query is over. */
MUST_USE enum err query_run(struct query *query, struct db_result *result) NONNULL;
void query_later(struct query *query, struct db_result *result) NONNULL;

/* Asks ahead: a page knows from its address most of what its verbs will ask. It has it asked at its
 * beginning, and all of it travels with the first question that is waited for. When a verb then
 * runs the same query, the answer is there. The verb decides whether the actor may see it: an
 * answer that nobody asks for is never looked at. Answers end with the read transaction; what the
 * parameters point to stays as long. The query is over. */
void query_ahead(struct query *query) NONNULL;
MUST_USE enum err query_change_one(struct query *query) NONNULL;
void query_change_later(struct query *query) NONNULL;

#endif
