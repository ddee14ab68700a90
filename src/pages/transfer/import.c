#include "data/transfer/import_check.h"
#include "data/transfer/import_start.h"
#include "data/transfer/import_undo.h"
#include "data/transfer/import_upload.h"
#include "domain/transfer/bundle_open.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/transfer/import_view_internal.h"

static const char title[] = "Import";
static const char file[] = "transfer/import_new.tpl";

enum {
    SLICE_US = 700 * 1000,  /* of checking, for one answer */
    APPLY_US = 4000 * 1000, /* of carrying out, which reads the document again for each */
};

struct import_form {
    struct upload document;
    struct text text;
    int existing;
};

static const char *const existing_choices[] = {"version", "skip", NULL};

static const struct form_field fields[] = {
    {.name = "document",
     .label = "File",
     .kind = FORM_FILE,
     .offset = offsetof(struct import_form, document)},
    {.name = "text",
     .label = "Text",
     .kind = FORM_TEXT,
     .offset = offsetof(struct import_form, text)},
    {.name = "existing",
     .label = "Names that exist already",
     .kind = FORM_CHOICE,
     .choices = existing_choices,
     .offset = offsetof(struct import_form, existing)},
};

static void show_formats(struct view *view)
{
    const char *name = NULL;
    const char *what = NULL;
    for (int i = 0; bundle_format(i, &name, &what); i++) {
        struct view *format = view_add(view, "FORMAT");
        view_text(format, "NAME", name);
        view_text(format, "WHAT", what);
    }
}

static enum err show_waiting(struct page *page)
{
    static const char *const states[] = {"check not finished",  "ready to start",
                                         "import not finished", "done",
                                         "undo not finished",   "undone"};
    struct import_list list;
    enum err err = import_list(page->db, page->actor, &list);
    struct view *waiting =
        err == ERR_NONE && list.count > 0 ? view_add(page_view(page), "WAITING") : page_view(page);
    view_text(page->view, "TEXT", "");
    for (int i = 0; err == ERR_NONE && i < list.count; i++) {
        struct view *row = view_add(waiting, "IMPORT");
        page_uuid(page, row, "ID", &list.imports[i].id);
        view_text(row, "SOURCE", list.imports[i].source);
        view_text(row, "STATE", states[list.imports[i].state]);
        page_time_here(page, row, list.imports[i].created_at);
    }
    show_formats(page->view);
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return err;
}

enum err page_import(struct page *page)
{
    enum err err = show_waiting(page);
    view_show(page_view(page), "KEEPS_VERSION", true);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err refuse(struct page *page, struct form *form, const struct import_form *typed,
                       enum err refusal)
{
    enum err err = show_waiting(page);
    view_show(page->view, typed->existing == 1 ? "KEEPS_SKIP" : "KEEPS_VERSION", true);
    return err == ERR_NONE ? record_page_refuse(page, form, refusal, title, file) : err;
}

/* A problem with the document stands where the document came from. */
static enum err create(struct page *page, struct form *form, const struct import_form *typed,
                       struct uuid *id)
{
    struct problem problem = {0};
    bool is_file = typed->document.bytes.data != NULL;
    struct import_draft draft = {
        .source = is_file && typed->document.name[0] != '\0' ? typed->document.name : "pasted text",
        .document = is_file ? typed->document.bytes : typed->text,
        .skips_existing = typed->existing == 1,
    };
    if (!is_file && typed->text.len == 0) {
        form_error(form, "document", "Choose a file, or paste its text.");
        return ERR_INVALID;
    }
    enum err err = import_create(page->db, page->actor, &draft, id, &problem);
    if (err != ERR_NONE && !is_file)
        problem.field = "text";
    (void)record_page_problem(form, err, &problem);
    return err;
}

/* Checks for one answer; the page of the import shows how far that came, or the plan. */
static enum err go_on(struct page *page, const struct uuid *id)
{
    struct import import;
    enum err err = import_check(page->db, page->actor, id, SLICE_US, &import);
    if (err == ERR_NONE)
        response_redirect(page->response, import_view_url(page, id, ""));
    return err;
}

enum err page_import_post(struct page *page)
{
    struct import_form typed;
    struct form form;
    struct uuid id;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE)
        err = create(page, &form, &typed, &id);
    if (err == ERR_UNAVAILABLE || err == ERR_NOT_FOUND)
        return err;
    if (err != ERR_NONE)
        return refuse(page, &form, &typed, err);
    return go_on(page, &id);
}

enum err page_import_show(struct page *page)
{
    struct import import;
    enum err err = import_get(page->db, page->actor, &page->match.ids[0], &import);
    if (err != ERR_NONE)
        return err;
    if (import.state == IMPORT_CHECKING || import.state == IMPORT_APPLYING ||
        import.state == IMPORT_UNDOING)
        return import_view_progress(page, &import);
    err = import_view_plan(page, &import);
    return err == ERR_NONE ? page_show(page, 200, import.source, "transfer/import_plan.tpl") : err;
}

enum err page_import_check_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Continue checking");
    return go_on(page, &page->match.ids[0]);
}

/* The plan again, with what went wrong; while it is made anew, its progress. */
static enum err refuse_start(struct page *page, struct form *form, enum err refusal)
{
    struct import import;
    enum err err = import_check(page->db, page->actor, &page->match.ids[0], SLICE_US, &import);
    if (err != ERR_NONE)
        return err;
    if (import.state == IMPORT_CHECKING)
        return page_redirect(page, import_view_url(page, &import.id, ""), "warning",
                             "Something changed, so nothing was imported. The plan is made anew.");
    err = import_view_plan(page, &import);
    return err == ERR_NONE
               ? record_page_refuse(page, form, refusal, import.source, "transfer/import_plan.tpl")
               : err;
}

/* The page of the import: how far it came, or what became of each record. */
static enum err show_result(struct page *page, const struct import *import, const char *done)
{
    const char *url = import_view_url(page, &import->id, "");
    if (import->state == IMPORT_DONE || import->state == IMPORT_UNDONE)
        return page_redirect(page, url, "success", done);
    response_redirect(page->response, url);
    return ERR_NONE;
}

/* Also goes on: one that is being carried out shows how far it is beside what stopped it. */
enum err page_import_start_post(struct page *page)
{
    struct form form;
    struct import import;
    struct problem problem = {0};
    const struct uuid *id = &page->match.ids[0];
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Import");
    err = import_start(page->db, page->actor, id, APPLY_US, &import, &problem);
    if (err == ERR_CONFLICT && import.state == IMPORT_APPLYING && problem.message != NULL)
        return import_view_stopped(page, &import, problem.message);
    if (record_page_problem(&form, err, &problem))
        return refuse_start(page, &form, err);
    return err == ERR_NONE
               ? show_result(page, &import, "Imported. The lines say what became of each record.")
               : err;
}

static enum err refuse_done(struct page *page, struct form *form, enum err refusal)
{
    struct import import;
    enum err err = import_get(page->db, page->actor, &page->match.ids[0], &import);
    if (err == ERR_NONE)
        err = import_view_plan(page, &import);
    return err == ERR_NONE
               ? record_page_refuse(page, form, refusal, import.source, "transfer/import_plan.tpl")
               : err;
}

enum err page_import_stop_post(struct page *page)
{
    struct form form;
    struct problem problem = {0};
    const struct uuid *id = &page->match.ids[0];
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Stop import");
    err = import_stop(page->db, page->actor, id, APPLY_US, &problem);
    if (record_page_problem(&form, err, &problem))
        return refuse_done(page, &form, err);
    return err == ERR_NONE ? page_redirect(page, import_view_url(page, id, ""), "success",
                                           "Stopped. What was imported by then stays.")
                           : err;
}

enum err page_import_undo_post(struct page *page)
{
    struct form form;
    struct import import;
    struct problem problem = {0};
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Undo import");
    err = import_undo(page->db, page->actor, &page->match.ids[0], APPLY_US, &import, &problem);
    if (record_page_problem(&form, err, &problem))
        return refuse_done(page, &form, err);
    return err == ERR_NONE
               ? show_result(page, &import, "Undone. What was kept says why at its line.")
               : err;
}

enum err page_import_discard_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Discard import");
    err = import_discard(page->db, page->actor, &page->match.ids[0]);
    return err == ERR_NONE
               ? page_redirect(page, "/import", "success", "Discarded. Nothing was imported.")
               : err;
}
