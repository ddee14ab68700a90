#include <string.h>

#include "data/privacy/erasure_request.h"
#include "data/privacy/erasure_run.h"
#include "data/privacy/erasure_scan.h"
#include "data/user/erasure_ledger.h"
#include "domain/record/kind.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/privacy/erasure_view.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_press.h"

/* One erasure: how far it is, what may name the person, and the certificate. */

enum { SLICE_US = 700000 };

static const char file[] = "privacy/erasure_show.tpl";

/* ---- what may name the person -------------------------------------------------------------- */

/* Where the text can be read and changed; NULL: it has no page of its own. */
static const char *url_of(struct page *page, const struct erasure_finding *finding)
{
    const struct record_kind *kind = record_kind_find(finding->kind);
    if (text_starts_with(finding->source, "audit_events.")) {
        char id[UUID_TEXT_LEN];
        uuid_format(&finding->row_id, id);
        return arena_printf(page->arena, "/audit/%s", id);
    }
    if (text_starts_with(finding->source, "approvals."))
        return approval_view_url(page, &finding->row_id);
    if (kind == NULL)
        return NULL;
    if (finding->number > 0)
        return record_page_url(
            page, kind, &finding->record_id,
            arena_printf(page->arena, "/versions/%lld", (long long)finding->number));
    return record_page_url(page, kind, &finding->record_id, "");
}

static void show_finding(struct page *page, struct view *view, const struct erasure_case *erasure,
                         const struct erasure_finding *finding)
{
    static const char *const words[][2] = {
        {"address", "Address"}, {"name", "Full name"}, {"part", "Part of the name"}};
    const char *url = url_of(page, finding);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i][0], finding->match) == 0)
            view_text(view, "MATCH", words[i][1]);
    view_text(view, "SOURCE", finding->source);
    if (url != NULL)
        view_text(view_add(view, "LINK"), "FINDING_URL", url);
    view_show(view, "PLAIN", url == NULL);
    view_show(view, "REVIEWED", finding->reviewed_at != 0);
    if (finding->reviewed_at != 0)
        return;
    struct view *open = view_add(view, "OPEN");
    view_text(open, "REVIEW_URL", erasure_view_url(page, &erasure->id, "/review"));
    page_uuid(page, open, "FINDING_ID", &finding->id);
}

static enum err show_findings(struct page *page, const struct erasure_case *erasure)
{
    struct erasure_findings findings;
    enum err err = erasure_findings(page->db, page->actor, &erasure->id, &findings);
    if (err != ERR_NONE)
        return err;
    struct view *table = findings.count > 0 ? view_add(page->view, "FINDINGS") : NULL;
    for (int i = 0; i < findings.count; i++)
        show_finding(page, view_add(table, "FINDING"), erasure, &findings.items[i]);
    view_show(page->view, "MORE_FINDINGS", findings.has_more);
    return ERR_NONE;
}

/* ---- the page ------------------------------------------------------------------------------ */

static void show_progress(struct page *page, const struct erasure_case *erasure)
{
    struct view *view = page->view;
    bool is_open = erasure->state != ERASURE_ERASED && erasure->state != ERASURE_CANCELLED;
    view_text(view, "SCANNED", record_page_count(page, erasure->scanned_count, "text"));
    view_number(view, "FOUND", erasure->found_count);
    view_show(view, "IS_SEARCHED", erasure->scan_ended_at != 0);
    view_show(view, "NOT_SEARCHED", erasure->scan_ended_at == 0 && !is_open);
    if (is_open && erasure->scan_ended_at == 0)
        view_text(view_add(view, "SEARCHING"), "SEARCH_URL",
                  erasure_view_url(page, &erasure->id, "/search"));
    if (is_open)
        view_text(view_add(view, "MAY_CANCEL"), "CANCEL_URL",
                  erasure_view_url(page, &erasure->id, "/cancel"));
    if (erasure->state == ERASURE_DUE)
        view_text(view_add(view, "MAY_ERASE"), "ERASE_URL",
                  erasure_view_url(page, &erasure->id, "/erase"));
}

static enum err show(struct page *page, const struct erasure_case *erasure)
{
    struct view *view = page_view(page);
    erasure_view(page, view, erasure);
    if (!uuid_is_nil(&erasure->approval_id))
        view_text(view_add(view, "APPROVAL"), "APPROVAL_URL",
                  approval_view_url(page, &erasure->approval_id));
    if (!uuid_is_nil(&erasure->hand_over_to))
        record_page_person(view_add(view, "HAND_OVER"), "NEW_OWNER", erasure->hand_over_to_name);
    if (erasure->state == ERASURE_ASKED)
        page_uuid(page, view_add(view, "TAKE_UP"), "USER_ID", &erasure->user_id);
    if (erasure->certificate[0] != '\0') {
        struct view *certificate = view_add(view, "CERTIFICATE");
        view_text(certificate, "NOTE", erasure->certificate);
        view_text(certificate, "CERTIFICATE_URL",
                  erasure_view_url(page, &erasure->id, "/certificate"));
    }
    show_progress(page, erasure);
    return show_findings(page, erasure);
}

static const char *title_of(struct page *page, const struct erasure_case *erasure)
{
    return arena_printf(page->arena, "Erasure of %s", record_page_name(erasure->user_name));
}

enum err page_erasure_show(struct page *page)
{
    struct erasure_case erasure;
    enum err err = erasure_get(page->db, page->actor, &page->match.ids[0], &erasure);
    if (err == ERR_NONE)
        err = show(page, &erasure);
    return err == ERR_NONE ? page_show(page, 200, title_of(page, &erasure), file) : err;
}

enum err page_erasure_certificate(struct page *page)
{
    struct erasure_case erasure;
    enum err err = erasure_get(page->db, page->actor, &page->match.ids[0], &erasure);
    if (err == ERR_NONE && erasure.certificate[0] == '\0')
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    response_text(page->response, 200, erasure.certificate);
    response_header(page->response, "Content-Disposition",
                    "attachment; filename=\"erasure-certificate.txt\"");
    return ERR_NONE;
}

/* ---- the buttons --------------------------------------------------------------------------- */

enum err page_erasure_search_post(struct page *page)
{
    struct form form;
    struct erasure_case erasure;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Continue searching");
    err = erasure_scan(page->db, page->actor, &page->match.ids[0], SLICE_US, &erasure);
    if (err == ERR_NONE || err == ERR_CONFLICT) {
        response_redirect(page->response, erasure_view_url(page, &page->match.ids[0], ""));
        return ERR_NONE;
    }
    return err;
}

struct review_form {
    struct uuid finding;
};

static const struct form_field review_fields[] = {
    {.name = "finding",
     .label = "Text",
     .kind = FORM_UUID,
     .is_required = true,
     .offset = offsetof(struct review_form, finding)},
};

enum err page_erasure_review_post(struct page *page)
{
    struct form form;
    struct review_form typed;
    struct erasure_case erasure;
    enum err wrong =
        form_parse(&form, page->request, review_fields, (int)COUNT_OF(review_fields), &typed);
    enum err err = erasure_get(page->db, page->actor, &page->match.ids[0], &erasure);
    if (err != ERR_NONE)
        return err;
    if (wrong != ERR_NONE)
        return page_offer_again(page, &form, "Mark as reviewed");
    err = erasure_finding_review(page->db, page->actor, &erasure.id, &typed.finding, true);
    return err == ERR_NONE ? page_redirect(page, erasure_view_url(page, &erasure.id, ""), "success",
                                           "Marked as reviewed")
                           : err;
}

static enum err cancel(struct page *page, struct page_button *button, struct problem *problem)
{
    (void)button;
    return erasure_cancel(page->db, page->actor, &page->match.ids[0], problem);
}

enum err page_erasure_cancel_post(struct page *page)
{
    struct page_button button = {"Undo the erasure",
                                 erasure_view_url(page, &page->match.ids[0], ""),
                                 "The erasure is undone. Nothing was deleted.", cancel};
    return page_press(page, &button);
}

static enum err erase(struct page *page, struct page_button *button, struct problem *problem)
{
    const char *ledger = erasure_ledger_path(page->arena, page->config->keyring_path);
    struct erasure_case erasure;
    (void)button;
    enum err err = erasure_scan(page->db, page->actor, &page->match.ids[0], SLICE_US, &erasure);
    if (err == ERR_NONE && erasure.scan_ended_at == 0) {
        problem->message =
            "Texts of the last days are searched first. Continue searching, then erase.";
        return ERR_CONFLICT;
    }
    return erasure_carry_out(page->db, page->actor, &page->match.ids[0], ledger, problem);
}

enum err page_erasure_erase_post(struct page *page)
{
    struct page_button button = {"Erase", erasure_view_url(page, &page->match.ids[0], ""),
                                 "The person is erased. The certificate is below.", erase};
    return page_press(page, &button);
}
