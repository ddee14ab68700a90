#include "data/usage/usage_fetcher.h"

#include "data/db/query.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

/* Of the query below. */
enum {
    COLUMN_BY = 5, /* when last, by each protocol */
    COLUMN_NAME =
        COLUMN_BY + USAGE_PROTOCOL_COUNT, /* of the token; its id, of whom it is, when it ends */
    COLUMN_TOKEN = COLUMN_NAME + 1,
    COLUMN_ACCOUNT_ID,
    COLUMN_AGENT_ID,
    COLUMN_EXPIRES,
    COLUMN_REVOKED,
    COLUMN_ACCOUNT,
    COLUMN_AGENT,
    COLUMN_PERSON,
    COLUMN_RECORD = COLUMN_PERSON + PERSON_COLUMN_COUNT
};

static void add_version(struct query *q, const struct usage_fetch_filter *filter)
{
    if (filter->version != 0)
        query_bind(q, " AND version = ", db_int(filter->version));
    if (filter->source != NULL) {
        query_add(q, " AND version = ");
        record_source_add(q, filter->source);
    }
}

/* One text for however many others there are: those that are missing are of no record. */
static void add_records(struct query *q, const struct record_head *head,
                        const struct usage_fetch_filter *filter)
{
    static const struct uuid nothing;
    if (filter->other_count == 0) {
        record_add_own(q, head);
        add_version(q, filter);
        return;
    }
    query_bind(q, " WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(q, " AND ((record_id = ", db_uuid(&head->id));
    add_version(q, filter);
    query_add(q, ") OR record_id IN (");
    for (int i = 0; i < USAGE_OTHERS_MAX; i++)
        query_bind(q, i == 0 ? "" : ", ",
                   db_uuid(i < filter->other_count ? &filter->others[i] : &nothing));
    query_add(q, "))");
}

/* The tokens are found for the lines that are shown, not for all that are counted. */
static void select_fetchers(struct query *q, struct db *db, const struct record_head *head,
                            const struct usage_fetch_filter *filter)
{
    query_begin(q, db, "SELECT s.token_id, s.version, s.serving_count, s.first_at, s.last_at, ");
    for (int i = 0; i < USAGE_PROTOCOL_COUNT; i++) {
        query_add(q, "s.last_by_");
        query_add(q, usage_protocol_names[i]);
        query_add(q, ", ");
    }
    query_add(q,
              "t.name, t.id, t.service_account_id, t.agent_id, t.expires_at, t.revoked_at, c.name, "
              "a.name, ");
    query_add(q, PERSON_COLUMNS_OF("COALESCE(t.user_id, t.responsible_id)", u));
    query_add(q, ", s.record_id FROM (SELECT organization_id, record_id, token_id, version, "
                 "CAST(SUM(serving_count) AS bigint) AS serving_count, "
                 "MIN(first_served_at) AS first_at, MAX(last_served_at) AS last_at");
    for (int i = 0; i < USAGE_PROTOCOL_COUNT; i++) {
        query_add(q, ", MAX(CASE WHEN protocol = '");
        query_add(q, usage_protocol_names[i]);
        query_add(q, "' THEN last_served_at END) AS last_by_");
        query_add(q, usage_protocol_names[i]);
    }
    query_add(q, " FROM servings");
    add_records(q, head, filter);
    query_bind(q, " AND day >= ", db_int(filter->since / CLOCK_DAY));
    query_add(q, " GROUP BY organization_id, record_id, token_id, version "
                 "ORDER BY MAX(last_served_at) DESC, token_id, version, record_id");
    query_bind(q, " LIMIT ", db_int(USAGE_FETCHER_LIMIT + 1));
    query_add(q, ") s LEFT JOIN api_tokens t ON t.organization_id = s.organization_id "
                 "AND t.id = s.token_id "
                 "LEFT JOIN service_accounts c ON c.organization_id = t.organization_id "
                 "AND c.id = t.service_account_id "
                 "LEFT JOIN agents a ON a.organization_id = t.organization_id "
                 "AND a.id = t.agent_id" PERSON_JOIN(u, "t.organization_id",
                                                     "COALESCE(t.user_id, t.responsible_id)"));
    query_add(q, " ORDER BY s.last_at DESC, s.token_id, s.version, s.record_id");
}

void usage_fetchers_ahead(struct db *db, const struct record_head *head,
                          const struct usage_fetch_filter *filter)
{
    struct query q;
    select_fetchers(&q, db, head, filter);
    query_ahead(&q);
}

/* A person sees their own tokens and those that they answer for; see api_token_list.h. */
static bool may_see(const struct actor *actor, const struct uuid *person_id)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return uuid_equal(person_id, &actor->user_id) ||
           policy_allows(actor, PERMISSION_TOKEN_ORGANIZATION, &target);
}

static enum err read_token(struct db *db, const struct actor *actor, const struct db_result *rows,
                           int row, struct usage_fetcher *fetcher)
{
    struct uuid person_id = db_get_uuid(rows, row, COLUMN_PERSON);
    struct seal_place place = {"api_tokens", "name", actor->organization_id, fetcher->token_id};
    enum err err = ERR_NONE;
    fetcher->is_over = !db_is_null(rows, row, COLUMN_REVOKED) ||
                       db_get_time(rows, row, COLUMN_EXPIRES) <= clock_now();
    fetcher->may_see = may_see(actor, &person_id);
    if (fetcher->may_see)
        err =
            vault_open_text(db, &place, db_get_bytes(rows, row, COLUMN_NAME), &fetcher->token_name);
    if (!db_is_null(rows, row, COLUMN_ACCOUNT_ID))
        fetcher->owner_name = db_get_text(rows, row, COLUMN_ACCOUNT);
    else if (!db_is_null(rows, row, COLUMN_AGENT_ID))
        fetcher->owner_name = db_get_text(rows, row, COLUMN_AGENT);
    else if (err == ERR_NONE)
        err = person_name(db, rows, row, COLUMN_PERSON, &fetcher->owner_name);
    return err;
}

static enum err read_fetcher(struct db *db, const struct actor *actor, const struct db_result *rows,
                             int row, struct usage_fetcher *fetcher)
{
    *fetcher = (struct usage_fetcher){.token_id = db_get_uuid(rows, row, 0),
                                      .record_id = db_get_uuid(rows, row, COLUMN_RECORD),
                                      .version = db_get_int(rows, row, 1),
                                      .serving_count = db_get_int(rows, row, 2),
                                      .first_at = db_get_time(rows, row, 3),
                                      .last_at = db_get_time(rows, row, 4)};
    for (int i = 0; i < USAGE_PROTOCOL_COUNT; i++)
        fetcher->last_by[i] = db_get_time(rows, row, COLUMN_BY + i);
    if (db_is_null(rows, row, COLUMN_TOKEN)) {
        fetcher->is_over = !uuid_is_nil(&fetcher->token_id);
        return ERR_NONE;
    }
    return read_token(db, actor, rows, row, fetcher);
}

enum err usage_fetchers(struct db *db, const struct actor *actor, const struct record_head *head,
                        const struct usage_fetch_filter *filter, struct usage_fetcher_list *list)
{
    struct query q;
    struct db_result rows;
    select_fetchers(&q, db, head, filter);
    enum err err = query_run(&q, &rows);
    if (err != ERR_NONE)
        return err;
    *list = (struct usage_fetcher_list){.has_more = rows.row_count > USAGE_FETCHER_LIMIT};
    list->count = list->has_more ? USAGE_FETCHER_LIMIT : rows.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int row = 0; err == ERR_NONE && row < list->count; row++)
        err = read_fetcher(db, actor, &rows, row, &list->items[row]);
    return err;
}
