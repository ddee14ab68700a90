#include "data/listing/record_list.h"

#include <string.h>

#include "data/record/record_count.h"
#include "data/record/record_offer.h"
#include "domain/record/label.h"
#include "pages/handlers.h"
#include "pages/listing/record_folders.h"
#include "pages/listing/record_panel.h"
#include "pages/record/record_page.h"

/* Lists are the most visited pages, so every value of a row is set once and copied nowhere. */

/* What the rows of a list have in common. */
struct row_context {
    const struct record_kind *kind;
    const struct record_listing *listing;
    struct view *table;
    struct uuid organization_id;
    bool is_by_created;
    bool has_selection; /* a column of checkboxes */
};

/* Bytes: a page of long names stays small. */
enum { TEXT_SHOWN = 160, DESCRIPTION_MOST = 120, DESCRIPTION_LEAST = 24 };

/* The description, cut to what a row has room for beside the name. */
static const char *short_description(struct page *page, const struct record_row *row)
{
    size_t len = strlen(row->description);
    size_t name_len = strlen(row->name);
    size_t room = name_len < TEXT_SHOWN ? TEXT_SHOWN - name_len : 0;
    size_t shown = room > DESCRIPTION_MOST    ? DESCRIPTION_MOST
                   : room < DESCRIPTION_LEAST ? DESCRIPTION_LEAST
                                              : room;
    if (len <= shown)
        return row->description;
    return arena_printf(page->arena, "%.*s…", (int)text_cut(row->description, len, shown),
                        row->description);
}

/* In one word: archived; what is live is stopped; a move of a label waits; nothing was released;
 * newer versions wait; live. */
static void show_state(struct view *view, const struct record_row *row)
{
    static const char *const words[] = {"Archived",           "Needs review", "Not released",
                                        "Unreleased changes", "Live",         "Stopped"};
    static const char *const classes[] = {"archived", "proposed", "draft",
                                          "behind",   "live",     "stopped"};
    int64_t production = record_mark_label(&row->marks, LABEL_PRODUCTION);
    bool is_stopped =
        record_stops_have(&row->marks.stops, production == 0 ? row->version : production);
    size_t state = row->archived_at != 0       ? 0
                   : is_stopped                ? 5
                   : row->proposal_count > 0   ? 1
                   : production == 0           ? 2
                   : production < row->version ? 3
                                               : 4;
    view_text(view, "STATE", classes[state]);
    view_text(view, "STATE_WORDS", words[state]);
}

/* All of it, or the newest version that is. */
static void show_stops(struct page *page, struct view *view, const struct record_stops *stops)
{
    if (stops->count == 0)
        return;
    bool is_whole = stops->versions[0] == 0;
    view_text(view_add(view, "STOPPED"), "STOPPED_WORDS",
              is_whole ? "Stopped"
                       : arena_printf(page->arena, "v%lld stopped",
                                      (long long)stops->versions[stops->count - 1]));
}

static void show_name(struct page *page, struct view *view, const struct record_row *row)
{
    size_t path_len = row->folder[0] == '\0' ? 0 : strlen(row->folder) + 1;
    if (path_len > 0)
        view_set_key(view_add(view, "PATH"), view_key("PATH_TO"), row->name, path_len);
    view_text(view, "LEAF", row->name + path_len);
    view_number(view, "VERSION", row->version);
    view_show(view, "ARCHIVED", row->archived_at != 0);
    show_stops(page, view, &row->marks.stops);
    if (row->description[0] != '\0')
        view_text(view_add(view, "SUB"), "DESCRIPTION", short_description(page, row));
}

static void show_tags(struct view *view, const struct tag_list *tags)
{
    enum { TAGS_SHOWN = 2 };
    for (int i = 0; i < tags->count && i < TAGS_SHOWN; i++)
        view_text(view_add(view, "TAG"), "TAG_NAME", tags->tags[i]);
    if (tags->count > TAGS_SHOWN)
        view_number(view_add(view, "MORE_TAGS"), "TAG_COUNT", tags->count - TAGS_SHOWN);
}

static void show_label(struct view *view, const struct record_row *row,
                       const struct record_label_mark *mark)
{
    struct view *chip = view_add(view, "LABEL");
    record_page_label(chip, mark->label);
    view_number(chip, "LABEL_VERSION", mark->version);
    if (mark->version < row->version)
        view_number(view_add(chip, "BEHIND"), "BEHIND_COUNT", row->version - mark->version);
}

/* Production first, then the others by name, as many as leave a row short. */
static void show_labels(struct view *view, const struct record_row *row)
{
    enum { CHIPS_SHOWN = 2 };
    const struct record_marks *marks = &row->marks;
    bool has_production = record_mark_label(marks, LABEL_PRODUCTION) != 0;
    int room = row->proposal_count > 0 ? CHIPS_SHOWN - 1 : CHIPS_SHOWN;
    int shown = has_production ? 1 : 0;
    view_show(view, "PROPOSED", row->proposal_count > 0);
    for (int i = 0; i < marks->label_count && has_production; i++)
        if (strcmp(marks->labels[i].label, LABEL_PRODUCTION) == 0)
            show_label(view, row, &marks->labels[i]);
    for (int i = 0; i < marks->label_count && shown < room; i++) {
        if (strcmp(marks->labels[i].label, LABEL_PRODUCTION) == 0)
            continue;
        show_label(view, row, &marks->labels[i]);
        shown++;
    }
    if (marks->label_count > shown)
        view_number(view_add(view, "MORE_LABELS"), "LABEL_COUNT", marks->label_count - shown);
}

/* How many records use this one through what is live. */
static void show_uses(struct page *page, struct view *view, const struct record_row *row)
{
    int64_t count = row->use_count % RECORD_USES_MANY;
    struct view *uses = view_add(view, "USES");
    const char *more = row->use_count >= RECORD_USES_MANY ? "+" : "";
    view_text(uses, "USE_COUNT", arena_printf(page->arena, "%lld%s", (long long)count, more));
    view_show(uses, "USED", row->use_count > 0);
    view_show(uses, "UNUSED", row->use_count == 0);
}

static void show_own(struct page *page, struct view *view, const struct row_context *context,
                     const struct record_row *row)
{
    if (context->kind->is_used)
        show_uses(page, view, row);
    view_text(view, "FACET_FIELD", context->kind->facet);
    view_text(view, "FACET", row->facet);
    view_text(view, "FACET_WORDS", record_query_facet(context->listing, row->facet));
    if (context->listing->link_noun != NULL)
        view_text(view_add(view, "LINKS"), "LINK_COUNT",
                  record_page_count(page, row->link_count, context->listing->link_noun));
}

static void show_row(struct page *page, const struct row_context *context,
                     const struct record_row *row)
{
    enum { ENDING = 8 /* characters of an id: enough to tell rows apart */ };
    struct view *view = view_add(context->table, "ROW");
    char *id = arena_alloc(page->arena, UUID_TEXT_LEN);
    uuid_format(&row->id, id);
    view_text(view, "AT", id + strlen(id) - ENDING);
    view_text(view, "BASE", context->kind->path);
    view_text(view, "ID", id);
    show_name(page, view, row);
    show_state(view, row);
    show_tags(view, &row->marks.tags);
    show_labels(view, row);
    show_own(page, view, context, row);
    record_page_person(view, "OWNER", row->owner_name);
    page_time_here(page, view, context->is_by_created ? row->created_at : row->updated_at);
    struct policy_target target = {context->organization_id, row->owner_id, NULL};
    bool may_change = policy_allows(page->actor, context->kind->change, &target);
    view_show(view, "SELECTABLE", may_change);
    if (!may_change)
        view_show(view, "UNSELECTABLE", context->has_selection);
}

/* A column that sorts: a link, or the direction it is sorted in. */
static void show_column(struct page *page, const struct record_query *query, struct view *column,
                        enum record_sort sort)
{
    static const char *const names[] = {"updated", "created", "name"};
    enum record_sort current =
        query->sort < 0 ? RECORD_SORT_UPDATED : (enum record_sort)query->sort;
    view_show(column, "SORTED", current == sort);
    view_text(column, "SORT_URL",
              record_query_url(page->arena, query, RECORD_PART_SORT,
                               sort == RECORD_SORT_UPDATED ? NULL : "sort", names[sort]));
}

static void show_pager(struct page *page, const struct record_query *query,
                       const struct record_list *list)
{
    struct view *view = page->view;
    view_include(view, "PAGER_LINKS", "shell/pager.tpl");
    if (list->next == NULL && list->previous == NULL)
        return;
    struct view *pager = view_add(view, "PAGER");
    if (list->is_unfinished)
        view_text(view_add(pager, "PAGER_NOTE"), "PAGER_TEXT",
                  query->q[0] == '\0'
                      ? "The search is not finished. Older continues it."
                      : "Names and tags come first. The search is not finished: Older continues "
                        "it.");
    if (list->previous != NULL)
        view_text(
            view_add(pager, "NEWER_URL"), "URL",
            record_query_url(page->arena, query, RECORD_PART_NOTHING, "cursor", list->previous));
    if (list->next != NULL)
        view_text(view_add(pager, "OLDER_URL"), "URL",
                  record_query_url(page->arena, query, RECORD_PART_NOTHING, "cursor", list->next));
}

static void show_columns(struct page *page, const struct record_query *query, struct view *table,
                         bool is_by_created)
{
    const char *link_noun = query->listing->link_noun;
    view_show(table, "BY_CREATED", is_by_created);
    view_show(table, "BY_NAME", query->sort == RECORD_SORT_NAME);
    view_show(table, "BY_UPDATED", query->sort <= RECORD_SORT_UPDATED);
    show_column(page, query, view_add(table, "NAME_COLUMN"), RECORD_SORT_NAME);
    view_text(table, "FACET_TITLE", query->listing->facet_title);
    if (link_noun != NULL)
        view_text(view_add(table, "LINK_COLUMN"), "LINK_TITLE",
                  arena_printf(page->arena, "%c%ss", link_noun[0] - 'a' + 'A', link_noun + 1));
    view_show(table, "USES_COLUMN", query->noun->kind->is_used);
    show_column(page, query, view_add(table, "TIME_COLUMN"),
                is_by_created ? RECORD_SORT_CREATED : RECORD_SORT_UPDATED);
}

static void show_table(struct page *page, const struct record_query *query,
                       const struct record_list *list)
{
    const struct record_kind *kind = query->noun->kind;
    struct view *table = view_add(page->view, "TABLE");
    struct row_context context = {
        .kind = kind,
        .listing = query->listing,
        .table = table,
        .organization_id = page->actor->organization_id,
        .is_by_created = query->sort == RECORD_SORT_CREATED,
        .has_selection = policy_allows_some(page->actor, kind->change),
    };
    view_show(table, "MAY_SELECT", context.has_selection);
    show_columns(page, query, table, context.is_by_created);
    view_text(table, "RETURN_URL",
              record_query_url(page->arena, query, RECORD_PART_NOTHING,
                               query->cursor[0] == '\0' ? NULL : "cursor", query->cursor));
    for (int i = 0; i < list->count; i++)
        show_row(page, &context, &list->rows[i]);
    view_include(table, "ROW", "record/row.tpl");
}

static void show_nothing(struct page *page, const struct record_query *query,
                         const struct record_list *list)
{
    bool is_filtered = record_query_is_filtered(page->arena, query) || query->cursor[0] != '\0';
    view_show(page->view, "UNFINISHED", list->is_unfinished);
    view_show(page->view, "NOTHING_FOUND", !list->is_unfinished && is_filtered);
    if (!list->is_unfinished && !is_filtered)
        view_include(page->view, "EMPTY", query->listing->empty_file);
}

/* A cursor that no longer leads anywhere gives the first page. */
static enum err read_list(struct page *page, const struct record_query *query,
                          struct record_list *list, const char **problem)
{
    struct record_filter filter;
    const struct record_kind *kind = query->noun->kind;
    record_query_filter(query, &filter);
    enum err err = record_list(page->db, page->actor, kind, &filter, list);
    if (err != ERR_INVALID || list->q_problem != NULL || filter.cursor[0] == '\0')
        return err;
    *problem = "That page of the list no longer exists. This is the first one.";
    filter.cursor = "";
    return record_list(page->db, page->actor, kind, &filter, list);
}

static void show_words(struct page *page, const struct record_query *query)
{
    struct view *view = page_view(page);
    const struct record_kind *kind = query->noun->kind;
    view_text(view, "LIST_URL", kind->path);
    view_text(view, "LIST_TITLE", kind->title);
    view_text(view, "NOUN", kind->noun);
    view_text(view, "NOUNS", kind->nouns);
    view_text(view, "NOUN_TITLE", query->noun->title);
    if (!policy_allows_some(page->actor, kind->create))
        return;
    view_show(view, "MAY_CREATE", true);
    if (query->listing->import_url != NULL)
        view_text(view_add(view, "MAY_IMPORT"), "IMPORT_URL", query->listing->import_url);
}

/* What is asked together with the rows, for what stands around them. */
struct asked {
    struct record_folder_list folders;
    struct record_facet_list facets;
    struct record_offers offers;
    struct db_result total;
};

static enum err ask(struct page *page, const struct record_query *query, struct asked *asked)
{
    const struct record_kind *kind = query->noun->kind;
    const struct uuid *organization_id = &page->actor->organization_id;
    enum err err = record_folders_ask(page, query, &asked->folders);
    if (err == ERR_NONE)
        err = record_facet_ask(page->db, page->actor, kind, organization_id, &asked->facets);
    if (err == ERR_NONE)
        err = record_offer_ask(page->db, page->actor, kind, &asked->offers);
    if (err == ERR_NONE && text_is_utf8(query->folder, strlen(query->folder)))
        err = record_total_ask(page->db, page->actor, kind, organization_id, query->folder,
                               &asked->total);
    return err;
}

/* How many there are, where that is known without counting: of a folder, or as all are shown. */
static void show_total(struct page *page, const struct record_query *query,
                       const struct asked *asked, const struct record_list *list)
{
    const char *noun = query->noun->kind->noun;
    const char *words = arena_printf(page->arena, "%d shown", list->count);
    if (list->count == 0)
        return;
    if (!record_query_is_narrowed(page->arena, query) && asked->total.row_count == 1)
        words = record_page_count(page, db_get_int(&asked->total, 0, 0), noun);
    else if (query->cursor[0] == '\0' && list->next == NULL)
        words = record_page_count(page, list->count, noun);
    view_text(view_add(page_view(page), "TOTAL"), "LIST_TOTAL", words);
}

/* A search that is refused keeps what was typed, and there is no list. */
static enum err read(struct page *page, const struct record_query *query, struct record_list *list,
                     const char **problem)
{
    struct asked asked = {.total = {.row_count = 0}};
    enum err err = ask(page, query, &asked);
    if (err == ERR_NONE)
        err = read_list(page, query, list, problem);
    if (err == ERR_INVALID && list->q_problem != NULL) {
        *problem = list->q_problem;
        err = ERR_NONE;
    }
    if (err == ERR_NONE)
        err = record_facet_read(page->db, &asked.facets);
    if (err == ERR_NONE)
        err = record_offer_read(page->db, &asked.offers);
    if (err != ERR_NONE)
        return err;
    show_total(page, query, &asked, list);
    err = record_panel_show(page, query, &asked.facets, &asked.offers);
    return err == ERR_NONE ? record_folders_show(page, query, &asked.folders) : err;
}

enum err page_record_list(struct page *page)
{
    struct record_query query;
    struct record_list list;
    const char *problem = NULL;
    record_query_parse(page, &query, &problem);
    enum err err = read(page, &query, &list, &problem);
    if (err != ERR_NONE)
        return err;
    show_words(page, &query);
    if (problem != NULL)
        view_text(view_add(page->view, "PROBLEM"), "MESSAGE", problem);
    if (list.count > 0)
        show_table(page, &query, &list);
    else if (list.q_problem == NULL)
        show_nothing(page, &query, &list);
    show_pager(page, &query, &list);
    return page_show(page, 200, query.noun->kind->title, "record/list.tpl");
}
