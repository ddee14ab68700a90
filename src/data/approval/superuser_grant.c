#include "data/approval/superuser_grant.h"

#include "data/account/user_change.h"
#include "data/approval/approval_expire.h"
#include "data/approval/approval_use.h"

static const char asked[] = "superuser";

/* A denial is an event of its own, about the person. */
static enum err finish(struct db *db, const struct actor *actor, const struct uuid *user_id,
                       enum err err)
{
    struct user_record record = {
        .user = {.id = *user_id, .organization_id = actor->organization_id}};
    return user_record_finish(db, actor, &record, "user.update", err);
}

static enum err request_inside(struct db *db, const struct actor *actor, const struct uuid *user_id,
                               const struct approval_draft *draft, struct uuid *id,
                               struct problem *problem)
{
    enum err err = user_check_superuser(db, actor, user_id, problem);
    if (err == ERR_NONE)
        return approval_request_inside(db, actor, draft, id, problem);
    json_decref(draft->what);
    return err;
}

enum err superuser_request(struct db *db, const struct actor *actor, const struct uuid *user_id,
                           const char *reason, struct uuid *id, struct problem *problem)
{
    char text[UUID_TEXT_LEN];
    uuid_format(user_id, text);
    const char *url = arena_printf(db_arena(db), "/users/%s/superuser", text);
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = approval_begin(db, actor);
    if (err != ERR_NONE)
        return err;
    struct approval_draft draft = {
        .kind = APPROVAL_SUPERUSER,
        .subject_id = *user_id,
        .asked = asked,
        .what = json_pack("{s:s, s:{s:s, s:{s:s}}}", "url", url, "facts", "Allows",
                          "Everything, in every organization", "For", "user", text),
        .reason = reason,
    };
    return finish(db, actor, user_id, request_inside(db, actor, user_id, &draft, id, problem));
}

static enum err grant_inside(struct db *db, const struct actor *actor, const struct uuid *user_id,
                             struct problem *problem)
{
    struct approval used;
    enum err err = user_check_superuser(db, actor, user_id, problem);
    if (err != ERR_NONE)
        return err;
    err = approval_use(db, actor, APPROVAL_SUPERUSER, user_id, asked, &used);
    if (err == ERR_CONFLICT)
        *problem = (struct problem){.field = "",
                                    .message = "Another administrator has to approve this first."};
    return err == ERR_NONE ? user_grant_superuser(db, actor, user_id, problem) : err;
}

enum err superuser_grant(struct db *db, const struct actor *actor, const struct uuid *user_id,
                         struct problem *problem)
{
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = approval_begin(db, actor);
    return err == ERR_NONE ? finish(db, actor, user_id, grant_inside(db, actor, user_id, problem))
                           : err;
}
