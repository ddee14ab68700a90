#include <string.h>

#include "crypt/answer_file.h"
#include "data/run/run_upload.h"
#include "pages/handlers.h"
#include "pages/record/record_noun.h"
#include "pages/run/run_view.h"
#include "pages/shell/page_download.h"

/* A run that is carried by file: downloading it, sealed to its runner, and uploading the answers.
 */

static const char file[] = "run/answers.tpl";
static const char title[] = "Upload answers for";

struct answers_form {
    struct upload upload;
};

static const struct form_field fields[] = {
    {.name = "answers",
     .label = "Answers",
     .kind = FORM_FILE,
     .max_bytes = ANSWER_FILE_MAX,
     .offset = offsetof(struct answers_form, upload)},
};

static enum err load(struct page *page, struct record_head **head, struct test_run *run)
{
    const struct record_noun *noun = record_noun_of_page(page);
    *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, *head);
    if (err == ERR_NONE)
        err = run_get(page->db, page->actor, *head, &page->match.ids[1], run);
    return err == ERR_NONE && uuid_is_nil(&run->runner_id) ? ERR_NOT_FOUND : err;
}

enum err page_run_sealed(struct page *page)
{
    struct record_head *head;
    struct test_run run;
    struct text sealed;
    struct problem problem;
    char id[UUID_TEXT_LEN];
    enum err err = load(page, &head, &run);
    if (err == ERR_NONE)
        err = run_carry_download(page->db, page->actor, head, &run, &sealed, &problem);
    if (err == ERR_CONFLICT)
        return page_redirect(page, run_view_url(page, &run, ""), "warning", problem.message);
    if (err != ERR_NONE)
        return err;
    uuid_format(&run.id, id);
    struct page_file download = {.name = arena_printf(page->arena, "run-%s", id),
                                 .ending = ".sealed",
                                 .content_type = "application/octet-stream"};
    buf_init(&download.body, page->arena);
    buf_add(&download.body, sealed.data, sealed.len);
    page_download(page, &download);
    return ERR_NONE;
}

/* ---- uploading ----------------------------------------------------------------------------- */

static void show(struct page *page, const struct record_head *head, const struct test_run *run)
{
    record_page_subhead(page, record_noun_of_page(page), head, title);
    run_view_row(page, page->view, run);
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
}

enum err page_run_answers(struct page *page)
{
    struct record_head *head;
    struct test_run run;
    enum err err = load(page, &head, &run);
    if (err == ERR_NONE && !run_state_is_over(run.state) && !run_may_carry(page->actor, head, &run))
        err = ERR_DENIED;
    if (err != ERR_NONE)
        return err;
    if (run_state_is_over(run.state))
        return page_redirect(page, run_view_url(page, &run, ""), "warning",
                             "This run has ended: it takes no answers any more.");
    (void)page_view(page);
    show(page, head, &run);
    return record_page_show(page, 200, title, head->name, file);
}

static enum err upload(struct page *page, struct form *form, const struct record_head *head,
                       const struct test_run *run, const struct answers_form *typed)
{
    struct problem problem;
    if (typed->upload.bytes.data == NULL) {
        form_error(form, "answers", "Choose the file that \"rostrum run-cases\" wrote.");
        return ERR_INVALID;
    }
    enum err err = run_upload(page->db, page->actor, head, run, typed->upload.bytes, &problem);
    return record_page_mend(form, err, &problem);
}

/* Nothing can be mended in the form any more: the page of the run says why. */
static enum err say_over(struct page *page, const struct record_head *head,
                         const struct test_run *run)
{
    struct problem problem;
    enum err err = run_upload(page->db, page->actor, head, run, (struct text){"", 0}, &problem);
    return err == ERR_CONFLICT
               ? page_redirect(page, run_view_url(page, run, ""), "warning", problem.message)
               : err;
}

enum err page_run_answers_post(struct page *page)
{
    struct form form;
    struct answers_form typed;
    struct record_head *head;
    struct test_run run;
    enum err wrong = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    enum err err = load(page, &head, &run);
    if (err != ERR_NONE)
        return err;
    if (run_state_is_over(run.state))
        return say_over(page, head, &run);
    if (wrong == ERR_NONE)
        wrong = upload(page, &form, head, &run, &typed);
    if (wrong == ERR_NONE)
        return page_redirect(page, run_view_url(page, &run, ""), "success",
                             "The answers are graded.");
    if (wrong != ERR_INVALID)
        return wrong;
    (void)page_view(page);
    show(page, head, &run);
    return page_show_form(page, &form, arena_printf(page->arena, "%s %s", title, head->name), file);
}
