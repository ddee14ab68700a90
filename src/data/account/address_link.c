#include "data/account/address_link.h"

#include "base/clock.h"
#include "crypt/blind_index.h"
#include "data/account/address_change_internal.h"
#include "data/account/one_time_link.h"

/* The person's address becomes this one; links that went to the other one die. */
static enum err set_address(struct db *db, const struct user_record *record, const char *email,
                            bool ends_sessions)
{
    struct db_value sealed;
    char *normalized = NULL;
    const char *problem = NULL;
    enum err err = email_normalize(db_arena(db), email, &normalized, &problem);
    if (err == ERR_NONE)
        err = user_record_seal(db, record, "email", email, &sealed);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE users SET email = $1, version = version + 1, updated_at = $2, "
                            "epoch = epoch + $3 WHERE organization_id = $4 AND id = $5",
                            sealed, db_time(clock_now()), db_int(ends_sessions ? 1 : 0),
                            db_uuid(&record->user.organization_id), db_uuid(&record->user.id));
    if (err == ERR_NONE)
        err = user_record_set_address(db, record, normalized);
    if (err == ERR_NONE && ends_sessions)
        err = user_record_end_sessions(db, record);
    return err == ERR_NONE
               ? one_time_link_revoke_all(db, &record->user.organization_id, &record->user.id)
               : err;
}

static enum err find_both(struct db *db, enum address_link link, const char *token,
                          struct address_change *change, struct user_record *record)
{
    enum err err = address_change_find(db, link, token, change);
    return err == ERR_NONE
               ? user_record_find(db, &change->organization_id, &change->user_id, record)
               : err;
}

static enum err confirm_inside(struct db *db, const char *token, struct address_change *change)
{
    struct user_record record = {.epoch = 0};
    char undo[TOKEN_TEXT_LEN];
    int64_t now = clock_now();
    enum err err = find_both(db, ADDRESS_CONFIRM, token, change, &record);
    if (err != ERR_NONE)
        return err;
    token_make(&change->organization_id, undo);
    err = db_change_one(db,
                        "UPDATE address_changes SET confirmed_at = $1, undo_hash = $2, "
                        "undo_until = $3 WHERE organization_id = $4 AND id = $5 "
                        "AND confirmed_at IS NULL AND ended_at IS NULL",
                        db_time(now), address_change_hash(db, undo),
                        db_time(now + ADDRESS_UNDO_LIFETIME), db_uuid(&change->organization_id),
                        db_uuid(&change->id));
    if (err == ERR_NONE)
        err = set_address(db, &record, change->new_email, false);
    if (err == ERR_NONE)
        err = address_change_send(
            db, &record, MAIL_ADDRESS_CHANGED, record.user.email,
            address_change_facts(db, "/address/undo/", undo, "new", change->new_email));
    struct actor actor = user_record_actor(&record);
    return err == ERR_NONE ? address_change_record(db, &actor, &record, "user.confirm_address",
                                                   record.user.email, change->new_email)
                           : err;
}

/* In a scope of its own, which the token says. */
static enum err begin_for(struct db *db, const char *token, struct db_scope *before)
{
    struct uuid organization_id;
    if (token_organization(token, &organization_id) != ERR_NONE)
        return ERR_NOT_FOUND;
    *before = db_enter(db, (struct db_scope){DB_ORGANIZATION, organization_id});
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        (void)db_enter(db, *before);
    return err;
}

enum err address_change_confirm(struct db *db, const char *token, struct address_change *change)
{
    struct db_scope before;
    enum err err = begin_for(db, token, &before);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, confirm_inside(db, token, change));
    (void)db_enter(db, before);
    return err;
}

/* Whoever had the address changed knows the password: another one is chosen at once. */
static enum err take_back(struct db *db, const struct user_record *record,
                          const struct address_change *change, char reset_token[TOKEN_TEXT_LEN])
{
    struct one_time_link link = {.organization_id = change->organization_id,
                                 .user_id = change->user_id,
                                 .purpose = LINK_PASSWORD_RESET,
                                 .expires_at = clock_now() + LINK_ASKED_LIFETIME};
    enum err err = set_address(db, record, change->old_email, true);
    return err == ERR_NONE ? one_time_link_create(db, &link, &change->user_id, reset_token) : err;
}

static enum err undo_inside(struct db *db, const char *token, char reset_token[TOKEN_TEXT_LEN])
{
    struct user_record record = {.epoch = 0}; /* not found: nobody's */
    struct address_change change;
    enum err err = find_both(db, ADDRESS_UNDO, token, &change, &record);
    if (err == ERR_NONE)
        err = db_change_one(db,
                            "UPDATE address_changes SET ended_at = $1 WHERE organization_id = $2 "
                            "AND id = $3 AND ended_at IS NULL",
                            db_time(clock_now()), db_uuid(&change.organization_id),
                            db_uuid(&change.id));
    if (err == ERR_NONE) /* those that followed: their old address need not be the person's */
        err = db_change(db,
                        "UPDATE address_changes SET ended_at = $1 WHERE organization_id = $2 "
                        "AND user_id = $3 AND created_at >= $4 AND ended_at IS NULL",
                        db_time(clock_now()), db_uuid(&change.organization_id),
                        db_uuid(&change.user_id), db_time(change.created_at));
    if (err == ERR_NONE && change.confirmed_at != 0)
        err = take_back(db, &record, &change, reset_token);
    struct actor actor = user_record_actor(&record);
    return err == ERR_NONE ? address_change_record(db, &actor, &record, "user.undo_address",
                                                   change.new_email, change.old_email)
                           : err;
}

enum err address_change_undo(struct db *db, const char *token, char reset_token[TOKEN_TEXT_LEN])
{
    struct db_scope before;
    reset_token[0] = '\0';
    enum err err = begin_for(db, token, &before);
    if (err != ERR_NONE)
        return err;
    err = db_finish(db, undo_inside(db, token, reset_token));
    (void)db_enter(db, before);
    return err;
}
