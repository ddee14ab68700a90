#include "data/review/review_change.h"

#include "data/db/query.h"
#include "data/identity/person.h"

/* Of the query below. */
enum { COLUMN_PERSON = 11 };

/* $1 is the organization, $2 the review, $3 when it began. r: as the person was. */
static const char changed_sql[] =
    "), made AS (SELECT COALESCE(t.user_id, t.responsible_id) AS holder_id, count(*) AS amount "
    "FROM api_tokens t WHERE t.organization_id = $1 AND t.created_at > $3 "
    "GROUP BY COALESCE(t.user_id, t.responsible_id)), "
    "compared AS (SELECT u.id, r.user_persona AS old_persona, r.is_superuser AS was_superuser, "
    "CASE WHEN r.id IS NULL THEN 1 ELSE 0 END AS is_new, "
    "CASE WHEN r.is_active THEN 1 ELSE 0 END AS was_active, "
    "CASE WHEN u.is_active THEN 1 ELSE 0 END AS active, "
    "CASE WHEN r.user_persona <> u.user_persona OR r.is_superuser <> u.is_superuser THEN 1 "
    "ELSE 0 END AS persona, "
    "CASE WHEN r.has_factor AND NOT EXISTS (SELECT 1 FROM authenticator_apps f "
    "WHERE f.organization_id = $1 AND f.user_id = u.id) AND NOT EXISTS (SELECT 1 FROM passkeys p "
    "WHERE p.organization_id = $1 AND p.user_id = u.id) THEN 1 ELSE 0 END AS factor, "
    "COALESCE(made.amount, 0) AS tokens, "
    "CASE WHEN u.erased_at > $3 THEN 1 ELSE 0 END AS erased "
    "FROM users u LEFT JOIN access_review_people r ON r.organization_id = $1 "
    "AND r.review_id = $2 AND r.user_id = u.id LEFT JOIN made ON made.holder_id = u.id "
    "WHERE u.organization_id = $1) "
    "SELECT u.user_persona, u.is_superuser, c.old_persona, c.was_superuser, c.tokens, "
    /* the kinds, in the order of enum review_change_kind */
    "c.is_new * c.active, (1 - c.active) * CASE WHEN c.erased + c.was_active > 0 THEN 1 ELSE 0 "
    "END, (1 - c.is_new) * (1 - c.was_active) * c.active, c.active * c.persona, "
    "c.active * c.factor, c.active * CASE WHEN c.tokens > 0 THEN 1 ELSE 0 END, "
    PERSON_COLUMNS(u)
    " FROM compared c JOIN users u ON u.organization_id = $1 AND u.id = c.id"
    VAULT_KEY_JOIN(u_key, u)
    "WHERE (c.active = 1 AND (c.is_new = 1 OR c.was_active = 0 OR c.persona = 1 OR c.factor = 1 "
    "OR c.tokens > 0)) OR (c.active = 0 AND (c.was_active = 1 OR c.erased = 1)) ORDER BY c.id ";

static enum err read_change(struct db *db, const struct db_result *result, int row,
                            struct review_change *change)
{
    *change = (struct review_change){
        .id = db_get_uuid(result, row, COLUMN_PERSON),
        .is_superuser = db_get_bool(result, row, 1),
        .was_superuser = !db_is_null(result, row, 3) && db_get_bool(result, row, 3),
        .token_count = db_get_int(result, row, 4),
    };
    for (int i = 0; i < REVIEW_CHANGE_KINDS; i++)
        if (db_get_int(result, row, COLUMN_PERSON - REVIEW_CHANGE_KINDS + i) != 0)
            change->kinds |= 1U << i;
    if (persona_parse(db_get_text(result, row, 0), &change->persona) != ERR_NONE)
        die("a user with an unknown persona");
    change->old_persona = change->persona;
    if (!db_is_null(result, row, 2) &&
        persona_parse(db_get_text(result, row, 2), &change->old_persona) != ERR_NONE)
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
    query_begin(&q, db, "WITH given AS (SELECT ");
    query_bind(&q, "", db_uuid(&actor->organization_id));
    query_bind(&q, ", ", db_uuid(&review->id));
    query_bind(&q, ", ", db_time(review->started_at));
    query_add(&q, changed_sql);
    query_bind(&q, "LIMIT ", db_int(REVIEW_CHANGES_MAX + 1));
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
