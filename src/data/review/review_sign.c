#include "data/review/review_sign.h"

#include "base/clock.h"
#include "base/json.h"
#include "data/audit/audit.h"
#include "data/review/review_change.h"
#include "data/vault/vault.h"

static json_t *details_of(const struct review *review, const char *note)
{
    json_t *details = json_object();
    audit_change_int(details, "people", 0, review->person_count);
    audit_change_int(details, "administrators", 0, review->admin_count);
    audit_change_int(details, "need_a_look", 0, review->flagged_count);
    audit_change_int(details, "api_tokens", 0, review->token_count);
    audit_change(details, "csv_sha256", NULL, review->csv_sha256);
    audit_change(details, "note", "", note);
    return details;
}

static enum err sign_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                            struct db_value note, const struct audit_event *event)
{
    enum err err = db_change_one(db,
                                 "UPDATE access_reviews SET signed_by = $1, signed_at = $2, "
                                 "note = $3 WHERE organization_id = $4 AND id = $5 "
                                 "AND taken_at IS NOT NULL AND signed_at IS NULL",
                                 db_uuid(&actor->user_id), db_time(clock_now()), note,
                                 db_uuid(&actor->organization_id), db_uuid(id));
    if (err == ERR_NOT_FOUND)
        return ERR_CONFLICT;
    return err == ERR_NONE ? audit_record(db, actor, event) : err;
}

/* What is signed is what was written down, whatever happens meanwhile; that somebody's access
 * changed before is found out before the transaction. */
enum err review_sign(struct db *db, const struct actor *actor, const struct uuid *id,
                     const char *note)
{
    struct review review;
    struct review_change_list changes;
    struct db_value sealed;
    struct audit_ready ready;
    struct seal_place place = review_note_place(actor, id);
    const char *problem = NULL;
    enum err err = review_note_check(note, &problem);
    if (err == ERR_NONE)
        err = review_get(db, actor, id, &review);
    if (err == ERR_NONE && (review.taken_at == 0 || review.signed_at != 0))
        err = ERR_CONFLICT;
    if (err == ERR_NONE)
        err = review_changes(db, actor, &review, &changes);
    if (err == ERR_NONE && changes.count > 0)
        err = ERR_STALE;
    if (err == ERR_NONE)
        err = vault_seal_text(db, &place, note, &sealed);
    if (err == ERR_NONE)
        err = audit_prepare(db, actor, &actor->organization_id,
                            json_keep(db_arena(db), details_of(&review, note)), &ready);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    struct audit_event event = {.action = "access.review",
                                .record_type = "access_review",
                                .record_id = *id,
                                .ready = &ready};
    return db_finish(db, sign_inside(db, actor, id, sealed, &event));
}
