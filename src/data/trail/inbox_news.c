#include "data/trail/inbox_news.h"

#include "data/comment/record_comment_list.h"
#include "data/comment/record_follow.h"
#include "data/db/cursor.h"
#include "data/db/query.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

/* ---- what is new -------------------------------------------------------------------------- */

/* In every query below $1 is the organization, of each table by itself (see activity_recent.c);
 * person_sql is the person. */
#define PERSON "$2"

/* Adds the records that the person follows, by themselves or with their folder: record_id, and
 * since when; RECORD_FOLLOW_MAX of each at most, for a folder may grow. Folders compare by bytes:
 * everything below "a" stands between "a/" and "a0". The folders come first (CROSS JOIN is an order
 * for SQLite): nobody's inbox looks through all records of the organization. */
static void add_followed(struct query *q, const char *person_sql)
{
    query_add(q,
              "(SELECT x.record_id, min(x.since) AS since FROM (SELECT * FROM (SELECT record_id, "
              "created_at AS since FROM record_follows WHERE organization_id = $1 AND user_id = ");
    query_add(q, person_sql);
    query_bind(q, " LIMIT ", db_int(RECORD_FOLLOW_MAX));
    query_add(q, ") own");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, " UNION ALL SELECT * FROM (SELECT r.id, f.created_at FROM folder_follows f "
                     "CROSS JOIN ");
        query_add(q, record_kinds[i].table);
        query_add(q, " r WHERE r.organization_id = $1 AND r.folder >= f.folder "
                     "AND r.folder < f.folder || '0' "
                     "AND (r.folder = f.folder OR r.folder >= f.folder || '/') "
                     "AND f.organization_id = $1 AND f.user_id = ");
        query_add(q, person_sql);
        query_bind(q, " AND f.kind = ", db_text(record_kinds[i].name));
        query_bind(q, " LIMIT ", db_int(RECORD_FOLLOW_MAX));
        query_add(q, ") ");
        query_add(q, record_kinds[i].plural);
    }
    query_add(q, ") x GROUP BY x.record_id)");
}

/* Adds the condition that it was not read yet. */
static void add_unread(struct query *q, const char *time_sql, const char *person_sql)
{
    query_add(q, " AND ");
    query_add(q, time_sql);
    query_add(q, " > COALESCE((SELECT read_at FROM inbox_reads WHERE organization_id = $1 "
                 "AND user_id = ");
    query_add(q, person_sql);
    query_bind(q, "), ", db_time(0));
    query_add(q, ")");
}

/* Adds " FROM … WHERE …": comments c by others, each once, with n.at, the time when it became news,
 * and whether it mentions the person. */
static void from_comments(struct query *q, const char *person_sql)
{
    query_add(q, " FROM (SELECT y.id, max(y.at) AS at, max(y.mention) AS mention FROM "
                 "(SELECT s.id, s.created_at AS at, 0 AS mention FROM ");
    add_followed(q, person_sql);
    query_add(q, " f JOIN comments s ON s.organization_id = $1 AND s.record_id = f.record_id AND "
                 "s.created_at > f.since");
    add_unread(q, "s.created_at", person_sql);
    query_add(q, " UNION ALL SELECT m.comment_id, m.created_at, 1 FROM comment_mentions m "
                 "WHERE m.organization_id = $1 AND m.user_id = ");
    query_add(q, person_sql);
    add_unread(q, "m.created_at", person_sql);
    query_add(q, ") y GROUP BY y.id) n JOIN comments c ON c.organization_id = $1 AND c.id = n.id");
}

static void where_comments(struct query *q, const char *person_sql)
{
    query_add(q, " WHERE c.organization_id = $1 AND c.author_id <> ");
    query_add(q, person_sql);
}

static void add_follows(struct query *q, const char *table_sql, const char *person_sql)
{
    query_add(q, "EXISTS (SELECT 1 FROM ");
    query_add(q, table_sql);
    query_add(q, " WHERE organization_id = $1 AND user_id = ");
    query_add(q, person_sql);
    query_add(q, ")");
}

/* Events e by others that changed something. What is said has its comment; an approval is a move.
 * They are looked up record by record: SQLite keeps the order of a CROSS JOIN, where it would walk
 * over the log; and PostgreSQL does nothing at all for who follows nothing. */
static void from_events(struct query *q, const char *person_sql)
{
    query_add(q, " FROM ");
    add_followed(q, person_sql);
    query_add(q, " f CROSS JOIN audit_events e WHERE e.organization_id = $1 AND e.record_id = "
                 "f.record_id AND e.occurred_at > f.since AND e.outcome = "
                 "'success' AND e.action NOT LIKE '%comment' AND e.action NOT LIKE '%follow' AND "
                 "e.action NOT LIKE '%.export' AND e.action <> 'label.approve' AND "
                 "(e.actor_id IS NULL OR e.actor_id <> ");
    query_add(q, person_sql);
    query_add(q, ")");
    add_unread(q, "e.occurred_at", person_sql);
    query_add(q, " AND (");
    add_follows(q, "record_follows", person_sql);
    query_add(q, " OR ");
    add_follows(q, "folder_follows", person_sql);
    query_add(q, ")");
}

/* ---- the questions ------------------------------------------------------------------------ */

/* For whom, and between which places. */
struct source {
    struct db *db;
    const struct actor *actor;
    struct cursor before;
    int limit;
};

/* Binds $1 and $2. */
static void begin(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db, "WITH me AS (SELECT ");
    query_bind(q, "", db_uuid(&actor->organization_id));
    query_bind(q, " AS organization_id, ", db_uuid(&actor->user_id));
    query_add(q, " AS user_id) ");
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

static void select_comments(struct query *q, const struct source *source)
{
    begin(q, source->db, source->actor);
    query_add(q, "SELECT c.id, n.at, n.mention, c.kind, c.record_id, c.version, c.proposal_id, "
                 "c.body, COALESCE(");
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, i == 0 ? "" : ", ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".name");
    }
    query_add(q, "), " PERSON_COLUMNS_OF("c.author_id", a));
    from_comments(q, PERSON);
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        query_add(q, " LEFT JOIN ");
        query_add(q, record_kinds[i].table);
        query_add(q, " ON ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".organization_id = $1 AND ");
        query_add(q, record_kinds[i].table);
        query_add(q, ".id = c.record_id");
    }
    query_add(q, PERSON_JOIN(a, "$1", "c.author_id"));
    where_comments(q, PERSON);
    add_place(q, source, "n.at", "c.id");
}

static void select_events(struct query *q, const struct source *source)
{
    begin(q, source->db, source->actor);
    query_add(q, "SELECT e.id, e.occurred_at");
    from_events(q, PERSON);
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
                             struct inbox_news_item *item)
{
    *item = (struct inbox_news_item){
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

static struct inbox_news_item event_item(const struct audit_entry *entry)
{
    return (struct inbox_news_item){.id = entry->id,
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
        struct inbox_news_item *item = &news->items[news->count++];
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
    const struct inbox_news_item *last = &news->items[news->count - 1];
    news->next = cursor_format(db_arena(source->db), &(struct cursor){last->occurred_at, last->id});
    return ERR_NONE;
}

enum err inbox_news_list(struct db *db, const struct actor *actor,
                         const struct inbox_news_filter *filter, struct inbox_news *news)
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

void inbox_news_add_comment_count(struct query *q, const char *person_sql)
{
    query_add(q, "(SELECT count(*) FROM (SELECT c.id");
    from_comments(q, person_sql);
    where_comments(q, person_sql);
    query_bind(q, " LIMIT ", db_int(INBOX_NEWS_COUNT_MAX));
    query_add(q, ") unread)");
}

void inbox_news_add_event_count(struct query *q, const char *person_sql)
{
    query_add(q, "(SELECT count(*) FROM (SELECT e.id");
    from_events(q, person_sql);
    query_bind(q, " LIMIT ", db_int(INBOX_NEWS_COUNT_MAX));
    query_add(q, ") unread)");
}

static void select_counts(struct query *q, struct db *db, const struct actor *actor)
{
    begin(q, db, actor);
    query_add(q, "SELECT ");
    inbox_news_add_event_count(q, PERSON);
    if (!may_read_comments(actor))
        return;
    query_add(q, ", ");
    inbox_news_add_comment_count(q, PERSON);
}

void inbox_news_count_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_counts(&q, db, actor);
    query_ahead(&q);
}

enum err inbox_news_count(struct db *db, const struct actor *actor, int *count)
{
    struct db_result result;
    struct query q;
    enum err err = check_may_see(actor);
    if (err != ERR_NONE)
        return err;
    select_counts(&q, db, actor);
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    int64_t sum = db_get_int(&result, 0, 0);
    if (result.column_count > 1)
        sum += db_get_int(&result, 0, 1);
    *count = sum > INBOX_NEWS_COUNT_MAX ? INBOX_NEWS_COUNT_MAX : (int)sum;
    return ERR_NONE;
}
