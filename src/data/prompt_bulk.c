#include "data/prompt_bulk.h"

#include <string.h>

#include "data/audit.h"
#include "data/prompt_save.h"

/* What is done to each prompt of a selection: ERR_NONE with *is_changed, or why it was refused. */
typedef enum err change_one(const struct work *work, const void *ctx, struct prompt *prompt,
                            bool *is_changed);

struct change {
    change_one *change_one;
    const void *ctx;
    const char *action;
};

static bool is_repeated(const struct prompt_selection *selection, int at)
{
    for (int i = 0; i < at; i++)
        if (uuid_equal(&selection->ids[i], &selection->ids[at]))
            return true;
    return false;
}

static enum err audit_refusal(const struct work *work, const char *action,
                              const struct prompt *prompt)
{
    return audit_record(work->db, work->actor,
                        &(struct audit_event){.action = action,
                                              .record_type = "prompt",
                                              .record_id = prompt->id,
                                              .organization_id = prompt->organization_id,
                                              .outcome = AUDIT_REFUSAL});
}

/* Sorts what happened to one prompt; only a failure of the database ends the whole. */
static enum err change_item(const struct work *work, const struct change *change,
                            struct prompt_bulk_item *item)
{
    struct prompt prompt;
    bool is_changed = false;
    enum err err = prompt_load(work->db, work->actor, &item->id, PERMISSION_PROMPT_SEE, &prompt);
    if (err == ERR_NOT_FOUND) {
        item->outcome = PROMPT_BULK_NOT_FOUND;
        return ERR_NONE;
    }
    if (err != ERR_NONE)
        return err;
    item->name = prompt.name;
    struct policy_target target = prompt_target(&prompt);
    if (!policy_allows(work->actor, PERMISSION_PROMPT_CHANGE, &target)) {
        item->outcome = PROMPT_BULK_DENIED;
        return audit_refusal(work, change->action, &prompt);
    }
    err = change->change_one(work, change->ctx, &prompt, &is_changed);
    item->outcome = is_changed ? PROMPT_BULK_CHANGED : PROMPT_BULK_UNCHANGED;
    if (err == ERR_INVALID || err == ERR_CONFLICT) {
        item->outcome = PROMPT_BULK_REFUSED;
        return ERR_NONE;
    }
    return err;
}

static enum err change_all(const struct work *work, const struct prompt_selection *selection,
                           const struct change *change, struct prompt_bulk_result *result)
{
    enum err err = ERR_NONE;
    for (int i = 0; err == ERR_NONE && i < selection->count; i++) {
        if (is_repeated(selection, i))
            continue;
        struct prompt_bulk_item *item = &result->items[result->count++];
        item->id = selection->ids[i];
        err = change_item(work, change, item);
        result->changed_count += item->outcome == PROMPT_BULK_CHANGED;
        result->refused_count += item->outcome >= PROMPT_BULK_DENIED;
    }
    return err;
}

static enum err run(struct db *db, const struct actor *actor,
                    const struct prompt_selection *selection, const struct change *change,
                    struct prompt_bulk_result *result)
{
    struct problem problem;
    struct work work = work_begin(db, actor, &problem);
    *result = (struct prompt_bulk_result){.items = NULL};
    if (selection->count < 1 || selection->count > PROMPT_BULK_MAX)
        return ERR_INVALID;
    result->items = arena_array(db_arena(db), (size_t)selection->count, sizeof *result->items);
    enum err err = db_begin(db);
    if (err != ERR_NONE)
        return err;
    return db_finish(db, change_all(&work, selection, change, result));
}

static struct tag_list change_tags(struct arena *arena, const struct tag_list *tags,
                                   const struct prompt_tag_change *change)
{
    struct tag_list changed = {0, arena_array(arena, (size_t)tags->count + 1, sizeof(char *))};
    bool has_tag = false;
    for (int i = 0; i < tags->count; i++) {
        bool is_it = strcmp(tags->tags[i], change->tag) == 0;
        has_tag = has_tag || is_it;
        if (!is_it || change->is_added)
            changed.tags[changed.count++] = tags->tags[i];
    }
    if (change->is_added && !has_tag)
        changed.tags[changed.count++] = arena_strdup(arena, change->tag);
    return changed;
}

static enum err tag_one(const struct work *work, const void *ctx, struct prompt *prompt,
                        bool *is_changed)
{
    const struct prompt_tag_change *change = ctx;
    enum err err = prompt_load_editable(work, &prompt->id, PERMISSION_PROMPT_CHANGE, prompt);
    if (err != ERR_NONE)
        return err;
    struct prompt_fields fields = prompt_fields_of(prompt);
    fields.tags = change_tags(db_arena(work->db), &prompt->tags, change);
    if (fields.tags.count == prompt->tags.count)
        return ERR_NONE;
    if (fields.tags.count > TAG_LIST_MAX)
        return work_refuse(work, ERR_INVALID, "tags", "There are too many tags.");
    fields.message = arena_printf(db_arena(work->db), "%s tag %s",
                                  change->is_added ? "Added" : "Removed", change->tag);
    int64_t version = 0;
    struct prompt_change save = {"prompt.update", prompt, &fields};
    err = prompt_save(work, &save, &version);
    *is_changed = err == ERR_NONE;
    return err;
}

const char *prompt_bulk_tag_problem(const char *tag)
{
    const char *problem = NULL;
    return tag_check(tag, &problem) == ERR_NONE ? NULL : problem;
}

enum err prompt_bulk_tag(struct db *db, const struct actor *actor,
                         const struct prompt_selection *selection,
                         const struct prompt_tag_change *change, struct prompt_bulk_result *result)
{
    if (prompt_bulk_tag_problem(change->tag) != NULL)
        return ERR_INVALID;
    return run(db, actor, selection, &(struct change){tag_one, change, "prompt.update"}, result);
}

static enum err archive_one(const struct work *work, const void *ctx, struct prompt *prompt,
                            bool *is_changed)
{
    (void)ctx;
    if (prompt->archived_at != 0)
        return ERR_NONE;
    enum err err = prompt_set_archived(work, prompt, true);
    *is_changed = err == ERR_NONE;
    return err;
}

enum err prompt_bulk_archive(struct db *db, const struct actor *actor,
                             const struct prompt_selection *selection,
                             struct prompt_bulk_result *result)
{
    return run(db, actor, selection, &(struct change){archive_one, NULL, "prompt.archive"}, result);
}
