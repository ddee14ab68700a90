#include "data/prompt.h"

#include <string.h>

#include "base/clock.h"
#include "data/audit.h"
#include "data/prompt_folder.h"
#include "data/prompt_store.h"
#include "data/prompt_use.h"

enum err prompt_get(struct db *db, const struct actor *actor, const struct uuid *id,
                    struct prompt *prompt)
{
    enum err err = prompt_load(db, actor, id, PERMISSION_PROMPT_SEE, prompt);
    if (err != ERR_NONE)
        return err;
    struct policy_target target = prompt_target(prompt);
    return prompt_load_content(db, prompt, policy_allows(actor, PERMISSION_PROMPT_READ, &target));
}

enum err prompt_get_by_name(struct db *db, const struct actor *actor, const char *name,
                            struct prompt *prompt)
{
    struct db_result result;
    enum err err =
        db_select(db, &result, "SELECT id FROM prompts WHERE organization_id = $1 AND name = $2",
                  db_uuid(&actor->organization_id), db_text(name));
    if (err != ERR_NONE)
        return err;
    if (result.row_count == 0)
        return ERR_NOT_FOUND;
    struct uuid id = db_get_uuid(&result, 0, 0);
    return prompt_get(db, actor, &id, prompt);
}

enum err prompt_set_archived(const struct work *work, const struct prompt *prompt, bool is_archived)
{
    int64_t archived_at = is_archived ? clock_now() : 0;
    enum err err = db_change_one(
        work->db,
        "UPDATE prompts SET archived_at = $3, updated_at = $4 WHERE organization_id = $1 "
        "AND id = $2",
        db_uuid(&prompt->organization_id), db_uuid(&prompt->id), db_time_or_null(archived_at),
        db_time(clock_now()));
    if (err == ERR_NONE)
        err = prompt_folder_add(work->db, &prompt->organization_id, prompt->folder,
                                is_archived ? -1 : 1);
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "archived_at", work_time(work->db, prompt->archived_at),
                 work_time(work->db, archived_at));
    return prompt_audit(work, is_archived ? "prompt.archive" : "prompt.restore", prompt, details);
}

static enum err set_archived(struct db *db, const struct actor *actor, const struct uuid *id,
                             bool is_archived)
{
    struct problem problem;
    struct work work = work_begin(db, actor, &problem);
    struct prompt prompt;
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    err = prompt_load(db, actor, id, PERMISSION_PROMPT_CHANGE, &prompt);
    if (err == ERR_NONE && (prompt.archived_at != 0) != is_archived)
        err = prompt_set_archived(&work, &prompt, is_archived);
    return prompt_finish(&work, err, is_archived ? "prompt.archive" : "prompt.restore", id);
}

enum err prompt_archive(struct db *db, const struct actor *actor, const struct uuid *id)
{
    return set_archived(db, actor, id, true);
}

enum err prompt_restore(struct db *db, const struct actor *actor, const struct uuid *id)
{
    return set_archived(db, actor, id, false);
}

/* The last word on a prompt: its event keeps what its rows no longer can. */
static enum err audit_delete(const struct work *work, const struct prompt *prompt)
{
    json_t *details = json_object();
    audit_change(details, "name", prompt->name, NULL);
    audit_change(details, "description", work_text(prompt->description), NULL);
    audit_change(details, "type", prompt_type_name(prompt->type), NULL);
    audit_change(details, "version", work_number(work->db, prompt->version), NULL);
    return prompt_audit(work, "prompt.delete", prompt, details);
}

static enum err delete_prompt(const struct work *work, const struct uuid *id,
                              const char *typed_name)
{
    struct prompt prompt;
    const char *users = NULL;
    enum err err = prompt_load(work->db, work->actor, id, PERMISSION_PROMPT_DELETE, &prompt);
    if (err != ERR_NONE)
        return err;
    if (strcmp(prompt.name, typed_name) != 0)
        return work_refuse(work, ERR_INVALID, "name",
                           "This is not the name of the prompt. Type it exactly as it is shown.");
    err = prompt_use_names(work->db, &prompt, &users);
    if (err != ERR_NONE)
        return err;
    if (users != NULL)
        return work_refuse(work, ERR_CONFLICT, "",
                           arena_printf(db_arena(work->db),
                                        "Other prompts and agents still refer to this one: %s.",
                                        users));
    err = audit_delete(work, &prompt);
    if (err == ERR_NONE && prompt.archived_at == 0)
        err = prompt_folder_add(work->db, &prompt.organization_id, prompt.folder, -1);
    if (err != ERR_NONE)
        return err;
    return db_change_one(work->db, "DELETE FROM prompts WHERE organization_id = $1 AND id = $2",
                         db_uuid(&prompt.organization_id), db_uuid(&prompt.id));
}

enum err prompt_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                       const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return prompt_finish(&work, delete_prompt(&work, id, typed_name), "prompt.delete", id);
}

static enum err transfer(const struct work *work, const struct uuid *id,
                         const struct uuid *owner_id)
{
    struct prompt prompt;
    enum err err = prompt_load(work->db, work->actor, id, PERMISSION_PROMPT_CHANGE, &prompt);
    if (err == ERR_NONE)
        err = work_check_owner(work, &prompt.organization_id, owner_id);
    if (err != ERR_NONE || uuid_equal(&prompt.owner_id, owner_id))
        return err;
    err = db_change_one(
        work->db,
        "UPDATE prompts SET owner_id = $3, updated_at = $4 WHERE organization_id = $1 AND id = $2",
        db_uuid(&prompt.organization_id), db_uuid(&prompt.id), db_uuid(owner_id),
        db_time(clock_now()));
    if (err != ERR_NONE)
        return err;
    json_t *details = json_object();
    audit_change(details, "owner_id", work_id(work->db, &prompt.owner_id),
                 work_id(work->db, owner_id));
    return prompt_audit(work, "prompt.transfer", &prompt, details);
}

enum err prompt_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                         const struct uuid *owner_id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return prompt_finish(&work, transfer(&work, id, owner_id), "prompt.transfer", id);
}
