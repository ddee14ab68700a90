#include "data/privacy/erasure_request.h"

#include "base/clock.h"
#include "data/approval/approval.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/hold/legal_hold_check.h"
#include "data/user/user.h"
#include "data/user/user_record.h"

static const struct uuid nil;

static const char *id_text(struct db *db, const struct uuid *id)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_strdup(db_arena(db), text);
}

const char *erasure_asked(struct db *db, const struct erasure_case *erasure)
{
    return arena_printf(db_arena(db), "erasure %s of %s", id_text(db, &erasure->id),
                        id_text(db, &erasure->user_id));
}

static enum err record(struct db *db, const struct actor *actor, const struct uuid *user_id,
                       const char *action, const char *before, const char *after)
{
    struct audit_event event = {.action = action,
                                .record_type = "user",
                                .record_id = *user_id,
                                .organization_id = actor->organization_id,
                                .details = json_object()};
    audit_change(event.details, "erasure", before, after);
    return audit_record(db, actor, &event);
}

static enum err finish(struct db *db, const struct actor *actor, const struct uuid *user_id,
                       const char *action, enum err err)
{
    struct user_record record = {
        .user = {.id = *user_id, .organization_id = actor->organization_id}};
    return user_record_finish(db, actor, &record, action, err);
}

static enum err insert(struct db *db, const struct erasure_case *erasure, const char *state)
{
    return db_change_one(
        db,
        "INSERT INTO erasures (organization_id, id, user_id, state, asked_by, approval_id, "
        "hand_over_to, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        db_uuid(&erasure->organization_id), db_uuid(&erasure->id), db_uuid(&erasure->user_id),
        db_text(state), db_uuid(&erasure->asked_by), db_uuid_or_null(&erasure->approval_id),
        db_uuid_or_null(&erasure->hand_over_to), db_time(clock_now()));
}

/* ---- the person asks ---------------------------------------------------------------------- */

static enum err ask_inside(struct db *db, const struct actor *actor, struct problem *problem)
{
    struct erasure_case erasure;
    if (uuid_is_nil(&actor->user_id) || policy_is_outside(actor, &actor->organization_id))
        return ERR_DENIED;
    enum err err = erasure_find(db, actor, &actor->user_id, &erasure);
    if (err == ERR_NONE)
        return problem_refuse(problem, ERR_CONFLICT, "", "Your erasure is asked for already.");
    if (err != ERR_NOT_FOUND)
        return err;
    erasure = (struct erasure_case){.id = uuid_make(),
                                    .organization_id = actor->organization_id,
                                    .user_id = actor->user_id,
                                    .asked_by = actor->user_id};
    err = insert(db, &erasure, "asked");
    return err == ERR_NONE ? record(db, actor, &actor->user_id, "user.ask_erasure", NULL, "asked")
                           : err;
}

enum err erasure_ask(struct db *db, const struct actor *actor, struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = db_begin(db);
    return err == ERR_NONE ? finish(db, actor, &actor->user_id, "user.ask_erasure",
                                    ask_inside(db, actor, problem))
                           : err;
}

/* ---- an administrator asks the second one -------------------------------------------------- */

static enum err check_person(struct db *db, const struct actor *actor, const struct uuid *user_id,
                             struct problem *problem)
{
    struct user_record person;
    enum err err = user_record_get(db, actor, user_id, &person);
    if (err == ERR_NONE && !erasure_may(actor))
        err = ERR_DENIED;
    if (err == ERR_NONE && !uuid_equal(user_id, &actor->user_id))
        err = user_record_check_change(actor, &person);
    if (err == ERR_NONE && person.user.full_name == NULL)
        err = problem_refuse(problem, ERR_CONFLICT, "", "This person is erased already.");
    if (err == ERR_NONE)
        err = user_record_check_last(db, &person);
    if (err == ERR_CONFLICT && problem->message == NULL)
        return problem_refuse(problem, err, "",
                              "This is the last active superuser. Make someone else one first.");
    return err;
}

static enum err check_owned(struct db *db, const struct actor *actor,
                            const struct erasure_draft *draft, struct problem *problem)
{
    struct user_owned owned;
    struct user_record to;
    int64_t count = 0;
    enum err err = user_count_owned(db, actor, &draft->user_id, &owned);
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++)
        count += owned.counts[i];
    if (err == ERR_NONE && count > 0 && uuid_is_nil(&draft->hand_over_to))
        return problem_refuse(problem, ERR_CONFLICT, "hand_over_to",
                              "Choose who gets what this person owns.");
    if (err != ERR_NONE || uuid_is_nil(&draft->hand_over_to))
        return err;
    err = user_record_get(db, actor, &draft->hand_over_to, &to);
    bool is_good = err == ERR_NONE && to.user.state == USER_ACTIVE &&
                   !uuid_equal(&draft->hand_over_to, &draft->user_id);
    if (err == ERR_UNAVAILABLE || is_good)
        return err;
    return problem_refuse(problem, ERR_CONFLICT, "hand_over_to",
                          "Choose someone else who is active in the same organization.");
}

static enum err check_hold(struct db *db, const struct actor *actor, const struct uuid *user_id,
                           struct problem *problem)
{
    bool is_held = false;
    enum err err = legal_hold_is_on(db, &actor->organization_id, user_id, 1, &is_held);
    return err == ERR_NONE && is_held
               ? problem_refuse(problem, ERR_CONFLICT, "",
                                "A legal hold keeps this person's data. Release it first.")
               : err;
}

static enum err ask_second(struct db *db, const struct actor *actor,
                           const struct erasure_draft *draft, struct erasure_case *erasure,
                           struct problem *problem)
{
    json_t *facts = json_object();
    json_object_set_new(facts, "Person", json_pack("{s:s}", "user", id_text(db, &draft->user_id)));
    if (!uuid_is_nil(&draft->hand_over_to))
        json_object_set_new(facts, "Records go to",
                            json_pack("{s:s}", "user", id_text(db, &draft->hand_over_to)));
    const char *url = arena_printf(db_arena(db), "/settings/erasure/%s", id_text(db, &erasure->id));
    struct approval_draft request = {
        .kind = APPROVAL_ERASURE,
        .subject_id = draft->user_id,
        .asked = erasure_asked(db, erasure),
        .what = json_pack("{s:s, s:o}", "url", url, "facts", facts),
        .reason = draft->reason,
    };
    return approval_request_inside(db, actor, &request, &erasure->approval_id, problem);
}

/* Takes up what the person asked for, or begins. */
static enum err write_request(struct db *db, const struct erasure_case *erasure, bool is_taken_up)
{
    if (!is_taken_up)
        return insert(db, erasure, "waiting");
    return db_change_one(db,
                         "UPDATE erasures SET state = 'waiting', approval_id = $3, "
                         "hand_over_to = $4 WHERE organization_id = $1 AND id = $2 "
                         "AND state = 'asked'",
                         db_uuid(&erasure->organization_id), db_uuid(&erasure->id),
                         db_uuid(&erasure->approval_id), db_uuid_or_null(&erasure->hand_over_to));
}

static enum err begin_case(struct db *db, const struct actor *actor,
                           const struct erasure_draft *draft, struct erasure_case *erasure,
                           bool *is_taken_up, struct problem *problem)
{
    enum err err = erasure_find(db, actor, &draft->user_id, erasure);
    *is_taken_up = err == ERR_NONE;
    if (err == ERR_NOT_FOUND) {
        *erasure = (struct erasure_case){.id = uuid_make(),
                                         .organization_id = actor->organization_id,
                                         .user_id = draft->user_id,
                                         .asked_by = actor->user_id};
        err = ERR_NONE;
    }
    if (err == ERR_NONE && *is_taken_up && erasure->state != ERASURE_ASKED)
        err = problem_refuse(problem, ERR_CONFLICT, "", "The erasure is under way already.");
    erasure->hand_over_to = draft->hand_over_to;
    return err;
}

static enum err request_inside(struct db *db, const struct actor *actor,
                               const struct erasure_draft *draft, struct uuid *id,
                               struct problem *problem)
{
    struct erasure_case erasure;
    bool is_taken_up = false;
    enum err err = check_person(db, actor, &draft->user_id, problem);
    if (err == ERR_NONE)
        err = check_hold(db, actor, &draft->user_id, problem);
    if (err == ERR_NONE)
        err = check_owned(db, actor, draft, problem);
    if (err == ERR_NONE)
        err = begin_case(db, actor, draft, &erasure, &is_taken_up, problem);
    if (err == ERR_NONE)
        err = ask_second(db, actor, draft, &erasure, problem);
    if (err == ERR_NONE)
        err = write_request(db, &erasure, is_taken_up);
    if (err != ERR_NONE)
        return err;
    *id = erasure.id;
    return record(db, actor, &draft->user_id, "user.request_erasure", is_taken_up ? "asked" : NULL,
                  "waiting");
}

enum err erasure_request(struct db *db, const struct actor *actor,
                         const struct erasure_draft *draft, struct uuid *id,
                         struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    *id = nil;
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE ? finish(db, actor, &draft->user_id, "user.request_erasure",
                                    request_inside(db, actor, draft, id, problem))
                           : err;
}

/* ---- undoing ------------------------------------------------------------------------------ */

static enum err load_for(struct db *db, const struct actor *actor, const struct uuid *id,
                         struct erasure_case *erasure)
{
    if (erasure_may(actor))
        return erasure_get(db, actor, id, erasure);
    enum err err = erasure_find(db, actor, &actor->user_id, erasure);
    if (err == ERR_NONE && !uuid_equal(&erasure->id, id))
        err = ERR_NOT_FOUND;
    return err == ERR_NONE && erasure->state != ERASURE_ASKED ? ERR_DENIED : err;
}

static enum err cancel_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              struct erasure_case *erasure, struct problem *problem)
{
    enum err err = load_for(db, actor, id, erasure);
    if (err != ERR_NONE)
        return err;
    if (erasure->state == ERASURE_ERASED || erasure->state == ERASURE_CANCELLED)
        return problem_refuse(problem, ERR_CONFLICT, "", "It is over: there is nothing to undo.");
    if (erasure->state != ERASURE_ASKED && erasure->state != ERASURE_LAPSED)
        err = approval_withdraw_inside(db, actor, &erasure->approval_id);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE erasures SET state = 'cancelled', ended_at = $3 "
                            "WHERE organization_id = $1 AND id = $2 "
                            "AND state IN ('asked', 'waiting')",
                            db_uuid(&erasure->organization_id), db_uuid(id), db_time(clock_now()));
    return err == ERR_NONE
               ? record(db, actor, &erasure->user_id, "user.cancel_erasure",
                        erasure->state == ERASURE_ASKED ? "asked" : "waiting", "cancelled")
               : err;
}

enum err erasure_cancel(struct db *db, const struct actor *actor, const struct uuid *id,
                        struct problem *problem)
{
    struct erasure_case erasure = {.user_id = *id};
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = approval_begin(db, actor);
    if (err != ERR_NONE)
        return err;
    err = cancel_inside(db, actor, id, &erasure, problem);
    return finish(db, actor, &erasure.user_id, "user.cancel_erasure", err);
}
