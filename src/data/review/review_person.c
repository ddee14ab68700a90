#include "data/review/review_person.h"

#include "base/clock.h"
#include "data/db/query.h"
#include "data/session/session_ends.h"
#include "data/user/person.h"
#include "domain/token_scope.h"

/* ---- the question --------------------------------------------------------------------------- */

_Static_assert(TOKEN_SCOPE_COUNT == 10, "each scope is in HELD");

/* $1 is the organization, $2 now, $3 REVIEW_UNUSED ago, $4 REVIEW_WAITED ago. Tokens that work, by
 * who answers for them. */
#define HELD                                                                                       \
    "held AS MATERIALIZED (SELECT COALESCE(t.user_id, t.responsible_id) AS holder_id, count(*) "   \
    "AS amount, "                                                                                  \
    "max(t.scopes & 1) + max(t.scopes & 2) + max(t.scopes & 4) + max(t.scopes & 8) "               \
    "+ max(t.scopes & 16) + max(t.scopes & 32) + max(t.scopes & 64) + max(t.scopes & 128) "        \
    "+ max(t.scopes & 256) + max(t.scopes & 512) AS scopes, "                                      \
    "min(t.expires_at) AS ends_at, "                                                               \
    "max(CASE WHEN COALESCE(n.last_used_at, t.created_at) < $3 THEN 1 ELSE 0 END) AS idle "        \
    "FROM api_tokens t " /* not COALESCE, behind which row-level security lets no index be used */ \
    "JOIN users h ON h.organization_id = $1 "                                                      \
    "AND h.id = CASE WHEN t.user_id IS NULL THEN t.responsible_id ELSE t.user_id END "             \
    "LEFT JOIN service_accounts c ON c.organization_id = $1 AND c.id = t.service_account_id "      \
    "LEFT JOIN agents a ON a.organization_id = $1 AND a.id = t.agent_id "                          \
    "LEFT JOIN api_token_uses n ON n.organization_id = $1 AND n.token_id = t.id "                  \
    "WHERE t.organization_id = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 AND h.is_active " \
    "AND (t.user_id IS NULL OR t.epoch = h.epoch) AND a.archived_at IS NULL "                      \
    "AND (c.id IS NULL OR (c.is_active AND c.epoch = t.epoch)) "                                   \
    "GROUP BY COALESCE(t.user_id, t.responsible_id))"

#define IS_ADMIN "(u.is_superuser OR u.user_persona IN ('Customer Admin', 'Platform Admin'))"

/* What the marks are made of, each 0 or 1. */
#define FACTS                                                                                      \
    "facts AS MATERIALIZED (SELECT u.id, CASE WHEN u.is_active THEN 1 ELSE 0 END AS active, "      \
    "CASE WHEN u.hashed_password IS NOT NULL THEN 1 ELSE 0 END AS joined, "                        \
    "CASE WHEN " IS_ADMIN " THEN 1 ELSE 0 END AS admin, "                                          \
    "CASE WHEN EXISTS (SELECT 1 FROM authenticator_apps f WHERE f.organization_id = $1 "           \
    "AND f.user_id = u.id) OR EXISTS (SELECT 1 FROM passkeys p WHERE p.organization_id = $1 "      \
    "AND p.user_id = u.id) THEN 0 ELSE 1 END AS single, "                                          \
    "CASE WHEN COALESCE(s.last_seen_at, u.created_at) < $3 THEN 1 ELSE 0 END AS unseen, "          \
    "CASE WHEN u.created_at < $4 THEN 1 ELSE 0 END AS waited, "                                    \
    "CASE WHEN held.amount > 0 THEN 1 ELSE 0 END AS tokens, COALESCE(held.idle, 0) AS idle "       \
    "FROM users u "                                                                                \
    "LEFT JOIN user_seen s ON s.organization_id = $1 AND s.user_id = u.id "                        \
    "LEFT JOIN held ON held.holder_id = u.id "                                                     \
    "WHERE u.organization_id = $1 AND u.erased_at IS NULL"

/* In the order of enum review_mark. */
#define MARKED                                                                                     \
    ", marked AS MATERIALIZED (SELECT id, active * (joined * admin * single + 2 * joined * "       \
    "unseen + 4 * idle "                                                                           \
    "+ 8 * (1 - joined) * waited + 16 * admin + 32 * joined * single + 64 * tokens) "              \
    "+ 128 * (1 - active) + 256 AS marks FROM facts)"

#define RANK                                                                                       \
    "CASE WHEN (marks & 1) <> 0 THEN 1 WHEN (marks & 2) <> 0 THEN 2 WHEN (marks & 4) <> 0 THEN 3 " \
    "WHEN (marks & 8) <> 0 THEN 4 WHEN (marks & 128) = 0 THEN 5 ELSE 6 END"

/* $1 to $4 have their numbers from here. */
static void begin(struct query *q, struct db *db, const struct actor *actor, int64_t now)
{
    query_begin(q, db, "WITH given AS (SELECT ");
    query_bind(q, "", db_uuid(&actor->organization_id));
    query_bind(q, ", ", db_time(now));
    query_bind(q, ", ", db_time(now - REVIEW_UNUSED));
    query_bind(q, ", ", db_time(now - REVIEW_WAITED));
    query_add(q, "), " HELD ", " FACTS);
}

static enum err check(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_USER_CHANGE, &target) ? ERR_NONE : ERR_DENIED;
}

/* ---- the list ------------------------------------------------------------------------------- */

/* Of the query below. */
enum {
    COLUMN_MARKS = 14,
    COLUMN_RANK,
    COLUMN_PERSON,
    COLUMN_INVITER = COLUMN_PERSON + PERSON_COLUMN_COUNT,
};

static int limit_of(const struct review_filter *filter)
{
    return filter->limit < 1 || filter->limit > REVIEW_LIST_MAX ? REVIEW_LIST_MAX : filter->limit;
}

/* The ids of a page, in its order. */
static void add_picked(struct query *q, const struct review_filter *filter)
{
    if (filter->is_by_id)
        query_bind(q, " AND u.id > ", db_uuid(&filter->id));
    if (filter->is_by_id)
        query_bind(q, " ORDER BY u.id LIMIT ", db_int(limit_of(filter) + 1));
    query_add(q, ")" MARKED ", ranked AS (SELECT id, marks, ");
    query_add(q, filter->is_by_id ? "1" : RANK);
    query_add(q, " AS rank FROM marked), picked AS (SELECT id, marks, rank FROM ranked WHERE ");
    query_bind(q, "(marks & ", db_int(filter->is_by_id ? REVIEW_ALL : filter->marks));
    query_add(q, ") <> 0");
    if (!filter->is_by_id) {
        query_bind(q, " AND (rank, id) > (", db_int(filter->rank));
        query_bind(q, ", ", db_uuid(&filter->id));
        query_add(q, ")");
    }
    query_bind(q, " ORDER BY rank, id LIMIT ", db_int(limit_of(filter) + 1));
    query_add(q, ") ");
}

/* Sessions that are open: as long as session_ends.h says, for whom. */
static void add_sessions(struct query *q, int64_t now, const struct session_ends ends[2])
{
    query_add(q, "(SELECT count(*) FROM sessions x WHERE x.organization_id = $1 "
                 "AND x.user_id = u.id AND x.ended_at IS NULL AND x.expires_at > $2 "
                 "AND x.epoch = u.epoch AND u.is_active AND CASE WHEN " IS_ADMIN " THEN ");
    for (int i = 0; i < 2; i++) {
        query_bind(q, i == 0 ? "x.last_seen_at > " : " ELSE x.last_seen_at > ",
                   db_time(now - ends[i].idle));
        query_bind(q, " AND x.created_at > ", db_time(now - ends[i].absolute));
    }
    query_add(q, " END), ");
}

static enum err find_ends(struct db *db, const struct actor *actor, struct session_ends ends[2])
{
    enum err err =
        session_ends_find(db, &actor->organization_id, PERSONA_CUSTOMER_ADMIN, false, &ends[0]);
    return err == ERR_NONE ? session_ends_find(db, &actor->organization_id, PERSONA_ENTERPRISE_TEAM,
                                               false, &ends[1])
                           : err;
}

static void select_people(struct query *q, struct db *db, const struct actor *actor,
                          const struct review_filter *filter, int64_t now,
                          const struct session_ends ends[2])
{
    begin(q, db, actor, now);
    add_picked(q, filter);
    query_add(q, "SELECT u.user_persona, u.is_superuser, u.is_active, "
                 "u.hashed_password IS NOT NULL, "
                 "EXISTS (SELECT 1 FROM authenticator_apps f WHERE f.organization_id = $1 "
                 "AND f.user_id = u.id), "
                 "(SELECT count(*) FROM passkeys p WHERE p.organization_id = $1 "
                 "AND p.user_id = u.id), s.last_seen_at, ");
    add_sessions(q, now, ends);
    query_add(q, "COALESCE(held.amount, 0), COALESCE(held.scopes, 0), held.ends_at, "
                 "u.created_at, u.email, u.invited_by IS NOT NULL, picked.marks, picked.rank, ");
    query_add(q, PERSON_COLUMNS(u) ", " PERSON_COLUMNS_OF("u.invited_by", i));
    query_add(q, " FROM picked JOIN users u ON u.organization_id = $1 AND u.id = picked.id "
                 "LEFT JOIN user_seen s ON s.organization_id = $1 AND s.user_id = u.id "
                 "LEFT JOIN held ON held.holder_id = u.id" VAULT_KEY_JOIN(u_key, u)
                     PERSON_JOIN(i, "$1", "u.invited_by"));
    query_add(q, " ORDER BY picked.rank, picked.id");
}

static enum err open_address(struct db *db, const struct uuid *organization_id, struct text blob,
                             struct review_person *person)
{
    struct seal_place place = {"users", "email", *organization_id, person->id};
    struct text plain = {NULL, 0};
    enum err err = vault_unseal(db, &person->data_key_id, &place, blob, &plain);
    person->email = plain.data;
    return err;
}

static enum user_state state_of(const struct db_result *result, int row)
{
    if (!db_get_bool(result, row, 2))
        return USER_INACTIVE;
    return db_get_bool(result, row, 3) ? USER_ACTIVE : USER_INVITED;
}

static enum err read_person(struct db *db, const struct db_result *result, int row,
                            struct review_person *person)
{
    *person = (struct review_person){
        .id = db_get_uuid(result, row, COLUMN_PERSON),
        .data_key_id = db_get_uuid(result, row, COLUMN_PERSON + 2),
        .is_superuser = db_get_bool(result, row, 1),
        .state = state_of(result, row),
        .has_app = db_get_bool(result, row, 4),
        .passkey_count = db_get_int(result, row, 5),
        .last_seen_at = db_get_time(result, row, 6),
        .session_count = db_get_int(result, row, 7),
        .token_count = db_get_int(result, row, 8),
        .token_scopes = (unsigned)db_get_int(result, row, 9),
        .token_ends_at = db_get_time(result, row, 10),
        .accounts = "",
        .created_at = db_get_time(result, row, 11),
        .has_inviter = db_get_bool(result, row, 13),
        .marks = (unsigned)db_get_int(result, row, COLUMN_MARKS),
    };
    struct uuid organization_id = db_get_uuid(result, row, COLUMN_PERSON + 1);
    if (persona_parse(db_get_text(result, row, 0), &person->persona) != ERR_NONE)
        die("a user with an unknown persona");
    enum err err = person_name(db, result, row, COLUMN_PERSON, &person->full_name);
    if (err == ERR_NONE)
        err = open_address(db, &organization_id, db_get_bytes(result, row, 12), person);
    return err == ERR_NONE ? person_name(db, result, row, COLUMN_INVITER, &person->invited_by)
                           : err;
}

/* Names of active service accounts, of which there are few, beside who answers for them. */
static void select_accounts(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT responsible_id, name FROM service_accounts WHERE organization_id = ");
    query_bind(q, "", db_uuid(&actor->organization_id));
    query_bind(q, " AND is_active ORDER BY name_key LIMIT ", db_int(REVIEW_LIST_MAX));
}

static enum err add_accounts(struct db *db, const struct actor *actor, struct review_list *list)
{
    struct query q;
    struct db_result result;
    select_accounts(&q, db, actor);
    enum err err = query_run(&q, &result);
    for (int row = 0; err == ERR_NONE && row < result.row_count; row++) {
        struct uuid id = db_get_uuid(&result, row, 0);
        const char *name = db_get_text(&result, row, 1);
        for (int i = 0; i < list->count; i++) {
            struct review_person *person = &list->items[i];
            if (uuid_equal(&person->id, &id))
                person->accounts = arena_printf(db_arena(db), "%s%s%s", person->accounts,
                                                person->accounts[0] == '\0' ? "" : ", ", name);
        }
    }
    return err;
}

enum err review_list(struct db *db, const struct actor *actor, const struct review_filter *filter,
                     int64_t now, struct review_list *list)
{
    struct query q;
    struct db_result result;
    struct session_ends ends[2];
    *list = (struct review_list){.count = 0};
    enum err err = check(actor);
    if (err == ERR_NONE)
        err = find_ends(db, actor, ends);
    if (err != ERR_NONE)
        return err;
    select_people(&q, db, actor, filter, now, ends);
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > limit_of(filter);
    list->count = list->has_more ? limit_of(filter) : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_person(db, &result, i, &list->items[i]);
    if (err == ERR_NONE && list->count > 0) {
        list->next_rank = db_get_int(&result, list->count - 1, COLUMN_RANK);
        list->next_id = list->items[list->count - 1].id;
        err = add_accounts(db, actor, list);
    }
    return err;
}

/* ---- counts --------------------------------------------------------------------------------- */

enum err review_count(struct db *db, const struct actor *actor, int64_t now,
                      struct review_counts *counts)
{
    static const char *const marks_sql[] = {"marks & 1",  "marks & 2",   "marks & 4",
                                            "marks & 8",  "marks & 16",  "marks & 32",
                                            "marks & 64", "marks & 128", "marks & 15"};
    struct query q;
    struct db_result result;
    *counts = (struct review_counts){.people = 0};
    enum err err = check(actor);
    if (err != ERR_NONE)
        return err;
    begin(&q, db, actor, now);
    query_add(&q, ")" MARKED " SELECT count(*)");
    for (size_t i = 0; i < COUNT_OF(marks_sql); i++) {
        query_add(&q, ", count(CASE WHEN (");
        query_add(&q, marks_sql[i]);
        query_add(&q, ") <> 0 THEN 1 END)");
    }
    query_add(&q, " FROM marked");
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    counts->people = db_get_int(&result, 0, 0);
    for (int i = 0; i < REVIEW_MARK_COUNT; i++)
        counts->marks[i] = db_get_int(&result, 0, 1 + i);
    counts->looks = db_get_int(&result, 0, 1 + REVIEW_MARK_COUNT);
    return ERR_NONE;
}
