#include <string.h>

#include "crypt/base64.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_import_show.h"
#include "pages/run/run_sets.h"
#include "pages/run/run_view.h"
#include "web/form_render.h"

/* Results of promptfoo as a test run. They are shown before anything is saved; the form below them
 * carries the file, so that it is not needed again. */

static const char title[] = "Import results of";

enum { DO_REVIEW, DO_IMPORT };
static const char *const actions[] = {"review", "import", NULL};

struct import_form {
    struct upload upload;
    struct text kept; /* a file that was sent before: base64url */
    const char *name; /* its name */
    int64_t version;
    struct uuid set;
    int64_t set_version;
    int64_t column; /* -1: the first one */
    int action;     /* -1: to review */
};

#define AT(member) offsetof(struct import_form, member)

static const struct form_field fields[] = {
    {.name = "file", .label = "File", .kind = FORM_FILE, .offset = AT(upload)},
    {.name = "kept", .label = "File", .kind = FORM_TEXT, .offset = AT(kept)},
    {.name = "name", .label = "File", .kind = FORM_LINE, .max_bytes = 255, .offset = AT(name)},
    {.name = "version",
     .label = "Version",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = AT(version)},
    {.name = "set", .label = "Test set", .kind = FORM_UUID, .offset = AT(set)},
    {.name = "set_version",
     .label = "Version of the test set",
     .kind = FORM_INT,
     .number = NUMBER_VERSION,
     .offset = AT(set_version)},
    {.name = "column",
     .label = "Prompt and provider",
     .kind = FORM_INT,
     .number = NUMBER_RESULT_PLACE,
     .fallback = -1,
     .offset = AT(column)},
    {.name = "do",
     .label = "Action",
     .kind = FORM_CHOICE,
     .choices = actions,
     .offset = AT(action)},
};

struct importing {
    struct record_head *head;
    struct run_sets sets;
    struct form form;
    struct import_form typed;
    struct text bytes; /* of the file */
    struct run_import import;
};

static enum err load(struct page *page, struct importing *importing)
{
    const struct record_noun *noun = record_noun_of_page(page);
    importing->head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, importing->head);
    if (err == ERR_NONE && (!record_page_allows(page, noun->kind->change, importing->head) ||
                            !record_page_allows(page, noun->kind->read, importing->head)))
        err = ERR_DENIED;
    return err == ERR_NONE ? run_sets_load(page, importing->head, &importing->sets) : err;
}

/* ---- showing ------------------------------------------------------------------------------- */

static void show_form(struct page *page, struct importing *importing)
{
    struct view *view = page_view(page);
    const struct uuid *first = run_sets_first(&importing->sets);
    const struct uuid *chosen =
        uuid_is_nil(&importing->typed.set) && first != NULL ? first : &importing->typed.set;
    record_page_subhead(page, record_noun_of_page(page), importing->head, title);
    page_uuid(page, view, "RECORD_ID", &importing->head->id);
    view_number(view, "VERSION", importing->head->version);
    view_text(view, "SET_VERSION", "");
    view_show(view, "NO_SETS", first == NULL);
    view_show(view, "IS_READY", first != NULL);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
    run_sets_show(page, &importing->sets, chosen);
}

static enum err show(struct page *page, struct importing *importing, const char *file, enum err err)
{
    form_render(&importing->form, page->view);
    if (err == ERR_NONE)
        return record_page_show(page, 200, title, importing->head->name, file);
    return page_show_form(page, &importing->form,
                          arena_printf(page->arena, "%s %s", title, importing->head->name), file);
}

static enum err show_review(struct page *page, struct importing *importing, enum err err)
{
    show_form(page, importing);
    view_text(page->view, "KEPT_NAME", importing->typed.name);
    view_text(page->view, "KEPT_FILE", base64url_make(page->arena, importing->bytes));
    view_show(page->view, "MAY_IMPORT", err == ERR_NONE);
    run_import_show(page, &importing->import);
    return show(page, importing, "run/import_review.tpl", err);
}

enum err page_run_import(struct page *page)
{
    struct importing *importing = arena_alloc(page->arena, sizeof *importing);
    *importing = (struct importing){.head = NULL};
    enum err err = load(page, importing);
    if (err != ERR_NONE)
        return err;
    show_form(page, importing);
    return show(page, importing, "run/import.tpl", ERR_NONE);
}

/* ---- importing ----------------------------------------------------------------------------- */

/* A file that is sent now goes before the one that was kept. */
static void find_bytes(struct page *page, struct importing *importing)
{
    struct import_form *typed = &importing->typed;
    if (typed->upload.bytes.data != NULL && typed->upload.bytes.len > 0) {
        importing->bytes = typed->upload.bytes;
        typed->name = typed->upload.name;
    } else if (typed->kept.len == 0 ||
               base64url_open(page->arena, typed->kept.data, &importing->bytes) != ERR_NONE) {
        importing->bytes = (struct text){"", 0};
    }
    if (importing->bytes.len == 0)
        form_error(&importing->form, "file", "Choose a file.");
    if (typed->name == NULL || typed->name[0] == '\0')
        typed->name = "results.json";
}

static struct run_import_draft draft_of(const struct importing *importing)
{
    const struct import_form *typed = &importing->typed;
    return (struct run_import_draft){.store = importing->head->store,
                                     .record_id = importing->head->id,
                                     .version = typed->version,
                                     .set_id = typed->set,
                                     .set_version = typed->set_version,
                                     .file_name = typed->name,
                                     .bytes = importing->bytes,
                                     .column = typed->column};
}

/* What is wrong becomes a message; whatever could be read is there. */
static enum err review(struct page *page, struct importing *importing, enum err wrong)
{
    struct problem problem;
    const struct run_import_draft draft = draft_of(importing);
    if (!run_sets_has(&importing->sets, &importing->typed.set))
        form_error(&importing->form, "set", "Choose a test set from the list.");
    if (wrong != ERR_NONE || importing->form.error_count > 0)
        return ERR_INVALID;
    enum err err = run_import_read(page->db, page->actor, &draft, &importing->import, &problem);
    if (err == ERR_NOT_FOUND)
        err = problem_refuse(&problem, ERR_INVALID, "version", "There is no such version.");
    return record_page_mend(&importing->form, err, &problem);
}

static enum err save(struct page *page, struct importing *importing)
{
    struct uuid id;
    struct problem problem;
    const struct run_import_draft draft = draft_of(importing);
    enum err err = run_import(page->db, page->actor, &draft, &id, &problem);
    if (err != ERR_NONE)
        return record_page_mend(&importing->form, err, &problem);
    const struct test_run run = {.id = id, .record_id = importing->head->id};
    return page_redirect(page, run_view_url(page, &run, ""), "success",
                         "The results are imported.");
}

enum err page_run_import_post(struct page *page)
{
    struct importing *importing = arena_alloc(page->arena, sizeof *importing);
    *importing = (struct importing){.head = NULL};
    enum err err = load(page, importing);
    if (err != ERR_NONE)
        return err;
    err = form_parse(&importing->form, page->request, fields, (int)COUNT_OF(fields),
                     &importing->typed);
    find_bytes(page, importing);
    err = review(page, importing, err);
    if (err == ERR_NONE && importing->typed.action == DO_IMPORT)
        err = save(page, importing);
    else if (err == ERR_NONE)
        return show_review(page, importing, ERR_NONE);
    if (err != ERR_INVALID)
        return err;
    if (importing->import.file.column_count > 0)
        return show_review(page, importing, err);
    show_form(page, importing);
    return show(page, importing, "run/import.tpl", err);
}
