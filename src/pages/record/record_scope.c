#include "pages/record/record_scope.h"

#include "data/release/record_scope.h"

/* How a verdict is marked: by a section of the template, which has its icon and word. */
static const char *const marks[SCOPE_VERDICT_COUNT] = {
    [SCOPE_WIDER] = "IS_WIDER", [SCOPE_CHANGED] = "IS_CHANGED", [SCOPE_NARROWER] = "IS_NARROWER"};

static void show_verdict(struct page *page, struct view *list, const struct scope *scope,
                         enum scope_verdict verdict)
{
    int shown = 0;
    for (int i = 0; i < scope->count; i++) {
        if (scope->findings[i].verdict != verdict)
            continue;
        struct view *row = view_add(list, "FINDING");
        view_show(row, marks[verdict], true);
        view_text(row, "WHAT", scope->findings[i].what);
        shown++;
    }
    if (scope->counts[verdict] > shown) {
        struct view *row = view_add(list, "FINDING");
        view_show(row, marks[verdict], true);
        view_text(row, "WHAT",
                  arena_printf(page->arena, "and %d more", scope->counts[verdict] - shown));
    }
}

/* "Unchanged: model, limits" */
static void show_same(struct view *section, const struct scope *scope)
{
    struct view *same = NULL;
    for (int i = 0; i < scope->count; i++) {
        if (scope->findings[i].verdict != SCOPE_SAME)
            continue;
        bool is_first = same == NULL;
        if (is_first)
            same = view_add(section, "UNCHANGED");
        struct view *subject = view_add(same, "SUBJECT");
        view_show(subject, "NOT_FIRST", !is_first);
        view_text(subject, "WHAT", scope->findings[i].what);
    }
}

static const char *title_of(struct page *page, const struct scope *scope,
                            const struct record_version *live, const struct record_version *next)
{
    long long to = (long long)next->version;
    if (live == NULL)
        return arena_printf(page->arena, "What v%lld may do", to);
    long long from = (long long)live->version;
    if (scope->counts[SCOPE_WIDER] > 0)
        return arena_printf(page->arena, "What v%lld may do that v%lld may not", to, from);
    if (scope->counts[SCOPE_CHANGED] > 0)
        return arena_printf(page->arena, "What v%lld does differently from v%lld", to, from);
    return scope->counts[SCOPE_NARROWER] > 0
               ? arena_printf(page->arena, "v%lld may do less than v%lld", to, from)
               : arena_printf(page->arena, "v%lld may do the same as v%lld", to, from);
}

enum err record_scope_show(struct page *page, const struct record_noun *noun,
                           const struct record_head *head, const struct record_version *live,
                           const struct record_version *next)
{
    const struct record_store *store = noun->store;
    struct scope scope;
    if (store->scope == NULL)
        return ERR_NONE;
    if (noun->scope != NULL) {
        enum err err = noun->scope(page, head, live, next, &scope);
        if (err != ERR_NONE)
            return err;
    } else {
        store->scope(page->arena, live == NULL ? NULL : &live->content, &next->content, &scope);
    }
    view_include(page_view(page), "SCOPE", "record/scope.tpl");
    struct view *section = view_add(page->view, "SCOPE");
    view_text(section, "SCOPE_TITLE", title_of(page, &scope, live, next));
    view_show(section, "SCOPE_IS_FIRST", live == NULL);
    if (scope.wider != 0)
        view_text(view_add(page->view, "REACH_IN"), "SUBJECTS",
                  scope_wider_words(page->arena, scope_wider_names(&scope)));
    if (scope.wider != 0 || scope.counts[SCOPE_NARROWER] > 0) {
        struct view *list = view_add(section, "FINDINGS");
        show_verdict(page, list, &scope, SCOPE_WIDER);
        show_verdict(page, list, &scope, SCOPE_CHANGED);
        show_verdict(page, list, &scope, SCOPE_NARROWER);
    }
    show_same(section, &scope);
    return ERR_NONE;
}

enum err record_scope_wider(struct page *page, const struct label_proposal_list *list,
                            const char *const **wider)
{
    const struct record_store *stores[RECORD_KIND_COUNT];
    const char **words = arena_array(page->arena, (size_t)list->count + 1, sizeof *words);
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        stores[kind] = record_nouns[kind]->store;
    *wider = words;
    return record_scope_proposals(page->db, page->actor, stores, list, words);
}

void record_scope_show_wider(struct view *view, const char *words)
{
    if (words != NULL)
        view_text(view_add(view, "WIDER"), "WIDER_SUBJECTS", words);
}
