#include "pages/record/record_panel.h"

#include <string.h>

#include "data/identity/user.h"
#include "data/record/record_count.h"
#include "pages/record/record_page.h"

/* The parts that have no input on the page travel with the form as hidden fields. */
static void show_hidden(struct page *page, const struct record_query *query)
{
    for (int i = RECORD_PART_OWNER; i < RECORD_PART_CURSOR; i++) {
        enum record_part part = (enum record_part)i;
        if (query->filters && part != RECORD_PART_FOLDER && part != RECORD_PART_FILTERS)
            continue;
        const char *value = record_query_value(page->arena, query, part);
        if (value == NULL)
            continue;
        struct view *hidden = view_add(page->view, "HIDDEN");
        view_text(hidden, "HIDDEN_NAME", record_query_name(query, part));
        view_text(hidden, "HIDDEN_VALUE", value);
    }
}

/* A filter's label and name; its input is a section in it. */
static struct view *add_input(struct view *panel, const struct record_query *query,
                              enum record_part part, const char *label, const char *section)
{
    struct view *filter = view_add(panel, "FILTER");
    view_text(filter, "FIELD", record_query_name(query, part));
    view_text(filter, "FIELD_LABEL", label);
    return view_add(filter, section);
}

static void add_line(struct page *page, struct view *panel, const struct record_query *query,
                     enum record_part part, const char *label)
{
    const char *value = record_query_value(page->arena, query, part);
    view_text(add_input(panel, query, part, label, "LINE"), "VALUE", value == NULL ? "" : value);
}

static void add_option(struct view *select, const char *value, const char *text, bool is_chosen)
{
    struct view *option = view_add(select, "OPTION");
    view_text(option, "VALUE", value);
    view_text(option, "TEXT", text);
    view_show(option, "SELECTED", is_chosen);
}

/* value and words of each option, in pairs. */
static void add_pairs(struct page *page, struct view *panel, const struct record_query *query,
                      enum record_part part, const char *label, const char *const *pairs)
{
    const char *chosen = record_query_value(page->arena, query, part);
    struct view *select = add_input(panel, query, part, label, "CHOICE");
    for (int i = 0; pairs[i] != NULL; i += 2)
        add_option(select, pairs[i], pairs[i + 1], chosen != NULL && strcmp(chosen, pairs[i]) == 0);
}

static void add_record(struct page *page, struct view *select, const struct uuid *id,
                       const char *text, const struct uuid *chosen)
{
    char *value = arena_alloc(page->arena, UUID_TEXT_LEN);
    uuid_format(id, value);
    add_option(select, value, text, uuid_equal(id, chosen));
}

static enum err add_owners(struct page *page, struct view *panel, const struct record_query *query)
{
    struct user_list users;
    enum err err = user_list_choices(page->db, page->actor, &page->actor->organization_id, &users);
    if (err != ERR_NONE)
        return err;
    struct view *select = add_input(panel, query, RECORD_PART_OWNER, "Owner", "CHOICE");
    add_option(select, "", "Anyone", false);
    for (int i = 0; i < users.count; i++)
        add_record(page, select, &users.items[i].id, record_page_name(users.items[i].full_name),
                   &query->owner);
    return ERR_NONE;
}

/* The facets in use, and the one that is filtered by, which may no longer be. */
static enum err add_facets(struct page *page, struct view *panel, const struct record_query *query)
{
    struct record_facet_list list;
    enum err err = record_facet_list(page->db, page->actor, query->noun->kind,
                                     &page->actor->organization_id, &list);
    if (err != ERR_NONE)
        return err;
    bool is_there = query->facet[0] == '\0';
    struct view *select =
        add_input(panel, query, RECORD_PART_FACET, query->listing->facet_title, "CHOICE");
    add_option(select, "", "Any", false);
    for (int i = 0; i < list.count; i++) {
        const struct record_facet *facet = &list.facets[i];
        bool is_chosen = strcmp(facet->name, query->facet) == 0;
        is_there = is_there || is_chosen;
        add_option(select, facet->name,
                   arena_printf(page->arena, "%s (%lld)",
                                record_query_facet(query->listing, facet->name),
                                (long long)facet->count),
                   is_chosen);
    }
    if (!is_there)
        add_option(select, query->facet, record_query_facet(query->listing, query->facet), true);
    return ERR_NONE;
}

/* The open panel: its list of people is read only then. */
static enum err show_panel(struct page *page, const struct record_query *query)
{
    static const char *const states[] = {"active", "Active", "archived", "Archived",
                                         "all",    "All",    NULL};
    static const char *const sorts[] = {"updated", "Last changed", "created", "Newest",
                                        "name",    "Name",         NULL};
    struct view *panel = view_add(page->view, "PANEL");
    enum err err = add_owners(page, panel, query);
    if (err != ERR_NONE)
        return err;
    add_line(page, panel, query, RECORD_PART_TAG, "Tag");
    add_line(page, panel, query, RECORD_PART_LABEL, "Label");
    err = add_facets(page, panel, query);
    if (err != ERR_NONE)
        return err;
    add_pairs(page, panel, query, RECORD_PART_STATE, "State", states);
    add_pairs(page, panel, query, RECORD_PART_SORT, "Order", sorts);
    return ERR_NONE;
}

static const char *owner_name(struct page *page, const struct uuid *id)
{
    struct user user;
    if (user_get(page->db, page->actor, id, &user) != ERR_NONE || user.full_name == NULL)
        return "someone";
    return user.full_name;
}

static const char *chip_text(struct page *page, const struct record_query *query,
                             enum record_part part, const char *value)
{
    struct arena *arena = page->arena;
    switch (part) {
    case RECORD_PART_Q:
        return arena_printf(arena, "“%s”", value);
    case RECORD_PART_OWNER:
        return arena_printf(arena, "owner %s", owner_name(page, &query->owner));
    case RECORD_PART_FACET:
        return arena_printf(arena, "%s %s", record_query_name(query, part),
                            record_query_facet(query->listing, value));
    case RECORD_PART_STATE:
        return strcmp(value, "all") == 0 ? "active and archived" : value;
    default:
        return arena_printf(arena, "%s %s", record_query_name(query, part), value);
    }
}

static void show_chips(struct page *page, const struct record_query *query)
{
    struct view *chips = NULL;
    for (int i = RECORD_PART_Q; i < RECORD_PART_SORT; i++) {
        enum record_part part = (enum record_part)i;
        const char *value = record_query_value(page->arena, query, part);
        if (value == NULL || part == RECORD_PART_FOLDER)
            continue;
        if (chips == NULL)
            chips = view_add(page->view, "CHIPS");
        struct view *chip = view_add(chips, "CHIP");
        view_text(chip, "CHIP_TEXT", chip_text(page, query, part, value));
        view_text(chip, "WITHOUT_URL", record_query_url(page->arena, query, part, NULL, NULL));
    }
}

enum err record_panel_show(struct page *page, const struct record_query *query)
{
    struct view *view = page_view(page);
    view_include(view, "SEARCH", "record/filters.tpl");
    view_text(view, "Q", query->q);
    view_text(view, "PLACEHOLDER",
              arena_printf(page->arena, "Search names, tags and %s", query->listing->contents));
    show_hidden(page, query);
    show_chips(page, query);
    view_text(view, "FILTERS_URL",
              record_query_url(page->arena, query, RECORD_PART_FILTERS,
                               query->filters ? NULL : "filters", "1"));
    view_show(view, "PANEL_CLOSED", !query->filters);
    return query->filters ? show_panel(page, query) : ERR_NONE;
}
