#include "data/search/search.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/search/search_places.h"

/* Search over everything, in groups. */

struct search_query {
    struct text typed;
    const char *q; /* the same without white space at the ends */
    const char *cursor;
};

enum { CURSOR_MAX = 200 };

static const struct form_field fields[] = {
    {.name = "q",
     .label = "Search",
     .kind = FORM_TEXT, /* what can't be searched for is shown again as it is */
     .offset = offsetof(struct search_query, typed)},
    {.name = "cursor",
     .label = "Continue",
     .kind = FORM_LINE,
     .max_bytes = CURSOR_MAX,
     .offset = offsetof(struct search_query, cursor)},
};

/* How a group is called, and where its list is. */
struct group {
    const char *title;
    const char *plural;
    const char *base;
    const char *icon;
};

static struct group group_of(int group)
{
    if (group == SEARCH_PEOPLE)
        return (struct group){"People", "people", "/users", "user"};
    const struct record_kind *kind = &record_kinds[group];
    return (struct group){kind->title, kind->nouns, kind->path, kind->name};
}

static const char *list_url(struct page *page, const struct search_query *query, int group)
{
    return arena_printf(page->arena, "%s?%sq=%s", group_of(group).base,
                        group == SEARCH_PEOPLE ? "" : "state=all&",
                        text_percent_encode(page->arena, query->q));
}

static void show_excerpt(struct view *view, const struct text_excerpt *excerpt)
{
    view_text(view, "BEFORE", excerpt->before);
    view_text(view, "MATCH", excerpt->match);
    view_text(view, "AFTER", excerpt->after);
}

static void show_hit(struct page *page, struct view *section, const char *base,
                     const struct search_hit *hit)
{
    static const char *const places[] = {"IN_NAME", "IN_MARK", "IN_TEXT", "IN_TEXT"};
    struct view *row = view_add(section, "HIT");
    char id[UUID_TEXT_LEN];
    uuid_format(&hit->id, id);
    view_text(row, "URL", arena_printf(page->arena, "%s/%s", base, id));
    view_text(row, "NAME", hit->name);
    show_excerpt(view_add(row, places[hit->rank]), &hit->excerpt);
    view_show(row, "NAME_PLAIN", hit->rank != SEARCH_IN_NAME);
    view_show(row, "INSIDE", hit->rank == SEARCH_IN_CONTENT);
    view_show(row, "ARCHIVED", hit->archived_at != 0);
    view_show(row, "STOPPED", hit->is_stopped);
    if (hit->version > 0)
        view_number(view_add(row, "OF_VERSION"), "VERSION", hit->version);
}

static void show_groups(struct page *page, const struct search_query *query,
                        const struct search_result *result)
{
    for (int i = 0; i < SEARCH_GROUP_COUNT; i++) {
        const struct search_hits *hits = &result->groups[i];
        if (hits->count == 0)
            continue;
        struct group group = group_of(i);
        struct view *section = view_add(page->view, "GROUP");
        view_text(section, "GROUP_TITLE", group.title);
        view_text(section, "GROUP_PLURAL", group.plural);
        view_text(section, "GROUP_ICON", group.icon);
        view_text(section, "LIST_URL", list_url(page, query, i));
        view_show(section, "HAS_MORE", hits->has_more);
        for (int j = 0; j < hits->count; j++)
            show_hit(page, section, group.base, &hits->items[j]);
    }
}

/* 6200 as "6,200". */
static const char *grouped(struct page *page, int64_t number)
{
    if (number < 1000)
        return arena_printf(page->arena, "%lld", (long long)number);
    return arena_printf(page->arena, "%s,%03d", grouped(page, number / 1000), (int)(number % 1000));
}

static const char *total_of(struct page *page, const struct search_result *result)
{
    if (result->total <= SEARCH_TOTAL_MAX)
        return grouped(page, result->total);
    int64_t least = result->looked_at < SEARCH_TOTAL_MAX ? SEARCH_TOTAL_MAX : result->looked_at;
    return arena_printf(page->arena, "more than %s", grouped(page, least));
}

/* How far the search has come, and the link that goes on. */
static void show_rest(struct page *page, const struct search_query *query,
                      const struct search_result *result)
{
    if (result->next == NULL)
        return;
    struct view *rest = view_add(page->view, "REST");
    view_text(rest, "LOOKED_AT", grouped(page, result->looked_at));
    view_text(rest, "TOTAL", total_of(page, result));
    view_text(rest, "PLURAL", group_of(result->at_group).plural);
    view_show(rest, "CONTENT", result->is_in_content);
    view_text(rest, "CONTINUE_URL",
              arena_printf(page->arena, "/search?q=%s&cursor=%s",
                           text_percent_encode(page->arena, query->q), result->next));
}

static void show_result(struct page *page, const struct search_query *query,
                        const struct search_result *result)
{
    int count = 0;
    for (int i = 0; i < SEARCH_GROUP_COUNT; i++)
        count += result->groups[i].count;
    bool is_continued = query->cursor[0] != '\0';
    view_show(page->view, "HINTS", query->q[0] == '\0');
    view_show(page->view, "CONTINUED", is_continued && count > 0);
    view_show(page->view, "NOTHING", query->q[0] != '\0' && count == 0 && result->next == NULL);
    view_show(page->view, "NOTHING_YET", count == 0 && result->next != NULL);
    view_show(page->view, "FROM_START", is_continued);
    view_text(
        page->view, "START_URL",
        arena_printf(page->arena, "/search?q=%s", text_percent_encode(page->arena, query->q)));
    show_groups(page, query, result);
    show_rest(page, query, result);
}

enum err page_search(struct page *page)
{
    struct search_query query;
    struct search_result result;
    struct form form;
    const char *problem = NULL;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &query) != ERR_NONE)
        problem = form.errors[0].message;
    query.q = text_trim(page->arena, query.typed.data);
    struct search what = {.q = query.q, .cursor = query.cursor};
    enum err err = search(page->db, page->actor, &what, &result);
    bool is_refused = err == ERR_INVALID && result.problem != NULL;
    if (is_refused) {
        problem = result.problem;
        err = ERR_NONE;
    } else if (err == ERR_INVALID && what.cursor[0] != '\0') {
        problem = "This place of the search is not there any more. Here is its beginning.";
        what.cursor = query.cursor = "";
        err = search(page->db, page->actor, &what, &result);
    }
    struct view *view = page_view(page);
    if (err != ERR_NONE)
        return err;
    view_text(view, "Q", query.q);
    if (problem != NULL)
        view_text(view_add(view, "PROBLEM"), "MESSAGE", problem);
    if (what.cursor[0] == '\0')
        search_places_show(page, query.q);
    if (!is_refused)
        show_result(page, &query, &result);
    const char *title = query.q[0] == '\0' || is_refused
                            ? "Search"
                            : arena_printf(page->arena, "Search: %s", query.q);
    return page_show(page, 200, title, "search/search.tpl");
}
