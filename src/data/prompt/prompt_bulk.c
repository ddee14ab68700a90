#include "data/prompt/prompt_bulk.h"

#include "data/prompt/prompt_save.h"
#include "data/record/record_state.h"
#include "domain/record/name.h"

static struct tag_list change_tags(struct arena *arena, const struct tag_list *tags,
                                   const struct prompt_tag_change *change)
{
    struct tag_list changed = {0, arena_array(arena, (size_t)tags->count + 1, sizeof(char *))};
    bool has_tag = tag_list_has(arena, tags, change->tag);
    for (int i = 0; i < tags->count; i++)
        if (change->is_added || !name_is_same(arena, tags->tags[i], change->tag))
            changed.tags[changed.count++] = tags->tags[i];
    if (change->is_added && !has_tag)
        changed.tags[changed.count++] = name_normalize(arena, change->tag);
    return changed;
}

static enum err tag(const struct work *work, const void *ctx, const struct uuid *id,
                    struct record_bulk_one *one)
{
    const struct prompt_tag_change *change = ctx;
    struct prompt prompt;
    enum err err = record_load_selected(work, &prompt_store, id, &prompt, one);
    if (err == ERR_NONE)
        err = prompt_load_editable(work, id, PERMISSION_PROMPT_CHANGE, &prompt);
    if (err != ERR_NONE)
        return err;
    struct prompt_fields fields = prompt_fields_of(&prompt);
    fields.tags = change_tags(db_arena(work->db), &prompt.tags, change);
    if (fields.tags.count == prompt.tags.count)
        return ERR_NONE;
    if (fields.tags.count > TAG_LIST_MAX)
        return work_refuse(work, ERR_INVALID, "tags", "There are too many tags.");
    fields.message = arena_printf(db_arena(work->db), "%s tag %s",
                                  change->is_added ? "Added" : "Removed", change->tag);
    int64_t version = 0;
    struct prompt_change save = {"prompt.update", &prompt, &fields};
    err = prompt_save(work, &save, &version);
    one->is_changed = err == ERR_NONE;
    return err;
}

const char *prompt_bulk_tag_problem(const char *tag)
{
    const char *problem = NULL;
    return tag_check(tag, &problem) == ERR_NONE ? NULL : problem;
}

enum err prompt_bulk_tag(struct db *db, const struct actor *actor,
                         const struct record_selection *selection,
                         const struct prompt_tag_change *change, struct record_bulk_result *result)
{
    const struct record_bulk bulk = {"prompt", "prompt.update", tag, change};
    if (prompt_bulk_tag_problem(change->tag) != NULL)
        return ERR_INVALID;
    return record_bulk_run(db, actor, &bulk, selection, result);
}

enum err prompt_bulk_archive(struct db *db, const struct actor *actor,
                             const struct record_selection *selection,
                             struct record_bulk_result *result)
{
    return record_archive_many(db, actor, &prompt_store, selection, result);
}
