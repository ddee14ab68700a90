#include "data/register/register_list.h"

#include <string.h>

#include "base/clock.h"
#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/listing/record_brief.h"
#include "data/register/register_provider.h"
#include "data/register/register_use.h"
#include "data/user/person.h"
#include "domain/record/label.h"
#include "domain/record/name.h"

enum {
    COLUMN_KIND,
    COLUMN_ID,
    COLUMN_NAME,
    COLUMN_VERSION,
    COLUMN_MARKS,
    COLUMN_RANK,
    COLUMN_OWNER,
    COLUMN_SERVED = COLUMN_OWNER + PERSON_COLUMN_COUNT,
    COLUMN_PROVIDER,
    COLUMN_ENTRY,
};

/* Behind every review. */
#define NO_REVIEW (INT64_C(253370764800) * CLOCK_SECOND)

#define RANK                                                                                       \
    "CASE e.risk_class WHEN 'prohibited' THEN 0 WHEN 'high' THEN 1 WHEN 'general_purpose' THEN 2 " \
    "WHEN 'limited' THEN 3 WHEN 'minimal' THEN 4 ELSE 5 END"

enum err register_list_check(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    bool may_read = policy_allows(actor, PERMISSION_AGENT_READ, &target) &&
                    policy_allows(actor, PERMISSION_TEAM_READ, &target);
    return may_read ? ERR_NONE : ERR_DENIED;
}

/* ---- cursors ------------------------------------------------------------------------------ */

/* What a row is sorted by, and its id. */
struct place {
    bool is_set;
    const char *name;     /* by name */
    struct cursor cursor; /* by review, or by rank */
};

static const char sort_letters[] = {'m', 'r', 'k'};

static enum err parse_name_place(struct arena *arena, const char *text, struct place *place)
{
    enum { ID_LEN = UUID_TEXT_LEN - 1, NAME_BYTES_MAX = 800 };
    if (strnlen(text, ID_LEN) < ID_LEN || text[ID_LEN] != '.')
        return ERR_INVALID;
    place->name = text + ID_LEN + 1;
    size_t len = strlen(place->name);
    if (len == 0 || len > NAME_BYTES_MAX || !text_is_utf8(place->name, len))
        return ERR_INVALID;
    return uuid_parse(arena_copy(arena, text, ID_LEN), &place->cursor.id);
}

static enum err parse_place(struct arena *arena, const struct register_filter *filter,
                            struct place *place)
{
    *place = (struct place){.is_set = filter->cursor[0] != '\0'};
    if (!place->is_set)
        return ERR_NONE;
    if (filter->cursor[0] != sort_letters[filter->sort])
        return ERR_INVALID;
    if (filter->sort == REGISTER_SORT_NAME)
        return parse_name_place(arena, filter->cursor + 1, place);
    return cursor_parse(filter->cursor + 1, &place->cursor);
}

static const char *format_place(struct arena *arena, const struct register_filter *filter,
                                const struct register_row *row, int64_t rank)
{
    char letter = sort_letters[filter->sort];
    struct cursor cursor = {rank, row->id};
    char id[UUID_TEXT_LEN];
    uuid_format(&row->id, id);
    if (filter->sort == REGISTER_SORT_NAME)
        return arena_printf(arena, "%c%s.%s", letter, id, row->name);
    if (filter->sort == REGISTER_SORT_REVIEW)
        cursor.time = row->entry.review_on == 0 ? NO_REVIEW : row->entry.review_on;
    return arena_printf(arena, "%c%s", letter, cursor_format(arena, &cursor));
}

/* ---- the question ------------------------------------------------------------------------- */

static void add_sort(struct query *q, enum register_sort sort)
{
    switch (sort) {
    case REGISTER_SORT_NAME:
        query_add(q, "r.sort_key");
        return;
    case REGISTER_SORT_REVIEW:
        query_bind(q, "COALESCE(e.review_on, ", db_time(NO_REVIEW));
        query_add(q, ")");
        return;
    case REGISTER_SORT_RISK:
        query_add(q, RANK);
    }
}

static struct db_value place_value(struct arena *arena, const struct register_filter *filter,
                                   const struct place *place)
{
    if (filter->sort == REGISTER_SORT_NAME)
        return db_text(name_sort_key(arena, place->name));
    return filter->sort == REGISTER_SORT_REVIEW ? db_time(place->cursor.time)
                                                : db_int(place->cursor.time);
}

static void add_conditions(struct query *q, const struct record_kind *kind,
                           const struct register_filter *filter)
{
    if (filter->risk >= 0)
        query_bind(q, " AND COALESCE(e.risk_class, 'not_assessed') = ",
                   db_text(register_risk_names[filter->risk]));
    if (!uuid_is_nil(&filter->owner_id))
        query_bind(q, " AND r.owner_id = ", db_uuid(&filter->owner_id));
    if (filter->is_overdue)
        query_bind(q, " AND e.review_on <= ", db_time(clock_now()));
    if (!filter->is_incomplete)
        return;
    query_add(q, " AND CASE WHEN e.is_complete THEN 1 ELSE 0 END * ");
    register_provider_add_known(q, kind);
    query_add(q, " = 0");
}

/* FROM and WHERE of one kind. $1 is the organization. */
static void add_from(struct query *q, const struct record_kind *kind,
                     const struct register_filter *filter)
{
    query_add(q, " FROM ");
    query_add(q, kind->table);
    query_add(q, " r LEFT JOIN register_entries e ON e.organization_id = $1 AND e.record_id = r.id "
                 "WHERE r.organization_id = $1 AND r.archived_at IS NULL");
    add_conditions(q, kind, filter);
    if (filter->model[0] != '\0')
        register_use_add_model(q, kind, filter->model);
    if (filter->provider[0] != '\0')
        register_use_add_provider(q, kind, filter->provider);
}

/* The rows of one kind, of which the filter lets some through. */
static void select_kind(struct query *q, const struct record_kind *kind,
                        const struct register_filter *filter, const struct place *place)
{
    query_bind(q, "SELECT * FROM (SELECT ", db_text(kind->name));
    query_add(q, " AS kind, r.id, r.name, r.version, r.marks, " RANK " AS rank, r.owner_id, "
                 "e.revision, ");
    add_sort(q, filter->sort);
    query_add(q, " AS sort, ");
    register_provider_add_known(q, kind);
    query_add(q, " AS has_provider");
    add_from(q, kind, filter);
    if (place->is_set) {
        query_add(q, " AND (");
        add_sort(q, filter->sort);
        query_bind(q, ", r.id) > (", place_value(db_arena(q->db), filter, place));
        query_bind(q, ", ", db_uuid(&place->cursor.id));
        query_add(q, ")");
    }
    query_bind(q, " ORDER BY sort, r.id LIMIT ", db_int(REGISTER_LIST_MAX + 1));
    query_add(q, ") ");
    query_add(q, kind->table);
}

static bool has_kind(const struct register_filter *filter, enum record_kind_id kind)
{
    return filter->kind == NULL || filter->kind->id == kind;
}

static void add_here(struct query *q, struct db *db, const struct uuid *organization_id)
{
    query_begin(q, db, "WITH here AS (SELECT o.id FROM organizations o WHERE o.id = ");
    query_bind(q, "", db_uuid(organization_id));
    query_add(q, ") ");
}

static void select_rows(struct query *q, struct db *db, const struct uuid *organization_id,
                        const struct register_filter *filter, const struct place *place)
{
    add_here(q, db, organization_id);
    query_add(q, "SELECT r.kind, r.id, r.name, r.version, r.marks, r.rank, " PERSON_COLUMNS_OF(
                     "r.owner_id", u) ", (SELECT s.last_served_at FROM served_records s "
                                      "WHERE s.organization_id = $1 AND s.record_id = r.id), "
                                      "r.has_provider, ");
    register_entry_add_columns(q);
    query_add(q, " FROM (");
    if (has_kind(filter, RECORD_AGENT))
        select_kind(q, &record_kinds[RECORD_AGENT], filter, place);
    if (filter->kind == NULL)
        query_add(q, " UNION ALL ");
    if (has_kind(filter, RECORD_TEAM))
        select_kind(q, &record_kinds[RECORD_TEAM], filter, place);
    query_add(q,
              ") r LEFT JOIN register_versions v ON v.organization_id = $1 AND "
              "v.record_id = r.id AND v.revision = r.revision" PERSON_JOIN(u, "$1", "r.owner_id"));
    register_entry_add_joins(q);
    query_bind(q, "ORDER BY r.sort, r.id LIMIT ", db_int(REGISTER_LIST_MAX + 1));
}

/* ---- reading ------------------------------------------------------------------------------ */

static enum err read_row(struct db *db, const struct uuid *organization_id,
                         const struct db_result *result, int i, struct register_row *row)
{
    struct record_marks marks =
        record_mark_read(db_arena(db), db_get_text(result, i, COLUMN_MARKS));
    *row = (struct register_row){
        .kind = record_kind_find(db_get_text(result, i, COLUMN_KIND)),
        .id = db_get_uuid(result, i, COLUMN_ID),
        .name = db_get_text(result, i, COLUMN_NAME),
        .version = db_get_int(result, i, COLUMN_VERSION),
        .live_version = record_mark_label(&marks, LABEL_PRODUCTION),
        .is_stopped = record_stops_have(&marks.stops, record_mark_label(&marks, LABEL_PRODUCTION)),
        .owner_id = db_get_uuid(result, i, COLUMN_OWNER),
        .last_served_at = db_get_time(result, i, COLUMN_SERVED),
        .uses = "",
    };
    enum err err = person_name(db, result, i, COLUMN_OWNER, &row->owner_name);
    return err == ERR_NONE
               ? register_entry_read(db, organization_id, result, i, COLUMN_ENTRY, &row->entry)
               : err;
}

/* The models of all rows of a kind, in one question. */
static enum err load_models(struct db *db, const struct uuid *organization_id,
                            const struct record_kind *kind, struct register_list *list)
{
    struct uuid ids[REGISTER_LIST_MAX] = {{{0}}};
    struct register_model_list models[REGISTER_LIST_MAX];
    int at[REGISTER_LIST_MAX];
    int count = 0;
    for (int i = 0; i < list->count; i++) {
        if (list->rows[i].kind != kind)
            continue;
        at[count] = i;
        ids[count++] = list->rows[i].id;
    }
    enum err err = register_model_of(db, organization_id, kind, ids, count, models);
    for (int i = 0; err == ERR_NONE && i < count; i++)
        list->rows[at[i]].models = models[i];
    return err;
}

static enum err load_uses(struct db *db, const struct uuid *organization_id,
                          const struct register_filter *filter, struct register_list *list)
{
    struct uuid ids[REGISTER_LIST_MAX] = {{{0}}};
    const char *words[REGISTER_LIST_MAX];
    if (filter->model[0] == '\0' || list->count == 0)
        return ERR_NONE;
    for (int i = 0; i < list->count; i++)
        ids[i] = list->rows[i].id;
    enum err err = register_use_words(db, organization_id, filter->model, ids, list->count, words);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        list->rows[i].uses = words[i];
    return err;
}

static enum err read_rows(struct db *db, const struct uuid *organization_id,
                          const struct register_filter *filter, const struct db_result *result,
                          struct register_list *list)
{
    enum err err = ERR_NONE;
    bool has_more = result->row_count > REGISTER_LIST_MAX;
    *list = (struct register_list){.count = has_more ? REGISTER_LIST_MAX : result->row_count};
    list->rows = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->rows);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_row(db, organization_id, result, i, &list->rows[i]);
    if (err == ERR_NONE && has_more)
        list->next = format_place(db_arena(db), filter, &list->rows[list->count - 1],
                                  db_get_int(result, list->count - 1, COLUMN_RANK));
    return err;
}

enum err register_list(struct db *db, const struct actor *actor,
                       const struct register_filter *filter, struct register_list *list)
{
    const struct uuid *organization_id = &actor->organization_id;
    struct place place;
    struct query q;
    struct db_result result;
    enum err err = register_list_check(actor);
    if (err == ERR_NONE)
        err = parse_place(db_arena(db), filter, &place);
    if (err != ERR_NONE)
        return err;
    select_rows(&q, db, organization_id, filter, &place);
    err = query_run(&q, &result);
    if (err == ERR_NONE)
        err = read_rows(db, organization_id, filter, &result, list);
    if (err == ERR_NONE)
        err = load_models(db, organization_id, &record_kinds[RECORD_AGENT], list);
    if (err == ERR_NONE)
        err = load_models(db, organization_id, &record_kinds[RECORD_TEAM], list);
    return err == ERR_NONE ? load_uses(db, organization_id, filter, list) : err;
}

enum err register_list_count(struct db *db, const struct actor *actor,
                             const struct register_filter *filter, int64_t *count)
{
    static const enum record_kind_id kinds[] = {RECORD_AGENT, RECORD_TEAM};
    struct query q;
    struct db_result result;
    enum err err = register_list_check(actor);
    if (err != ERR_NONE)
        return err;
    add_here(&q, db, &actor->organization_id);
    query_add(&q, "SELECT 0");
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (!has_kind(filter, kinds[i]))
            continue;
        query_add(&q, " + (SELECT count(*)");
        add_from(&q, &record_kinds[kinds[i]], filter);
        query_add(&q, ")");
    }
    err = query_run(&q, &result);
    *count = err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    return err;
}
