#include "data/review/review_change.h"

#include "data/db/query.h"
#include "data/user/person.h"

/* Of the query below. */
enum { COLUMN_PERSON = 10 };

/* $1 is the organization, $2 the review, $3 when it began. API tokens made since, by who answers
 * for them; and everyone's access as it was, '' for who was not there, beside as it is, each as
 * access_review_people has it. What was is asked for by key, one by one: a join would be planned by
 * what the database knows of a table that was just filled. */
#define MADE                                                                                       \
    "made AS MATERIALIZED (SELECT COALESCE(t.user_id, t.responsible_id) AS holder_id, "            \
    "count(*) AS amount FROM api_tokens t WHERE t.organization_id = $1 AND t.created_at > $3 "     \
    "GROUP BY COALESCE(t.user_id, t.responsible_id))"
#define COMPARED                                                                                   \
    "compared AS MATERIALIZED (SELECT u.id, COALESCE((SELECT r.access "                            \
    "FROM access_review_people r WHERE r.organization_id = $1 AND r.review_id = $2 "               \
    "AND r.user_id = u.id), '') AS before, "                                                       \
    "CASE WHEN u.is_active THEN '1' ELSE '0' END "                                                 \
    "|| CASE WHEN EXISTS (SELECT 1 FROM authenticator_apps f WHERE f.organization_id = $1 "        \
    "AND f.user_id = u.id) OR EXISTS (SELECT 1 FROM passkeys p WHERE p.organization_id = $1 "      \
    "AND p.user_id = u.id) THEN '1' ELSE '0' END "                                                 \
    "|| CASE WHEN u.is_superuser THEN '1' ELSE '0' END || u.user_persona AS after, "               \
    "(SELECT made.amount FROM made WHERE made.holder_id = u.id) AS tokens, "                       \
    "CASE WHEN u.erased_at > $3 THEN 1 ELSE 0 END AS erased "                                      \
    "FROM users u WHERE u.organization_id = $1)"

/* In the order of enum review_change_kind, each 0 or 1. */
#define KINDS                                                                                      \
    "kinds AS MATERIALIZED (SELECT id, before, after, COALESCE(tokens, 0) AS tokens, "             \
    "CASE WHEN substr(after, 1, 1) = '1' AND before = '' THEN 1 ELSE 0 END AS added, "             \
    "CASE WHEN substr(after, 1, 1) = '0' AND (substr(before, 1, 1) = '1' OR erased = 1) "          \
    "THEN 1 ELSE 0 END AS removed, "                                                               \
    "CASE WHEN substr(after, 1, 1) = '1' AND substr(before, 1, 1) = '0' THEN 1 ELSE 0 END "        \
    "AS back, "                                                                                    \
    "CASE WHEN substr(after, 1, 1) = '1' AND before <> '' AND substr(before, 3) <> "               \
    "substr(after, 3) THEN 1 ELSE 0 END AS persona, "                                              \
    "CASE WHEN substr(after, 1, 1) = '1' AND substr(before, 2, 1) = '1' "                          \
    "AND substr(after, 2, 1) = '0' THEN 1 ELSE 0 END AS factor, "                                  \
    "CASE WHEN substr(after, 1, 1) = '1' AND tokens > 0 THEN 1 ELSE 0 END AS made "                \
    "FROM compared)"

static void select_changes(struct query *q, struct db *db, const struct actor *actor,
                           const struct review *review)
{
    query_begin(q, db, "WITH given AS (SELECT ");
    query_bind(q, "", db_uuid(&actor->organization_id));
    query_bind(q, ", ", db_uuid(&review->id));
    query_bind(q, ", ", db_time(review->started_at));
    query_add(q, "), " MADE ", " COMPARED ", " KINDS " SELECT u.user_persona, u.is_superuser, "
                 "c.before, c.tokens, c.added, c.removed, c.back, c.persona, c.factor, c.made, ");
    query_add(q, PERSON_COLUMNS(u) " FROM kinds c JOIN users u ON u.organization_id = $1 "
                                   "AND u.id = c.id" VAULT_KEY_JOIN(u_key, u));
    query_bind(q,
               "WHERE c.added + c.removed + c.back + c.persona + c.factor + c.made > 0 "
               "ORDER BY c.id LIMIT ",
               db_int(REVIEW_CHANGES_MAX + 1));
}

/* How access_review_people says what somebody may do. */
static enum err read_before(const char *access, struct review_change *change)
{
    enum { FLAGS = 3 };
    if (access[0] == '\0')
        return ERR_NONE;
    change->was_superuser = access[FLAGS - 1] == '1';
    return persona_parse(access + FLAGS, &change->old_persona);
}

static enum err read_change(struct db *db, const struct db_result *result, int row,
                            struct review_change *change)
{
    *change = (struct review_change){
        .id = db_get_uuid(result, row, COLUMN_PERSON),
        .is_superuser = db_get_bool(result, row, 1),
        .token_count = db_get_int(result, row, 3),
    };
    for (int i = 0; i < REVIEW_CHANGE_KINDS; i++)
        if (db_get_int(result, row, COLUMN_PERSON - REVIEW_CHANGE_KINDS + i) != 0)
            change->kinds |= 1U << i;
    if (persona_parse(db_get_text(result, row, 0), &change->persona) != ERR_NONE)
        die("a user with an unknown persona");
    change->old_persona = change->persona;
    if (read_before(db_get_text(result, row, 2), change) != ERR_NONE)
        die("a review with an unknown persona");
    return person_name(db, result, row, COLUMN_PERSON, &change->full_name);
}

enum err review_changes(struct db *db, const struct actor *actor, const struct review *review,
                        struct review_change_list *list)
{
    struct query q;
    struct db_result result;
    struct policy_target target = {.organization_id = actor->organization_id};
    *list = (struct review_change_list){.count = 0};
    if (!policy_allows(actor, PERMISSION_USER_CHANGE, &target))
        return ERR_DENIED;
    select_changes(&q, db, actor, review);
    enum err err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->has_more = result.row_count > REVIEW_CHANGES_MAX;
    list->count = list->has_more ? REVIEW_CHANGES_MAX : result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_change(db, &result, i, &list->items[i]);
    return err;
}
