#include "base/number.h"
#include "data/endpoint/endpoint_call.h"
#include "data/run/run_import.h"
#include "data/run/run_start.h"
#include "data/set/set.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_strip.h"
#include "pages/run/run_chart.h"
#include "pages/run/run_view.h"
#include "pages/set/set_tests.h"

/* The tab Tests: of a prompt and of an agent its runs, newest first, and its test sets; of a test
 * set the runs with it. */

static const char *list_url(struct page *page, const struct record_head *head, int64_t version,
                            const struct uuid *before)
{
    char id[UUID_TEXT_LEN] = "";
    if (before != NULL)
        uuid_format(before, id);
    const char *of_version = version == 0 ? ""
                                          : arena_printf(page->arena, "version=%lld%s",
                                                         (long long)version, before ? "&" : "");
    const char *of_page = before == NULL ? "" : arena_printf(page->arena, "before=%s", id);
    bool is_plain = version == 0 && before == NULL;
    return record_page_url(
        page, head->store->kind, &head->id,
        arena_printf(page->arena, "/tests%s%s%s", is_plain ? "" : "?", of_version, of_page));
}

static void show_pager(struct page *page, const struct record_head *head, int64_t version,
                       const struct uuid *before, const struct test_run_list *list)
{
    view_include(page->view, "PAGER_LINKS", "shell/pager.tpl");
    if (before == NULL && !list->has_more)
        return;
    struct view *pager = view_add(page->view, "PAGER");
    if (before != NULL)
        view_text(view_add(pager, "NEWER_URL"), "URL", list_url(page, head, version, NULL));
    if (list->has_more)
        view_text(view_add(pager, "OLDER_URL"), "URL",
                  list_url(page, head, version, &list->items[list->count - 1].id));
}

/* Beside each run what is not said by the page: of a record the test set, and the other way round.
 */
static void show_runs(struct page *page, const struct test_run_list *list, bool is_of_set)
{
    if (list->count == 0) {
        view_show(page->view, "NO_RUNS", true);
        return;
    }
    struct view *table = view_add(page->view, "RUNS");
    for (int i = 0; i < list->count; i++) {
        struct view *row = view_add(table, "ROW");
        const char *name = list->items[i].record_name;
        run_view_row(page, row, &list->items[i]);
        view_show(row, "WITH_SET", !is_of_set);
        if (is_of_set)
            view_text(view_add(row, "OF_RECORD"), "RECORD_NAME",
                      name == NULL ? "a deleted record" : name);
    }
}

/* Where a run of a record begins; of a test set, at the record that it is for, if it is for one. */
static enum err find_start(struct page *page, const struct record_head *head, const char **url)
{
    struct set_content content;
    struct record_found found;
    char id[UUID_TEXT_LEN];
    *url = record_page_url(page, head->store->kind, &head->id, "/tests/new");
    if (head->store != &set_store)
        return ERR_NONE;
    *url = NULL;
    set_content_read(page->arena, &head->content, &content);
    const struct record_kind *kind = set_subject_kind(content.settings.subject);
    if (kind == NULL)
        return ERR_NONE;
    enum err err = record_find(page->db, page->actor, kind, content.settings.for_name, &found);
    uuid_format(&head->id, id);
    if (err == ERR_NONE && !found.is_archived)
        *url = record_page_url(page, kind, &found.id,
                               arena_printf(page->arena, "/tests/new?set=%s", id));
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* Of a prompt and an agent, for who may change it. */
static void show_importing(struct page *page, const struct record_head *head)
{
    if (head->store != &set_store && head->archived_at == 0 && run_may_import(page->actor, head))
        view_text(view_add(page->view, "MAY_IMPORT"), "IMPORT_URL",
                  record_page_url(page, head->store->kind, &head->id, "/tests/import"));
}

static enum err show_starting(struct page *page, const struct record_head *head)
{
    struct endpoint_choices choices;
    const char *url = NULL;
    enum err err = endpoint_choices(page->db, page->actor, &choices);
    if (err != ERR_NONE || !run_may_start(page->actor, head) || head->archived_at != 0)
        return err == ERR_DENIED ? ERR_NONE : err;
    if (choices.count == 0) {
        view_show(page->view, "NO_ENDPOINTS", true);
        return ERR_NONE;
    }
    err = find_start(page, head, &url);
    if (err == ERR_NONE && url != NULL)
        view_text(view_add(page->view, "MAY_START"), "NEW_RUN_URL", url);
    return err;
}

struct list_query {
    int64_t version;
    struct uuid before;
};

static const struct form_field list_fields[] = {
    {.name = "version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = offsetof(struct list_query, version)},
    {.name = "before",
     .label = "Before",
     .kind = FORM_UUID,
     .offset = offsetof(struct list_query, before)},
};

/* What was typed in the address by hand and is no number counts as absent. */
static struct list_query read_query(struct page *page)
{
    struct form form;
    struct list_query query = {.version = 0};
    if (form_parse_query(&form, page->request, list_fields, COUNT_OF(list_fields), &query) !=
        ERR_NONE)
        return (struct list_query){.version = 0};
    return query;
}

/* Who may not read the record sees its test sets alone. */
static enum err show_list(struct page *page, const struct record_head *head)
{
    struct test_run_list list;
    struct list_query query = read_query(page);
    const struct uuid *before = uuid_is_nil(&query.before) ? NULL : &query.before;
    enum err err = run_list(page->db, page->actor, head, query.version, before, &list);
    if (err != ERR_NONE)
        return err == ERR_DENIED ? ERR_NONE : err;
    view_include(page->view, "TEST_RUNS", "run/list.tpl");
    if (query.version != 0)
        view_number(view_add(page->view, "OF_VERSION"), "N", query.version);
    show_runs(page, &list, head->store == &set_store);
    show_pager(page, head, query.version, before, &list);
    show_importing(page, head);
    err = show_starting(page, head);
    return err == ERR_NONE && list.count > 0 ? run_chart_show(page, head, &list.items[0]) : err;
}

enum err page_run_list(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_head ahead = record_page_ahead(page, noun);
    bool is_set = noun->store == &set_store;
    record_strip_ahead(page, noun);
    if (!is_set)
        set_tests_ahead(page, &ahead);
    endpoint_choices_ahead(page->db, page->actor);
    enum err err = record_page_load(page, noun, is_set ? RECORD_WHOLE : RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_TESTS, head->version);
    if (!is_set)
        err = set_tests_show(page, head);
    if (err == ERR_NONE)
        err = show_list(page, head);
    return err == ERR_NONE ? record_page_show(page, 200, "Tests of", head->name,
                                              is_set ? "run/of_set.tpl" : "set/tests.tpl")
                           : err;
}
