#include "pages/prompt_filter.h"

#include <string.h>

#include "data/organization.h"
#include "data/prompt_folder.h"
#include "data/user.h"

/* The parts that have no input on the page travel with the form as hidden fields. */
static void show_hidden(struct page *page, const struct prompt_query *query)
{
    for (int i = PROMPT_QUERY_IN; i < PROMPT_QUERY_PART_COUNT; i++) {
        enum prompt_query_part part = (enum prompt_query_part)i;
        if (query->filters && part != PROMPT_QUERY_FOLDER && part != PROMPT_QUERY_FILTERS)
            continue;
        const char *value = prompt_query_value(page->arena, query, part);
        if (value == NULL)
            continue;
        struct view *hidden = view_add(page->view, "HIDDEN");
        view_text(hidden, "HIDDEN_NAME", prompt_query_name(part));
        view_text(hidden, "HIDDEN_VALUE", value);
    }
}

static void add_record(struct page *page, struct view *panel, const char *section,
                       const struct uuid *id, const char *text, const struct uuid *chosen)
{
    struct view *option = view_add(panel, section);
    page_uuid(page, option, "VALUE", id);
    view_text(option, "TEXT", text == NULL ? "an erased user" : text);
    view_show(option, "SELECTED", uuid_equal(id, chosen));
}

/* value and words of each option, in pairs. */
static void add_choices(struct page *page, struct view *panel, const struct prompt_query *query,
                        enum prompt_query_part part, const char *const *pairs)
{
    const char *chosen = prompt_query_value(page->arena, query, part);
    const char *section = part == PROMPT_QUERY_TYPE    ? "TYPE_OPTION"
                          : part == PROMPT_QUERY_STATE ? "STATE_OPTION"
                                                       : "SORT_OPTION";
    for (int i = 0; pairs[i] != NULL; i += 2) {
        struct view *option = view_add(panel, section);
        view_text(option, "VALUE", pairs[i]);
        view_text(option, "TEXT", pairs[i + 1]);
        view_show(option, "SELECTED", chosen != NULL && strcmp(chosen, pairs[i]) == 0);
    }
}

static enum err add_organizations(struct page *page, struct view *panel,
                                  const struct prompt_query *query)
{
    if (!policy_spans_organizations(page->actor, PERMISSION_PROMPT_SEE))
        return ERR_NONE;
    struct organization_list list;
    enum err err = organization_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    struct view *choice = view_add(panel, "ORGANIZATIONS");
    for (int i = 0; i < list.count; i++)
        add_record(page, choice, "ORGANIZATION_OPTION", &list.items[i].id, list.items[i].name,
                   &query->organization);
    return ERR_NONE;
}

/* The open panel: its lists of people and organizations are read only then. */
static enum err show_panel(struct page *page, const struct prompt_query *query,
                           const struct record_filter *filter)
{
    static const char *const types[] = {"", "Any", "text", "Text", "chat", "Chat", NULL};
    static const char *const states[] = {"active", "Active", "archived", "Archived",
                                         "all",    "All",    NULL};
    static const char *const sorts[] = {"updated", "Last changed", "created", "Newest",
                                        "name",    "Name",         NULL};
    struct view *panel = view_add(page->view, "PANEL");
    struct user_list users;
    const struct uuid *organization_id = uuid_is_nil(&filter->organization_id)
                                             ? &page->actor->organization_id
                                             : &filter->organization_id;
    enum err err = user_list_choices(page->db, page->actor, organization_id, &users);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < users.count; i++)
        add_record(page, panel, "OWNER_OPTION", &users.items[i].id, users.items[i].full_name,
                   &query->owner);
    view_text(panel, "TAG_VALUE", query->tag);
    view_text(panel, "LABEL_VALUE", query->label);
    view_show(panel, "IN_BODIES", query->in == 0);
    view_show(panel, "MAY_SEARCH_BODIES", policy_allows_some(page->actor, PERMISSION_PROMPT_READ));
    add_choices(page, panel, query, PROMPT_QUERY_TYPE, types);
    add_choices(page, panel, query, PROMPT_QUERY_STATE, states);
    add_choices(page, panel, query, PROMPT_QUERY_SORT, sorts);
    return add_organizations(page, panel, query);
}

static const char *owner_name(struct page *page, const struct uuid *id)
{
    struct user user;
    if (user_get(page->db, page->actor, id, &user) != ERR_NONE || user.full_name == NULL)
        return "somebody";
    return user.full_name;
}

static const char *chip_text(struct page *page, const struct prompt_query *query,
                             enum prompt_query_part part, const char *value)
{
    struct arena *arena = page->arena;
    switch (part) {
    case PROMPT_QUERY_Q:
        return arena_printf(arena, "“%s”", value);
    case PROMPT_QUERY_IN:
        return "inside bodies";
    case PROMPT_QUERY_ORGANIZATION:
        return "one organization";
    case PROMPT_QUERY_OWNER:
        return arena_printf(arena, "owner %s", owner_name(page, &query->owner));
    case PROMPT_QUERY_TYPE:
        return arena_printf(arena, "%s prompts", value);
    case PROMPT_QUERY_STATE:
        return strcmp(value, "all") == 0 ? "active and archived" : value;
    default:
        return arena_printf(arena, "%s %s", prompt_query_name(part), value);
    }
}

static void show_chips(struct page *page, const struct prompt_query *query)
{
    struct view *chips = NULL;
    for (int i = PROMPT_QUERY_Q; i < PROMPT_QUERY_SORT; i++) {
        enum prompt_query_part part = (enum prompt_query_part)i;
        const char *value = prompt_query_value(page->arena, query, part);
        if (value == NULL || part == PROMPT_QUERY_FOLDER)
            continue;
        if (chips == NULL)
            chips = view_add(page->view, "CHIPS");
        struct view *chip = view_add(chips, "CHIP");
        view_text(chip, "CHIP_TEXT", chip_text(page, query, part, value));
        view_text(chip, "WITHOUT_URL", prompt_query_url(page->arena, query, part, NULL, NULL));
    }
}

static void add_folder(struct page *page, const struct prompt_query *query, struct view *place,
                       const char *path, const char *name)
{
    view_text(place, "FOLDER_URL",
              prompt_query_url(page->arena, query, PROMPT_QUERY_FOLDER, "folder", path));
    view_text(place, "FOLDER_NAME", name);
}

/* The folders that the current one is in. */
static void show_trail(struct page *page, const struct prompt_query *query, struct view *strip)
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

static enum err show_folders(struct page *page, const struct prompt_query *query,
                             struct prompt_folder_list *list)
{
    enum err err = prompt_folder_read(page->db, list);
    if (err != ERR_NONE)
        return err;
    if (list->count == 0 && query->folder[0] == '\0')
        return ERR_NONE;
    struct view *strip = view_add(page->view, "FOLDERS");
    if (query->folder[0] != '\0')
        view_text(view_add(strip, "FOLDER_TOP"), "FOLDER_URL",
                  prompt_query_url(page->arena, query, PROMPT_QUERY_FOLDER, NULL, NULL));
    show_trail(page, query, strip);
    for (int i = 0; i < list->count; i++) {
        struct view *below = view_add(strip, "FOLDER_BELOW");
        add_folder(page, query, below, list->folders[i].path, list->folders[i].name);
        view_number(below, "FOLDER_COUNT", list->folders[i].prompt_count);
    }
    view_show(strip, "MORE_FOLDERS", list->has_more);
    return ERR_NONE;
}

enum err prompt_filter_show(struct page *page, const struct prompt_query *query,
                            const struct record_filter *filter, struct prompt_folder_list *folders)
{
    struct view *view = page_view(page);
    view_text(view, "Q", query->q);
    show_hidden(page, query);
    show_chips(page, query);
    view_text(view, "FILTERS_URL",
              prompt_query_url(page->arena, query, PROMPT_QUERY_FILTERS,
                               query->filters ? NULL : "filters", "1"));
    view_show(view, "PANEL_OPEN", query->filters);
    view_show(view, "PANEL_CLOSED", !query->filters);
    view_text(view, "CLEAR_URL", "/prompts");
    enum err err = show_folders(page, query, folders);
    if (err == ERR_NONE && query->filters)
        err = show_panel(page, query, filter);
    return err;
}
