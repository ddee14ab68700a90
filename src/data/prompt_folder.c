#include "data/prompt_folder.h"

#include <string.h>

/* A loose index scan: each query seeks the first folder at or after a place in prompts_folder, and
 * the next place is behind everything below the folder that was found. */
static const char seek_sql[] =
    "SELECT folder FROM prompts WHERE organization_id = $1 AND archived_at IS NULL "
    "AND folder >= $2 ORDER BY folder LIMIT 1";

struct walk {
    struct db *db;
    const struct uuid *organization_id;
    const char *parent;
    size_t parent_len; /* with the slash; 0 at the top */
};

/* The first folder at or after a place that is below the parent, or NULL. */
static enum err seek(const struct walk *walk, const char *place, const char **folder)
{
    struct db_result result;
    enum err err =
        db_select(walk->db, &result, seek_sql, db_uuid(walk->organization_id), db_text(place));
    *folder = NULL;
    if (err == ERR_NONE && result.row_count > 0)
        *folder = db_get_text(&result, 0, 0);
    if (*folder != NULL && strncmp(*folder, walk->parent, walk->parent_len) != 0)
        *folder = NULL;
    return err;
}

/* "a/b" and what is below it do not stand together in the index: "a/b-c" comes between, so that a
 * child can be found twice. */
static bool has_folder(const struct prompt_folder_list *list, const char *path)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->folders[i].path, path) == 0)
            return true;
    return false;
}

static enum err walk_children(const struct walk *walk, struct prompt_folder_list *list)
{
    struct arena *arena = db_arena(walk->db);
    const char *folder = NULL;
    /* The empty folder, of the prompts at the top, is no folder: no name begins with a space. */
    enum err err = seek(walk, walk->parent_len == 0 ? " " : walk->parent, &folder);
    while (err == ERR_NONE && folder != NULL) {
        const char *name = folder + walk->parent_len;
        size_t name_len = strcspn(name, "/");
        bool is_below = name[name_len] == '/';
        const char *path = arena_copy(arena, folder, walk->parent_len + name_len);
        if (!has_folder(list, path)) {
            if (list->count == PROMPT_FOLDERS_MAX) {
                list->has_more = true;
                return ERR_NONE;
            }
            list->folders[list->count++] = (struct prompt_folder){path, path + walk->parent_len};
        }
        /* Behind the child alone (U+0001 is in no name), or behind all below it: '0' follows '/'.
         */
        err = seek(walk, arena_printf(arena, is_below ? "%s0" : "%s\001", path), &folder);
    }
    return err;
}

enum err prompt_folder_list(struct db *db, const struct actor *actor,
                            const struct uuid *organization_id, const char *parent,
                            struct prompt_folder_list *list)
{
    const struct uuid *organization =
        uuid_is_nil(organization_id) ? &actor->organization_id : organization_id;
    struct policy_target target = {.organization_id = *organization};
    if (!policy_allows(actor, PERMISSION_PROMPT_SEE, &target))
        return ERR_DENIED;
    *list = (struct prompt_folder_list){
        .folders = arena_array(db_arena(db), PROMPT_FOLDERS_MAX, sizeof *list->folders)};
    if (!text_is_utf8(parent, strlen(parent)))
        return ERR_NONE;
    const char *prefix = parent[0] == '\0' ? "" : arena_printf(db_arena(db), "%s/", parent);
    struct walk walk = {db, organization, prefix, strlen(prefix)};
    return walk_children(&walk, list);
}
