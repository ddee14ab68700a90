#include "data/listing/record_where.h"

#include <string.h>

#include "base/clock.h"
#include "data/approval/approval_expire.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

bool record_where_has(const struct record_request *request, enum record_by by)
{
    const struct record_filter *filter = &request->filter;
    switch (by) {
    case RECORD_BY_REVIEW:
        return filter->stage == RECORD_IN_REVIEW;
    case RECORD_BY_STOPPED:
        return filter->stage == RECORD_STOPPED;
    case RECORD_BY_UNRELEASED:
        return filter->stage == RECORD_UNRELEASED;
    case RECORD_BY_UNSERVED:
        return filter->stage == RECORD_UNSERVED;
    case RECORD_BY_TAG:
        return filter->tag[0] != '\0';
    case RECORD_BY_LABEL:
        return filter->label[0] != '\0';
    case RECORD_BY_FOLDER:
        return filter->folder[0] != '\0';
    case RECORD_BY_OWNER:
        return !uuid_is_nil(&filter->owner_id);
    case RECORD_BY_FACET:
        return filter->facet[0] != '\0';
    case RECORD_BY_ARCHIVED:
        return filter->state == RECORD_ARCHIVED && filter->sort != RECORD_SORT_UPDATED;
    case RECORD_BY_NOTHING:
    case RECORD_BY_LOOKUP:
        break;
    }
    return false;
}

/* Everything below "a/" stands between it and "a0", by bytes; key says what the bytes are of. */
struct range {
    const char *low;
    const char *high;
};

static struct range below(struct arena *arena, const char *folder, const char *key)
{
    /* A sort key may end with what decides between equal ones (name.h): after U+0001. */
    char *low = arena_copy(arena, key, strcspn(key, "\x01"));
    char *high = arena_strdup(arena, low);
    size_t len = strlen(low);
    if (len == 0 || low[len - 1] != '/')
        die("a key of the folder %s without its slash", folder);
    high[len - 1] = '0';
    return (struct range){low, high};
}

static const char *with_slash(struct arena *arena, const char *folder)
{
    return arena_printf(arena, "%s/", folder);
}

static void add_range(struct query *query, const char *column_sql, const struct range *range)
{
    query_add(query, " AND ");
    query_add(query, column_sql);
    query_bind(query, " >= ", db_text(range->low));
    query_add(query, " AND ");
    query_add(query, column_sql);
    query_bind(query, " < ", db_text(range->high));
}

void record_where_folder(struct query *query, const char *folder, bool is_by_name)
{
    struct arena *arena = db_arena(query->db);
    const char *slashed = with_slash(arena, folder);
    struct range range = below(arena, folder, slashed);
    query_bind(query, " AND (r.folder = ", db_text(folder));
    query_bind(query, " OR (r.folder >= ", db_text(range.low));
    query_bind(query, " AND r.folder < ", db_text(range.high));
    query_add(query, "))");
    if (!is_by_name)
        return;
    /* Its names stand together: a walk by name begins and ends there. */
    range = below(arena, folder, name_sort_key(arena, slashed));
    add_range(query, "r.sort_key", &range);
}

/* Counted, of which there is one at most: PostgreSQL may answer EXISTS by reading all of the tags
 * first, as it does not know how few records a page looks at. */
static void begin_side(struct query *query, const char *table_sql)
{
    query_add(query, " AND (SELECT count(*) FROM ");
    query_add(query, table_sql);
    query_add(query, " s WHERE s.organization_id = r.organization_id AND s.record_id = r.id AND ");
}

static void add_side(struct query *query, const char *table_sql, const char *column_sql,
                     const char *value)
{
    begin_side(query, table_sql);
    query_add(query, "s.");
    query_add(query, column_sql);
    query_bind(query, " = ", db_text(value));
    query_add(query, ") > 0");
}

static void add_unserved(struct query *query, const struct record_kind *kind)
{
    int64_t since = (clock_now() / CLOCK_DAY - (RECORD_UNSERVED_DAYS - 1)) * CLOCK_DAY;
    begin_side(query, kind->labels);
    query_bind(query, "s.label = ", db_text(LABEL_PRODUCTION));
    query_bind(query, " AND s.updated_at < ", db_time(since));
    query_add(query, ") > 0");
    begin_side(query, "served_records");
    query_bind(query, "s.last_served_at >= ", db_time(since));
    query_add(query, ") = 0 AND NOT EXISTS (SELECT 1 FROM record_links k WHERE k.organization_id = "
                     "r.organization_id AND k.target_id = r.id AND k.is_live)");
}

static void add_stage(struct query *query, const struct record_request *request)
{
    if (request->filter.stage == RECORD_STOPPED) {
        begin_side(query, "stops");
        query_add(query, "s.resumed_at IS NULL) > 0");
        return;
    }
    if (request->filter.stage == RECORD_IN_REVIEW) {
        begin_side(query, "label_proposals");
        query_bind(query, "s.state = 'open' AND s.created_at > ",
                   db_time(approval_proposed_since(query->db)));
        query_add(query, ") > 0");
        return;
    }
    begin_side(query, request->source.kind->labels);
    query_bind(query, "s.label = ", db_text(LABEL_PRODUCTION));
    query_add(query, " AND s.version = r.version) = 0");
}

void record_where_add(struct query *query, const struct record_request *request, enum record_by by)
{
    const struct record_kind *kind = request->source.kind;
    const struct record_filter *filter = &request->filter;
    if (!record_where_has(request, by))
        return;
    switch (by) {
    case RECORD_BY_REVIEW:
    case RECORD_BY_STOPPED:
    case RECORD_BY_UNRELEASED:
        add_stage(query, request);
        break;
    case RECORD_BY_UNSERVED:
        add_unserved(query, kind);
        break;
    case RECORD_BY_TAG:
        add_side(query, kind->tags, "tag_key", request->tag_key);
        break;
    case RECORD_BY_LABEL:
        add_side(query, kind->labels, "label", filter->label);
        break;
    case RECORD_BY_FOLDER:
        record_where_folder(query, filter->folder, filter->sort == RECORD_SORT_NAME);
        break;
    case RECORD_BY_OWNER:
        query_bind(query, " AND r.owner_id = ", db_uuid(&filter->owner_id));
        break;
    case RECORD_BY_FACET:
        query_add(query, " AND r.");
        query_add(query, kind->facet);
        query_bind(query, " = ", db_text(filter->facet));
        break;
    case RECORD_BY_ARCHIVED:
    case RECORD_BY_NOTHING:
    case RECORD_BY_LOOKUP:
        break;
    }
}

void record_where_state(struct query *query, const struct record_request *request)
{
    if (request->filter.state == RECORD_ACTIVE)
        query_add(query, " AND r.archived_at IS NULL");
    if (request->filter.state == RECORD_ARCHIVED)
        query_add(query, " AND r.archived_at IS NOT NULL");
}

void record_where_all(struct query *query, const struct record_request *request,
                      enum record_by used)
{
    for (enum record_by by = 0; by < RECORD_BY_NOTHING; by++)
        if (by != used || by == RECORD_BY_FOLDER) /* the few of a folder are those of its key */
            record_where_add(query, request, by);
    record_where_state(query, request);
}

/* ---- the few ------------------------------------------------------------------------------ */

/* The oldest open proposals, or what is stopped, of whatever kind of record: there are few of them,
 * or it is walked. */
static void add_open(struct query *query, const struct record_request *request, enum record_by by)
{
    if (by == RECORD_BY_STOPPED) {
        query_bind(query, "SELECT record_id FROM stops WHERE organization_id = ",
                   db_uuid(&request->source.organization_id));
        query_add(query, " AND resumed_at IS NULL ORDER BY record_id, version "
                         "LIMIT " RECORD_FEW_LIMIT);
        return;
    }
    query_bind(query, "SELECT record_id FROM label_proposals WHERE organization_id = ",
               db_uuid(&request->source.organization_id));
    query_bind(query, " AND state = 'open' AND created_at > ",
               db_time(approval_proposed_since(query->db)));
    query_add(query, " ORDER BY created_at, id LIMIT " RECORD_FEW_LIMIT);
}

static bool is_open(enum record_by by)
{
    return by == RECORD_BY_REVIEW || by == RECORD_BY_STOPPED;
}

/* The ids that one filter leaves, by its own index; at most one more than are few. */
static void add_few(struct query *query, const struct record_request *request, enum record_by by)
{
    const struct record_kind *kind = request->source.kind;
    const struct record_filter *filter = &request->filter;
    struct arena *arena = db_arena(query->db);
    bool is_side = by == RECORD_BY_TAG || by == RECORD_BY_LABEL;
    if (is_open(by)) {
        query_add(query, "SELECT DISTINCT record_id AS id FROM (");
        add_open(query, request, by);
        query_add(query, ") o");
        return;
    }
    query_add(query, is_side ? "SELECT record_id AS id FROM " : "SELECT id FROM ");
    query_add(query, by == RECORD_BY_TAG ? kind->tags : is_side ? kind->labels : kind->table);
    query_bind(query, " WHERE organization_id = ", db_uuid(&request->source.organization_id));
    if (by == RECORD_BY_TAG)
        query_bind(query, " AND tag_key = ", db_text(request->tag_key));
    if (by == RECORD_BY_LABEL)
        query_bind(query, " AND label = ", db_text(filter->label));
    if (by == RECORD_BY_OWNER)
        query_bind(query, " AND owner_id = ", db_uuid(&filter->owner_id));
    if (by == RECORD_BY_FACET) {
        query_add(query, " AND ");
        query_add(query, kind->facet);
        query_bind(query, " = ", db_text(filter->facet));
    }
    if (by == RECORD_BY_ARCHIVED)
        query_add(query, " AND archived_at IS NOT NULL");
    if (by == RECORD_BY_FOLDER) {
        const char *key = name_key(arena, with_slash(arena, filter->folder));
        struct range range = below(arena, filter->folder, key);
        add_range(query, "name_key", &range);
    }
    /* In the order of the index, and with the limit as a constant: so a planner knows that reading
     * the index is cheaper than reading the table until enough are found. */
    query_add(query, is_side                  ? " ORDER BY record_id"
                     : by == RECORD_BY_FOLDER ? " ORDER BY name_key"
                                              : " ORDER BY updated_at, id");
    query_add(query, " LIMIT " RECORD_FEW_LIMIT);
}

static bool may_be_few(const struct record_request *request, enum record_by by)
{
    return by != RECORD_BY_UNRELEASED && by != RECORD_BY_UNSERVED && record_where_has(request, by);
}

enum err record_where_few(const struct record_request *request, enum record_by *few)
{
    struct db *db = request->source.db;
    struct db_result counts[RECORD_BY_NOTHING];
    for (enum record_by by = 0; by < RECORD_BY_NOTHING; by++) {
        struct query q;
        if (!may_be_few(request, by))
            continue;
        query_begin(&q, db, "SELECT count(*) FROM (");
        if (is_open(by))
            add_open(&q, request, by);
        else
            add_few(&q, request, by);
        query_add(&q, ") f");
        query_later(&q, &counts[by]);
    }
    enum err err = db_collect(db);
    *few = RECORD_BY_NOTHING;
    for (enum record_by by = RECORD_BY_NOTHING; err == ERR_NONE && by-- > 0;)
        if (may_be_few(request, by) && db_get_int(&counts[by], 0, 0) <= RECORD_FEW_MAX)
            *few = by;
    return err;
}

static void add_table(struct query *query, const struct record_request *request, enum record_by few,
                      const struct record_lookup *lookup)
{
    query_add(query, " FROM ");
    if (few != RECORD_BY_NOTHING) {
        query_add(query, "(");
        if (few == RECORD_BY_LOOKUP)
            record_lookup_add(query, &request->source, lookup);
        else
            add_few(query, request, few);
        query_add(query, ") f JOIN ");
    }
    query_add(query, request->source.kind->table);
    query_add(query, few == RECORD_BY_NOTHING ? " r" : " r ON r.id = f.id");
}

static void add_organization(struct query *query, const struct record_request *request)
{
    query_bind(query, " WHERE r.organization_id = ", db_uuid(&request->source.organization_id));
}

void record_where_from(struct query *query, const struct record_request *request,
                       enum record_by few, const struct record_lookup *lookup)
{
    add_table(query, request, few, lookup);
    add_organization(query, request);
}

/* ---- the page ----------------------------------------------------------------------------- */

/* The last character there is, which no name has. */
#define AFTER_NAMES "\xf4\x8f\xbf\xbf"

void record_where_page(struct query *query, const struct record_request *request,
                       const struct record_cursor *cursor, int limit)
{
    static const char *const columns[RECORD_SORT_COUNT] = {"r.updated_at", "r.created_at",
                                                           "r.sort_key"};
    const char *column_sql = columns[request->filter.sort];
    bool is_by_name = request->filter.sort == RECORD_SORT_NAME;
    bool rises = is_by_name != cursor->is_backward;
    const char *key = cursor->is_end ? AFTER_NAMES : "";
    if (cursor->name[0] != '\0')
        key = name_sort_key(db_arena(query->db), cursor->name);
    query_add(query, " AND (");
    query_add(query, column_sql);
    query_bind(query, rises ? ", r.id) > (" : ", r.id) < (",
               is_by_name ? db_text(key) : db_time(cursor->place.time));
    query_bind(query, ", ", db_uuid(&cursor->place.id));
    query_add(query, ") ORDER BY ");
    query_add(query, column_sql);
    query_bind(query, rises ? ", r.id LIMIT " : " DESC, r.id DESC LIMIT ", db_int(limit));
}

void record_where_rows(struct query *query, const struct record_request *request,
                       enum record_by few)
{
    record_row_add_columns(query, &request->source);
    add_table(query, request, few, NULL);
    query_add(query, RECORD_ROW_JOIN);
    add_organization(query, request);
    record_where_all(query, request, few);
    record_where_page(query, request, &request->cursor, request->limit + 1);
}
