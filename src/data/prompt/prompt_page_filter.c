#include "data/prompt/prompt_page_filter.h"

#include <string.h>

#include "data/listing/record_where.h"
#include "data/prompt/prompt.h"
#include "data/record/record_count.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

/* One more than PROMPT_PAGE_REACH, as a constant of the text: so a planner knows that reading an
 * index is cheaper than the table. */
#define REACH_LIMIT "10001"

static bool is_given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

bool prompt_page_has_label(const struct prompt_page_filter *filter)
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

static void add_sides(struct query *q, const struct prompt_page_request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    struct arena *arena = db_arena(request->db);
    if (prompt_page_has_label(filter)) {
        begin_side(q, "count(*)", "prompt_labels");
        query_bind(q, " AND s.label = ", db_text(filter->label));
        query_add(q, ") > 0");
    }
    if (is_given(filter->tag)) {
        begin_side(q, "count(*)", "prompt_tags");
        query_bind(q, " AND s.tag_key = ", db_text(name_key(arena, filter->tag)));
        query_add(q, ") > 0");
    }
}

static void add_where(struct query *q, const struct prompt_page_request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    struct arena *arena = db_arena(request->db);
    query_bind(q, " WHERE r.organization_id = ", db_uuid(&request->actor->organization_id));
    query_add(q, " AND r.archived_at IS NULL");
    if (is_given(filter->name))
        query_bind(q, " AND r.name_key = ", db_text(name_key(arena, filter->name)));
    add_sides(q, request);
    if (policy_folder(request->actor)[0] != '\0')
        record_where_folder(q, policy_folder(request->actor), true);
    add_times(q, filter);
}

static void add_dated(struct query *q, const struct prompt_page_request *request,
                      const char *select_sql, const char *condition_sql, int64_t time)
{
    query_add(q, select_sql);
    query_bind(q, " WHERE organization_id = ", db_uuid(&request->actor->organization_id));
    query_bind(q, condition_sql, db_time(time));
}

/* Changed since, or a label of it. Where they are counted, one of both counts twice: else many
 * labels of a few could hide that there are more. */
static void add_changed(struct query *q, const struct prompt_page_request *request, bool is_count)
{
    int64_t from = request->filter->updated_from;
    query_add(q, "SELECT id FROM (SELECT id FROM (");
    add_dated(q, request, "SELECT id FROM prompts", " AND updated_at >= ", from);
    query_add(q, " ORDER BY updated_at, id LIMIT " REACH_LIMIT ") changed ");
    query_add(q, is_count ? "UNION ALL " : "UNION ");
    query_add(q, "SELECT record_id FROM (");
    add_dated(q, request, "SELECT record_id FROM prompt_labels", " AND updated_at >= ", from);
    query_add(q, " ORDER BY updated_at, record_id LIMIT " REACH_LIMIT ") moved) u");
}

static void add_side(struct query *q, const struct prompt_page_request *request,
                     enum prompt_page_few by, const char *select_sql)
{
    struct arena *arena = db_arena(request->db);
    query_add(q, select_sql);
    query_add(q, by == FEW_BY_LABEL ? " FROM prompt_labels" : " FROM prompt_tags");
    query_bind(q, " WHERE organization_id = ", db_uuid(&request->actor->organization_id));
    if (by == FEW_BY_LABEL)
        query_bind(q, " AND label = ", db_text(request->filter->label));
    else
        query_bind(q, " AND tag_key = ", db_text(name_key(arena, request->filter->tag)));
    query_add(q, " ORDER BY record_id");
}

static void add_archived(struct query *q, const struct prompt_page_request *request,
                         const char *select_sql)
{
    query_add(q, select_sql);
    query_bind(q,
               " FROM prompts WHERE organization_id = ", db_uuid(&request->actor->organization_id));
    query_add(q, " AND archived_at IS NOT NULL ORDER BY updated_at, id");
}

/* Their ids, in the order of an index; the limit comes with it. */
static void add_few(struct query *q, const struct prompt_page_request *request,
                    enum prompt_page_few by, bool is_count)
{
    if (by == FEW_BY_LABEL || by == FEW_BY_TAG)
        add_side(q, request, by, "SELECT record_id AS id");
    else if (by == FEW_BY_FROM)
        add_changed(q, request, is_count);
    else if (by == FEW_ARCHIVED)
        add_archived(q, request, "SELECT id");
    else {
        add_dated(q, request, "SELECT id FROM prompts", " AND updated_at < ",
                  request->filter->updated_until);
        query_add(q, " ORDER BY updated_at, id");
    }
    query_add(q, " LIMIT " REACH_LIMIT);
}

static void add_from(struct query *q, const struct prompt_page_request *request)
{
    query_add(q, " FROM ");
    if (request->few == FEW_BY_NOTHING) {
        query_add(q, "prompts r");
        return;
    }
    query_add(q, "(");
    add_few(q, request, request->few, false);
    query_add(q, ") few JOIN prompts r ON r.id = few.id");
}

void prompt_page_rows(struct query *q, const struct prompt_page_request *request)
{
    add_from(q, request);
    add_where(q, request);
}

/* Only by label and tag, of everything: what the indexes of both can count. */
static bool is_by_sides(const struct prompt_page_request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    return (prompt_page_has_label(filter) || is_given(filter->tag)) && !is_given(filter->name) &&
           filter->updated_from == 0 && filter->updated_until == 0 &&
           policy_folder(request->actor)[0] == '\0';
}

static bool is_asked(const struct prompt_page_request *request, enum prompt_page_few by)
{
    const struct prompt_page_filter *filter = request->filter;
    switch (by) {
    case FEW_BY_LABEL:
        return prompt_page_has_label(filter);
    case FEW_BY_TAG:
        return is_given(filter->tag);
    case FEW_BY_FROM:
        return filter->updated_from != 0;
    case FEW_BY_UNTIL:
        return filter->updated_until != 0;
    case FEW_ARCHIVED:
        return is_by_sides(request);
    case FEW_BY_NOTHING:
        break;
    }
    return false;
}

enum err prompt_page_find_few(struct prompt_page_request *request)
{
    struct db_result counts[FEW_ARCHIVED + 1];
    for (enum prompt_page_few by = FEW_BY_LABEL; by <= FEW_ARCHIVED; by++) {
        struct query q;
        if (!is_asked(request, by))
            continue;
        query_begin(&q, request->db, "SELECT count(*) FROM (");
        add_few(&q, request, by, true);
        query_add(&q, ") f");
        query_later(&q, &counts[by]);
    }
    int64_t least = PROMPT_PAGE_REACH + 1;
    enum err err = db_collect(request->db);
    for (enum prompt_page_few by = FEW_BY_LABEL; err == ERR_NONE && by <= FEW_ARCHIVED; by++) {
        request->counts[by] =
            is_asked(request, by) ? db_get_int(&counts[by], 0, 0) : PROMPT_PAGE_REACH + 1;
        if (by != FEW_ARCHIVED && request->counts[by] < least) {
            least = request->counts[by];
            request->few = by;
        }
    }
    return err;
}

/* Without a filter it is counted already, as records are written. */
static bool is_whole(const struct prompt_page_request *request)
{
    const struct prompt_page_filter *filter = request->filter;
    return !is_given(filter->name) && !prompt_page_has_label(filter) && !is_given(filter->tag) &&
           filter->updated_from == 0 && filter->updated_until == 0;
}

/* More than can be read have the one label or tag, by its index. */
static bool is_too_many(const struct prompt_page_request *request)
{
    bool is_one = prompt_page_has_label(request->filter) != is_given(request->filter->tag);
    return is_one && request->few == FEW_BY_NOTHING && is_by_sides(request);
}

/* Of a label, a tag or both, without a look at the prompts: all that have them, less those that are
 * archived, if those are few. */
static enum err count_by_sides(const struct prompt_page_request *request, int64_t *total)
{
    struct query q;
    struct db_result result;
    enum prompt_page_few by = request->few;
    if (by == FEW_BY_NOTHING)
        by = prompt_page_has_label(request->filter) ? FEW_BY_LABEL : FEW_BY_TAG;
    query_begin(&q, request->db, "SELECT (SELECT count(*) FROM (SELECT 1 AS one FROM (");
    add_side(&q, request, by, "SELECT organization_id, record_id AS id");
    query_bind(&q, ") r WHERE r.organization_id = ", db_uuid(&request->actor->organization_id));
    add_sides(&q, request);
    query_add(&q, " LIMIT " REACH_LIMIT ") c), (SELECT count(*) FROM (");
    add_archived(&q, request, "SELECT organization_id, id");
    query_bind(&q, " LIMIT " REACH_LIMIT ") r WHERE r.organization_id = ",
               db_uuid(&request->actor->organization_id));
    add_sides(&q, request);
    query_add(&q, ")");
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    *total = db_get_int(&result, 0, 0);
    if (*total <= PROMPT_PAGE_REACH)
        *total -= db_get_int(&result, 0, 1);
    return ERR_NONE;
}

static enum err count_filtered(const struct prompt_page_request *request, int64_t *total)
{
    struct query q;
    struct db_result result;
    query_begin(&q, request->db, "SELECT count(*) FROM (SELECT 1 AS one");
    prompt_page_rows(&q, request);
    query_add(&q, " LIMIT " REACH_LIMIT ") c");
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        *total = db_get_int(&result, 0, 0);
    return err;
}

enum err prompt_page_count(const struct prompt_page_request *request, int64_t *total)
{
    static const struct uuid own;
    struct db_result result;
    const char *folder = policy_folder(request->actor);
    enum err err = ERR_DENIED;
    if (is_whole(request))
        err =
            record_total_ask(request->db, request->actor, prompt_store.kind, &own, folder, &result);
    if (err == ERR_NONE)
        err = db_collect(request->db);
    if (err == ERR_NONE)
        *total = db_get_int(&result, 0, 0);
    if (err != ERR_DENIED)
        return err;
    if (is_too_many(request)) {
        *total = PROMPT_PAGE_REACH + 1;
        return ERR_NONE;
    }
    bool are_few_archived = request->counts[FEW_ARCHIVED] <= PROMPT_PAGE_REACH;
    return are_few_archived ? count_by_sides(request, total) : count_filtered(request, total);
}
