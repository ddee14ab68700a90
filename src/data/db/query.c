#include "data/db/query.h"

#include <string.h>

#include "data/db/db_ahead.h"
#include "data/db/kept_text.h"

void query_begin(struct query *query, struct db *db, const char *text)
{
    query->db = db;
    query->count = 0;
    buf_init(&query->text, db_arena(db));
    query_add(query, text);
}

void query_add(struct query *query, const char *text)
{
    buf_add(&query->text, text, strlen(text));
}

void query_bind(struct query *query, const char *text, struct db_value value)
{
    char number[TEXT_NUMBER_LEN];
    if (query->count == QUERY_PARAMS_MAX)
        die("a query with more than %d parameters", QUERY_PARAMS_MAX);
    query->params[query->count++] = value;
    text_format_int(query->count, number);
    query_add(query, text);
    query_add(query, "$");
    query_add(query, number);
}

enum err query_run(struct query *query, struct db_result *result)
{
    struct db *db = query->db;
    const char *text = kept_text(db, &query->text);
    const struct db_result *known = db_ahead_find(db, text, query->params, query->count);
    if (known == NULL)
        return db_query(db, text, query->params, query->count, result);
    enum err err = db_collect(db);
    *result = *known;
    return err;
}

void query_later(struct query *query, struct db_result *result)
{
    db_query_later(query->db, kept_text(query->db, &query->text), query->params, query->count,
                   result);
}

void query_ahead(struct query *query)
{
    db_ahead(query->db, kept_text(query->db, &query->text), query->params, query->count);
}

enum err query_change_one(struct query *query)
{
    return db_run_one(query->db, kept_text(query->db, &query->text), query->params, query->count);
}

void query_change_later(struct query *query)
{
    db_run_later(query->db, kept_text(query->db, &query->text), query->params, query->count);
}
