#include "data/prompt/prompt_folder.h"

#include <string.h>

#include "data/db/gather.h"

/* An organization has dozens of folders, seldom hundreds; of more the rest is "and more". */
enum { FOLDERS_READ = 1000 };

static enum err write_count(struct db *db, const struct uuid *organization_id, const char *folder,
                            int change)
{
    enum err err = db_change_one(
        db,
        "INSERT INTO prompt_folders (organization_id, folder, prompt_count) VALUES ($1, $2, $3) "
        "ON CONFLICT (organization_id, folder) DO UPDATE "
        "SET prompt_count = prompt_folders.prompt_count + excluded.prompt_count",
        db_uuid(organization_id), db_text(folder), db_int(change));
    if (err != ERR_NONE || change > 0)
        return err;
    return db_change(db,
                     "DELETE FROM prompt_folders WHERE organization_id = $1 AND folder = $2 "
                     "AND prompt_count <= 0",
                     db_uuid(organization_id), db_text(folder));
}

enum err prompt_folder_add(struct db *db, const struct uuid *organization_id, const char *folder,
                           int change)
{
    return gather_add(db, write_count, organization_id, folder, change)
               ? ERR_NONE
               : write_count(db, organization_id, folder, change);
}

/* "a/b" and what is below it do not stand together by bytes: "a/b-c" comes between. */
static struct prompt_folder *find_child(const struct prompt_folder_list *list, const char *path,
                                        size_t len)
{
    for (int i = list->count - 1; i >= 0; i--)
        if (strncmp(list->folders[i].path, path, len) == 0 && list->folders[i].path[len] == '\0')
            return &list->folders[i];
    return NULL;
}

/* Counts a folder for the child of the parent that it is or lies below. */
static void count_folder(struct arena *arena, const char *folder, size_t parent_len, int64_t count,
                         struct prompt_folder_list *list)
{
    size_t len = parent_len + strcspn(folder + parent_len, "/");
    struct prompt_folder *child = find_child(list, folder, len);
    if (child == NULL && list->count == PROMPT_FOLDERS_MAX) {
        list->has_more = true;
        return;
    }
    if (child == NULL) {
        child = &list->folders[list->count++];
        child->path = arena_copy(arena, folder, len);
        child->name = child->path + parent_len;
    }
    child->prompt_count += count;
}

static const char *start_of(struct arena *arena, const char *parent)
{
    return parent[0] == '\0' ? " " : arena_printf(arena, "%s/", parent);
}

enum err prompt_folder_ask(struct db *db, const struct actor *actor,
                           const struct uuid *organization_id, const char *parent,
                           struct prompt_folder_list *list)
{
    struct arena *arena = db_arena(db);
    const struct uuid *organization =
        uuid_is_nil(organization_id) ? &actor->organization_id : organization_id;
    struct policy_target target = {.organization_id = *organization};
    *list = (struct prompt_folder_list){.parent = arena_strdup(arena, parent)};
    if (!policy_allows(actor, PERMISSION_PROMPT_SEE, &target))
        return ERR_DENIED;
    if (!text_is_utf8(parent, strlen(parent)))
        return ERR_NONE;
    /* Everything below "a/" stands between it and "a0"; the top's own empty folder is left out. */
    const char *until = parent[0] == '\0' ? "\xf4\x8f\xbf\xbf" : arena_printf(arena, "%s0", parent);
    list->asked = arena_alloc(arena, sizeof *list->asked);
    db_later(db, list->asked,
             "SELECT folder, prompt_count FROM prompt_folders "
             "WHERE organization_id = $1 AND folder >= $2 AND folder < $3 "
             "ORDER BY folder LIMIT $4",
             db_uuid(organization), db_text(start_of(arena, parent)), db_text(until),
             db_int(FOLDERS_READ));
    return ERR_NONE;
}

enum err prompt_folder_read(struct db *db, struct prompt_folder_list *list)
{
    struct arena *arena = db_arena(db);
    enum err err = db_collect(db);
    if (err != ERR_NONE || list->asked == NULL)
        return err;
    size_t parent_len = list->parent[0] == '\0' ? 0 : strlen(list->parent) + 1;
    list->folders = arena_array(arena, PROMPT_FOLDERS_MAX, sizeof *list->folders);
    list->has_more = list->asked->row_count == FOLDERS_READ;
    for (int i = 0; i < list->asked->row_count; i++)
        count_folder(arena, db_get_text(list->asked, i, 0), parent_len,
                     db_get_int(list->asked, i, 1), list);
    return ERR_NONE;
}

enum err prompt_folder_list(struct db *db, const struct actor *actor,
                            const struct uuid *organization_id, const char *parent,
                            struct prompt_folder_list *list)
{
    enum err err = prompt_folder_ask(db, actor, organization_id, parent, list);
    return err == ERR_NONE ? prompt_folder_read(db, list) : err;
}
