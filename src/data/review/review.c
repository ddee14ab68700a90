#include "data/review/review.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "data/audit/audit.h"
#include "data/user/person.h"
#include "data/vault/vault.h"

const int review_periods[REVIEW_PERIOD_COUNT] = {0, 90, 180, 365};

static enum err check(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_USER_CHANGE, &target) ? ERR_NONE : ERR_DENIED;
}

/* ---- reading -------------------------------------------------------------------------------- */

/* Of the query below. */
enum { COLUMN_STARTED_BY = 11, COLUMN_SIGNED_BY = COLUMN_STARTED_BY + PERSON_COLUMN_COUNT };

static void select_reviews(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT r.id, r.started_at, r.taken_at, r.signed_at, r.person_count, "
                "r.admin_count, r.flagged_count, r.token_count, r.csv_sha256, r.note, "
                "(SELECT count(*) FROM access_review_people p WHERE p.organization_id = "
                "r.organization_id AND p.review_id = r.id), ");
    query_add(q, PERSON_COLUMNS_OF("r.started_by", a) ", " PERSON_COLUMNS_OF("r.signed_by", b));
    query_add(q, " FROM access_reviews r" PERSON_JOIN(a, "r.organization_id", "r.started_by")
                     PERSON_JOIN(b, "r.organization_id", "r.signed_by"));
    query_bind(q, "WHERE r.organization_id = ", db_uuid(&actor->organization_id));
}

struct seal_place review_note_place(const struct actor *actor, const struct uuid *id)
{
    return (struct seal_place){"access_reviews", "note", actor->organization_id, *id};
}

static enum err read_review(struct db *db, const struct actor *actor,
                            const struct db_result *result, int row, struct review *review)
{
    *review = (struct review){
        .id = db_get_uuid(result, row, 0),
        .started_at = db_get_time(result, row, 1),
        .taken_at = db_get_time(result, row, 2),
        .signed_at = db_get_time(result, row, 3),
        .person_count = db_get_int(result, row, 4),
        .admin_count = db_get_int(result, row, 5),
        .flagged_count = db_get_int(result, row, 6),
        .token_count = db_get_int(result, row, 7),
        .csv_sha256 = db_get_text(result, row, 8),
    };
    review->erased_count = review->person_count - db_get_int(result, row, 10);
    struct seal_place place = review_note_place(actor, &review->id);
    enum err err = vault_open_text(db, &place, db_get_bytes(result, row, 9), &review->note);
    if (err == ERR_NONE)
        err = person_name(db, result, row, COLUMN_STARTED_BY, &review->started_by);
    return err == ERR_NONE ? person_name(db, result, row, COLUMN_SIGNED_BY, &review->signed_by)
                           : err;
}

enum err review_signed(struct db *db, const struct actor *actor, struct review_signed_list *list)
{
    struct query q;
    struct db_result result;
    *list = (struct review_signed_list){.count = 0};
    enum err err = check(actor);
    if (err != ERR_NONE)
        return err;
    select_reviews(&q, db, actor);
    query_bind(&q, " AND r.signed_at IS NOT NULL ORDER BY r.signed_at DESC, r.id DESC LIMIT ",
               db_int(REVIEW_SIGNED_MAX));
    err = query_run(&q, &result);
    if (err != ERR_NONE)
        return err;
    list->count = result.row_count;
    list->items = arena_array(db_arena(db), (size_t)list->count + 1, sizeof *list->items);
    for (int i = 0; err == ERR_NONE && i < list->count; i++)
        err = read_review(db, actor, &result, i, &list->items[i]);
    return err;
}

enum err review_get(struct db *db, const struct actor *actor, const struct uuid *id,
                    struct review *review)
{
    struct query q;
    struct db_result result;
    enum err err = check(actor);
    if (err != ERR_NONE)
        return err;
    select_reviews(&q, db, actor);
    query_bind(&q, " AND r.id = ", db_uuid(id));
    err = query_run(&q, &result);
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_NOT_FOUND;
    return err == ERR_NONE ? read_review(db, actor, &result, 0, review) : err;
}

/* ---- notes ---------------------------------------------------------------------------------- */

enum err review_note_check(const char *note, const char **problem)
{
    size_t len = strlen(note);
    if (text_has_control(note, len, true)) {
        *problem = "A note can't have control characters, or characters that turn its direction.";
        return ERR_INVALID;
    }
    if (text_count_chars(note, len) > REVIEW_NOTE_MAX) {
        *problem = "A note can have 1000 characters.";
        return ERR_INVALID;
    }
    return ERR_NONE;
}

/* ---- reminders ------------------------------------------------------------------------------ */

enum err review_remind_get(struct db *db, const struct actor *actor, int *days)
{
    struct db_result result;
    enum err err = check(actor);
    if (err == ERR_NONE)
        err = db_select(db, &result, "SELECT review_days FROM organizations WHERE id = $1",
                        db_uuid(&actor->organization_id));
    if (err == ERR_NONE && result.row_count == 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *days = (int)db_get_int(&result, 0, 0);
    return err;
}

static enum err remind_inside(struct db *db, const struct actor *actor, int days)
{
    int before = 0;
    enum err err = review_remind_get(db, actor, &before);
    if (err != ERR_NONE || before == days)
        return err;
    err = db_change_one(db, "UPDATE organizations SET review_days = $1 WHERE id = $2", db_int(days),
                        db_uuid(&actor->organization_id));
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {.action = "access.remind",
                                .record_type = "organization",
                                .record_id = actor->organization_id,
                                .details = json_object()};
    audit_change_int(event.details, "review_days", before, days);
    return audit_record(db, actor, &event);
}

enum err review_remind_set(struct db *db, const struct actor *actor, int days)
{
    bool is_known = false;
    for (int i = 0; i < REVIEW_PERIOD_COUNT; i++)
        is_known = is_known || review_periods[i] == days;
    if (!is_known)
        return ERR_INVALID;
    enum err err = db_begin(db);
    return err == ERR_NONE ? db_finish(db, remind_inside(db, actor, days)) : err;
}

#define SINCE                                                                                      \
    "COALESCE((SELECT max(r.signed_at) FROM access_reviews r WHERE r.organization_id = o.id "      \
    "AND r.signed_at IS NOT NULL), o.created_at)"

/* For o, an organization: the last review is older than the period. The time is the same all day
 * long, so that an answer that was asked ahead is found. */
static void add_is_due(struct query *q)
{
    int64_t today = clock_now() / CLOCK_DAY * CLOCK_DAY;
    query_add(q, "(");
    for (int i = 1; i < REVIEW_PERIOD_COUNT; i++) {
        query_bind(
            q, i == 1 ? "(o.review_days = " : " OR (o.review_days = ", db_int(review_periods[i]));
        query_bind(q, " AND " SINCE " < ", db_time(today - review_periods[i] * CLOCK_DAY));
        query_add(q, ")");
    }
    query_add(q, ")");
}

static void select_due(struct query *q, struct db *db, const struct actor *actor)
{
    query_begin(q, db,
                "SELECT " SINCE ", NOT EXISTS (SELECT 1 FROM access_reviews s "
                "WHERE s.organization_id = o.id AND s.signed_at IS NOT NULL), ");
    add_is_due(q);
    query_bind(q, " FROM organizations o WHERE o.id = ", db_uuid(&actor->organization_id));
}

void review_due_ahead(struct db *db, const struct actor *actor)
{
    struct query q;
    select_due(&q, db, actor);
    query_ahead(&q);
}

enum err review_due(struct db *db, const struct actor *actor, struct review_due *due)
{
    struct query q;
    struct db_result result;
    *due = (struct review_due){.is_due = false};
    enum err err = check(actor);
    if (err != ERR_NONE)
        return err;
    select_due(&q, db, actor);
    err = query_run(&q, &result);
    if (err != ERR_NONE || result.row_count == 0)
        return err;
    *due = (struct review_due){.since = db_get_time(&result, 0, 0),
                               .is_first = db_get_bool(&result, 0, 1),
                               .is_due = db_get_bool(&result, 0, 2)};
    return ERR_NONE;
}

void review_due_add_count(struct query *query)
{
    query_add(query, "(SELECT count(*) FROM organizations o WHERE o.id = $1 AND ");
    add_is_due(query);
    query_add(query, ")");
}
