#include "data/reference/record_target.h"

#include <string.h>

#include "domain/record/name.h"

/* No content has as many links as LINKS_MAX; the seam takes some questions at once. */
enum { LINKS_MAX = 1000, NAMES_AT_ONCE = 16 };

/* What find and its parts share. */
struct search {
    struct db *db;
    const struct actor *actor;
    const struct record_kind *kind;
    const char **keys;
    int count;
    struct record_meant *meant;
    bool *is_found; /* a record has the name, whether the actor may see it or not */
};

static void select_links(struct query *q, struct db *db, const struct record_kind *kind,
                         const struct record_source *source)
{
    query_begin(q, db,
                "SELECT t.id, t.owner_id, t.archived_at, t.name_key FROM record_links l JOIN ");
    query_add(q, kind->table);
    query_bind(q, " t ON t.organization_id = ", db_uuid(&source->head->organization_id));
    query_bind(q, " AND t.id = l.target_id WHERE l.organization_id = ",
               db_uuid(&source->head->organization_id));
    query_bind(q, " AND l.source_id = ", db_uuid(&source->head->id));
    query_bind(q, " AND l.target_kind = ", db_text(kind->name));
    query_add(q, " AND l.source_version = ");
    record_source_add(q, source);
    query_bind(q, " LIMIT ", db_int(LINKS_MAX));
}

void record_target_ahead(struct db *db, const struct record_kind *kind,
                         const struct record_source *source)
{
    struct query q;
    select_links(&q, db, kind, source);
    query_ahead(&q);
}

static void note(const struct search *search, int at, const struct db_result *result, int row)
{
    struct policy_target target = {search->actor->organization_id, db_get_uuid(result, row, 1),
                                   NULL};
    search->is_found[at] = true;
    if (policy_allows(search->actor, search->kind->see, &target))
        search->meant[at] =
            (struct record_meant){db_get_uuid(result, row, 0), !db_is_null(result, row, 2)};
}

/* Names are unique: a record that was linked and has the name is the one that is meant. */
static enum err find_linked(const struct search *search, const struct record_source *source)
{
    struct query q;
    struct db_result result;
    select_links(&q, search->db, search->kind, source);
    enum err err = query_run(&q, &result);
    for (int row = 0; err == ERR_NONE && row < result.row_count; row++)
        for (int i = 0; i < search->count; i++)
            if (strcmp(search->keys[i], db_get_text(&result, row, 3)) == 0)
                note(search, i, &result, row);
    return err;
}

static void ask_name(const struct search *search, const char *key, struct db_result *result)
{
    struct query q;
    query_begin(&q, search->db, "SELECT id, owner_id, archived_at FROM ");
    query_add(&q, search->kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&search->actor->organization_id));
    query_bind(&q, " AND name_key = ", db_text(key));
    query_later(&q, result);
}

/* The others: what was deleted or renamed since, and another now has the name. */
static enum err find_named(const struct search *search)
{
    struct db_result *results =
        arena_array(db_arena(search->db), (size_t)search->count + 1, sizeof *results);
    enum err err = ERR_NONE;
    int asked = 0;
    for (int i = 0; err == ERR_NONE && i < search->count; i++) {
        if (search->is_found[i])
            continue;
        ask_name(search, search->keys[i], &results[i]);
        if (++asked % NAMES_AT_ONCE == 0)
            err = db_collect(search->db);
    }
    if (err == ERR_NONE)
        err = db_collect(search->db);
    for (int i = 0; err == ERR_NONE && i < search->count; i++)
        if (!search->is_found[i] && results[i].row_count > 0)
            note(search, i, &results[i], 0);
    return err;
}

enum err record_target_find(struct db *db, const struct actor *actor,
                            const struct record_kind *kind, const struct record_source *source,
                            const char *const *names, int count, struct record_meant *meant)
{
    struct arena *arena = db_arena(db);
    struct search search = {db, actor, kind, NULL, count, meant, NULL};
    search.keys = arena_array(arena, (size_t)count + 1, sizeof *search.keys);
    search.is_found = arena_array(arena, (size_t)count + 1, sizeof *search.is_found);
    for (int i = 0; i < count; i++) {
        search.keys[i] = name_key(arena, names[i]);
        meant[i] = (struct record_meant){.id = {{0}}};
    }
    enum err err = source == NULL ? ERR_NONE : find_linked(&search, source);
    return err == ERR_NONE ? find_named(&search) : err;
}
