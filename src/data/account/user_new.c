#include "data/account/user_new.h"

#include <string.h>

#include "data/account/invitation_request.h"
#include "data/account/one_time_link.h"
#include "data/account/user_change.h"
#include "data/account/user_reset.h"
#include "data/mail/mail_queue.h"
#include "data/organization/organization.h"
#include "data/organization/setup_code.h"
#include "data/session/throttle.h"
#include "data/user/user_record.h"

static const struct uuid nil;

/* ERR_NONE if the actor may make this person: a right in the organization, and no more rights
 * handed out than the actor has. */
static enum err check_new(struct db *db, const struct actor *actor, const struct user_new *user_new)
{
    struct organization organization;
    struct policy_target target = {.organization_id = user_new->organization_id};
    enum err err = policy_check(actor, PERMISSION_USER_CHANGE, PERMISSION_USER_SEE, &target);
    if (err == ERR_NONE)
        err = organization_get(db, actor, &user_new->organization_id, &organization);
    if (err == ERR_NONE && !policy_allows_grant(actor, user_new->persona, user_new->is_superuser))
        err = ERR_DENIED;
    if (err == ERR_NONE && user_new->hashed_password != NULL && actor->kind != ACTOR_COMMAND)
        err = ERR_DENIED;
    return err == ERR_NONE ? user_reset_check_outside(db, actor, &user_new->organization_id) : err;
}

/* The event of someone new: rights for the organization, name and address for the person. */
static enum err record_new(struct db *db, const struct actor *actor,
                           const struct user_record *record, const char *action,
                           const struct user_origin *origin)
{
    struct audit_event event = user_record_event(record, action);
    event.details = json_object();
    audit_change(event.details, "user_persona", NULL, persona_names[record->user.persona]);
    audit_change_int(event.details, "is_superuser", 0, record->user.is_superuser);
    event.personal_details = json_object();
    audit_change(event.personal_details, "full_name", NULL, record->user.full_name);
    audit_change(event.personal_details, "email", NULL, record->user.email);
    audit_change(event.personal_details, "external_id", NULL, origin->external_id);
    return audit_record(db, actor, &event);
}

static enum err create_inside(struct db *db, const struct actor *actor,
                              const struct user_new *user_new, const char *action,
                              struct user_record *record, struct problem *problem)
{
    enum err err = check_new(db, actor, user_new);
    if (err == ERR_NONE && user_new->is_superuser)
        err = user_record_refuse_superuser(actor, problem);
    if (err == ERR_NONE)
        err = user_record_insert(db, user_new, record, problem);
    if (err == ERR_NONE)
        err = invitation_request_grant(db, actor, &record->user.organization_id, &record->user.id,
                                       record->user.email, &user_new->request_id);
    return err != ERR_NONE ? err : record_new(db, actor, record, action, &user_new->origin);
}

static struct user_new with_organization(const struct actor *actor, const struct user_new *user_new)
{
    struct user_new complete = *user_new;
    if (uuid_is_nil(&complete.organization_id))
        complete.organization_id = actor->organization_id;
    complete.invited_by = actor->user_id;
    return complete;
}

enum err user_create(struct db *db, const struct actor *actor, const struct user_new *user_new,
                     struct uuid *id, struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct user_new complete = with_organization(actor, user_new);
    struct user_record record = {.user = {.organization_id = complete.organization_id}};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = create_inside(db, actor, &complete, "user.create", &record, problem);
    err = user_record_finish(db, actor, &record, "user.create", err);
    *id = err == ERR_NONE ? record.user.id : nil;
    return err;
}

static enum err invite_inside(struct db *db, const struct actor *actor,
                              const struct user_new *user_new, struct user_record *record,
                              char token[TOKEN_TEXT_LEN], struct problem *problem)
{
    enum err err = create_inside(db, actor, user_new, "user.invite", record, problem);
    if (err != ERR_NONE)
        return err;
    struct one_time_link link = {
        .organization_id = record->user.organization_id,
        .user_id = record->user.id,
        .purpose = LINK_INVITATION,
        .is_hidden = actor->kind != ACTOR_COMMAND && mail_is_on(db), /* pages show it otherwise */
    };
    err = one_time_link_create(db, &link, &actor->user_id, token);
    return err == ERR_NONE ? one_time_link_mail(db, &link, token, false) : err;
}

enum err user_record_invite(struct db *db, const struct actor *actor,
                            const struct user_new *user_new, struct user_record *record,
                            struct problem *problem)
{
    char token[TOKEN_TEXT_LEN]; /* if it is not mailed, an administrator makes another one */
    struct user_new complete = with_organization(actor, user_new);
    complete.hashed_password = NULL;
    return invite_inside(db, actor, &complete, record, token, problem);
}

enum err user_invite(struct db *db, const struct actor *actor, const struct user_new *user_new,
                     struct user_invitation *invitation, struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct user_new complete = with_organization(actor, user_new);
    complete.hashed_password = NULL;
    struct user_record record = {.user = {.organization_id = complete.organization_id}};
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = invite_inside(db, actor, &complete, &record, invitation->token, problem);
    err = user_record_finish(db, actor, &record, "user.invite", err);
    invitation->user_id = err == ERR_NONE ? record.user.id : nil;
    return err;
}

/* Whoever makes an organization works inside it for as long as that takes. */
static enum err found_inside(struct db *db, const struct actor *actor,
                             struct organization *organization, const struct user_new *admin,
                             struct user_invitation *invitation, struct problem *problem)
{
    struct user_record record;
    struct actor inside = *actor;
    struct user_new first = *admin;
    enum err err = organization_insert(db, actor, organization);
    if (err != ERR_NONE)
        return err;
    inside.organization_id = first.organization_id = organization->id;
    first.persona = PERSONA_CUSTOMER_ADMIN;
    first.hashed_password = NULL;
    first.invited_by = actor->user_id;
    err = invite_inside(db, &inside, &first, &record, invitation->token, problem);
    invitation->user_id = err == ERR_NONE ? record.user.id : nil;
    return err;
}

enum err user_invite_first(struct db *db, const struct actor *actor, const char *name,
                           const struct user_new *admin, struct user_invitation *invitation,
                           struct problem *problem)
{
    struct organization organization;
    const char *message = NULL;
    *problem = (struct problem){.field = "", .message = ""};
    if (!policy_allows_some(actor, PERMISSION_ORGANIZATION_CREATE))
        return ERR_DENIED;
    if (organization_check_name(name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "name", message);
    enum err err = organization_prepare(db, name, &organization);
    if (err != ERR_NONE)
        return err;
    struct db_scope before = db_enter(db, (struct db_scope){DB_ORGANIZATION, organization.id});
    err = db_begin(db);
    if (err == ERR_NONE)
        err = db_finish(db, found_inside(db, actor, &organization, admin, invitation, problem));
    (void)db_enter(db, before);
    invitation->organization_id = organization.id;
    return err;
}

static enum err refuse_again(struct problem *problem)
{
    return problem_refuse(problem, ERR_CONFLICT, "", "Rostrum is set up already. Sign in instead.");
}

static enum err refuse_code(struct problem *problem)
{
    return problem_refuse(problem, ERR_INVALID, "setup_code",
                          "This is not the set-up code. It was printed when the server started; "
                          "starting it again prints a new one.");
}

/* What can be said before the transaction: everything typed, with the password's hash made. */
static enum err check_setup(struct db *db, const struct user_setup *setup, char **hash,
                            struct problem *problem)
{
    bool is_empty = false;
    enum err err = organization_is_empty(db, &is_empty);
    if (err != ERR_NONE)
        return err;
    if (!is_empty)
        return refuse_again(problem);
    err = setup_code_check(db, setup->setup_code);
    if (err == ERR_NOT_FOUND) {
        struct audit_event event = {
            .action = "user.setup", .record_type = "organization", .outcome = AUDIT_FAILURE};
        err = throttle_count(db, &(struct throttle_attempt){THROTTLE_LINK, "", NULL});
        if (err == ERR_NONE)
            err = audit_record_alone(db, NULL, &event);
        return err == ERR_NONE ? refuse_code(problem) : err;
    }
    if (err != ERR_NONE)
        return err;
    const char *message = NULL;
    if (organization_check_name(setup->organization_name, &message) != ERR_NONE)
        return problem_refuse(problem, ERR_INVALID, "organization_name", message);
    char *normalized = NULL;
    err = user_record_check(db, setup->full_name, setup->email, &normalized, problem);
    struct user_secret secret = {setup->password, setup->full_name, setup->email,
                                 setup->organization_name, PASSWORD_ALONE};
    return err == ERR_NONE ? user_record_hash(db, &secret, hash, problem) : err;
}

static enum err setup_rows(struct db *db, const struct user_setup *setup, const char *hash,
                           struct user_record *record, struct problem *problem)
{
    /* The organization's event needs an actor before the person has an id: the program itself. */
    struct actor program = {.kind = ACTOR_COMMAND, .is_active = true};
    struct organization organization;
    struct user_new user_new = {
        .email = setup->email,
        .full_name = setup->full_name,
        .persona = PERSONA_CUSTOMER_ADMIN,
        .is_superuser = true,
        .hashed_password = hash,
    };
    enum err err = organization_prepare(db, setup->organization_name, &organization);
    if (err == ERR_NONE)
        err = organization_insert(db, &program, &organization);
    if (err != ERR_NONE)
        return err;
    user_new.organization_id = organization.id;
    err = user_record_insert(db, &user_new, record, problem);
    if (err != ERR_NONE)
        return err;
    struct actor actor = user_record_actor(record);
    return record_new(db, &actor, record, "user.setup", &user_new.origin);
}

static enum err setup_inside(struct db *db, const struct user_setup *setup, const char *hash,
                             struct user_record *record, struct problem *problem)
{
    bool is_empty = false;
    enum err err = organization_is_empty(db, &is_empty);
    if (err == ERR_NONE && !is_empty)
        return refuse_again(problem);
    if (err == ERR_NONE)
        err = setup_code_use(db, setup->setup_code);
    if (err == ERR_NOT_FOUND)
        return refuse_code(problem);
    return err == ERR_NONE ? setup_rows(db, setup, hash, record, problem) : err;
}

static enum err set_up(struct db *db, const struct user_setup *setup,
                       const struct session_client *client, char token[TOKEN_TEXT_LEN],
                       struct problem *problem)
{
    struct user_record record;
    char *hash = NULL;
    enum err err = check_setup(db, setup, &hash, problem);
    if (err == ERR_NONE)
        err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = setup_inside(db, setup, hash, &record, problem);
    if (err == ERR_NONE)
        err = session_create(db, &record.user.organization_id, &record.user.id, client, token);
    return db_finish(db, err);
}

enum err user_setup(struct db *db, const struct user_setup *setup,
                    const struct session_client *client, char token[TOKEN_TEXT_LEN],
                    struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = ""};
    struct db_scope before = db_enter(db, (struct db_scope){.reach = DB_IDENTITY});
    enum err err = set_up(db, setup, client, token, problem);
    (void)db_enter(db, before);
    return err;
}
