#include "pages/listing/record_panel.h"

#include <string.h>

#include "data/user/user.h"
#include "domain/record/label.h"
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
static void add_facets(struct page *page, struct view *panel, const struct record_query *query,
                       const struct record_facet_list *list)
{
    bool is_there = query->facet[0] == '\0';
    struct view *select =
        add_input(panel, query, RECORD_PART_FACET, query->listing->facet_title, "CHOICE");
    add_option(select, "", "Any", false);
    for (int i = 0; i < list->count; i++) {
        const struct record_facet *facet = &list->facets[i];
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
}

/* The open panel: its list of people is read only then. */
static enum err show_panel(struct page *page, const struct record_query *query,
                           const struct record_facet_list *facets)
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
    add_facets(page, panel, query, facets);
    add_pairs(page, panel, query, RECORD_PART_STATE, "State", states);
    add_pairs(page, panel, query, RECORD_PART_SORT, "Order", sorts);
    return ERR_NONE;
}

static const char *owner_name(struct page *page, const struct uuid *id)
{
    struct user user;
    if (uuid_equal(id, &page->actor->user_id))
        return page->session->full_name;
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
        if (value == NULL || part == RECORD_PART_FOLDER || part == RECORD_PART_STAGE)
            continue;
        if (chips == NULL)
            chips = view_add(page->view, "CHIPS");
        struct view *chip = view_add(chips, "CHIP");
        view_text(chip, "CHIP_TEXT", chip_text(page, query, part, value));
        view_text(chip, "WITHOUT_URL", record_query_url(page->arena, query, part, NULL, NULL));
    }
}

/* ---- the saved views ---------------------------------------------------------------------- */

enum view_of_list {
    VIEW_ALL,
    VIEW_MINE,
    VIEW_UNRELEASED,
    VIEW_REVIEW,
    VIEW_UNSERVED,
    VIEW_STOPPED,
    VIEW_ARCHIVED,
    VIEW_COUNT
};

static enum view_of_list current_view(const struct page *page, const struct record_query *query)
{
    if (query->stage >= 0)
        return (enum view_of_list)(VIEW_UNRELEASED + query->stage);
    if (query->state == RECORD_ARCHIVED)
        return VIEW_ARCHIVED;
    return uuid_equal(&query->owner, &page->actor->user_id) ? VIEW_MINE : VIEW_ALL;
}

/* "12", "200+". */
static const char *count_words(struct page *page, int64_t count)
{
    bool is_many = count >= RECORD_OFFER_MANY;
    return arena_printf(page->arena, "%lld%s",
                        (long long)(is_many ? count - RECORD_OFFER_MANY : count),
                        is_many ? "+" : "");
}

/* Each is an address without the other filters. How many are unreleased, or not served, would have
 * to be counted.
 */
static void show_views(struct page *page, const struct record_query *query,
                       const struct record_offers *offers)
{
    const int64_t counts[VIEW_COUNT] = {
        offers->all_count,     offers->own_count, 0, offers->review_count, 0, 0,
        offers->archived_count};
    static const char *const names[VIEW_COUNT] = {
        "All", "Mine", "Unreleased", "Needs review", "Not served", "Stopped", "Archived"};
    char own[UUID_TEXT_LEN];
    uuid_format(&page->actor->user_id, own);
    const char *const parts[VIEW_COUNT] = {"",
                                           arena_printf(page->arena, "?owner=%s", own),
                                           "?show=unreleased",
                                           "?show=review",
                                           "?show=unserved",
                                           "?show=stopped",
                                           "?state=archived"};
    enum view_of_list current = current_view(page, query);
    for (int i = 0; i < VIEW_COUNT; i++) {
        struct view *view = view_add(page->view, "VIEW");
        view_text(view, "VIEW_NAME", names[i]);
        view_text(view, "VIEW_URL",
                  arena_printf(page->arena, "%s%s", query->noun->kind->path, parts[i]));
        view_show(view, "VIEW_CURRENT", i == (int)current);
        if (counts[i] > 0)
            view_text(view_add(view, "VIEW_COUNTED"), "VIEW_COUNT",
                      i == VIEW_ALL ? arena_printf(page->arena, "%lld", (long long)counts[i])
                                    : count_words(page, counts[i]));
    }
}

/* ---- what can be filtered by --------------------------------------------------------------- */

/* Relative to the list, which every address of it is. count 0: is not said. */
static void offer(struct page *page, struct view *group, const struct record_query *query,
                  enum record_part part, const struct record_offer *value, const char *words)
{
    struct view *offered = view_add(group, "OFFER");
    const char *url =
        record_query_url(page->arena, query, part, record_query_name(query, part), value->name);
    view_text(offered, "OFFER_URL", url + strlen(query->noun->kind->path));
    view_text(offered, "OFFER_WORDS", words);
    if (value->count > 0)
        view_text(view_add(offered, "OFFER_COUNT"), "OFFER_NUMBER",
                  count_words(page, value->count));
}

static struct view *add_group(struct view *menu, const char *title)
{
    struct view *group = view_add(menu, "OFFERS");
    view_text(group, "OFFERS_TITLE", title);
    return group;
}

/* Words alone, in pairs of value and words. */
static void offer_words(struct page *page, struct view *menu, const struct record_query *query,
                        enum record_part part, const char *const *pairs)
{
    struct view *group = add_group(menu, part == RECORD_PART_LABEL ? "Label" : "State");
    for (int i = 0; pairs[i] != NULL; i += 2)
        offer(page, group, query, part, &(struct record_offer){.name = pairs[i]}, pairs[i + 1]);
}

static void offer_facets(struct page *page, struct view *menu, const struct record_query *query,
                         const struct record_facet_list *facets)
{
    if (facets->count == 0)
        return;
    struct view *group = add_group(menu, query->listing->facet_title);
    for (int i = 0; i < facets->count && i < RECORD_OFFERS_MAX; i++) {
        struct record_offer facet = {.name = facets->facets[i].name,
                                     .count = facets->facets[i].count};
        offer(page, group, query, RECORD_PART_FACET, &facet,
              record_query_facet(query->listing, facet.name));
    }
}

static void offer_owners(struct page *page, struct view *menu, const struct record_query *query,
                         const struct record_offers *offers)
{
    if (offers->owner_count == 0)
        return;
    struct view *group = add_group(menu, "Owner");
    for (int i = 0; i < offers->owner_count; i++) {
        char id[UUID_TEXT_LEN];
        struct record_offer owner = {.name = id, .count = offers->owners[i].count};
        uuid_format(&offers->owners[i].id, id);
        offer(page, group, query, RECORD_PART_OWNER, &owner,
              record_page_name(offers->owners[i].name));
    }
}

/* The most used values of each, with how many records have them. */
static void show_menu(struct page *page, const struct record_query *query,
                      const struct record_facet_list *facets, const struct record_offers *offers)
{
    static const char *const labels[] = {LABEL_PRODUCTION, LABEL_PRODUCTION, "staging", "staging",
                                         NULL};
    static const char *const states[] = {"archived", "Archived", "all", "Active and archived",
                                         NULL};
    struct view *menu = view_add(page->view, "PANEL_CLOSED");
    offer_facets(page, menu, query, facets);
    struct view *tags = offers->tag_count > 0 ? add_group(menu, "Tag") : NULL;
    for (int i = 0; i < offers->tag_count; i++)
        offer(page, tags, query, RECORD_PART_TAG, &offers->tags[i], offers->tags[i].name);
    offer_owners(page, menu, query, offers);
    offer_words(page, menu, query, RECORD_PART_LABEL, labels);
    offer_words(page, menu, query, RECORD_PART_STATE, states);
}

enum err record_panel_show(struct page *page, const struct record_query *query,
                           const struct record_facet_list *facets,
                           const struct record_offers *offers)
{
    struct view *view = page_view(page);
    view_include(view, "SEARCH", "record/filters.tpl");
    view_text(view, "Q", query->q);
    view_text(view, "PLACEHOLDER",
              arena_printf(page->arena, "Search names, tags and %s", query->listing->contents));
    show_views(page, query, offers);
    show_hidden(page, query);
    show_chips(page, query);
    view_text(view, "FILTERS_URL",
              record_query_url(page->arena, query, RECORD_PART_FILTERS,
                               query->filters ? NULL : "filters", "1"));
    if (query->filters)
        return show_panel(page, query, facets);
    show_menu(page, query, facets, offers);
    return ERR_NONE;
}
