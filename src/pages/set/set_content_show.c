#include "pages/set/set_content_show.h"

#include <string.h>

#include "base/number.h"
#include "data/record/record_load.h"
#include "pages/record/record_page.h"
#include "pages/set/set_case_words.h"

enum { EXPECTED_CHARS = 140 };

void set_case_show(struct page *page, struct view *view, const struct set_case *set_case)
{
    struct arena *arena = page->arena;
    struct view *row = view_add(view, "CASE");
    const char *input = set_words_input(arena, set_case);
    size_t index = 0;
    json_t *check = NULL;
    view_text(row, "CASE_ID", set_case->id);
    view_text(row, "CASE_NAME", set_case->name[0] != '\0' ? set_case->name : set_case->id);
    view_show(row, "HAS_NAME", set_case->name[0] != '\0');
    view_show(row, "IS_CRITICAL", set_case->is_critical);
    view_text(row, "ORIGIN", set_words_origin[set_case->origin]);
    if (input[0] != '\0')
        view_text(view_add(row, "INPUT"), "WORDS", input);
    view_show(row, "NO_INPUT", input[0] == '\0');
    if (set_case->expected != NULL)
        view_text(view_add(row, "EXPECTED"), "WORDS",
                  set_words_short(arena, set_case->expected, EXPECTED_CHARS));
    view_show(row, "NOT_EXPECTED", set_case->expected == NULL);
    if (set_case->note[0] != '\0')
        view_text(view_add(row, "NOTE"), "WORDS",
                  set_words_short(arena, set_case->note, EXPECTED_CHARS));
    json_array_foreach(set_case->checks, index, check)
    {
        view_text(view_add(row, "CHECK"), "WORDS", set_words_check(arena, check));
    }
}

/* A record that the settings name: with a link, if it is there and may be seen. */
static void show_record(struct page *page, struct view *view, const struct record_kind *kind,
                        const char *name)
{
    struct record_found found;
    struct policy_target target = {.organization_id = page->actor->organization_id};
    enum err err = record_find(page->db, page->actor, kind, name, &found);
    target.owner_id = err == ERR_NONE ? found.owner_id : page->actor->user_id;
    view_text(view, "TARGET_NAME", name);
    if (err == ERR_NONE && policy_allows(page->actor, kind->see, &target))
        view_text(view_add(view, "LINK"), "TARGET_URL", record_page_url(page, kind, &found.id, ""));
    else
        view_show(view, "NO_LINK", true);
}

static void show_settings(struct page *page, const struct set_settings *settings)
{
    struct view *view = page_view(page);
    const struct record_kind *kind = set_subject_kind(settings->subject);
    view_show(view, "IS_SHARED", kind == NULL);
    if (kind != NULL) {
        struct view *subject = view_add(view, "IS_FOR");
        view_text(subject, "TARGET_KIND", kind->noun);
        view_text(subject, "TARGET_ICON", kind->name);
        show_record(page, subject, kind, settings->for_name);
    }
    if (settings->judge_name == NULL)
        return;
    struct view *judge = view_add(view, "JUDGE");
    show_record(page, judge, &record_kinds[RECORD_PROMPT], settings->judge_name);
    if (settings->judge_label != NULL)
        record_page_label(view_add(judge, "AT_LABEL"), settings->judge_label);
    record_page_version(judge, "AT_VERSION", settings->judge_version);
    if (settings->repeats > 1)
        view_number(view_add(judge, "REPEATS"), "N", settings->repeats);
}

static int64_t page_number(struct page *page, int page_count)
{
    const struct text *typed = param_find(&page->request->query, "page");
    int64_t number = 1;
    if (typed == NULL || number_parse(NUMBER_PAGE, typed->data, &number) != ERR_NONE)
        return 1;
    return number > page_count ? page_count : number;
}

static void show_page(struct page *page, struct view *view, const char *key, int64_t number,
                      int page_count)
{
    if (number >= 1 && number <= page_count)
        view_text(
            view_add(view, key), "PAGE_URL",
            arena_printf(page->arena, "%s?page=%lld", page->request->path, (long long)number));
}

static void show_pager(struct page *page, struct view *view, int count, int64_t at)
{
    int page_count = (count + SET_CASES_SHOWN - 1) / SET_CASES_SHOWN;
    if (page_count < 2)
        return;
    struct view *pager = view_add(view, "PAGER");
    int64_t last = at * SET_CASES_SHOWN;
    view_number(pager, "FIRST", (at - 1) * SET_CASES_SHOWN + 1);
    view_number(pager, "LAST", last > count ? count : last);
    view_number(pager, "ALL", count);
    show_page(page, pager, "PREVIOUS", at - 1, page_count);
    show_page(page, pager, "NEXT", at + 1, page_count);
}

void set_content_show(struct page *page, const struct set_content *content)
{
    struct view *view = page_view(page);
    const struct set_cases *cases = &content->cases;
    int page_count = (cases->count + SET_CASES_SHOWN - 1) / SET_CASES_SHOWN;
    int64_t at = page_number(page, page_count);
    int critical_count = 0;
    view_include(view, "CONTENT", "set/content.tpl");
    view_include(view, "CASES_PART", "set/cases.tpl");
    show_settings(page, &content->settings);
    for (int i = 0; i < cases->count; i++)
        critical_count += cases->items[i].is_critical;
    view_text(view, "CASES_COUNTED", record_page_count(page, cases->count, "case"));
    if (critical_count > 0)
        view_number(view_add(view, "CRITICAL"), "N", critical_count);
    view_show(view, "NO_CASES", cases->count == 0);
    if (cases->count == 0)
        return;
    struct view *table = view_add(view, "CASES");
    for (int64_t i = (at - 1) * SET_CASES_SHOWN; i < at * SET_CASES_SHOWN && i < cases->count; i++)
        set_case_show(page, table, &cases->items[i]);
    show_pager(page, table, cases->count, at);
}
