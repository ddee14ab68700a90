#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "data/approval/approval.h"
#include "data/retention/retention_manifest.h"
#include "data/retention/retention_step.h"
#include "pages/approval/approval_ask.h"
#include "pages/approval/approval_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/retention/retention_view.h"
#include "pages/shell/page_download.h"
#include "pages/shell/page_password.h"

/* One run: what is due, line by line; asking for approval; the certificate. */

static const char file[] = "retention/retention_run.tpl";

enum { SLICE_US = 700 * 1000 }; /* of listing, for one answer */

static const char *title_of(const struct retention_run *run)
{
    return run->is_live ? "Live retention run" : "Retention dry run";
}

/* ---- the page ----------------------------------------------------------------------------- */

static void show_line(struct page *page, struct view *table, const struct retention_line *line)
{
    struct view *view = view_add(table, "LINE");
    bool is_due = strcmp(line->outcome, "due") == 0;
    const char *noun = arena_printf(page->arena, "%c%s", line->noun[0] - 'a' + 'A', line->noun + 1);
    view_number(view, "POSITION", line->position);
    view_text(view, "KIND_TITLE", line->kind == NULL ? "" : line->kind->title);
    view_text(view, "NOUN", noun);
    page_uuid(page, view, "NAME", &line->row_id);
    if (line->name != NULL)
        view_text(view, "NAME", line->name);
    view_text(view, "VERSION",
              line->number > 0 ? arena_printf(page->arena, " v%lld", (long long)line->number) : "");
    view_text(view, "OUTCOME",
              is_due                               ? "Due"
              : strcmp(line->outcome, "held") == 0 ? "On hold"
              : strcmp(line->outcome, "kept") == 0 ? "Kept"
                                                   : "Deleted");
    view_text(view, "OUTCOME_CLASS",
              is_due                                  ? "wait"
              : strcmp(line->outcome, "deleted") == 0 ? "off"
                                                      : "");
    page_time_here(page, view, line->clock_at);
}

static enum err show_lines(struct page *page, const struct retention_run *run)
{
    struct retention_line_list list;
    const struct text *typed = param_find(&page->request->query, "after");
    int64_t after = 0;
    if (typed != NULL && number_parse(NUMBER_COUNTER, typed->data, &after) != ERR_NONE)
        after = 0;
    enum err err = retention_line_list(page->db, page->actor, &run->id, after, &list);
    if (err != ERR_NONE)
        return err;
    struct view *table = list.count > 0 ? view_add(page->view, "LINES") : page->view;
    view_show(page->view, "NO_LINES", list.count == 0);
    for (int i = 0; i < list.count; i++)
        show_line(page, table, &list.items[i]);
    if (list.next > 0)
        view_number(view_add(page->view, "MORE"), "NEXT", list.next);
    if (after > 0)
        view_text(view_add(page->view, "FIRST"), "FIRST_URL",
                  retention_view_url(page, &run->id, ""));
    return ERR_NONE;
}

static enum err show_kinds(struct page *page, const struct retention_run *run)
{
    struct retention_counts counts[RETENTION_KIND_COUNT];
    enum err err = retention_count_lines(page->db, page->actor, &run->id, counts);
    for (int i = 0; err == ERR_NONE && i < RETENTION_KIND_COUNT; i++) {
        const struct retention_counts *of = &counts[i];
        if (of->due + of->held + of->kept + of->deleted == 0)
            continue;
        struct view *row = view_add(page->view, "KIND");
        view_text(row, "KIND_TITLE", retention_kinds[i].title);
        view_text(row, "ACTION", retention_action_words[retention_kinds[i].action]);
        view_number(row, "DUE", of->due);
        view_number(row, "HELD", of->held);
        view_number(row, "KEPT", of->kept);
        view_number(row, "DELETED", of->deleted);
    }
    return err;
}

/* The request to carry it out, if there is one that lives; else the form for it. */
static enum err show_approval(struct page *page, const struct retention_run *run)
{
    struct approval approval;
    if (run->is_live || run->state != RETENTION_LISTED || run->due_count == 0)
        return ERR_NONE;
    enum err err =
        approval_find(page->db, page->actor, APPROVAL_RETENTION_RUN, &run->id, &approval);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    bool is_there =
        err == ERR_NONE && (approval.state == APPROVAL_WAITING ||
                            approval.state == APPROVAL_APPROVED || approval.state == APPROVAL_USED);
    if (is_there) {
        struct view *view = view_add(page->view, "APPROVAL");
        approval_view(page, view, &approval);
        view_show(view, "IS_APPROVED", approval.state == APPROVAL_APPROVED);
        return ERR_NONE;
    }
    struct view *ask = view_add(page->view, "ASK");
    view_text(page->view, "REASON", ""); /* what is typed comes over it */
    view_text(ask, "ASK_URL", retention_view_url(page, &run->id, "/ask"));
    view_show(ask, "ASK_PASSWORD", !page_is_reauthenticated(page));
    return ERR_NONE;
}

static void show_state(struct page *page, const struct retention_run *run)
{
    struct view *view = page_view(page);
    retention_view_run(page, view, run);
    view_number(view, "KEPT_COUNT", run->kept_count);
    view_text(view, "TITLE", title_of(run));
    view_text(view, "RULES",
              run->rules_version == 0
                  ? "The defaults of Rostrum"
                  : arena_printf(page->arena, "Version %lld", (long long)run->rules_version));
    view_show(view, "IS_LIVE", run->is_live);
    view_show(view, "IS_STOPPED", run->state == RETENTION_STOPPED);
    view_show(view, "IS_DELETING", run->is_live && run->ended_at == 0);
    page_time(page, view, "MEASURED", run->measured_at);
    page_time(page, view, "ENDED", run->ended_at);
    if (run->state == RETENTION_LISTING && !run->is_live)
        view_text(view_add(view, "COUNTING"), "CONTINUE_URL",
                  retention_view_url(page, &run->id, "/continue"));
    if (run->manifest_hash != NULL) {
        struct view *manifest = view_add(view, "MANIFEST");
        view_text(manifest, "HASH", run->manifest_hash);
        view_text(manifest, "MANIFEST_URL", retention_view_url(page, &run->id, "/manifest"));
    }
    if (run->certificate != NULL)
        view_text(view_add(view, "CERTIFICATE"), "CERTIFICATE_URL",
                  retention_view_url(page, &run->id, "/certificate"));
    if (!uuid_is_nil(&run->dry_run_id))
        view_text(view_add(view, "DRY"), "DRY_URL", retention_view_url(page, &run->dry_run_id, ""));
}

static enum err fill(struct page *page, const struct retention_run *run)
{
    show_state(page, run);
    enum err err = show_kinds(page, run);
    if (err == ERR_NONE)
        err = show_lines(page, run);
    return err == ERR_NONE ? show_approval(page, run) : err;
}

enum err page_retention_run(struct page *page)
{
    struct retention_run run;
    enum err err = retention_run_get(page->db, page->actor, &page->match.ids[0], &run);
    if (err == ERR_NONE)
        err = fill(page, &run);
    view_include(page_view(page), "ERROR_SUMMARY", "shell/errors.tpl");
    return err == ERR_NONE ? page_show(page, 200, title_of(&run), file) : err;
}

enum err page_retention_certificate(struct page *page)
{
    struct retention_run run;
    struct buf body;
    enum err err = retention_run_get(page->db, page->actor, &page->match.ids[0], &run);
    if (err == ERR_NONE && run.certificate == NULL)
        err = ERR_NOT_FOUND;
    if (err != ERR_NONE)
        return err;
    buf_init(&body, page->arena);
    buf_add_text(&body, run.certificate);
    page_download(page, &(struct page_file){"retention-certificate", ".note",
                                            "text/plain; charset=utf-8", body});
    return ERR_NONE;
}

/* Every line of the list: who adds up their hash finds that of the certificate. */
enum err page_retention_manifest(struct page *page)
{
    enum { LINES_AT_ONCE = 1000 };
    struct retention_run run;
    struct buf body;
    int64_t next = 0;
    enum err err = retention_run_get(page->db, page->actor, &page->match.ids[0], &run);
    if (err != ERR_NONE)
        return err;
    buf_init(&body, page->arena);
    do {
        err = retention_manifest_text(page->db, page->actor, &page->match.ids[0], next,
                                      LINES_AT_ONCE, &body, &next);
        if (err != ERR_NONE)
            return err;
    } while (next != 0);
    page_download(
        page, &(struct page_file){"retention-manifest", ".txt", "text/plain; charset=utf-8", body});
    return ERR_NONE;
}

/* ---- dry runs ----------------------------------------------------------------------------- */

static enum err go_on(struct page *page, const struct uuid *id)
{
    struct retention_run run;
    int64_t until = clock_monotonic() + SLICE_US;
    enum err err = ERR_NONE;
    do
        err = retention_step(page->db, page->actor, id, NULL, &run);
    while (err == ERR_NONE && run.ended_at == 0 && clock_monotonic() < until);
    if (err == ERR_NONE)
        response_redirect(page->response, retention_view_url(page, id, ""));
    return err;
}

enum err page_retention_preview_post(struct page *page)
{
    struct form form;
    struct uuid id;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Start dry run");
    err = retention_run_begin_dry(page->db, page->actor, &id);
    return err == ERR_NONE ? go_on(page, &id) : err;
}

enum err page_retention_continue_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Continue counting");
    return go_on(page, &page->match.ids[0]);
}

/* ---- approval ----------------------------------------------------------------------------- */

enum err page_retention_ask_post(struct page *page)
{
    struct form form;
    struct retention_run run;
    enum err err = retention_run_get(page->db, page->actor, &page->match.ids[0], &run);
    if (err != ERR_NONE)
        return err;
    err = approval_ask(page, &form, retention_run_ask);
    if (err == ERR_NONE || err == ERR_UNAVAILABLE || err == ERR_NOT_FOUND)
        return err;
    enum err filled = fill(page, &run);
    return filled == ERR_NONE ? record_page_refuse(page, &form, err, title_of(&run), file) : filled;
}
