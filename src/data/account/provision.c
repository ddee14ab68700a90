#include "data/account/provision.h"

#include "crypt/blind_index.h"
#include "data/db/query.h"
#include "data/user/user_record.h"

/* ---- what a service wrote ------------------------------------------------------------------ */

enum {
    COLUMN_USER,
    COLUMN_ID,
    COLUMN_CREATED,
    COLUMN_ENDED,
    COLUMN_EXTERNAL,
    COLUMN_GIVEN,
    COLUMN_KEY_ID,
    COLUMN_KEY
};

static void select_provision(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(
        q, db,
        "SELECT x.user_id, x.id, x.created_at, x.ended_at, x.external_id, x.given_name, "
        "u.data_key_id, " VAULT_KEY_COLUMNS(
            k) " FROM user_provisions x JOIN users u ON "
               "u.organization_id = x.organization_id AND u.id = x.user_id" VAULT_KEY_JOIN(k, u));
    query_bind(q, "WHERE x.organization_id = ", db_uuid(organization_id));
}

static enum err read_provision(struct db *db, const struct uuid *organization_id,
                               const struct db_result *rows, int row, struct provision *provision)
{
    struct uuid key_id = db_get_uuid(rows, row, COLUMN_KEY_ID);
    struct text external_id = {NULL, 0};
    struct text given_name = {NULL, 0};
    *provision = (struct provision){.id = db_get_uuid(rows, row, COLUMN_ID),
                                    .created_at = db_get_time(rows, row, COLUMN_CREATED),
                                    .ended_at = db_get_time(rows, row, COLUMN_ENDED)};
    struct seal_place place = {"user_provisions", "external_id", *organization_id, provision->id};
    enum err err = vault_learn_key(db, organization_id, &key_id, rows, row, COLUMN_KEY);
    if (err == ERR_NONE)
        err = vault_unseal(db, &key_id, &place, db_get_bytes(rows, row, COLUMN_EXTERNAL),
                           &external_id);
    place.column = "given_name";
    if (err == ERR_NONE)
        err = vault_unseal(db, &key_id, &place, db_get_bytes(rows, row, COLUMN_GIVEN), &given_name);
    provision->origin = (struct user_origin){external_id.data, given_name.data};
    return err;
}

static void select_one(struct query *q, struct db *db, const struct uuid *organization_id,
                       const struct uuid *user_id)
{
    select_provision(q, db, organization_id);
    query_bind(q, " AND x.user_id = ", db_uuid(user_id));
}

void provision_ahead(struct db *db, const struct uuid *organization_id, const struct uuid *user_id)
{
    struct query q;
    select_one(&q, db, organization_id, user_id);
    query_ahead(&q);
}

enum err provision_find(struct db *db, const struct actor *actor, const struct uuid *user_id,
                        struct provision *provision)
{
    struct query q;
    struct db_result rows;
    struct policy_target target = {.organization_id = actor->organization_id};
    *provision = (struct provision){.ended_at = 0};
    if (!policy_allows(actor, PERMISSION_USER_READ, &target))
        return ERR_NONE;
    select_one(&q, db, &actor->organization_id, user_id);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE || rows.row_count == 0)
        return err;
    return read_provision(db, &actor->organization_id, &rows, 0, provision);
}

/* ---- lists --------------------------------------------------------------------------------- */

/* A list on its way: the hashes live until its questions are asked. */
struct scan {
    struct db *db;
    const struct uuid *organization_id;
    const struct provision_filter *filter;
    uint8_t hashes[KEYRING_HASHES][HASH_LEN];
};

static void add_hashes(struct query *q, const struct scan *scan)
{
    query_bind(q, " IN (", db_bytes(scan->hashes[0], HASH_LEN));
    query_bind(q, ", ", db_bytes(scan->hashes[1], HASH_LEN));
    query_add(q, "))");
}

/* "FROM users i WHERE …": who is seen, and meant. */
static void add_people(struct query *q, const struct scan *scan)
{
    query_bind(q, "FROM users i WHERE i.organization_id = ", db_uuid(scan->organization_id));
    query_add(q, " AND i.erased_at IS NULL AND (i.is_active OR NOT EXISTS (SELECT 1 "
                 "FROM user_provisions e WHERE e.organization_id = i.organization_id "
                 "AND e.user_id = i.id AND e.ended_at IS NOT NULL))");
    switch (scan->filter->by) {
    case PROVISION_ALL:
        break;
    case PROVISION_ID:
        query_bind(q, " AND i.id = ", db_uuid(&scan->filter->id));
        break;
    case PROVISION_EMAIL:
        query_bind(q, " AND i.id IN (SELECT a.user_id FROM addresses a WHERE a.organization_id = ",
                   db_uuid(scan->organization_id));
        query_add(q, " AND a.email_index");
        add_hashes(q, scan);
        break;
    case PROVISION_EXTERNAL_ID:
        query_bind(q,
                   " AND i.id IN (SELECT o.user_id FROM user_provisions o "
                   "WHERE o.organization_id = ",
                   db_uuid(scan->organization_id));
        query_add(q, " AND o.external_index");
        add_hashes(q, scan);
        break;
    case PROVISION_ACTIVE:
        query_bind(q, " AND i.is_active = ", db_bool(scan->filter->is_active));
        break;
    }
}

/* "IN (…)": the ids of the page. */
static void add_page(struct query *q, const struct scan *scan)
{
    query_add(q, " IN (SELECT i.id ");
    add_people(q, scan);
    query_bind(q, " ORDER BY i.id LIMIT ", db_int(scan->filter->count));
    query_bind(q, " OFFSET ", db_int(scan->filter->from));
    query_add(q, ")");
}

static enum err count_people(const struct scan *scan, int64_t *total)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, scan->db, "SELECT count(*) ");
    add_people(&q, scan);
    enum err err = query_run(&q, &rows);
    *total = err == ERR_NONE ? db_get_int(&rows, 0, 0) : 0;
    return err;
}

static enum err read_users(const struct scan *scan, struct provision_list *list)
{
    struct query q;
    struct db_result rows;
    query_begin(&q, scan->db, USER_RECORD_SELECT);
    query_bind(&q, "WHERE u.organization_id = ", db_uuid(scan->organization_id));
    query_add(&q, " AND u.id");
    add_page(&q, scan);
    query_bind(&q, " ORDER BY u.id LIMIT ", db_int(scan->filter->count));
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    list->items = arena_array(db_arena(scan->db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < rows.row_count; i++) {
        struct user_record record;
        err = user_record_read(scan->db, &rows, i, &record);
        list->items[list->count++].user = record.user;
    }
    return err;
}

static enum err read_provisions(const struct scan *scan, struct provision_list *list)
{
    struct query q;
    struct db_result rows;
    select_provision(&q, scan->db, scan->organization_id);
    query_add(&q, " AND x.user_id");
    add_page(&q, scan);
    query_bind(&q, " ORDER BY x.user_id LIMIT ", db_int(scan->filter->count));
    enum err err = query_run(&q, &rows);
    for (int i = 0, at = 0; err == ERR_NONE && i < rows.row_count; i++) {
        struct uuid user_id = db_get_uuid(&rows, i, COLUMN_USER);
        while (at < list->count && !uuid_equal(&list->items[at].user.id, &user_id))
            at++;
        if (at < list->count)
            err = read_provision(scan->db, scan->organization_id, &rows, i,
                                 &list->items[at].provision);
    }
    return err;
}

/* The hashes of what is looked for. False: nobody can be found by it. */
static bool set_hashes(struct scan *scan)
{
    struct arena *arena = db_arena(scan->db);
    const char *text = scan->filter->text;
    const char *problem = NULL;
    char *normalized = NULL;
    if (scan->filter->by == PROVISION_EXTERNAL_ID)
        external_index(db_keyring(scan->db), arena, scan->organization_id, text, scan->hashes);
    if (scan->filter->by != PROVISION_EMAIL)
        return true;
    if (email_normalize(arena, text, &normalized, &problem) != ERR_NONE)
        return false;
    email_index(db_keyring(scan->db), normalized, scan->hashes);
    return true;
}

enum err provision_list(struct db *db, const struct actor *actor,
                        const struct provision_filter *filter, struct provision_list *list)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    struct scan *scan = arena_alloc(db_arena(db), sizeof *scan);
    *list = (struct provision_list){.total = 0};
    *scan = (struct scan){.db = db, .organization_id = &actor->organization_id, .filter = filter};
    if (!policy_allows(actor, PERMISSION_USER_CHANGE, &target))
        return ERR_DENIED;
    if (!set_hashes(scan))
        return ERR_NONE;
    enum err err = count_people(scan, &list->total);
    if (err != ERR_NONE || filter->count == 0 || list->total <= filter->from)
        return err;
    err = read_users(scan, list);
    return err == ERR_NONE ? read_provisions(scan, list) : err;
}

enum err provision_get(struct db *db, const struct actor *actor, const struct uuid *id,
                       struct provisioned *person)
{
    struct provision_list list;
    struct provision_filter filter = {.by = PROVISION_ID, .id = *id, .count = 1};
    enum err err = provision_list(db, actor, &filter, &list);
    if (err == ERR_NONE && list.count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *person = list.items[0];
    return err;
}
