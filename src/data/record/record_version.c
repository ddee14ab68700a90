#include "data/record/record_version.h"

#include "data/audit/activity.h"
#include "data/db/query.h"
#include "data/organization/organization_usage.h"
#include "data/record/record_load.h"
#include "data/record/record_stop.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

enum { COLUMN_ID = 4 + PERSON_COLUMN_COUNT };

static enum err read_entry(struct db *db, const struct record_head *head,
                           const struct db_result *result, int row, struct record_version *version)
{
    *version = (struct record_version){
        .version = db_get_int(result, row, 0),
        .content = {.facet = db_get_text(result, row, 1)},
        .created_at = db_get_time(result, row, 3),
        .author_id = db_get_uuid(result, row, 4),
    };
    struct uuid id = db_get_uuid(result, row, COLUMN_ID);
    struct seal_place place =
        record_place(head->store->kind, "message", &head->organization_id, &id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 2), &version->message);
    return err == ERR_NONE ? person_name(db, result, row, 4, &version->author_name) : err;
}

/* The columns that read_entry reads. */
static void select_versions(struct query *q, struct db *db, const struct record_store *store)
{
    query_begin(q, db, "SELECT v.version, v.");
    query_add(q, store->kind->facet);
    query_add(q, ", v.message, v.created_at, " PERSON_COLUMNS_OF("v.author_id", a) ", v.id");
}

static void from_versions(struct query *q, const struct record_head *head)
{
    query_add(q, " FROM ");
    query_add(q, head->store->kind->versions);
    query_bind(q,
               " v" PERSON_JOIN(a, "v.organization_id", "v.author_id") "WHERE v.organization_id = ",
               db_uuid(&head->organization_id));
    query_bind(q, " AND v.record_id = ", db_uuid(&head->id));
}

/* The page that comes before the one whose newest version is top: its before_version, 0 for the
 * newest page, -1 if there is none. */
static enum err find_newer(struct db *db, const struct record_head *head, int64_t top,
                           int64_t *before_version)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "SELECT version FROM ");
    query_add(&q, head->store->kind->versions);
    record_add_own(&q, head);
    query_bind(&q, " AND version > ", db_int(top));
    query_bind(&q, " ORDER BY version LIMIT ", db_int(RECORD_VERSION_LIMIT + 1));
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    *before_version = result.row_count == 0 ? -1
                      : result.row_count > RECORD_VERSION_LIMIT
                          ? db_get_int(&result, RECORD_VERSION_LIMIT, 0)
                          : 0;
    return ERR_NONE;
}

static void select_page(struct query *q, struct db *db, const struct record_head *head,
                        int64_t before, int limit)
{
    select_versions(q, db, head->store);
    from_versions(q, head);
    query_bind(q, " AND v.version < ", db_int(before));
    query_bind(q, " ORDER BY v.version DESC LIMIT ", db_int(limit + 1));
}

void record_version_ahead(struct db *db, const struct record_head *head, int limit)
{
    struct query q;
    select_page(&q, db, head, INT64_MAX, limit);
    query_ahead(&q);
}

static enum err read_page(struct db *db, const struct record_head *head, int64_t before, int limit,
                          struct record_version_list *list)
{
    struct query q;
    struct db_result result;
    select_page(&q, db, head, before, limit);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    bool has_more = result.row_count > limit;
    list->count = has_more ? limit : result.row_count;
    list->versions = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->versions);
    for (int i = 0; err == ERR_NONE && i < list->count; i++) {
        err = read_entry(db, head, &result, i, &list->versions[i]);
        if (i + 1 < result.row_count)
            list->versions[i].previous = db_get_int(&result, i + 1, 0);
    }
    list->next_before = has_more ? list->versions[list->count - 1].version : 0;
    list->newer_before = -1;
    return err;
}

enum err record_version_recent(struct db *db, const struct record_head *head, int limit,
                               struct record_version_list *list)
{
    return read_page(db, head, INT64_MAX, limit, list);
}

enum err record_version_list(struct db *db, const struct record_head *head, int64_t before_version,
                             struct record_version_list *list)
{
    if (before_version <= 0)
        return record_version_recent(db, head, RECORD_VERSION_LIMIT, list);
    enum err err = read_page(db, head, before_version, RECORD_VERSION_LIMIT, list);
    int64_t top = list->count > 0 ? list->versions[0].version : before_version - 1;
    return err == ERR_NONE ? find_newer(db, head, top, &list->newer_before) : err;
}

static void select_neighbour(struct query *q, const struct record_store *store,
                             const char *least_sql, const char *beyond_sql)
{
    query_add(q, least_sql);
    query_add(q, store->kind->versions);
    query_add(q, " n WHERE n.organization_id = v.organization_id AND n.record_id = v.record_id "
                 "AND n.version ");
    query_add(q, beyond_sql);
}

enum { COLUMN_KEY = COLUMN_ID + 1, COLUMN_PREVIOUS, COLUMN_NEXT, COLUMN_STOP, COLUMN_PARTS };

static void select_version(struct query *q, struct db *db, const struct record_source *source)
{
    const struct record_store *store = source->head->store;
    select_versions(q, db, store);
    query_add(q, ", (SELECT o.data_key_id FROM organizations o "
                 "WHERE o.id = v.organization_id)");
    select_neighbour(q, store, ", (SELECT max(n.version) FROM ", "< v.version)");
    select_neighbour(q, store, ", (SELECT min(n.version) FROM ", "> v.version)");
    query_add(q, ", ");
    record_stop_add(q, &source->head->organization_id);
    record_add_columns(q, store->kind);
    from_versions(q, source->head);
    query_add(q, " AND v.version = ");
    record_source_add(q, source);
}

void record_version_load_ahead(struct db *db, const struct record_source *source)
{
    struct query q;
    select_version(&q, db, source);
    query_ahead(&q);
}

static enum err load(struct db *db, const struct record_source *source,
                     struct record_version *version)
{
    const struct record_head *head = source->head;
    struct query q;
    struct db_result result;
    select_version(&q, db, source);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    err = read_entry(db, head, &result, 0, version);
    version->previous = db_get_int(&result, 0, COLUMN_PREVIOUS);
    version->next = db_get_int(&result, 0, COLUMN_NEXT);
    version->stop_id = db_get_uuid(&result, 0, COLUMN_STOP);
    version->asked = *source;
    struct record_sealed sealed = {&result,
                                   0,
                                   COLUMN_PARTS,
                                   head->organization_id,
                                   db_get_uuid(&result, 0, COLUMN_ID),
                                   db_get_uuid(&result, 0, COLUMN_KEY)};
    return err == ERR_NONE ? record_open(db, head->store->kind, &sealed, &version->content) : err;
}

struct record_source record_version_source(const struct record_head *head,
                                           const struct record_version *version)
{
    struct record_source source = version->asked;
    source.head = head;
    return source;
}

enum err record_version_load(struct db *db, const struct record_head *head, int64_t number,
                             struct record_version *version)
{
    return load(db, &(struct record_source){.head = head, .number = number}, version);
}

enum err record_version_get_source(struct db *db, const struct actor *actor,
                                   const struct record_source *source,
                                   struct record_version *version)
{
    const struct record_kind *kind = source->head->store->kind;
    struct policy_target target = record_target(source->head);
    enum err err = policy_check(actor, kind->read, kind->see, &target);
    if (err == ERR_NONE)
        err = load(db, source, version);
    return err == ERR_NONE ? record_stop_check(db, actor, &version->stop_id) : err;
}

enum err record_version_get(struct db *db, const struct actor *actor,
                            const struct record_head *head, int64_t number,
                            struct record_version *version)
{
    return record_version_get_source(
        db, actor, &(struct record_source){.head = head, .number = number}, version);
}

enum err record_version_exists(struct db *db, const struct record_head *head, int64_t number,
                               bool *exists)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "SELECT version FROM ");
    query_add(&q, head->store->kind->versions);
    record_add_own(&q, head);
    query_bind(&q, " AND version = ", db_int(number));
    enum err err = query_run(&q, &result);
    *exists = err == ERR_NONE && result.row_count > 0;
    return err;
}

static enum err seal_parts(struct db *db, const struct record_head *head,
                           const struct record_content *content, const struct uuid *version_id,
                           struct db_value sealed[RECORD_PARTS_MAX])
{
    struct uuid key_id;
    enum err err = vault_organization_key(db, &head->organization_id, &key_id);
    for (int i = 0; i < RECORD_PARTS_MAX && head->store->kind->columns[i] != NULL; i++) {
        struct seal_place place = record_place(head->store->kind, head->store->kind->columns[i],
                                               &head->organization_id, version_id);
        if (err == ERR_NONE)
            err = vault_seal(db, &key_id, &place, content->parts[i], &sealed[i]);
    }
    return err;
}

/* What the row takes, of the record and of its organization. */
static enum err count_bytes(const struct work *work, const struct record_head *head,
                            const struct db_value *message,
                            const struct db_value sealed[RECORD_PARTS_MAX])
{
    int64_t by[USAGE_COUNT] = {[USAGE_RECORDS] = head->version == 0 ? 1 : 0};
    if (message->type == DB_BYTES)
        by[USAGE_BYTES] += (int64_t)message->text.len;
    for (int i = 0; i < RECORD_PARTS_MAX && head->store->kind->columns[i] != NULL; i++)
        if (sealed[i].type == DB_BYTES)
            by[USAGE_BYTES] += (int64_t)sealed[i].text.len;
    db_change_later(work->db,
                    "INSERT INTO record_sizes (organization_id, record_id, byte_count) "
                    "VALUES ($1, $2, $3) ON CONFLICT (organization_id, record_id) "
                    "DO UPDATE SET byte_count = record_sizes.byte_count + excluded.byte_count",
                    db_uuid(&head->organization_id), db_uuid(&head->id), db_int(by[USAGE_BYTES]));
    return organization_usage_take(work->db, &head->organization_id, by, work->problem);
}

enum err record_version_forget(struct db *db, const struct record_head *head)
{
    struct db_result result;
    struct problem none = {.field = "", .message = ""};
    enum err err = db_select(
        db, &result,
        "SELECT byte_count FROM record_sizes WHERE organization_id = $1 AND record_id = $2",
        db_uuid(&head->organization_id), db_uuid(&head->id));
    if (err != ERR_NONE)
        return err;
    const int64_t by[USAGE_COUNT] = {[USAGE_RECORDS] = -1,
                                     [USAGE_BYTES] =
                                         result.row_count == 0 ? 0 : -db_get_int(&result, 0, 0)};
    db_change_later(db, "DELETE FROM record_sizes WHERE organization_id = $1 AND record_id = $2",
                    db_uuid(&head->organization_id), db_uuid(&head->id));
    return organization_usage_take(db, &head->organization_id, by, &none);
}

enum err record_version_size(struct db *db, const struct record_version_place *place,
                             int64_t *byte_count)
{
    struct query q;
    struct db_result result;
    query_begin(&q, db, "SELECT COALESCE(length(message), 0)");
    for (int i = 0; i < RECORD_PARTS_MAX && place->kind->columns[i] != NULL; i++) {
        query_add(&q, " + COALESCE(length(");
        query_add(&q, place->kind->columns[i]);
        query_add(&q, "), 0)");
    }
    query_add(&q, " FROM ");
    query_add(&q, place->kind->versions);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&place->organization_id));
    query_bind(&q, " AND record_id = ", db_uuid(&place->record_id));
    query_bind(&q, " AND version = ", db_int(place->number));
    enum err err = query_run(&q, &result);
    *byte_count = err == ERR_NONE && result.row_count > 0 ? db_get_int(&result, 0, 0) : 0;
    return err;
}

enum err record_version_shrink(struct db *db, const struct record_version_place *place,
                               int64_t byte_count)
{
    struct problem none = {.field = "", .message = ""};
    const int64_t by[USAGE_COUNT] = {[USAGE_BYTES] = -byte_count};
    db_change_later(db,
                    "UPDATE record_sizes SET byte_count = byte_count - $1 "
                    "WHERE organization_id = $2 AND record_id = $3",
                    db_int(byte_count), db_uuid(&place->organization_id),
                    db_uuid(&place->record_id));
    return organization_usage_take(db, &place->organization_id, by, &none);
}

enum err record_version_seal(const struct work *work, const struct record_head *head,
                             const struct record_fields *fields,
                             struct record_version_sealed *sealed)
{
    *sealed = (struct record_version_sealed){.id = uuid_make()};
    struct seal_place place =
        record_place(head->store->kind, "message", &head->organization_id, &sealed->id);
    enum err err = vault_seal_text(work->db, &place, fields->message, &sealed->message);
    return err == ERR_NONE
               ? seal_parts(work->db, head, &fields->content, &sealed->id, sealed->parts)
               : err;
}

static void insert(const struct work *work, const struct record_head *head, int64_t number,
                   const char *facet, const struct record_version_sealed *sealed, int64_t now)
{
    const struct record_store *store = head->store;
    struct query q;
    query_begin(&q, work->db, "INSERT INTO ");
    query_add(&q, store->kind->versions);
    query_add(&q, " (id, organization_id, record_id, version, message, author_id, created_at, ");
    query_add(&q, store->kind->facet);
    for (int i = 0; i < RECORD_PARTS_MAX && store->kind->columns[i] != NULL; i++) {
        query_add(&q, ", ");
        query_add(&q, store->kind->columns[i]);
    }
    query_bind(&q, ") VALUES (", db_uuid(&sealed->id));
    query_bind(&q, ", ", db_uuid(&head->organization_id));
    query_bind(&q, ", ", db_uuid(&head->id));
    query_bind(&q, ", ", db_int(number));
    query_bind(&q, ", ", sealed->message);
    query_bind(&q, ", ", db_uuid(&work->actor->user_id));
    query_bind(&q, ", ", db_time(now));
    query_bind(&q, ", ", db_text(facet));
    for (int i = 0; i < RECORD_PARTS_MAX && store->kind->columns[i] != NULL; i++)
        query_bind(&q, ", ", sealed->parts[i]);
    query_add(&q, ")");
    query_change_later(&q);
}

enum err record_version_insert(const struct work *work, const struct record_head *head,
                               int64_t number, const struct record_fields *fields,
                               const struct record_version_sealed *ahead, int64_t now)
{
    struct record_version_sealed sealed = *ahead;
    enum err err = ERR_NONE;
    if (uuid_is_nil(&work->actor->user_id))
        return ERR_DENIED;
    if (uuid_is_nil(&sealed.id))
        err = record_version_seal(work, head, fields, &sealed);
    if (err == ERR_NONE)
        err = count_bytes(work, head, &sealed.message, sealed.parts);
    if (err != ERR_NONE)
        return err;
    activity_add_version(work->db, &head->organization_id, head->store->kind, now);
    insert(work, head, number, fields->content.facet, &sealed, now);
    return ERR_NONE;
}

void record_version_count(struct db *db, const struct record_head *head, int by)
{
    struct query q;
    query_begin(&q, db, "UPDATE ");
    query_add(&q, head->store->kind->table);
    query_bind(&q, " SET version_count = version_count + ", db_int(by));
    record_add_self(&q, head);
    query_change_later(&q);
}
