#include "pages/history/record_versions.h"

#include <string.h>

#include "base/number.h"
#include "data/record/record_small.h"
#include "data/release/record_label.h"
#include "pages/comment/record_comments.h"
#include "pages/handlers.h"
#include "pages/record/record_breaks.h"
#include "pages/record/record_noun.h"
#include "pages/record/record_strip.h"
#include "pages/record/record_usage.h"

enum { RECENT_SHOWN = 6 };

const char *record_versions_message(const struct record_version *version)
{
    return version->message[0] == '\0' ? "No message" : version->message;
}

void record_versions_show_about(struct page *page, struct view *view,
                                const struct record_version *version)
{
    view_number(view, "NUMBER", version->version);
    view_text(view, "CHANGE_MESSAGE", record_versions_message(version));
    view_show(view, "NO_MESSAGE", version->message[0] == '\0');
    record_page_person(view, "AUTHOR", version->author_name);
    page_time(page, view, "WHEN", version->created_at);
}

static void show_labels(struct view *view, const struct record_label_list *labels, int64_t version)
{
    for (int i = 0; i < labels->count; i++) {
        if (labels->labels[i].version != version)
            continue;
        struct view *chip = view_add(view, "LABEL");
        record_page_label(chip, labels->labels[i].label);
    }
}

/* ---- the list ----------------------------------------------------------------------------- */

static const char *page_url(struct page *page, const struct record_head *head, int64_t before)
{
    const char *rest = before == 0
                           ? "/versions"
                           : arena_printf(page->arena, "/versions?before=%lld", (long long)before);
    return record_page_url(page, head->store->kind, &head->id, rest);
}

static void show_pager(struct page *page, const struct record_head *head,
                       const struct record_version_list *list)
{
    view_include(page->view, "PAGER_LINKS", "shell/pager.tpl");
    if (list->newer_before < 0 && list->next_before == 0)
        return;
    struct view *pager = view_add(page->view, "PAGER");
    if (list->newer_before >= 0)
        view_text(view_add(pager, "NEWER_URL"), "URL", page_url(page, head, list->newer_before));
    if (list->next_before > 0)
        view_text(view_add(pager, "OLDER_URL"), "URL", page_url(page, head, list->next_before));
}

static int64_t live_version(const struct record_label_list *labels)
{
    for (int i = 0; i < labels->count; i++)
        if (strcmp(labels->labels[i].label, LABEL_PRODUCTION) == 0)
            return labels->labels[i].version;
    return 0;
}

/* What one may do with a version: see what it changed, compare it with what is live, and bring it
 * back. */
static void show_row_actions(struct view *row, const struct record_head *head,
                             const struct record_version *version, int64_t live, bool may_restore)
{
    record_page_version(row, "COMPARE_BEFORE", version->previous);
    record_page_version(row, "COMPARE_LIVE", live == version->version ? 0 : live);
    view_show(row, "MAY_RESTORE_VERSION", may_restore && version->version != head->version);
}

/* What it changed, in short. What is large is not read for a list. */
static void show_summary(struct page *page, struct view *row, const struct record_head *head,
                         const struct record_version *version,
                         const struct record_small_list *small)
{
    const struct record_content *before = record_small_find(small, version->previous);
    const struct record_content *after = record_small_find(small, version->version);
    const char *words = "First version";
    if (version->previous != 0 && before != NULL && after != NULL)
        words = record_nouns[head->store->kind->id]->summary(page, before, after);
    else if (version->previous != 0)
        words = "Large change";
    view_text(row, "SUMMARY", words == NULL ? "No change" : words);
}

/* Every two rows can be compared; the two newest ones are chosen. */
static void show_list(struct page *page, const struct record_head *head,
                      const struct record_version_list *list,
                      const struct record_label_list *labels, const struct record_small_list *small)
{
    struct view *table = view_add(page_view(page), "TABLE");
    bool may_read = record_page_allows(page, head->store->kind->read, head);
    bool may_compare = may_read && list->count > 1;
    bool may_restore = may_compare && head->archived_at == 0 &&
                       record_page_allows(page, head->store->kind->change, head);
    view_show(table, "MAY_COMPARE", may_compare);
    view_show(table, "MAY_RESTORE_ANY", may_restore);
    for (int i = 0; i < list->count; i++) {
        const struct record_version *version = &list->versions[i];
        struct view *row = view_add(table, "ROW");
        record_versions_show_about(page, row, version);
        if (may_read)
            show_summary(page, view_add(row, "CHANGED"), head, version, small);
        view_show(row, "COMPARABLE", may_compare);
        view_show(row, "IS_LINKED", may_read);
        view_show(row, "NOT_LINKED", !may_read);
        view_show(row, "CHOSEN_TO", i == 0);
        view_show(row, "CHOSEN_FROM", i == 1);
        view_show(row, "IS_LATEST", version->version == head->version);
        show_labels(row, labels, version->version);
        show_row_actions(row, head, version, live_version(labels), may_restore);
    }
    view_include(page->view, "VERSIONS", "record/versions.tpl");
    show_pager(page, head, list);
}

/* The version that the list in the address begins below; 0: at the newest. */
static int64_t before_of(struct page *page)
{
    const struct text *before = param_find(&page->request->query, "before");
    int64_t from = 0;
    if (before != NULL && number_parse(NUMBER_VERSION, before->data, &from) != ERR_NONE)
        from = 0;
    return from;
}

enum err page_record_version_list(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_version_list list;
    struct record_label_list labels;
    struct record_small_list small = {.versions = NULL};
    struct record_head ahead = record_page_ahead(page, noun);
    if (before_of(page) == 0) {
        record_version_ahead(page->db, &ahead, RECORD_VERSION_LIMIT);
        record_small_ahead(page->db, &ahead);
    }
    record_strip_ahead(page, noun);
    record_label_ahead(page->db, &ahead);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_version_list(page->db, head, before_of(page), &list);
    if (err == ERR_NONE)
        err = record_label_list(page->db, head, &labels);
    if (err == ERR_NONE && record_page_allows(page, noun->kind->read, head))
        err = record_small_list(page->db, page->actor, head, before_of(page), &small);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_VERSIONS, head->version);
    show_list(page, head, &list, &labels, &small);
    return record_page_show(page, 200, "Versions of", head->name, "record/version_list.tpl");
}

void record_versions_ahead_recent(struct page *page, const struct record_head *head)
{
    record_version_ahead(page->db, head, RECENT_SHOWN);
}

enum err record_versions_show_recent(struct page *page, const struct record_head *head)
{
    struct record_version_list list;
    struct view *view = page_view(page);
    bool may_read = record_page_allows(page, head->store->kind->read, head);
    enum err err = record_version_recent(page->db, head, RECENT_SHOWN, &list);
    if (err != ERR_NONE)
        return err;
    for (int i = 0; i < list.count; i++) {
        struct view *row = view_add(view, "RECENT");
        record_versions_show_about(page, row, &list.versions[i]);
        view_show(row, "IS_NEWEST", i == 0);
        view_show(row, "IS_LINKED", may_read);
        view_show(row, "NOT_LINKED", !may_read);
    }
    view_show(view, "MORE_VERSIONS", list.next_before > 0);
    view_include(view, "RECENT_PART", "record/recent.tpl");
    return ERR_NONE;
}

/* ---- one version -------------------------------------------------------------------------- */

static void show_version(struct page *page, const struct record_noun *noun,
                         const struct record_head *head, const struct record_version *version)
{
    struct view *view = page_view(page);
    bool is_latest = version->version == head->version;
    record_versions_show_about(page, view, version);
    view_show(view, "IS_LATEST", is_latest);
    record_page_version(view, "PREVIOUS", version->previous);
    record_page_version(view, "NEXT", version->next);
    view_show(view, "NOT_LATEST", !is_latest);
    view_show(view, "MAY_RESTORE_VERSION",
              !is_latest && head->archived_at == 0 &&
                  record_page_allows(page, noun->kind->change, head));
    view_include(view, "VERSION_HEAD", "record/version_head.tpl");
}

enum err page_record_version_show(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_version version;
    struct record_label_list labels;
    struct record_head ahead = record_page_ahead(page, noun);
    struct record_source source = {.head = &ahead, .number = page->match.number};
    struct record_comment_place place = {.version = page->match.number};
    record_version_load_ahead(page->db, &source);
    record_breaks_version_ahead(page, &source);
    record_comments_ahead(page, &ahead, &place);
    if (noun->ahead != NULL)
        noun->ahead(page, &source);
    record_strip_ahead(page, noun);
    record_label_ahead(page->db, &ahead);
    usage_sum_ahead(page->db, &ahead, page->match.number);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE)
        err = record_version_get(page->db, page->actor, head, page->match.number, &version);
    if (err == ERR_NONE)
        err = record_label_list(page->db, head, &labels);
    if (err != ERR_NONE)
        return err;
    record_strip_head(page, noun, head, RECORD_TAB_VERSIONS, version.version);
    show_version(page, noun, head, &version);
    show_labels(page->view, &labels, version.version);
    source.head = head;
    err = record_usage_line(page, head, version.version);
    if (err == ERR_NONE)
        err = record_breaks_version(page, &source);
    if (err == ERR_NONE)
        err = noun->show_content(page, head, &version);
    if (err == ERR_NONE)
        err = record_comments_show(page, head, &place);
    view_show(page->view, "HAS_COMMENTS", true); /* the review of a first release has its own */
    if (err != ERR_NONE)
        return err;
    return record_page_show(
        page, 200, arena_printf(page->arena, "Version %lld of", (long long)version.version),
        head->name, noun->version_file);
}

/* ---- restoring one ------------------------------------------------------------------------ */

/* The revision that the person saw: someone may have saved since. */
struct restore_form {
    int64_t revision;
};

static const struct form_field restore_fields[] = {
    {.name = "revision",
     .label = "Revision",
     .kind = FORM_INT,
     .is_required = true,
     .number = NUMBER_REVISION,
     .offset = offsetof(struct restore_form, revision)},
};

enum err page_record_version_restore_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct restore_form typed;
    struct form form;
    struct problem problem = {0};
    struct record_saved saved;
    long long number = page->match.number;
    const struct uuid *id = &page->match.ids[0];
    const char *url = record_page_url(page, noun->kind, id, "");
    if (form_parse(&form, page->request, restore_fields, (int)COUNT_OF(restore_fields), &typed) !=
        ERR_NONE)
        return page_offer_again(page, &form,
                                arena_printf(page->arena, "Restore version %lld", number));
    struct record_restore_draft draft = {*id, page->match.number, typed.revision};
    enum err err =
        record_restore_version(page->db, page->actor, noun->store, &draft, &saved, &problem);
    if (err == ERR_STALE)
        return page_redirect(page, record_page_url(page, noun->kind, id, "/versions"), "warning",
                             "Someone changed this in the meantime, so nothing was restored. Look "
                             "at the newest version first.");
    if (err == ERR_CONFLICT || err == ERR_INVALID)
        return page_redirect(page, url, "error",
                             problem.message == NULL ? "This version can't be restored."
                                                     : problem.message);
    if (err != ERR_NONE)
        return err;
    const struct page_step compare = {"Compare", record_page_url(page, noun->kind, id, "/diff"),
                                      false};
    return page_redirect_next(page, url, "success",
                              arena_printf(page->arena, "Restored version %lld as version %lld.",
                                           number, (long long)saved.version),
                              &compare, 1);
}
