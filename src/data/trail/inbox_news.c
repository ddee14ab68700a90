#include "data/trail/inbox_news.h"

#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/identity/person.h"
#include "data/record/record_comment_list.h"
#include "data/vault/vault.h"

/* ---- what is new -------------------------------------------------------------------------- */

/* For whom, and between which places. In every query below $1 is the organization, of each table by
 * itself (see activity_recent.c), and $2 the person. */
struct source {
    struct db *db;
    const struct actor *actor;
    struct cursor before;
    int limit;
};

/* Adds the records that the person follows, by themselves or with their folder: record_id, and
 * since when. Folders compare by bytes: everything below "a" stands between "a/" and "a0". */
static void add_followed(struct query *q, const struct source *source)
{
    query_add(q, "(SELECT x.record_id, min(x.since) AS since FROM (SELECT record_id, created_at AS "
                 "since FROM record_follows");
    query_bind(q, " WHERE organization_id = ", db_uuid(&source->actor->organization_id));
    query_bind(q, " AND user_id = ", db_uuid(&source->actor->user_id));
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, " UNION ALL SELECT r.id, f.created_at FROM folder_follows f JOIN ");
        query_add(q, record_kinds[i].table);
        query_add(q, " r ON r.organization_id = $1 AND (r.folder = f.folder OR (r.folder >= "
                     "f.folder || '/' AND r.folder < f.folder || '0')) "
                     "WHERE f.organization_id = $1 AND f.user_id = $2");
        query_bind(q, " AND f.kind = ", db_text(record_kinds[i].name));
    }
    query_add(q, ") x GROUP BY x.record_id)");
}

/* Adds the condition that it was not read yet. */
static void add_unread(struct query *q, const char *time_sql)
{
    query_add(q, " AND ");
    query_add(q, time_sql);
    query_add(q, " > COALESCE((SELECT read_at FROM inbox_reads WHERE organization_id = $1 "
                 "AND user_id = $2), ");
    query_bind(q, "", db_time(0));
    query_add(q, ")");
}

static void add_place(struct query *q, const struct source *source, const char *time_sql,
                      const char *id_sql)
{
    query_add(q, " AND (");
    query_add(q, time_sql);
    query_add(q, ", ");
    query_add(q, id_sql);
    query_bind(q, ") < (", db_time(source->before.time));
    query_bind(q, ", ", db_uuid(&source->before.id));
    query_add(q, ") ORDER BY ");
    query_add(q, time_sql);
    query_add(q, " DESC, ");
    query_add(q, id_sql);
    query_bind(q, " DESC LIMIT ", db_int(source->limit + 1));
}

enum { COLUMN_NAME = 8, COLUMN_AUTHOR };

/* Adds " FROM …": comments by others, each once, with the time when it became news. */
static void from_comments(struct query *q, const struct source *source)
{
    query_add(q, " FROM (SELECT y.id, max(y.at) AS at, max(y.mention) AS mention FROM "
                 "(SELECT s.id, s.created_at AS at, 0 AS mention FROM ");
    add_followed(q, source);
    query_add(q, " f JOIN comments s ON s.organization_id = $1 AND s.record_id = f.record_id AND "
                 "s.created_at > f.since UNION ALL SELECT m.comment_id, m.created_at, 1 FROM "
                 "comment_mentions m WHERE m.organization_id = $1 AND m.user_id = $2) y "
                 "GROUP BY y.id) n JOIN comments c ON c.organization_id = $1 AND c.id = n.id");
}

static void select_comments(struct query *q, const struct source *source)
{
    query_begin(q, source->db,
                "SELECT c.id, n.at, n.mention, c.kind, c.record_id, c.version, c.proposal_id, "
                "c.body, COALESCE(");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, i == 0 ? "" : ", ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".name");
    }
    query_add(q, "), " PERSON_COLUMNS_OF("c.author_id", a));
    from_comments(q, source);
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, " LEFT JOIN ");
        query_add(q, record_kinds[i].table);
        query_add(q, " ON ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".organization_id = $1 AND ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".id = c.record_id");
    }
    query_add(q, PERSON_JOIN(a, "$1", "c.author_id") "WHERE c.organization_id = $1 "
                                                     "AND c.author_id <> $2");
    add_unread(q, "n.at");
    add_place(q, source, "n.at", "c.id");
}

/* Events by others that changed something. What is said has its comment; an approval is a move. */
static void from_events(struct query *q, const struct source *source)
{
    query_add(q, " FROM ");
    add_followed(q, source);
    query_add(q, " f JOIN audit_events e ON e.organization_id = $1 AND e.record_id = f.record_id "
                 "AND e.occurred_at > f.since WHERE e.organization_id = $1 AND e.outcome = "
                 "'success' AND (e.actor_id IS NULL OR e.actor_id <> $2) AND e.action NOT LIKE "
                 "'%comment' AND e.action NOT LIKE '%follow' AND e.action NOT LIKE '%.export' "
                 "AND e.action <> 'label.approve'");
    add_unread(q, "e.occurred_at");
}

static void select_events(struct query *q, const struct source *source)
{
    query_begin(q, source->db, "SELECT e.id, e.occurred_at");
    from_events(q, source);
    add_place(q, source, "e.occurred_at", "e.id");
}

/* ---- the list ----------------------------------------------------------------------------- */

/* A person reads comments where they may read contents. */
static bool may_read_comments(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++)
        if (!policy_allows(actor, record_kinds[i].read, &target))
            return false;
    return true;
}

static enum err check_may_see(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return record_kinds_visible(actor, &target) ? ERR_NONE : ERR_DENIED;
}

static enum err read_comment(const struct source *source, const struct db_result *result, int row,
                             struct inbox_item *item)
{
    *item = (struct inbox_item){
        .id = db_get_uuid(result, row, 0),
        .occurred_at = db_get_time(result, row, 1),
        .is_mention = db_get_int(result, row, 2) != 0,
        .kind = record_kind_find(db_get_text(result, row, 3)),
        .record_id = db_get_uuid(result, row, 4),
        .version = db_get_int(result, row, 5),
        .proposal_id = db_get_uuid(result, row, 6),
        .record_name = db_get_text(result, row, COLUMN_NAME),
    };
    struct seal_place place = record_comment_body_place(&source->actor->organization_id, &item->id);
    enum err err =
        vault_open_text(source->db, &place, db_get_bytes(result, row, 7), &item->comment);
    return err == ERR_NONE ? person_name(source->db, result, row, COLUMN_AUTHOR, &item->actor_name)
                           : err;
}

static struct inbox_item event_item(const struct audit_entry *entry)
{
    return (struct inbox_item){.id = entry->id,
                               .occurred_at = entry->occurred_at,
                               .kind = record_kind_find(entry->record_type),
                               .record_id = entry->record_id,
                               .record_name = entry->record_name,
                               .actor_name = entry->actor_name,
                               .entry = entry};
}

static enum err load_events(const struct source *source, const struct db_result *ids,
                            struct audit_list *events)
{
    struct uuid loaded[AUDIT_SOME_MAX];
    int count = ids->row_count > source->limit ? source->limit : ids->row_count;
    *events = (struct audit_list){.count = 0};
    for (int i = 0; i < count; i++)
        loaded[i] = db_get_uuid(ids, i, 0);
    return count == 0 ? ERR_NONE
                      : audit_list_some(source->db, source->actor, loaded, count, events);
}

/* Both in one order, newest first. */
static enum err merge(const struct source *source, const struct db_result *comments,
                      const struct audit_list *events, struct inbox_news *news)
{
    int comment = 0, event = 0;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && news->count < source->limit) {
        bool has_comment = comment < comments->row_count;
        bool has_event = event < events->count;
        if (!has_comment && !has_event)
            break;
        struct inbox_item *item = &news->items[news->count++];
        if (has_event && (!has_comment ||
                          events->entries[event].occurred_at > db_get_time(comments, comment, 1)))
            *item = event_item(&events->entries[event++]);
        else
            err = read_comment(source, comments, comment++, item);
    }
    return err;
}

static enum err ask(const struct source *source, struct db_result *comments,
                    struct db_result *events)
{
    struct query q;
    *comments = (struct db_result){.values = NULL};
    if (may_read_comments(source->actor)) {
        select_comments(&q, source);
        query_later(&q, comments);
    }
    select_events(&q, source);
    query_later(&q, events);
    return db_collect(source->db);
}

static enum err read_news(const struct source *source, struct inbox_news *news)
{
    struct db_result comments, ids;
    struct audit_list events;
    enum err err = ask(source, &comments, &ids);
    if (err == ERR_NONE)
        err = load_events(source, &ids, &events);
    if (err == ERR_NONE)
        err = merge(source, &comments, &events, news);
    if (err != ERR_NONE || comments.row_count + ids.row_count <= source->limit)
        return err;
    const struct inbox_item *last = &news->items[news->count - 1];
    news->next = cursor_format(db_arena(source->db), &(struct cursor){last->occurred_at, last->id});
    return ERR_NONE;
}

enum err inbox_news_list(struct db *db, const struct actor *actor,
                         const struct inbox_filter *filter, struct inbox_news *news)
{
    struct source source = {db, actor, cursor_newest(), filter->limit};
    enum err err = check_may_see(actor);
    if (err == ERR_NONE && (filter->limit < 1 || filter->limit > INBOX_NEWS_MAX))
        err = ERR_INVALID;
    if (err == ERR_NONE && filter->cursor[0] != '\0')
        err = cursor_parse(filter->cursor, &source.before);
    if (err != ERR_NONE)
        return err;
    *news = (struct inbox_news){
        .items = arena_array(db_arena(db), (size_t)filter->limit, sizeof *news->items)};
    return read_news(&source, news);
}

/* ---- the count ---------------------------------------------------------------------------- */

static void count_comments(struct query *q, const struct source *source)
{
    query_begin(q, source->db, "SELECT count(*) FROM (SELECT c.id");
    from_comments(q, source);
    query_add(q, " WHERE c.organization_id = $1 AND c.author_id <> $2");
    add_unread(q, "n.at");
    query_bind(q, " LIMIT ", db_int(INBOX_COUNT_MAX));
    query_add(q, ") z");
}

static void count_events(struct query *q, const struct source *source)
{
    query_begin(q, source->db, "SELECT count(*) FROM (SELECT e.id");
    from_events(q, source);
    query_bind(q, " LIMIT ", db_int(INBOX_COUNT_MAX));
    query_add(q, ") z");
}

void inbox_news_count_ahead(struct db *db, const struct actor *actor)
{
    struct source source = {db, actor, cursor_newest(), 0};
    struct query q;
    if (may_read_comments(actor)) {
        count_comments(&q, &source);
        query_ahead(&q);
    }
    count_events(&q, &source);
    query_ahead(&q);
}

enum err inbox_news_count(struct db *db, const struct actor *actor, int *count)
{
    struct source source = {db, actor, cursor_newest(), 0};
    struct db_result result;
    struct query q;
    int64_t sum = 0;
    enum err err = check_may_see(actor);
    if (err == ERR_NONE && may_read_comments(actor)) {
        count_comments(&q, &source);
        err = query_run(&q, &result);
        sum = err == ERR_NONE ? db_get_int(&result, 0, 0) : 0;
    }
    if (err != ERR_NONE)
        return err;
    count_events(&q, &source);
    err = query_run(&q, &result);
    if (err == ERR_NONE)
        sum += db_get_int(&result, 0, 0);
    *count = sum > INBOX_COUNT_MAX ? INBOX_COUNT_MAX : (int)sum;
    return err;
}
