#include "data/db/db_ahead.h"

#include <string.h>

#include "data/db/db_internal.h"

static bool is_same(const struct db_value *a, const struct db_value *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case DB_NULL:
        return a->of == b->of;
    case DB_INT:
    case DB_BOOL:
    case DB_TIME:
        return a->integer == b->integer;
    case DB_TEXT:
    case DB_BYTES:
        return a->text.len == b->text.len && memcmp(a->text.data, b->text.data, a->text.len) == 0;
    case DB_UUID:
        return uuid_equal(&a->uuid, &b->uuid);
    }
    return false;
}

static bool is_question(const struct db_question *question, const char *sql,
                        const struct db_value *params, int count)
{
    if (question->sql != sql || question->count != count)
        return false;
    for (int i = 0; i < count; i++)
        if (!is_same(&question->params[i], &params[i]))
            return false;
    return true;
}

const struct db_result *db_ahead_find(const struct db *db, const char *sql,
                                      const struct db_value *params, int count)
{
    for (int i = 0; i < db->ahead_count; i++)
        if (is_question(db->ahead[i], sql, params, count))
            return &db->ahead[i]->result;
    return NULL;
}

void db_ahead(struct db *db, const char *sql, const struct db_value *params, int count)
{
    if (db->state == DB_WRITING || db->ahead_count == DB_AHEAD_MAX ||
        db_ahead_find(db, sql, params, count) != NULL)
        return;
    struct db_question *question = arena_alloc(db->arena, sizeof *question);
    struct db_value *copy = arena_array(db->arena, (size_t)count + 1, sizeof *copy);
    for (int i = 0; i < count; i++)
        copy[i] = params[i];
    *question = (struct db_question){.sql = sql, .params = copy, .count = count};
    db_query_later(db, sql, copy, count, &question->result);
    db->ahead[db->ahead_count++] = question;
}
