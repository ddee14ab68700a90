#include "data/record/record_count.h"

#include <string.h>

#include "data/db/gather.h"
#include "data/db/query.h"

/* An organization has dozens of folders, seldom hundreds; of more the rest is "and more". */
enum { FOLDERS_READ = 1000 };

/* The key is KIND, DIMENSION and VALUE, a line each: none of them has line breaks. */
static void write_count(struct db *db, const struct uuid *organization_id, const char *key,
                        int change)
{
    struct arena *arena = db_arena(db);
    const char *dimension = strchr(key, '\n') + 1;
    const char *value = strchr(dimension, '\n') + 1;
    struct db_value kind_value = db_text(arena_copy(arena, key, (size_t)(dimension - key - 1)));
    struct db_value dimension_value =
        db_text(arena_copy(arena, dimension, (size_t)(value - dimension - 1)));
    db_change_later(
        db,
        "INSERT INTO record_counts (organization_id, kind, dimension, value, record_count) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id, kind, dimension, value) "
        "DO UPDATE SET record_count = record_counts.record_count + excluded.record_count",
        db_uuid(organization_id), kind_value, dimension_value, db_text(value), db_int(change));
    if (change <= 0)
        db_change_later(db,
                        "DELETE FROM record_counts WHERE organization_id = $1 AND kind = $2 "
                        "AND dimension = $3 AND value = $4 AND record_count <= 0",
                        db_uuid(organization_id), kind_value, dimension_value, db_text(value));
}

static void add(struct db *db, const struct record_kind *kind, const struct uuid *organization_id,
                const char *dimension, const char *value, int by)
{
    const char *key = arena_printf(db_arena(db), "%s\n%s\n%s", kind->name, dimension, value);
    if (!gather_add(db, write_count, organization_id, key, by))
        write_count(db, organization_id, key, by);
}

void record_count(struct db *db, const struct record_kind *kind, const struct uuid *organization_id,
                  const char *folder, const char *facet, int by)
{
    add(db, kind, organization_id, "folder", folder, by);
    add(db, kind, organization_id, kind->facet, facet, by);
}

/* ---- folders ------------------------------------------------------------------------------ */

/* "a/b" and what is below it do not stand together by bytes: "a/b-c" comes between. */
static struct record_folder *find_child(const struct record_folder_list *list, const char *path,
                                        size_t len)
{
    for (int i = list->count - 1; i >= 0; i--)
        if (strncmp(list->folders[i].path, path, len) == 0 && list->folders[i].path[len] == '\0')
            return &list->folders[i];
    return NULL;
}

/* Counts a folder for the child of the parent that it is or lies below. */
static void count_folder(struct arena *arena, const char *folder, size_t parent_len, int64_t count,
                         struct record_folder_list *list)
{
    size_t len = parent_len + strcspn(folder + parent_len, "/");
    struct record_folder *child = find_child(list, folder, len);
    if (child == NULL && list->count == RECORD_FOLDERS_MAX) {
        list->has_more = true;
        return;
    }
    if (child == NULL) {
        child = &list->folders[list->count++];
        child->path = arena_copy(arena, folder, len);
        child->name = child->path + parent_len;
    }
    child->count += count;
}

static const char *start_of(struct arena *arena, const char *parent)
{
    return parent[0] == '\0' ? " " : arena_printf(arena, "%s/", parent);
}

/* Under which what is counted of the actor's own organization is kept; NULL: it is another's. */
static const char *key_of(struct db *db, const struct actor *actor, const struct record_kind *kind,
                          const struct uuid *organization_id, const char *about)
{
    bool is_own = uuid_equal(organization_id, &actor->organization_id);
    return is_own ? arena_printf(db_arena(db), "counts %s %s", kind->name, about) : NULL;
}

enum err record_folder_ask(struct db *db, const struct actor *actor, const struct record_kind *kind,
                           const struct uuid *organization_id, const char *parent,
                           struct record_folder_list *list)
{
    struct arena *arena = db_arena(db);
    const struct uuid *organization =
        uuid_is_nil(organization_id) ? &actor->organization_id : organization_id;
    struct policy_target target = {.organization_id = *organization};
    *list = (struct record_folder_list){.parent = arena_strdup(arena, parent)};
    if (!policy_allows(actor, kind->see, &target))
        return ERR_DENIED;
    if (!text_is_utf8(parent, strlen(parent)))
        return ERR_NONE;
    /* Everything below "a/" stands between it and "a0"; the top's own empty folder is left out. */
    const char *until = parent[0] == '\0' ? "\xf4\x8f\xbf\xbf" : arena_printf(arena, "%s0", parent);
    list->asked = arena_alloc(arena, sizeof *list->asked);
    const char *key = arena_printf(arena, "below %s", parent);
    if (kept_rows_find(db, key_of(db, actor, kind, organization, key), list->asked))
        return ERR_NONE;
    db_later(db, &list->asked->rows,
             "SELECT value, record_count FROM record_counts WHERE organization_id = $1 "
             "AND kind = $2 AND dimension = 'folder' AND value >= $3 AND value < $4 "
             "ORDER BY value LIMIT $5",
             db_uuid(organization), db_text(kind->name), db_text(start_of(arena, parent)),
             db_text(until), db_int(FOLDERS_READ));
    return ERR_NONE;
}

enum err record_folder_read(struct db *db, struct record_folder_list *list)
{
    struct arena *arena = db_arena(db);
    enum err err = db_collect(db);
    if (err != ERR_NONE || list->asked == NULL)
        return err;
    kept_rows_keep(db, list->asked);
    const struct db_result *rows = &list->asked->rows;
    size_t parent_len = list->parent[0] == '\0' ? 0 : strlen(list->parent) + 1;
    list->folders = arena_array(arena, RECORD_FOLDERS_MAX, sizeof *list->folders);
    list->has_more = rows->row_count == FOLDERS_READ;
    for (int i = 0; i < rows->row_count; i++)
        count_folder(arena, db_get_text(rows, i, 0), parent_len, db_get_int(rows, i, 1), list);
    return ERR_NONE;
}

/* ---- facets ------------------------------------------------------------------------------- */

static void select_facets(struct query *q, struct db *db, const struct record_kind *kind,
                          const struct uuid *organization_id)
{
    query_begin(q, db, "SELECT value, record_count FROM record_counts");
    query_bind(q, " WHERE organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND kind = ", db_text(kind->name));
    query_bind(q, " AND dimension = ", db_text(kind->facet));
    query_bind(q, " ORDER BY record_count DESC, value LIMIT ", db_int(RECORD_FACETS_MAX + 1));
}

void record_facet_ahead(struct db *db, const struct actor *actor, const struct record_kind *kind)
{
    struct query q;
    select_facets(&q, db, kind, &actor->organization_id);
    query_ahead(&q);
}

/* The question, if the actor may ask it. */
static enum err begin_facets(struct query *q, struct db *db, const struct actor *actor,
                             const struct record_kind *kind, const struct uuid *organization_id)
{
    const struct uuid *organization =
        uuid_is_nil(organization_id) ? &actor->organization_id : organization_id;
    struct policy_target target = {.organization_id = *organization};
    if (!policy_allows(actor, kind->see, &target))
        return ERR_DENIED;
    select_facets(q, db, kind, organization);
    return ERR_NONE;
}

static void read_facets(struct db *db, const struct db_result *result,
                        struct record_facet_list *list)
{
    list->has_more = result->row_count > RECORD_FACETS_MAX;
    list->count = list->has_more ? RECORD_FACETS_MAX : result->row_count;
    list->facets = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->facets);
    for (int i = 0; i < list->count; i++)
        list->facets[i] =
            (struct record_facet){db_get_text(result, i, 0), db_get_int(result, i, 1)};
}

enum err record_facet_ask(struct db *db, const struct actor *actor, const struct record_kind *kind,
                          const struct uuid *organization_id, struct record_facet_list *list)
{
    struct query q;
    *list = (struct record_facet_list){.asked = arena_alloc(db_arena(db), sizeof *list->asked)};
    const struct uuid *organization =
        uuid_is_nil(organization_id) ? &actor->organization_id : organization_id;
    enum err err = begin_facets(&q, db, actor, kind, organization);
    if (err == ERR_NONE &&
        !kept_rows_find(db, key_of(db, actor, kind, organization, "by facet"), list->asked))
        query_later(&q, &list->asked->rows);
    return err;
}

enum err record_facet_read(struct db *db, struct record_facet_list *list)
{
    enum err err = db_collect(db);
    if (err != ERR_NONE)
        return err;
    kept_rows_keep(db, list->asked);
    read_facets(db, &list->asked->rows, list);
    return ERR_NONE;
}

enum err record_facet_list(struct db *db, const struct actor *actor, const struct record_kind *kind,
                           const struct uuid *organization_id, struct record_facet_list *list)
{
    struct query q;
    struct db_result result;
    enum err err = begin_facets(&q, db, actor, kind, organization_id);
    if (err == ERR_NONE)
        err = query_run(&q, &result);
    if (err == ERR_NONE)
        read_facets(db, &result, list);
    return err;
}

/* ---- totals ------------------------------------------------------------------------------- */

enum err record_total_ask(struct db *db, const struct actor *actor, const struct record_kind *kind,
                          const struct uuid *organization_id, const char *folder,
                          struct db_result *total)
{
    const struct uuid *organization =
        uuid_is_nil(organization_id) ? &actor->organization_id : organization_id;
    struct policy_target target = {.organization_id = *organization};
    const char *until =
        folder[0] == '\0' ? "\xf4\x8f\xbf\xbf" : arena_printf(db_arena(db), "%s0", folder);
    if (!policy_allows(actor, kind->see, &target))
        return ERR_DENIED;
    db_later(db, total,
             "SELECT CAST(COALESCE(SUM(record_count), 0) AS bigint) FROM record_counts "
             "WHERE organization_id = $1 AND kind = $2 AND dimension = 'folder' "
             "AND (value = $3 OR (value >= $4 AND value < $5))",
             db_uuid(organization), db_text(kind->name), db_text(folder),
             db_text(start_of(db_arena(db), folder)), db_text(until));
    return ERR_NONE;
}
