#include "data/card/card_key_change.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit/audit.h"
#include "data/organization/organization.h"

static struct audit_event event_of(const struct actor *actor, const char *action)
{
    return (struct audit_event){.action = action,
                                .record_type = "organization",
                                .record_id = actor->organization_id,
                                .organization_id = actor->organization_id};
}

static bool may(const struct actor *actor)
{
    struct policy_target target = {.organization_id = actor->organization_id};
    return policy_allows(actor, PERMISSION_ORGANIZATION_RENAME, &target);
}

/* ---- reading ------------------------------------------------------------------------------ */

static struct card_key read_key(const struct db_result *rows, int row)
{
    return (struct card_key){.id = db_get_uuid(rows, row, 0),
                             .kid = db_get_text(rows, row, 1),
                             .created_at = db_get_time(rows, row, 5),
                             .replaced_at = row == 0 ? 0 : db_get_time(rows, row - 1, 5),
                             .until = card_key_until(rows, row)};
}

/* Those that are published. */
static enum err load(struct db *db, const struct actor *actor, struct card_key_list *list)
{
    struct db_result rows;
    enum err err = card_key_select(db, &actor->organization_id, &rows);
    if (err != ERR_NONE)
        return err;
    list->count = 0;
    list->items = arena_array(db_arena(db), (size_t)rows.row_count + 1, sizeof *list->items);
    for (int i = 0; i < rows.row_count; i++)
        if (card_key_is_published(&rows, i))
            list->items[list->count++] = read_key(&rows, i);
    return ERR_NONE;
}

enum err card_key_list(struct db *db, const struct actor *actor, struct card_key_list *list)
{
    return may(actor) ? load(db, actor, list) : ERR_DENIED;
}

/* ---- replacing ---------------------------------------------------------------------------- */

static enum err record(struct db *db, const struct actor *actor, const char *action,
                       const char *kid_before, const char *kid)
{
    struct audit_event event = event_of(actor, action);
    event.details = json_object();
    audit_change(event.details, "kid", kid_before, kid);
    return audit_record(db, actor, &event);
}

/* Those whose time is over go. One that was withdrawn stays until then: the one before it knows by
 * it when it was replaced. */
static enum err forget_old(struct db *db, const struct actor *actor)
{
    struct db_result rows;
    enum err err = card_key_select(db, &actor->organization_id, &rows);
    for (int i = 1; err == ERR_NONE && i < rows.row_count; i++) {
        struct card_key key = read_key(&rows, i);
        if (key.until <= clock_now())
            err = db_change_one(db, "DELETE FROM card_keys WHERE organization_id = $1 AND id = $2",
                                db_uuid(&actor->organization_id), db_uuid(&key.id));
    }
    return err;
}

static enum err check(struct db *db, const struct actor *actor, const char *kid,
                      struct card_key_list *list, struct problem *problem)
{
    enum err err = card_key_list(db, actor, list);
    if (err == ERR_NONE && list->count == 0)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    if (kid[0] != '\0' && strcmp(kid, list->items[0].kid) != 0)
        return problem_refuse(problem, ERR_STALE, "",
                              "Someone else replaced the key meanwhile. Look at it again.");
    if (list->count >= CARD_KEYS_MAX)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "10 keys are published. Withdraw one that was replaced first.");
    return ERR_NONE;
}

static enum err replace_inside(struct db *db, const struct actor *actor, const char *kid,
                               struct problem *problem)
{
    struct card_key_list list;
    const char *kid_now = NULL;
    const struct uuid *organization_id = &actor->organization_id;
    enum err err = forget_old(db, actor);
    if (err == ERR_NONE)
        err = check(db, actor, kid, &list, problem);
    if (err == ERR_NONE)
        err = card_key_create(db, organization_id, &kid_now);
    if (err == ERR_NONE)
        err = card_key_forget_secret(db, organization_id, &list.items[0].id);
    return err == ERR_NONE ? record(db, actor, "organization.card_key", list.items[0].kid, kid_now)
                           : err;
}

enum err card_key_replace(struct db *db, const struct actor *actor, const char *kid,
                          struct problem *problem)
{
    struct audit_event refusal = event_of(actor, "organization.card_key");
    *problem = (struct problem){.field = "", .message = NULL};
    if (!may(actor))
        return audit_refuse(db, actor, &refusal);
    enum err err = db_begin(db);
    return err == ERR_NONE
               ? audit_finish(db, actor, &refusal, replace_inside(db, actor, kid, problem))
               : err;
}

enum err card_key_replace_slug(struct db *db, const struct actor *command, const char *slug,
                               struct problem *problem)
{
    struct actor inside;
    struct db_scope before;
    *problem = (struct problem){.field = "", .message = NULL};
    enum err err = organization_enter_slug(db, command, slug, &inside, &before);
    if (err != ERR_NONE)
        return err;
    err = card_key_replace(db, &inside, "", problem);
    (void)db_enter(db, before);
    return err;
}

/* ---- withdrawing -------------------------------------------------------------------------- */

static enum err withdraw_inside(struct db *db, const struct actor *actor, const struct uuid *id,
                                struct problem *problem)
{
    struct card_key_list list;
    int at = 0;
    enum err err = card_key_list(db, actor, &list);
    if (err != ERR_NONE)
        return err;
    while (at < list.count && !uuid_equal(&list.items[at].id, id))
        at++;
    if (at == list.count)
        return ERR_NOT_FOUND;
    if (at == 0)
        return problem_refuse(problem, ERR_CONFLICT, "",
                              "This key signs. Replace it first, then withdraw it.");
    err = db_change_one(db,
                        "UPDATE card_keys SET x = '', y = '' WHERE organization_id = $1 "
                        "AND id = $2",
                        db_uuid(&actor->organization_id), db_uuid(id));
    return err == ERR_NONE
               ? record(db, actor, "organization.card_key_withdraw", list.items[at].kid, NULL)
               : err;
}

enum err card_key_withdraw(struct db *db, const struct actor *actor, const struct uuid *id,
                           struct problem *problem)
{
    struct audit_event refusal = event_of(actor, "organization.card_key_withdraw");
    *problem = (struct problem){.field = "", .message = NULL};
    if (!may(actor))
        return audit_refuse(db, actor, &refusal);
    enum err err = db_begin(db);
    return err == ERR_NONE
               ? audit_finish(db, actor, &refusal, withdraw_inside(db, actor, id, problem))
               : err;
}
