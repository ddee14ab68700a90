#include "data/trail/activity_recent.h"

#include "data/db/query.h"
#include "data/identity/person.h"
#include "data/record/record_load.h"
#include "data/vault/vault.h"

/* How many of the newest versions, and of someone's own records, are looked at. */
enum { LOOKED_AT = 500 };

static bool may_see(const struct actor *actor, const struct record_kind *kind)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, kind->see, &target);
}

/* Asks each kind that the actor may see the same question. */
typedef void ask_kind(struct db *db, const struct actor *actor, const struct record_kind *kind,
                      int limit, struct db_result *result);

static enum err ask_all(struct db *db, const struct actor *actor, int limit, ask_kind *ask,
                        struct db_result results[RECORD_KIND_COUNT])
{
    if (limit < 1 || limit > ACTIVITY_RECENT_MAX)
        return ERR_INVALID;
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        results[i] = (struct db_result){.values = NULL};
        if (may_see(actor, &record_kinds[i]))
            ask(db, actor, &record_kinds[i], limit, &results[i]);
    }
    return db_collect(db);
}

/* The kind whose next row is the newest; -1: none has one left. Rows sort by a time column. */
static int newest(const struct db_result results[RECORD_KIND_COUNT],
                  const int at[RECORD_KIND_COUNT], int column)
{
    int best = -1;
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (at[i] < results[i].row_count &&
            (best < 0 || db_get_time(&results[i], at[i], column) >
                             db_get_time(&results[best], at[best], column)))
            best = i;
    return best;
}

/* ---- recent changes ----------------------------------------------------------------------- */

/* A record is there once, where its current version is; the versions before it are passed over. $1
 * is the organization, of each table by itself: behind a LIMIT, a distributed PostgreSQL does not
 * see that the tables have the same one, and refuses. So below, too. */
static void ask_recent(struct db *db, const struct actor *actor, const struct record_kind *kind,
                       int limit, struct db_result *result)
{
    struct query q;
    query_begin(
        &q, db,
        "SELECT r.id, r.name, r.version, v.message, v.created_at, v.id, (SELECT max(p.version) "
        "FROM ");
    query_add(&q, kind->versions);
    query_add(&q, " p WHERE p.organization_id = $1 AND p.record_id = r.id "
                  "AND p.version < r.version), " PERSON_COLUMNS_OF("v.author_id", a));
    query_add(&q, " FROM (SELECT organization_id, record_id, version, id, message, author_id, "
                  "created_at FROM ");
    query_add(&q, kind->versions);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " ORDER BY created_at DESC LIMIT ", db_int(LOOKED_AT));
    query_add(&q, ") v JOIN ");
    query_add(&q, kind->table);
    query_add(&q, " r ON r.organization_id = $1 AND r.id = v.record_id "
                  "AND r.version = v.version" PERSON_JOIN(a, "$1", "v.author_id"));
    query_bind(&q, " WHERE r.organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " AND r.archived_at IS NULL ORDER BY v.created_at DESC, r.id DESC LIMIT ",
               db_int(limit));
    query_later(&q, result);
}

static enum err read_change(struct db *db, const struct uuid *organization_id,
                            const struct db_result *result, int row, const struct record_kind *kind,
                            struct recent_change *change)
{
    *change = (struct recent_change){
        .kind = kind,
        .id = db_get_uuid(result, row, 0),
        .name = db_get_text(result, row, 1),
        .version = db_get_int(result, row, 2),
        .changed_at = db_get_time(result, row, 4),
        .previous = db_get_int(result, row, 6),
    };
    struct uuid version_id = db_get_uuid(result, row, 5);
    struct seal_place place = record_place(kind, "message", organization_id, &version_id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 3), &change->message);
    return err == ERR_NONE ? person_name(db, result, row, 7, &change->author_name) : err;
}

enum err activity_recent(struct db *db, const struct actor *actor, int limit,
                         struct recent_change_list *list)
{
    struct db_result results[RECORD_KIND_COUNT];
    int at[RECORD_KIND_COUNT] = {0};
    enum err err = ask_all(db, actor, limit, ask_recent, results);
    if (err != ERR_NONE)
        return err;
    *list = (struct recent_change_list){
        .items = arena_array(db_arena(db), (size_t)limit, sizeof *list->items)};
    for (int kind; list->count < limit && (kind = newest(results, at, 4)) >= 0;) {
        err = read_change(db, &actor->organization_id, &results[kind], at[kind]++,
                          &record_kinds[kind], &list->items[list->count++]);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

/* ---- what is not released ----------------------------------------------------------------- */

static void ask_unreleased(struct db *db, const struct actor *actor, const struct record_kind *kind,
                           int limit, struct db_result *result)
{
    struct query q;
    query_begin(&q, db,
                "SELECT r.id, r.name, r.version, l.version, r.updated_at FROM "
                "(SELECT organization_id, id, name, version, archived_at, updated_at FROM ");
    query_add(&q, kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
    query_bind(&q, " AND owner_id = ", db_uuid(&actor->user_id));
    query_bind(&q, " ORDER BY updated_at DESC, id DESC LIMIT ", db_int(LOOKED_AT));
    query_add(&q, ") r LEFT JOIN ");
    query_add(&q, kind->labels);
    query_add(&q, " l ON l.organization_id = $1 AND l.record_id = r.id AND l.label "
                  "= 'production' "
                  "WHERE r.archived_at IS NULL AND (l.version IS NULL OR l.version < r.version)");
    query_bind(&q, " ORDER BY r.updated_at DESC, r.id DESC LIMIT ", db_int(limit));
    query_later(&q, result);
}

enum err activity_unreleased(struct db *db, const struct actor *actor, int limit,
                             struct unreleased_list *list)
{
    struct db_result results[RECORD_KIND_COUNT];
    int at[RECORD_KIND_COUNT] = {0};
    enum err err = ask_all(db, actor, limit, ask_unreleased, results);
    if (err != ERR_NONE)
        return err;
    *list = (struct unreleased_list){
        .items = arena_array(db_arena(db), (size_t)limit, sizeof *list->items)};
    for (int kind; list->count < limit && (kind = newest(results, at, 4)) >= 0;) {
        const struct db_result *result = &results[kind];
        int row = at[kind]++;
        list->items[list->count++] = (struct unreleased_record){
            .kind = &record_kinds[kind],
            .id = db_get_uuid(result, row, 0),
            .name = db_get_text(result, row, 1),
            .version = db_get_int(result, row, 2),
            .production_version = db_get_int(result, row, 3),
            .updated_at = db_get_time(result, row, 4),
        };
    }
    return ERR_NONE;
}

/* ---- nothing ------------------------------------------------------------------------------ */

enum err activity_is_empty(struct db *db, const struct actor *actor, bool *is_empty)
{
    struct db_result results[RECORD_KIND_COUNT];
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        struct query q;
        query_begin(&q, db, "SELECT id FROM ");
        query_add(&q, record_kinds[i].table);
        query_bind(&q, " WHERE organization_id = ", db_uuid(&actor->organization_id));
        query_add(&q, " LIMIT 1");
        query_later(&q, &results[i]);
    }
    enum err err = db_collect(db);
    *is_empty = err == ERR_NONE;
    for (size_t i = 0; err == ERR_NONE && i < COUNT_OF(record_kinds); i++)
        *is_empty = *is_empty && results[i].row_count == 0;
    return err;
}
