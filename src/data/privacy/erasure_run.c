#include "data/privacy/erasure_run.h"

#include "base/clock.h"
#include "base/json.h"
#include "crypt/signed_note.h"
#include "data/account/user_hand_over.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"
#include "data/comment/record_mention_forget.h"
#include "data/db/db_scrub.h"
#include "data/hold/legal_hold_check.h"
#include "data/privacy/erasure_request.h"
#include "data/user/erasure_ledger.h"
#include "data/user/user.h"
#include "data/user/user_erase.h"
#include "data/user/user_record.h"

/* ---- the certificate ---------------------------------------------------------------------- */

/* What anyone may check with the public key: it names nobody. */
static const char *certificate_of(struct db *db, const struct erasure_case *erasure,
                                  const struct approval *used, int64_t now)
{
    json_t *certificate = json_keep(
        db_arena(db),
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:[s, s, s, s, s, s]}",
                  "certificate", "rostrum erasure 1", "organization",
                  json_uuid(&erasure->organization_id), "person", json_uuid(&erasure->user_id),
                  "erasure", json_uuid(&erasure->id), "approval", json_uuid(&used->id),
                  "requested_by", json_uuid(&used->requested_by), "requested_at",
                  json_time(used->created_at), "approved_by", json_uuid(&used->decided_by),
                  "approved_at", json_time(used->decided_at), "records_handed_over_to",
                  json_uuid(&erasure->hand_over_to), "erased_at", json_time(now), "destroyed",
                  "the person's data key", "name, address and password", "the address index",
                  "sessions", "links", "what the person followed, read and kept; mentions"));
    return signed_note_make_json(db_keyring(db), db_arena(db), certificate);
}

static enum err write_certificate(struct db *db, const struct erasure_case *erasure,
                                  const struct approval *used)
{
    int64_t now = clock_now();
    return db_change_one(db,
                         "UPDATE erasures SET state = 'erased', ended_at = $3, certificate = $4 "
                         "WHERE organization_id = $1 AND id = $2 AND state = 'waiting'",
                         db_uuid(&erasure->organization_id), db_uuid(&erasure->id), db_time(now),
                         db_text(certificate_of(db, erasure, used, now)));
}

/* ---- the checks ---------------------------------------------------------------------------- */

static enum err check_due(struct db *db, const struct actor *actor, const struct uuid *id,
                          struct erasure_case *erasure, struct problem *problem)
{
    enum err err = erasure_get(db, actor, id, erasure);
    if (err != ERR_NONE)
        return err;
    if (erasure->state == ERASURE_SCHEDULED)
        return problem_refuse(problem, ERR_CONFLICT, "", "The grace period is not over yet.");
    if (erasure->state != ERASURE_DUE)
        return problem_refuse(problem, ERR_CONFLICT, "", "Nothing is approved that is due.");
    return ERR_NONE;
}

static enum err check_person(struct db *db, const struct actor *actor,
                             const struct erasure_case *erasure, bool *is_held,
                             struct problem *problem)
{
    struct user_record person;
    struct user_owned owned;
    enum err err = legal_hold_is_on(db, &erasure->organization_id, &erasure->user_id, 1, is_held);
    if (err == ERR_NONE && *is_held)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "A legal hold keeps this person's data. Release it first.");
    if (err == ERR_NONE)
        err = user_record_get(db, actor, &erasure->user_id, &person);
    if (err == ERR_NONE)
        err = user_record_check_last(db, &person);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "",
                              "This is the last active superuser. Make someone else one first.");
    if (err == ERR_NONE)
        err = user_count_owned(db, actor, &erasure->user_id, &owned);
    for (int i = 0; err == ERR_NONE && i < RECORD_KIND_COUNT; i++)
        if (owned.counts[i] > 0)
            err = problem_refuse(problem, ERR_CONFLICT, "",
                                 "This person owns something again: transfer it first.");
    return err;
}

/* ---- the erasure --------------------------------------------------------------------------- */

static enum err record(struct db *db, const struct actor *actor, const struct erasure_case *erasure)
{
    struct audit_event event = {.action = "user.erase",
                                .record_type = "user",
                                .record_id = erasure->user_id,
                                .organization_id = erasure->organization_id,
                                .details = json_object()};
    audit_change(event.details, "erasure", "waiting", "erased");
    return audit_record(db, actor, &event);
}

static enum err erase(struct db *db, const struct actor *actor, const struct erasure_case *erasure,
                      const char *ledger_path, struct problem *problem)
{
    struct approval used;
    bool was_there = false;
    enum err err = approval_use(db, actor, APPROVAL_ERASURE, &erasure->user_id,
                                erasure_asked(db, erasure), &used);
    if (err == ERR_CONFLICT)
        return problem_refuse(problem, err, "",
                              "A second administrator has to approve it: who did may have lost the "
                              "right since.");
    if (err == ERR_NONE)
        err = record_mention_forget(db, &erasure->organization_id, &erasure->user_id);
    if (err == ERR_NONE)
        err = user_erase_inside(db, &erasure->organization_id, &erasure->user_id, &was_there);
    if (err == ERR_NONE)
        err = write_certificate(db, erasure, &used);
    if (err == ERR_NONE)
        err = record(db, actor, erasure);
    if (err != ERR_NONE)
        return err;
    return erasure_ledger_append(ledger_path,
                                 &(struct erasure){.organization_id = erasure->organization_id,
                                                   .user_id = erasure->user_id,
                                                   .erased_at = clock_now()});
}

/* In transactions of its own: what is handed over then stays so, whatever comes of the rest. */
static enum err hand_over(struct db *db, const struct actor *actor,
                          const struct erasure_case *erasure, struct problem *problem)
{
    int64_t moved_count = 0;
    struct user_hand_over moved = {erasure->user_id, erasure->hand_over_to, false};
    if (uuid_is_nil(&erasure->hand_over_to))
        return ERR_NONE;
    enum err err = user_hand_over(db, actor, &moved, &moved_count);
    return err == ERR_CONFLICT
               ? problem_refuse(problem, err, "",
                                "Who was to get this person's records is not active "
                                "any more: transfer them, then erase.")
               : err;
}

/* ---- before it ------------------------------------------------------------------------------ */

static enum err forget_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                              int64_t *count, struct problem *problem)
{
    bool is_held = false;
    struct erasure_case erasure;
    enum err err = check_due(db, actor, id, &erasure, problem);
    if (err == ERR_NONE)
        err = check_person(db, actor, &erasure, &is_held, problem);
    if (err == ERR_NONE)
        err = record_mention_forget_some(db, &erasure.organization_id, &erasure.user_id, count);
    if (err != ERR_NONE || *count == 0)
        return err;
    struct audit_event event = {.action = "user.forget_mentions",
                                .record_type = "user",
                                .record_id = erasure.user_id,
                                .organization_id = erasure.organization_id,
                                .details = json_object()};
    audit_change_int(event.details, "comments", 0, *count);
    return audit_record(db, actor, &event);
}

/* Everybody may have mentioned the person, any number of times: some comments in each transaction.
 * What is refused is refused by the last one. */
static enum err forget_mentions(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct problem ignored;
    int64_t count = 1;
    enum err err = ERR_NONE;
    while (err == ERR_NONE && count > 0) {
        count = 0;
        err = db_begin(db);
        if (err == ERR_NONE)
            err = db_finish(db, forget_inside(db, actor, id, &count, &ignored));
    }
    return err == ERR_UNAVAILABLE ? err : ERR_NONE;
}

enum err erasure_carry_out(struct db *db, const struct actor *actor, const struct uuid *id,
                           const char *ledger_path, struct problem *problem)
{
    struct erasure_case erasure;
    bool is_held = false;
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = check_due(db, actor, id, &erasure, problem);
    if (err == ERR_NONE)
        err = hand_over(db, actor, &erasure, problem);
    if (err == ERR_NONE)
        err = forget_mentions(db, actor, id);
    if (err == ERR_NONE)
        err = approval_begin(db, actor);
    if (err != ERR_NONE)
        return err;
    err = check_due(db, actor, id, &erasure, problem);
    if (err == ERR_NONE)
        err = check_person(db, actor, &erasure, &is_held, problem);
    if (err == ERR_NONE)
        err = erase(db, actor, &erasure, ledger_path, problem);
    err = db_finish(db, err);
    if (err == ERR_NONE)
        (void)!db_scrub(db); /* who reads an older state keeps it in the log a little longer */
    if (!is_held)
        return err;
    enum err audit_err = legal_hold_note_refusal(db, actor, "user.erase", "user", &erasure.user_id);
    return audit_err == ERR_UNAVAILABLE ? audit_err : err;
}
