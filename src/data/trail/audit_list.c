#include "data/trail/audit_list.h"

#include <string.h>

#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/trail/audit_details.h"
#include "data/user/person.h"
#include "domain/record/kind.h"

enum { NAME_COLUMN = 16, ACTOR_COLUMN = 17, RECORD_COLUMN = ACTOR_COLUMN + PERSON_COLUMN_COUNT };

/* Columns 0-15 of an event, the name of the record that it is about, then the actor as a person,
 * the record as a person. */
void audit_list_select(struct query *q, struct db *db)
{
    query_begin(
        q, db,
        "SELECT e.id, e.organization_id, s.seq, e.occurred_at, e.actor_kind, e.actor_id, "
        "e.is_outside, e.action, e.record_type, e.record_id, e.outcome, e.request_id, "
        "e.details, e.subject_id, e.personal_details, COALESCE(n.event_count, 1), COALESCE(");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, i == 0 ? "" : ", ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".name");
    }
    query_add(q, "), " PERSON_COLUMNS_OF("e.actor_id", a) ", " PERSON_COLUMNS(r));
    query_add(q, " FROM audit_events e LEFT JOIN audit_sequence s ON s.organization_id = "
                 "e.organization_id AND s.event_id = e.id LEFT JOIN audit_refusals n ON "
                 "n.organization_id = e.organization_id AND n.event_id = e.id" PERSON_JOIN(
                     a, "e.organization_id", "e.actor_id")
                     PERSON_JOIN(r, "e.organization_id", "e.record_id"));
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, " LEFT JOIN ");
        query_add(q, record_kinds[i].table);
        query_add(q, " ON ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".organization_id = e.organization_id AND ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".id = e.record_id");
    }
}

static enum err record_name(struct db *db, const struct db_result *result, int row,
                            const char **name)
{
    *name = db_get_text(result, row, NAME_COLUMN);
    return *name != NULL ? ERR_NONE : person_name(db, result, row, RECORD_COLUMN, name);
}

static enum err read_entry(struct db *db, const struct db_result *result, int row,
                           struct audit_entry *entry)
{
    struct uuid request_id = db_get_uuid(result, row, 11);
    char *request_text = arena_alloc(db_arena(db), UUID_TEXT_LEN);
    uuid_format(&request_id, request_text);
    *entry = (struct audit_entry){
        .id = db_get_uuid(result, row, 0),
        .organization_id = db_get_uuid(result, row, 1),
        .seq = db_is_null(result, row, 2) ? 0 : db_get_int(result, row, 2),
        .occurred_at = db_get_time(result, row, 3),
        .actor_kind = db_get_text(result, row, 4),
        .actor_id = db_get_uuid(result, row, 5),
        .is_outside = db_get_bool(result, row, 6),
        .action = db_get_text(result, row, 7),
        .record_type = db_get_text(result, row, 8),
        .record_id = db_get_uuid(result, row, 9),
        .outcome = db_get_text(result, row, 10),
        .request_id = request_text,
        .event_count = db_get_int(result, row, 15),
        .subject_id = db_get_uuid(result, row, 13),
        .sealed_details = db_get_bytes(result, row, 12),
        .sealed_personal_details = db_get_bytes(result, row, 14),
    };
    enum err err = person_name(db, result, row, ACTOR_COLUMN, &entry->actor_name);
    return err != ERR_NONE ? err : record_name(db, result, row, &entry->record_name);
}

static bool is_content(const struct audit_entry *entry)
{
    return record_kind_find(entry->record_type) != NULL;
}

/* What the event says of its record, as far as it needs no person's key. */
static enum err open_record_details(struct db *db, struct audit_entry *entry)
{
    struct uuid key_id;
    bool is_look = strcmp(entry->action, "organization.look") == 0;
    bool is_program = strcmp(entry->record_type, "token") == 0 || /* whose names are in there */
                      strcmp(entry->record_type, "service_account") == 0;
    if (!(is_content(entry) || is_look || is_program) || entry->sealed_details.data == NULL)
        return ERR_NONE;
    enum err err = vault_organization_key(db, &entry->organization_id, &key_id);
    return err != ERR_NONE ? err : audit_details_open_record(db, &key_id, entry);
}

enum err audit_list_read(struct db *db, const struct db_result *result, int limit,
                         struct audit_list *list)
{
    list->next = NULL;
    list->has_more = result->row_count > limit;
    list->count = list->has_more ? limit : result->row_count;
    list->entries = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->entries);
    for (int i = 0; i < list->count; i++) {
        enum err err = read_entry(db, result, i, &list->entries[i]);
        if (err == ERR_NONE)
            err = open_record_details(db, &list->entries[i]);
        if (err != ERR_NONE)
            return err;
    }
    return ERR_NONE;
}

/* The reader's reach over an organization. */
struct reach {
    struct uuid organization_id;
    bool sees_all;
    bool sees_content;
    bool reads_records; /* and not only their names and metadata */
};

static enum err find_reach(const struct actor *actor, const struct uuid *organization_id,
                           struct reach *reach)
{
    reach->organization_id =
        uuid_is_nil(organization_id) ? actor->organization_id : *organization_id;
    struct policy_target target = {reach->organization_id, actor->user_id, NULL};
    if (!policy_allows(actor, PERMISSION_AUDIT_SEE, &target))
        return ERR_NOT_FOUND;
    reach->sees_all = policy_allows(actor, PERMISSION_AUDIT_ALL, &target);
    reach->sees_content = policy_allows(actor, PERMISSION_AUDIT_CONTENT, &target);
    reach->reads_records = policy_allows(actor, PERMISSION_AGENT_READ, &target);
    return ERR_NONE;
}

/* "prompt." is the range up to "prompt/", "prompt.update" the range of one. */
static const char *range_end(struct arena *arena, const char *action)
{
    size_t len = strlen(action);
    if (action[len - 1] != '.')
        return arena_printf(arena, "%s!", action);
    char *end = arena_strdup(arena, action);
    end[len - 1]++;
    return end;
}

/* What the reader may see: all, one's own, or also what is about records. */
static void add_reach(struct query *q, const struct actor *actor, const struct reach *reach)
{
    if (reach->sees_all)
        return;
    query_bind(q, " AND (e.actor_id = ", db_uuid_or_null(&actor->user_id));
    for (size_t i = 0; reach->sees_content && i < COUNT_OF(record_kinds); i++)
        query_bind(q, " OR e.record_type = ", db_text(record_kinds[i].name));
    query_add(q, ")");
}

static void add_filter(struct query *q, const struct audit_filter *filter)
{
    const char *action = filter->action == NULL ? "" : filter->action;
    const char *record_type = filter->record_type == NULL ? "" : filter->record_type;
    if (!uuid_is_nil(&filter->actor_id))
        query_bind(q, " AND e.actor_id = ", db_uuid(&filter->actor_id));
    if (!uuid_is_nil(&filter->record_id))
        query_bind(q, " AND e.record_id = ", db_uuid(&filter->record_id));
    if (record_type[0] != '\0')
        query_bind(q, " AND e.record_type = ", db_text(record_type));
    if (action[0] != '\0') {
        query_bind(q, " AND e.action >= ", db_text(action));
        query_bind(q, " AND e.action < ", db_text(range_end(db_arena(q->db), action)));
    }
    if (filter->only_outside)
        query_add(q, " AND e.is_outside");
    if (filter->only_done)
        query_add(q, " AND e.outcome = 'success' AND e.record_type <> 'session'");
    query_bind(q, " AND e.occurred_at >= ", db_time(filter->from));
    query_bind(q, " AND e.occurred_at < ", db_time(filter->until > 0 ? filter->until : INT64_MAX));
}

static int limit_of(const struct audit_filter *filter)
{
    return filter->limit < 1 || filter->limit > AUDIT_LIST_MAX ? AUDIT_LIST_MAX : filter->limit;
}

/* What a list is of. */
struct request {
    struct db *db;
    const struct actor *actor;
    const struct audit_filter *filter;
    const struct reach *reach;
};

static void select_list(struct query *q, const struct request *request, const struct cursor *before)
{
    audit_list_select(q, request->db);
    query_bind(q, " WHERE e.organization_id = ", db_uuid(&request->reach->organization_id));
    query_bind(q, " AND (e.occurred_at, e.id) < (", db_time(before->time));
    query_bind(q, ", ", db_uuid(&before->id));
    query_add(q, ")");
    add_filter(q, request->filter);
    add_reach(q, request->actor, request->reach);
    query_bind(q, " ORDER BY e.occurred_at DESC, e.id DESC LIMIT ",
               db_int(limit_of(request->filter) + 1));
}

enum err audit_list_count(struct db *db, const struct actor *actor,
                          const struct audit_filter *filter, int64_t *count)
{
    struct reach reach;
    struct db_result result;
    struct query q;
    enum err err = find_reach(actor, &filter->organization_id, &reach);
    if (err != ERR_NONE)
        return err;
    query_begin(&q, db, "SELECT count(*) FROM audit_events e");
    query_bind(&q, " WHERE e.organization_id = ", db_uuid(&reach.organization_id));
    add_filter(&q, filter);
    add_reach(&q, actor, &reach);
    err = query_run(&q, &result);
    if (err == ERR_NONE)
        *count = db_get_int(&result, 0, 0);
    return err;
}

void audit_list_ahead(struct db *db, const struct actor *actor, const struct audit_filter *filter)
{
    const struct cursor newest = cursor_newest();
    struct reach reach;
    struct query q;
    if (find_reach(actor, &filter->organization_id, &reach) != ERR_NONE)
        return;
    select_list(&q, &(struct request){db, actor, filter, &reach}, &newest);
    query_ahead(&q);
}

enum err audit_list(struct db *db, const struct actor *actor, const struct audit_filter *filter,
                    struct audit_list *list)
{
    struct reach reach;
    struct db_result result;
    struct query q;
    enum err err = find_reach(actor, &filter->organization_id, &reach);
    if (err != ERR_NONE)
        return err;
    struct cursor before = cursor_newest();
    if (filter->before != NULL && filter->before[0] != '\0')
        err = cursor_parse(filter->before, &before);
    if (err != ERR_NONE)
        return err;
    select_list(&q, &(struct request){db, actor, filter, &reach}, &before);
    err = query_run(&q, &result);
    if (err == ERR_NONE)
        err = audit_list_read(db, &result, limit_of(filter), list);
    if (err != ERR_NONE || !list->has_more)
        return err;
    const struct audit_entry *last = &list->entries[list->count - 1];
    list->next = cursor_format(db_arena(db), &(struct cursor){last->occurred_at, last->id});
    return ERR_NONE;
}

enum err audit_get(struct db *db, const struct actor *actor, const struct uuid *organization_id,
                   const struct uuid *id, struct audit_entry *entry)
{
    struct reach reach;
    enum err err = find_reach(actor, organization_id, &reach);
    if (err != ERR_NONE)
        return err;
    struct db_result result;
    struct query q;
    audit_list_select(&q, db);
    query_bind(&q, " WHERE e.organization_id = ", db_uuid(&reach.organization_id));
    query_bind(&q, " AND e.id = ", db_uuid(id));
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    err = read_entry(db, &result, 0, entry);
    if (err != ERR_NONE)
        return err;
    bool is_own = !uuid_is_nil(&entry->actor_id) && uuid_equal(&entry->actor_id, &actor->user_id);
    if (!reach.sees_all && !is_own && !(reach.sees_content && is_content(entry)))
        return ERR_NOT_FOUND;
    struct audit_keys keys = {.count = 0};
    err = audit_details_open(db, &keys, entry);
    if (err == ERR_NONE && !reach.reads_records)
        audit_details_hide(db, entry);
    if (!reach.reads_records && policy_is_outside(actor, &entry->organization_id))
        entry->personal_details = NULL;
    return err;
}

/* The text has room for as many ids as there may be, so that there is one. */
enum err audit_list_some(struct db *db, const struct actor *actor, const struct uuid *ids,
                         int count, struct audit_list *list)
{
    static const struct uuid nil;
    struct db_result result;
    struct query q;
    audit_list_select(&q, db);
    query_bind(&q, " WHERE e.organization_id = ", db_uuid(&actor->organization_id));
    for (int i = 0; i < AUDIT_SOME_MAX; i++)
        query_bind(&q, i == 0 ? " AND e.id IN (" : ", ", db_uuid(i < count ? &ids[i] : &nil));
    query_add(&q, ") ORDER BY e.occurred_at DESC, e.id DESC");
    enum err err = query_run(&q, &result);
    return err == ERR_NONE ? audit_list_read(db, &result, AUDIT_SOME_MAX, list) : err;
}

static void select_record(struct query *q, struct db *db, const struct uuid *organization_id,
                          const struct uuid *record_id, int limit)
{
    audit_list_select(q, db);
    query_bind(q, " WHERE e.organization_id = ", db_uuid(organization_id));
    query_bind(q, " AND e.record_id = ", db_uuid(record_id));
    query_add(q, " AND e.outcome = 'success' AND e.action NOT LIKE '%comment' "
                 "AND e.action NOT LIKE '%follow' AND e.action NOT LIKE '%.export' "
                 "AND e.action NOT LIKE '%.prove' AND e.action <> 'organization.look'");
    query_bind(q, " ORDER BY e.occurred_at DESC, e.id DESC LIMIT ", db_int(limit + 1));
}

void audit_list_record_ahead(struct db *db, const struct uuid *organization_id,
                             const struct uuid *record_id, int limit)
{
    struct query q;
    select_record(&q, db, organization_id, record_id, limit);
    query_ahead(&q);
}

enum err audit_list_record(struct db *db, const struct actor *actor,
                           const struct uuid *organization_id, const struct uuid *record_id,
                           int limit, struct audit_list *list)
{
    struct policy_target target = {*organization_id, actor->user_id, NULL};
    if (!record_kinds_visible(actor, &target))
        return ERR_NOT_FOUND;
    if (limit < 1 || limit > AUDIT_LIST_MAX)
        limit = AUDIT_LIST_MAX;
    struct db_result result;
    struct query q;
    select_record(&q, db, organization_id, record_id, limit);
    enum err err = query_run(&q, &result);
    if (err == ERR_NONE)
        err = audit_list_read(db, &result, limit, list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0, j = list->count - 1; i < j; i++, j--) { /* oldest first */
        struct audit_entry entry = list->entries[i];
        list->entries[i] = list->entries[j];
        list->entries[j] = entry;
    }
    return ERR_NONE;
}
