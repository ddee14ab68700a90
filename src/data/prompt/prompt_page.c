#include "data/prompt/prompt_page.h"

#include <string.h>

#include "base/budget.h"
#include "data/prompt/prompt_page_filter.h"
#include "data/record/record_stop.h"
#include "data/vault/vault.h"

/* All versions of a page, whatever a person made. */
#define VERSIONS_LIMIT "100000"

/* Rows that are asked for by their ids in one statement; a page asks for all of them at once. */
enum { IDS_AT_ONCE = 50, CHUNKS = PROMPT_PAGE_MAX / IDS_AT_ONCE };

/* The page alone: what stands before it is skipped without a look at anything else. */
static void add_page(struct query *q, const struct prompt_page_request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    query_add(q, "SELECT r.id");
    prompt_page_rows(q, request);
    query_bind(q, " ORDER BY r.sort_key, r.id LIMIT ", db_int(filter->limit));
    query_bind(q, " OFFSET ", db_int((filter->page - 1) * filter->limit));
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

static enum err select_page(const struct prompt_page_request *request, struct db_result *result)
{
    const struct prompt_page_filter *filter = request->filter;
    struct query q;
    query_begin(&q, request->db,
                "SELECT r.id, r.name, r.marks, r.updated_at, "
                "(SELECT max(m.updated_at) FROM prompt_labels m WHERE m.organization_id = "
                "r.organization_id AND m.record_id = r.id), v.version, v.id, v.type, v.settings, "
                "o.data_key_id, ");
    record_stop_add(&q, &request->actor->organization_id);
    query_add(&q, " FROM (");
    add_page(&q, request);
    query_bind(&q, ") p JOIN prompts r ON r.organization_id = ",
               db_uuid(&request->actor->organization_id));
    query_add(&q, " AND r.id = p.id JOIN organizations o ON o.id = r.organization_id");
    if (prompt_page_has_label(filter))
        query_bind(&q,
                   " JOIN prompt_labels l ON l.organization_id = r.organization_id "
                   "AND l.record_id = r.id AND l.label = ",
                   db_text(filter->label));
    query_add(&q, " JOIN prompt_versions v ON v.organization_id = r.organization_id "
                  "AND v.record_id = r.id AND v.version = ");
    query_add(&q, prompt_page_has_label(filter) ? "l.version" : "r.version");
    query_add(&q, " ORDER BY r.sort_key, r.id LIMIT 100");
    return query_run(&q, result);
}

static enum err open_settings(const struct prompt_page_request *request,
                              const struct db_result *result, int row,
                              struct prompt_page_item *item)
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

static enum err read_items(const struct prompt_page_request *request,
                           const struct db_result *result, struct prompt_page *page)
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

static void ask_versions(const struct prompt_page_request *request, const struct prompt_page *page,
                         int from, struct db_result *result)
{
    struct query q;
    query_begin(&q, request->db, "SELECT v.record_id, v.version");
    for (int i = 0; i < IDS_AT_ONCE; i++)
        query_bind(&q, i == 0 ? " FROM (VALUES (" : "), (",
                   from + i < page->count ? db_uuid(&page->items[from + i].id)
                                          : db_null_of(DB_UUID));
    query_bind(&q,
               ")) f JOIN prompt_versions v ON v.record_id = f.column1 AND v.organization_id = ",
               db_uuid(&request->actor->organization_id));
    query_add(&q, " ORDER BY v.record_id, v.version LIMIT " VERSIONS_LIMIT);
    query_later(&q, result);
}

static enum err list_versions(const struct prompt_page_request *request, struct prompt_page *page)
{
    struct db_result results[CHUNKS];
    for (int i = 0; i * IDS_AT_ONCE < page->count; i++)
        ask_versions(request, page, i * IDS_AT_ONCE, &results[i]);
    enum err err = db_collect(request->db);
    for (int i = 0; err == ERR_NONE && i * IDS_AT_ONCE < page->count; i++)
        read_versions(request->db, &results[i], page);
    return err;
}

/* Whether the page has anything: what is too far down is refused, what is past the end is empty. */
static enum err check_reach(const struct prompt_page_request *request, int64_t total, bool *has_any)
{
    int64_t first = (request->filter->page - 1) * request->filter->limit;
    *has_any = first < total;
    return first >= PROMPT_PAGE_REACH && *has_any ? ERR_INVALID : ERR_NONE;
}

enum err prompt_page(struct db *db, const struct actor *actor,
                     const struct prompt_page_filter *filter, struct prompt_page *page)
{
    struct prompt_page_request request = {.db = db, .actor = actor, .filter = filter};
    struct db_result result;
    bool has_any = false;
    struct policy_target target = {.organization_id = actor->organization_id,
                                   .folder = policy_folder(actor)};
    if (!policy_allows(actor, PERMISSION_PROMPT_READ, &target))
        return ERR_DENIED;
    *page = (struct prompt_page){.items = NULL};
    enum err err = prompt_page_find_few(&request);
    if (err == ERR_NONE)
        err = prompt_page_count(&request, &page->total);
    if (err == ERR_NONE)
        err = check_reach(&request, page->total, &has_any);
    if (err != ERR_NONE || !has_any)
        return err;
    err = select_page(&request, &result);
    if (err == ERR_NONE)
        err = read_items(&request, &result, page);
    bool is_by_label = filter->label != NULL && filter->label[0] != '\0';
    return err == ERR_NONE && !is_by_label ? list_versions(&request, page) : err;
}
