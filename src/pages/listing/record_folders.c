#include "pages/listing/record_folders.h"

#include <string.h>

#include "data/comment/record_follow.h"

static void add_folder(struct page *page, const struct record_query *query, struct view *place,
                       const char *path, const char *name)
{
    view_text(place, "FOLDER_URL",
              record_query_url(page->arena, query, RECORD_PART_FOLDER, "folder", path));
    view_text(place, "FOLDER_NAME", name);
}

/* The page that gives the current one another name. */
static void show_rename(struct page *page, const struct record_query *query, struct view *strip)
{
    const struct record_kind *kind = query->noun->kind;
    if (query->folder[0] == '\0' || !policy_allows_some(page->actor, kind->change))
        return;
    view_text(view_add(strip, "FOLDER_RENAME"), "RENAME_URL",
              arena_printf(page->arena, "%s/folder?folder=%s", kind->path,
                           text_percent_encode(page->arena, query->folder)));
}

/* The folders that the current one is in. */
static void show_trail(struct page *page, const struct record_query *query, struct view *strip)
{
    const char *folder = query->folder;
    for (const char *at = folder; *at != '\0';) {
        size_t len = strcspn(at, "/");
        bool is_last = at[len] == '\0';
        add_folder(page, query, view_add(strip, is_last ? "FOLDER_HERE" : "FOLDER_UP"),
                   arena_copy(page->arena, folder, (size_t)(at - folder) + len),
                   arena_copy(page->arena, at, len));
        at += len + (is_last ? 0 : 1);
    }
}

/* Whoever follows the folder finds in the inbox what becomes of the records in it. */
static enum err show_follow(struct page *page, const struct record_query *query, struct view *strip)
{
    bool follows = false;
    if (query->folder[0] == '\0' || !record_follow_is_possible(page->actor))
        return ERR_NONE;
    enum err err =
        record_follow_folder_get(page->db, page->actor, query->noun->kind, query->folder, &follows);
    if (err != ERR_NONE)
        return err;
    struct view *form = view_add(strip, "FOLDER_FOLLOW");
    view_text(form, "FOLLOW_FOLDER", query->folder);
    view_text(form, "FOLLOW_WORDS", follows ? "Unfollow folder" : "Follow folder");
    view_text(form, "FOLLOW_ICON", follows ? "bell-off" : "bell");
    view_text(form, "FOLLOW_URL",
              arena_printf(page->arena, "%s/%s", query->noun->kind->path,
                           follows ? "unfollow-folder" : "follow-folder"));
    return ERR_NONE;
}

enum err record_folders_ask(struct page *page, const struct record_query *query,
                            struct record_folder_list *list)
{
    if (query->folder[0] != '\0')
        record_follow_folder_ahead(page->db, page->actor, query->noun->kind, query->folder);
    return record_folder_ask(page->db, page->actor, query->noun->kind,
                             &page->actor->organization_id, query->folder, list);
}

enum err record_folders_show(struct page *page, const struct record_query *query,
                             struct record_folder_list *list)
{
    enum err err = record_folder_read(page->db, list);
    if (err != ERR_NONE)
        return err;
    if (list->count == 0 && query->folder[0] == '\0')
        return ERR_NONE;
    view_include(page_view(page), "FOLDERS", "record/folders.tpl");
    struct view *strip = view_add(page->view, "STRIP");
    if (query->folder[0] != '\0')
        view_text(view_add(strip, "FOLDER_TOP"), "FOLDER_URL",
                  record_query_url(page->arena, query, RECORD_PART_FOLDER, NULL, NULL));
    show_trail(page, query, strip);
    err = show_follow(page, query, strip);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list->count; i++) {
        struct view *below = view_add(strip, "FOLDER_BELOW");
        add_folder(page, query, below, list->folders[i].path, list->folders[i].name);
        view_number(below, "FOLDER_COUNT", list->folders[i].count);
    }
    view_show(strip, "MORE_FOLDERS", list->has_more);
    show_rename(page, query, strip);
    return ERR_NONE;
}
