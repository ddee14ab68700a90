#include "data/prompt/prompt_page.h"

#include <string.h>

#include "base/budget.h"
#include "data/db/query.h"
#include "data/listing/record_where.h"
#include "data/record/record_count.h"
#include "data/record/record_stop.h"
#include "data/vault/vault.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

/* All versions of a page, whatever a person made. */
#define VERSIONS_LIMIT "100000"

/* One more than PROMPT_PAGE_REACH, as a constant of the text: so a planner knows that reading an
 * index is cheaper than the table. */
#define REACH_LIMIT "10001"

/* What only so few prompts have that they are found by its index and sorted; without any, the list
 * is walked by name until enough are found. */
enum few { FEW_BY_NOTHING, FEW_BY_LABEL, FEW_BY_TAG };

/* A page on its way. */
struct request {
    struct db *db;
    const struct actor *actor;
    const struct prompt_page_filter *filter;
    enum few few;
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
    if (policy_folder(request->actor)[0] != '\0')
        record_where_folder(q, policy_folder(request->actor), true);
    add_times(q, filter);
}

static void add_few(struct query *q, const struct request *request, enum few by)
{
    struct arena *arena = db_arena(request->db);
    query_add(q, "SELECT record_id AS id FROM ");
    query_add(q, by == FEW_BY_LABEL ? "prompt_labels" : "prompt_tags");
    query_bind(q, " WHERE organization_id = ", db_uuid(&request->actor->organization_id));
    if (by == FEW_BY_LABEL)
        query_bind(q, " AND label = ", db_text(request->filter->label));
    else
        query_bind(q, " AND tag_key = ", db_text(name_key(arena, request->filter->tag)));
    query_add(q, " ORDER BY record_id LIMIT " REACH_LIMIT);
}

static void add_from(struct query *q, const struct request *request)
{
    query_add(q, " FROM ");
    if (request->few == FEW_BY_NOTHING) {
        query_add(q, "prompts r");
        return;
    }
    query_add(q, "(");
    add_few(q, request, request->few);
    query_add(q, ") few JOIN prompts r ON r.id = few.id");
}

static enum err find_few(struct request *request)
{
    struct db_result counts[FEW_BY_TAG + 1];
    bool is_asked[FEW_BY_TAG + 1] = {[FEW_BY_LABEL] = has_stored_label(request->filter),
                                     [FEW_BY_TAG] = is_given(request->filter->tag)};
    for (enum few by = FEW_BY_LABEL; by <= FEW_BY_TAG; by++) {
        struct query q;
        if (!is_asked[by])
            continue;
        query_begin(&q, request->db, "SELECT count(*) FROM (");
        add_few(&q, request, by);
        query_add(&q, ") f");
        query_later(&q, &counts[by]);
    }
    int64_t least = PROMPT_PAGE_REACH + 1;
    enum err err = db_collect(request->db);
    for (enum few by = FEW_BY_LABEL; err == ERR_NONE && by <= FEW_BY_TAG; by++) {
        int64_t count = is_asked[by] ? db_get_int(&counts[by], 0, 0) : least;
        if (count < least) {
            least = count;
            request->few = by;
        }
    }
    return err;
}

/* The page alone: what stands before it is skipped without a look at anything else. */
static void add_page(struct query *q, const struct request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    query_add(q, "SELECT r.id");
    add_from(q, request);
    add_where(q, request);
    query_bind(q, " ORDER BY r.sort_key, r.id LIMIT ", db_int(filter->limit));
    query_bind(q, " OFFSET ", db_int((filter->page - 1) * filter->limit));
}

/* Without a filter it is counted already, as records are written. */
static bool is_whole(const struct request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    return !is_given(filter->name) && !has_stored_label(filter) && !is_given(filter->tag) &&
           filter->updated_from == 0 && filter->updated_until == 0;
}

/* More than can be read have the one label or tag, by its index. */
static bool is_too_many(const struct request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    bool is_one = has_stored_label(filter) != is_given(filter->tag);
    return is_one && request->few == FEW_BY_NOTHING && !is_given(filter->name) &&
           filter->updated_from == 0 && filter->updated_until == 0 &&
           policy_folder(request->actor)[0] == '\0';
}

/* The number that is kept of the whole list; ERR_DENIED if there is none. */
static enum err ask_total(const struct request *request, struct db_result *result)
{
    static const struct uuid own;
    enum err err = record_total_ask(request->db, request->actor, prompt_store.kind, &own,
                                    policy_folder(request->actor), result);
    return err == ERR_NONE ? db_collect(request->db) : err;
}

static enum err count_rows(const struct request *request, struct db_result *result)
{
    struct query q;
    query_begin(&q, request->db, "SELECT count(*) FROM (SELECT 1 AS one");
    add_from(&q, request);
    add_where(&q, request);
    query_add(&q, " LIMIT " REACH_LIMIT ") c");
    return query_run(&q, result);
}

static enum err count_all(const struct request *request, int64_t *total)
{
    struct db_result result;
    enum err err = is_whole(request) ? ask_total(request, &result) : ERR_DENIED;
    *total = PROMPT_PAGE_REACH + 1;
    if (err == ERR_DENIED && is_too_many(request))
        return ERR_NONE;
    if (err == ERR_DENIED)
        err = count_rows(request, &result);
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
    COLUMN_SORT,
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
                "o.data_key_id, r.sort_key, ");
    record_stop_add(&q, &request->actor->organization_id);
    query_add(&q, " FROM (");
    add_page(&q, request);
    query_bind(&q, ") p JOIN prompts r ON r.organization_id = ",
               db_uuid(&request->actor->organization_id));
    query_add(&q, " AND r.id = p.id JOIN organizations o ON o.id = r.organization_id");
    if (has_stored_label(filter))
        query_bind(&q,
                   " JOIN prompt_labels l ON l.organization_id = r.organization_id "
                   "AND l.record_id = r.id AND l.label = ",
                   db_text(filter->label));
    query_add(&q, " JOIN prompt_versions v ON v.organization_id = r.organization_id "
                  "AND v.record_id = r.id AND v.version = ");
    query_add(&q, has_stored_label(filter) ? "l.version" : "r.version");
    query_add(&q, " ORDER BY r.sort_key, r.id LIMIT 100");
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

/* rows: of the page, which ends where they do. */
static enum err list_versions(const struct request *request, const struct db_result *rows,
                              struct prompt_page *page)
{
    struct query q;
    struct db_result result;
    if (page->count == 0)
        return ERR_NONE;
    query_begin(&q, request->db,
                "SELECT v.record_id, v.version FROM prompt_versions v JOIN (SELECT r.id");
    add_from(&q, request);
    add_where(&q, request);
    query_bind(&q, " AND r.sort_key >= ", db_text(db_get_text(rows, 0, COLUMN_SORT)));
    query_bind(&q, " AND r.sort_key <= ", db_text(db_get_text(rows, page->count - 1, COLUMN_SORT)));
    query_bind(&q, ") p ON p.id = v.record_id WHERE v.organization_id = ",
               db_uuid(&request->actor->organization_id));
    query_add(&q, " ORDER BY v.record_id, v.version LIMIT " VERSIONS_LIMIT);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        read_versions(request->db, &result, page);
    return err;
}

/* Whether the page has anything: what is too far down is refused, what is past the end is empty. */
static enum err check_reach(const struct request *request, int64_t total, bool *has_any)
{
    int64_t first = (request->filter->page - 1) * request->filter->limit;
    *has_any = first < total;
    return first >= PROMPT_PAGE_REACH && *has_any ? ERR_INVALID : ERR_NONE;
}

enum err prompt_page(struct db *db, const struct actor *actor,
                     const struct prompt_page_filter *filter, struct prompt_page *page)
{
    struct request request = {db, actor, filter, FEW_BY_NOTHING};
    struct db_result result;
    bool has_any = false;
    struct policy_target target = {.organization_id = actor->organization_id,
                                   .folder = policy_folder(actor)};
    if (!policy_allows(actor, PERMISSION_PROMPT_READ, &target))
        return ERR_DENIED;
    *page = (struct prompt_page){.items = NULL};
    enum err err = find_few(&request);
    if (err == ERR_NONE)
        err = count_all(&request, &page->total);
    if (err == ERR_NONE)
        err = check_reach(&request, page->total, &has_any);
    if (err != ERR_NONE || !has_any)
        return err;
    err = select_page(&request, &result);
    if (err == ERR_NONE)
        err = read_items(&request, &result, page);
    return err == ERR_NONE && !is_given(filter->label) ? list_versions(&request, &result, page)
                                                       : err;
}
