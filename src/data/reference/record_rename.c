#include "data/reference/record_rename.h"

#include "data/db/query.h"
#include "data/record/record_store.h"
#include "data/reference/record_use.h"
#include "domain/record/name.h"
#include "domain/record/record_name.h"

static enum err refuse_taken(const struct work *work, const struct record_head *head,
                             const struct db_result *taken)
{
    struct arena *arena = db_arena(work->db);
    const struct record_kind *kind = head->store->kind;
    struct uuid id = db_get_uuid(taken, 0, 1);
    const char *message =
        db_is_null(taken, 0, 0)
            ? arena_printf(arena, "There is %s with this name already. Choose another name.",
                           kind->one)
            : arena_printf(arena,
                           "An archived %s has this name. Restore it, delete it, or choose another "
                           "name.",
                           kind->noun);
    enum err err = work_refuse(work, ERR_CONFLICT, "name", message);
    work->problem->record_path = arena_printf(arena, "%s/%s", kind->path, work_id(work->db, &id));
    work->problem->record_name = db_get_text(taken, 0, 2);
    return err;
}

static enum err check_name(const struct work *work, const struct record_head *head,
                           const char *name)
{
    struct query q;
    struct db_result result;
    query_begin(&q, work->db, "SELECT archived_at, id, name FROM ");
    query_add(&q, head->store->kind->table);
    query_bind(&q, " WHERE organization_id = ", db_uuid(&head->organization_id));
    query_bind(&q, " AND name_key = ", db_text(name_key(db_arena(work->db), name)));
    query_bind(&q, " AND id <> ", db_uuid(&head->id));
    enum err err = query_run(&q, &result);
    return err == ERR_NONE && result.row_count > 0 ? refuse_taken(work, head, &result) : err;
}

/* Others name it in their texts and configs; a team knows its members by id. */
static enum err check_unnamed(const struct work *work, const struct record_head *head)
{
    static const char *const sorts[] = {LINK_REFERENCE, LINK_PROMPT, LINK_HANDOFF};
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        const char *names = NULL;
        enum err err =
            record_use_names(work->db, head, &(struct record_use_filter){.sort = sorts[i]}, &names);
        if (err != ERR_NONE)
            return err;
        if (names != NULL)
            return work_refuse(work, ERR_CONFLICT, "name",
                               arena_printf(db_arena(work->db),
                                            "Others refer to this %s by its name: %s. Its name "
                                            "must stay while they do.",
                                            head->store->kind->noun, names));
    }
    return ERR_NONE;
}

enum err record_rename_check(const struct work *work, const struct record_head *head,
                             const char *name, bool is_new)
{
    enum err err = check_name(work, head, name);
    return err == ERR_NONE && !is_new ? check_unnamed(work, head) : err;
}

static bool is_in_folder(const struct work *work, const char *name)
{
    return policy_folder_has(policy_folder(work->actor),
                             name == NULL ? "" : record_name_folder(db_arena(work->db), name));
}

enum err record_folder_check(const struct work *work, const char *name,
                             const struct record_links *links)
{
    if (name != NULL && !is_in_folder(work, name))
        return work_refuse(work, ERR_DENIED, "name", "The token may not write to this folder.");
    for (int i = 0; i < links->count; i++)
        if (!is_in_folder(work, links->items[i].target_name))
            return work_refuse(work, ERR_DENIED, "",
                               "The token may not refer to records outside its folder.");
    return ERR_NONE;
}
