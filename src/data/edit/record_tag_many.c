#include "data/edit/record_tag_many.h"

#include <string.h>

#include "data/edit/record_save.h"
#include "data/edit/record_state.h"
#include "data/record/record_load.h"
#include "domain/record/name.h"

/* The tag as it is stored, or why it is none. */
static const char *parse_tag(struct arena *arena, const char *text, const char **problem)
{
    struct tag_list tags;
    if (tag_list_parse(arena, text, &tags, problem) != ERR_NONE)
        return NULL;
    if (tags.count == 1)
        return tags.tags[0];
    *problem = tags.count == 0 ? "Enter a tag." : "Enter one tag, without a comma.";
    return NULL;
}

const char *record_tag_problem(struct arena *arena, const char *tag)
{
    const char *problem = NULL;
    return parse_tag(arena, tag, &problem) == NULL ? problem : NULL;
}

struct parsed_change {
    const struct record_store *store;
    const char *tag;
    const char *key;
    bool is_added;
};

static struct tag_list change_tags(struct arena *arena, const struct tag_list *tags,
                                   const struct parsed_change *change)
{
    struct tag_list changed = {0, arena_array(arena, (size_t)tags->count + 1, sizeof(char *))};
    bool has_tag = false;
    for (int i = 0; i < tags->count; i++) {
        bool is_it = strcmp(name_key(arena, tags->tags[i]), change->key) == 0;
        has_tag = has_tag || is_it;
        if (!is_it || change->is_added)
            changed.tags[changed.count++] = tags->tags[i];
    }
    if (change->is_added && !has_tag)
        changed.tags[changed.count++] = arena_strdup(arena, change->tag);
    return changed;
}

static enum err tag_one(const struct work *work, const void *ctx, const struct uuid *id,
                        struct record_bulk_one *one)
{
    const struct parsed_change *change = ctx;
    struct record_head *head = arena_alloc(db_arena(work->db), change->store->size);
    enum err err = record_load_selected(work, change->store, id, head, one);
    if (err == ERR_NONE)
        err = record_check_active(work, head);
    if (err != ERR_NONE)
        return err;
    struct tag_list tags = change_tags(db_arena(work->db), &head->tags, change);
    if (tags.count == head->tags.count)
        return ERR_NONE;
    if (tags.count > TAG_LIST_MAX)
        return work_refuse(work, ERR_INVALID, "tags", "There are too many tags: at most 50.");
    err = record_save_tags(work, head, &tags);
    one->is_changed = err == ERR_NONE;
    return err;
}

enum err record_tag_many(struct db *db, const struct actor *actor,
                         const struct record_tag_change *change,
                         const struct record_selection *selection,
                         struct record_bulk_result *result)
{
    const char *problem = NULL;
    struct parsed_change parsed = {.store = change->store, .is_added = change->is_added};
    parsed.tag = parse_tag(db_arena(db), change->tag, &problem);
    if (parsed.tag == NULL)
        return ERR_INVALID;
    parsed.key = name_key(db_arena(db), parsed.tag);
    const struct record_bulk bulk = {change->store->kind, change->store->kind->event.update,
                                     tag_one, &parsed};
    return record_bulk_run(db, actor, &bulk, selection, result);
}
