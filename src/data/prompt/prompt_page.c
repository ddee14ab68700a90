#include "data/prompt/prompt_page.h"

#include <string.h>

#include "base/budget.h"
#include "data/db/query.h"
#include "data/record/record_stop.h"
#include "data/vault/vault.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

/* All versions of a page, whatever a person made. */
#define VERSIONS_LIMIT "100000"

/* A page on its way. */
struct request {
    struct db *db;
    const struct actor *actor;
    const struct prompt_page_filter *filter;
};

static bool is_given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* "latest" is on the newest version of every prompt. */
static bool has_stored_label(const struct prompt_page_filter *filter)
{
    return is_given(filter->label) && strcmp(filter->label, LABEL_LATEST) != 0;
}

static void begin_side(struct query *q, const char *select_sql, const char *table_sql)
{
    query_add(q, " AND (SELECT ");
    query_add(q, select_sql);
    query_add(q, " FROM ");
    query_add(q, table_sql);
    query_add(q, " s WHERE s.organization_id = r.organization_id AND s.record_id = r.id");
}

/* Of a token that is restricted to a folder: in it, or below it. */
static void add_folder(struct query *q, const struct request *request)
{
    struct arena *arena = db_arena(request->db);
    const char *folder = policy_folder(request->actor);
    const char *low = arena_printf(arena, "%s/", folder);
    const char *high = arena_printf(arena, "%s0", folder); /* 0 follows / */
    if (folder[0] == '\0')
        return;
    query_bind(q, " AND (r.folder = ", db_text(folder));
    query_bind(q, " OR (r.folder >= ", db_text(low));
    query_bind(q, " AND r.folder < ", db_text(high));
    query_add(q, "))");
}

static void add_times(struct query *q, const struct prompt_page_filter *filter)
{
    if (filter->updated_from != 0) {
        query_bind(q, " AND (r.updated_at >= ", db_time(filter->updated_from));
        query_bind(q,
                   " OR (SELECT count(*) FROM prompt_labels s WHERE s.organization_id = "
                   "r.organization_id AND s.record_id = r.id AND s.updated_at >= ",
                   db_time(filter->updated_from));
        query_add(q, ") > 0)");
    }
    if (filter->updated_until != 0) {
        query_bind(q, " AND r.updated_at < ", db_time(filter->updated_until));
        begin_side(q, "count(*)", "prompt_labels");
        query_bind(q, " AND s.updated_at >= ", db_time(filter->updated_until));
        query_add(q, ") = 0");
    }
}

static void add_where(struct query *q, const struct request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    struct arena *arena = db_arena(request->db);
    query_bind(q, " WHERE r.organization_id = ", db_uuid(&request->actor->organization_id));
    query_add(q, " AND r.archived_at IS NULL");
    if (is_given(filter->name))
        query_bind(q, " AND r.name_key = ", db_text(name_key(arena, filter->name)));
    if (has_stored_label(filter)) {
        begin_side(q, "count(*)", "prompt_labels");
        query_bind(q, " AND s.label = ", db_text(filter->label));
        query_add(q, ") > 0");
    }
    if (is_given(filter->tag)) {
        begin_side(q, "count(*)", "prompt_tags");
        query_bind(q, " AND s.tag_key = ", db_text(name_key(arena, filter->tag)));
        query_add(q, ") > 0");
    }
    add_folder(q, request);
    add_times(q, filter);
}

static void add_order(struct query *q, const struct prompt_page_filter *filter)
{
    query_bind(q, " ORDER BY r.sort_key, r.id LIMIT ", db_int(filter->limit));
    query_bind(q, " OFFSET ", db_int((filter->page - 1) * filter->limit));
}

static enum err count_all(const struct request *request, int64_t *total)
{
    struct query q;
    struct db_result result;
    query_begin(&q, request->db, "SELECT count(*) FROM prompts r");
    add_where(&q, request);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        *total = db_get_int(&result, 0, 0);
    return err;
}

/* The columns of a page. */
enum {
    COLUMN_ID,
    COLUMN_NAME,
    COLUMN_MARKS,
    COLUMN_UPDATED,
    COLUMN_MOVED,
    COLUMN_SHOWN,
    COLUMN_VERSION_ID,
    COLUMN_TYPE,
    COLUMN_SETTINGS,
    COLUMN_KEY,
    COLUMN_STOP
};

static enum err select_page(const struct request *request, struct db_result *result)
{
    const struct prompt_page_filter *filter = request->filter;
    struct query q;
    query_begin(&q, request->db,
                "SELECT r.id, r.name, r.marks, r.updated_at, "
                "(SELECT max(m.updated_at) FROM prompt_labels m WHERE m.organization_id = "
                "r.organization_id AND m.record_id = r.id), v.version, v.id, v.type, v.settings, "
                "o.data_key_id, ");
    record_stop_add(&q, &request->actor->organization_id);
    query_add(&q, " FROM prompts r JOIN organizations o ON o.id = r.organization_id");
    if (has_stored_label(filter))
        query_bind(&q,
                   " JOIN prompt_labels l ON l.organization_id = r.organization_id "
                   "AND l.record_id = r.id AND l.label = ",
                   db_text(filter->label));
    query_add(&q, " JOIN prompt_versions v ON v.organization_id = r.organization_id "
                  "AND v.record_id = r.id AND v.version = ");
    query_add(&q, has_stored_label(filter) ? "l.version" : "r.version");
    add_where(&q, request);
    add_order(&q, filter);
    return query_run(&q, result);
}

static enum err open_settings(const struct request *request, const struct db_result *result,
                              int row, struct prompt_page_item *item)
{
    struct uuid version_id = db_get_uuid(result, row, COLUMN_VERSION_ID);
    struct uuid key_id = db_get_uuid(result, row, COLUMN_KEY);
    struct uuid stop_id = db_get_uuid(result, row, COLUMN_STOP);
    item->settings = "";
    if (record_stop_check(request->db, request->actor, &stop_id) !=
        ERR_NONE) /* its name may be seen */
        return ERR_NONE;
    struct seal_place place =
        record_place(prompt_store.kind, prompt_store.kind->columns[PROMPT_PART_SETTINGS],
                     &request->actor->organization_id, &version_id);
    struct text settings;
    enum err err = vault_unseal(request->db, &key_id, &place,
                                db_get_bytes(result, row, COLUMN_SETTINGS), &settings);
    if (err == ERR_NONE)
        item->settings = settings.data == NULL ? "" : settings.data;
    return err;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static enum err read_items(const struct request *request, const struct db_result *result,
                           struct prompt_page *page)
{
    struct arena *arena = db_arena(request->db);
    enum err err = ERR_NONE;
    page->count = result->row_count;
    page->items = arena_array(arena, (size_t)page->count + 1, sizeof *page->items);
    for (int i = 0; err == ERR_NONE && i < page->count; i++) {
        struct prompt_page_item *item = &page->items[i];
        *item = (struct prompt_page_item){
            .id = db_get_uuid(result, i, COLUMN_ID),
            .name = db_get_text(result, i, COLUMN_NAME),
            .type = db_get_text(result, i, COLUMN_TYPE),
            .marks = record_mark_read(arena, db_get_text(result, i, COLUMN_MARKS)),
            .shown = db_get_int(result, i, COLUMN_SHOWN),
            .updated_at = later(db_get_time(result, i, COLUMN_UPDATED),
                                db_get_time(result, i, COLUMN_MOVED))};
        item->versions = &item->shown;
        item->version_count = 1;
        err = open_settings(request, result, i, item);
    }
    return err;
}

static struct prompt_page_item *find_item(const struct prompt_page *page, const struct uuid *id)
{
    for (int i = 0; i < page->count; i++)
        if (uuid_equal(&page->items[i].id, id))
            return &page->items[i];
    return NULL;
}

/* The rows of one prompt stand together. */
static void read_versions(struct db *db, const struct db_result *result, struct prompt_page *page)
{
    int64_t *numbers = arena_array(db_arena(db), (size_t)result->row_count + 1, sizeof *numbers);
    struct prompt_page_item *item = NULL;
    for (int i = 0; i < result->row_count; i++) {
        budget_look();
        struct uuid id = db_get_uuid(result, i, 0);
        numbers[i] = db_get_int(result, i, 1);
        if (item == NULL || !uuid_equal(&item->id, &id)) {
            item = find_item(page, &id);
            if (item == NULL)
                continue;
            item->versions = &numbers[i];
            item->version_count = 0;
        }
        item->version_count++;
    }
}

static enum err list_versions(const struct request *request, struct prompt_page *page)
{
    struct query q;
    struct db_result result;
    query_begin(&q, request->db,
                "SELECT v.record_id, v.version FROM prompt_versions v JOIN (SELECT r.id "
                "FROM prompts r");
    add_where(&q, request);
    add_order(&q, request->filter);
    query_bind(&q, ") p ON p.id = v.record_id WHERE v.organization_id = ",
               db_uuid(&request->actor->organization_id));
    query_add(&q, " ORDER BY v.record_id, v.version LIMIT " VERSIONS_LIMIT);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        read_versions(request->db, &result, page);
    return err;
}

enum err prompt_page(struct db *db, const struct actor *actor,
                     const struct prompt_page_filter *filter, struct prompt_page *page)
{
    struct request request = {db, actor, filter};
    struct db_result result;
    struct policy_target target = {.organization_id = actor->organization_id,
                                   .folder = policy_folder(actor)};
    if (!policy_allows(actor, PERMISSION_PROMPT_READ, &target))
        return ERR_DENIED;
    *page = (struct prompt_page){.items = NULL};
    enum err err = count_all(&request, &page->total);
    if (err == ERR_NONE)
        err = select_page(&request, &result);
    if (err == ERR_NONE)
        err = read_items(&request, &result, page);
    return err == ERR_NONE && !is_given(filter->label) ? list_versions(&request, page) : err;
}
