#include "data/prompt/prompt.h"

#include "data/audit/audit.h"
#include "data/prompt/prompt_folder.h"
#include "data/prompt/prompt_store.h"
#include "data/prompt/prompt_use.h"
#include "data/record/record_state.h"

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
    struct uuid id;
    enum err err = record_find(db, actor, &prompt_store, name, &id);
    return err == ERR_NONE ? prompt_get(db, actor, &id, prompt) : err;
}

static void read_own(const struct db_result *result, int at, void *record)
{
    struct prompt *prompt = record;
    prompt->folder = db_get_text(result, 0, at);
    if (prompt_type_parse(db_get_text(result, 0, at + 1), &prompt->type) != ERR_NONE)
        die("an unknown type of prompt");
    prompt->version_count = db_get_int(result, 0, at + 2);
}

/* So that its folder says how many prompts it has. */
static enum err count(struct db *db, const void *record, int by)
{
    const struct prompt *prompt = record;
    return prompt_folder_add(db, &prompt->organization_id, prompt->folder, by);
}

static enum err check_delete(const struct work *work, void *record)
{
    const struct prompt *prompt = record;
    const char *users = NULL;
    enum err err = prompt_use_names(work->db, prompt, &users);
    if (err != ERR_NONE || users == NULL)
        return err;
    return work_refuse(work, ERR_CONFLICT, "",
                       arena_printf(db_arena(work->db),
                                    "Other prompts and agents still refer to this one: %s.",
                                    users));
}

static void describe(struct db *db, const void *record, json_t *details)
{
    const struct prompt *prompt = record;
    audit_change(details, "type", prompt_type_name(prompt->type), NULL);
    audit_change(details, "version", work_number(db, prompt->version), NULL);
}

const struct record_store prompt_store = {
    .type = "prompt",
    .one = "a prompt",
    .see = PERMISSION_PROMPT_SEE,
    .create = PERMISSION_PROMPT_CREATE,
    .change = PERMISSION_PROMPT_CHANGE,
    .remove = PERMISSION_PROMPT_DELETE,
    .archive = "prompt.archive",
    .restore = "prompt.restore",
    .transfer = "prompt.transfer",
    .delete_for_good = "prompt.delete",
    .load_sql = RECORD_LOAD(
        "prompts",
        "r.folder, r.type, (SELECT count(*) FROM prompt_versions c WHERE c.prompt_id = r.id)"),
    .find_sql = RECORD_FIND("prompts"),
    .archive_sql = RECORD_ARCHIVE("prompts"),
    .transfer_sql = RECORD_TRANSFER("prompts"),
    .delete_sql = RECORD_DELETE("prompts"),
    .size = sizeof(struct prompt),
    .read = read_own,
    .check_delete = check_delete,
    .describe = describe,
    .count = count,
};

enum err prompt_archive(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct problem problem;
    struct work work = work_begin(db, actor, &problem);
    return record_archive(&work, &prompt_store, id);
}

enum err prompt_restore(struct db *db, const struct actor *actor, const struct uuid *id)
{
    struct problem problem;
    struct work work = work_begin(db, actor, &problem);
    return record_restore(&work, &prompt_store, id);
}

enum err prompt_delete(struct db *db, const struct actor *actor, const struct uuid *id,
                       const char *typed_name, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_delete(&work, &prompt_store, id, typed_name);
}

enum err prompt_transfer(struct db *db, const struct actor *actor, const struct uuid *id,
                         const struct uuid *owner_id, struct problem *problem)
{
    struct work work = work_begin(db, actor, problem);
    return record_transfer(&work, &prompt_store, id, owner_id);
}
