#include "base/number.h"
#include "data/evidence/evidence_override.h"
#include "data/record/work_check.h"
#include "data/release/label_override.h"
#include "pages/handlers.h"
#include "pages/record/record_strip.h"
#include "pages/release/record_move.h"

/* A label that is moved although its rule is not met, and what another person found of it. */

static const char file[] = "record/override.tpl";

/* ---- breaking the glass -------------------------------------------------------------------- */

struct override_form {
    const char *label;
    int64_t from_version;
    int64_t to_version;
    const char *reason;
};

#define AT(member) offsetof(struct override_form, member)

static const struct form_field fields[] = {
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .is_required = true,
     .check = label_check,
     .offset = AT(label)},
    {.name = "from_version",
     .label = "Version before",
     .kind = FORM_INT,
     .number = NUMBER_VERSION_OR_NONE,
     .offset = AT(from_version)},
    {.name = "to_version",
     .label = "Version",
     .kind = FORM_INT,
     .is_required = true,
     .number = NUMBER_VERSION,
     .offset = AT(to_version)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .max_chars = WORK_LINE_MAX,
     .offset = AT(reason)},
};

/* The page that shows what the move changes, again. */
static enum err refuse(struct page *page, struct form *form, enum err err,
                       const struct override_form *typed)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct record_move move = {
        .label = typed->label, .to_version = typed->to_version, .reason = typed->reason};
    enum err loaded = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    return loaded == ERR_NONE ? record_move_show(page, noun, head, &move, form, err) : loaded;
}

enum err page_label_override_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct override_form typed;
    struct form form;
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        struct label_change change = {.record_id = page->match.ids[0],
                                      .label = typed.label,
                                      .from_version = typed.from_version,
                                      .to_version = typed.to_version,
                                      .reason = typed.reason};
        err = label_override(page->db, page->actor, noun->store, &change, &problem);
        if (err != ERR_NONE && !record_page_problem(&form, err, &problem))
            return err;
    }
    if (err == ERR_INVALID && typed.to_version == 0)
        return page_offer_again(page, &form, "Move anyway");
    if (err != ERR_NONE)
        return refuse(page, &form, err, &typed);
    return page_redirect(page, record_page_url(page, noun->kind, &page->match.ids[0], "/releases"),
                         "success",
                         arena_printf(page->arena,
                                      "The label %s is on version %lld now. We told everyone "
                                      "who may approve.",
                                      typed.label, (long long)typed.to_version));
}

/* ---- reviewing it -------------------------------------------------------------------------- */

struct review_form {
    const char *review;
};

static const struct form_field review_fields[] = {
    {.name = "review",
     .label = "What you found",
     .kind = FORM_LINE,
     .max_chars = WORK_LINE_MAX,
     .offset = offsetof(struct review_form, review)},
};

static void show(struct page *page, const struct evidence_override *item)
{
    struct view *view = page->view;
    page_uuid(page, view, "OVERRIDE_ID", &item->id);
    record_page_label(view, item->label);
    record_page_version(view, "FROM", item->from_version);
    record_page_version(view, "TO", item->to_version);
    view_show(view, "IS_FIRST", item->from_version == 0);
    view_text(view, "MISSING", item->missing);
    view_text(view, "REASON", item->reason);
    record_page_person(view, "MOVED_BY", item->moved_by_name);
    page_time(page, view, "WHEN", item->created_at);
    view_show(view, "IS_OPEN", item->reviewed_at == 0);
    view_show(view, "MAY_REVIEW", item->may_review);
    view_show(view, "WAITS_FOR_OTHERS", item->reviewed_at == 0 && !item->may_review);
    if (item->reviewed_at == 0)
        return;
    struct view *reviewed = view_add(view, "REVIEWED");
    record_page_person(reviewed, "REVIEWED_BY", item->reviewed_by_name);
    page_time(page, reviewed, "REVIEWED_AT", item->reviewed_at);
    view_text(reviewed, "REVIEW", item->review);
}

static enum err load(struct page *page, struct record_head **head)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct evidence_override item;
    *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, *head);
    if (err == ERR_NONE)
        err = evidence_override_get(page->db, page->actor, *head, &page->match.ids[1], &item);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, *head, "Release without evidence of");
    show(page, &item);
    return ERR_NONE;
}

enum err page_label_override(struct page *page)
{
    struct record_head *head = NULL;
    enum err err = load(page, &head);
    if (err != ERR_NONE)
        return err;
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    view_text(page->view, "TYPED", "");
    return record_page_show(page, 200, "Release without evidence of", head->name, file);
}

enum err page_override_review_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = NULL;
    struct review_form typed = {.review = ""};
    struct form form;
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, review_fields, 1, &typed);
    if (err == ERR_NONE) {
        err = evidence_override_review(page->db, page->actor, noun->store, &page->match.ids[0],
                                       &page->match.ids[1], typed.review, &problem);
        if (err != ERR_NONE && !record_page_problem(&form, err, &problem))
            return err;
    }
    if (err == ERR_NONE)
        return page_redirect(page,
                             record_page_url(page, noun->kind, &page->match.ids[0], "/releases"),
                             "success", "Reviewed. It stays in the history of the label.");
    enum err loaded = load(page, &head);
    if (loaded != ERR_NONE)
        return loaded;
    view_text(page->view, "TYPED", typed.review);
    return record_page_refuse(
        page, &form, err, arena_printf(page->arena, "Release without evidence of %s", head->name),
        file);
}
