#include "data/edit/record_folder.h"

#include <string.h>

#include "domain/record/record_name.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "web/form_render.h"

/* A folder of a list gets another name, or goes into another folder. The address says which and
 * what to, so that the page shows what would change before it is done, and what undoes it. */

struct folder_query {
    const char *folder;
    const char *to;
    int64_t count; /* of the records that the person saw; 0: none */
};

static const struct form_field fields[] = {
    {.name = "folder",
     .label = "Folder",
     .kind = FORM_LINE,
     .max_chars = RECORD_NAME_MAX,
     .offset = offsetof(struct folder_query, folder)},
    {.name = "to",
     .label = "New name",
     .kind = FORM_LINE,
     .max_chars = RECORD_NAME_MAX,
     .offset = offsetof(struct folder_query, to)},
    {.name = "count",
     .label = "Records",
     .kind = FORM_INT,
     .number = NUMBER_FOLDER_RECORDS,
     .offset = offsetof(struct folder_query, count)},
};

static const char title[] = "Rename or move folder";
static const char file[] = "record/folder.tpl";

static const char *url(struct page *page, const struct record_kind *kind, const char *from,
                       const char *to, int count)
{
    return arena_printf(page->arena, "%s/folder?folder=%s&to=%s&count=%d", kind->path,
                        text_percent_encode(page->arena, from),
                        text_percent_encode(page->arena, to), count);
}

static const char *list_url(struct page *page, const struct record_kind *kind, const char *folder)
{
    return arena_printf(page->arena, "%s?folder=%s", kind->path,
                        text_percent_encode(page->arena, folder));
}

/* ---- what would change -------------------------------------------------------------------- */

static void show_line(struct page *page, struct view *view, const struct record_kind *kind,
                      const struct record_folder_line *line)
{
    view_text(view, "LINE_NAME", line->name);
    view_text(view, "LINE_URL", record_page_url(page, kind, &line->id, ""));
    view_show(view, "LINE_ARCHIVED", line->is_archived);
    if (line->reason == NULL) {
        view_text(view_add(view, "RENAMED"), "NEW_NAME", line->new_name);
        return;
    }
    struct view *refused = view_add(view, "REFUSED");
    view_text(refused, "REASON", line->reason);
    if (line->blocking_path == NULL)
        return;
    struct view *blocking = view_add(refused, "BLOCKING");
    view_text(blocking, "BLOCKING_URL", line->blocking_path);
    view_text(blocking, "BLOCKING_NAME", line->blocking_name);
}

/* What stands in the way comes first. */
static void show_lines(struct page *page, struct view *changes, const struct record_kind *kind,
                       const struct record_folder_plan *plan)
{
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < plan->count; i++)
            if ((plan->lines[i].reason != NULL) == (pass == 0))
                show_line(page, view_add(changes, "LINE"), kind, &plan->lines[i]);
}

static void show_plan(struct page *page, const struct record_kind *kind,
                      const struct record_folder_plan *plan)
{
    struct view *changes = view_add(page->view, "CHANGES");
    const char *counted = record_page_count(page, plan->count, kind->noun);
    view_text(changes, "COUNTED", counted);
    if (plan->archived_count > 0)
        view_number(view_add(changes, "SOME_ARCHIVED"), "ARCHIVED_COUNT", plan->archived_count);
    view_show(changes, "JOINED", plan->is_joined);
    show_lines(page, changes, kind, plan);
    if (plan->refused_count > 0) {
        view_text(view_add(changes, "IMPOSSIBLE"), "REFUSED_COUNTED",
                  record_page_count(page, plan->refused_count, kind->noun));
        return;
    }
    struct view *action = view_add(changes, "POSSIBLE");
    view_text(action, "ACTION_URL", url(page, kind, plan->from, plan->to, plan->count));
}

/* ---- the page ----------------------------------------------------------------------------- */

static void show_form(struct page *page, const struct record_kind *kind,
                      const struct folder_query *query, const struct record_folder_plan *plan)
{
    struct view *view = page_view(page);
    view_text(view, "LIST_URL", kind->path);
    view_text(view, "LIST_TITLE", kind->title);
    view_text(view, "NOUN", kind->noun);
    view_text(view, "NOUNS", kind->nouns);
    view_text(view, "FOLDER", query->folder);
    view_text(view, "FOLDER_LIST_URL", list_url(page, kind, query->folder));
    view_text(view, "TO", query->to[0] == '\0' ? query->folder : query->to);
    view_number(view, "FOLDER_MAX", RECORD_FOLDER_MAX);
    view_show(view, "TOO_MANY", plan->has_more);
    if (!plan->has_more)
        view_show(view_add(view, "FEW_ENOUGH"), "FIRST",
                  query->to[0] == '\0' || plan->refused_count > 0);
    view_include(view, "ERROR_SUMMARY", "shell/errors.tpl");
}

static int status_of(enum err err)
{
    return err == ERR_NONE ? 200 : err == ERR_INVALID ? 422 : err == ERR_DENIED ? 403 : 409;
}

/* The page with the plan; err is why nothing was done, with its problem. */
static enum err show(struct page *page, struct form *form, const struct folder_query *query,
                     const struct record_folder_plan *plan, enum err err,
                     const struct problem *problem)
{
    const struct record_kind *kind = record_noun_of_page(page)->kind;
    if (err == ERR_NOT_FOUND || err == ERR_UNAVAILABLE)
        return err;
    if (err == ERR_DENIED && plan->count == 0)
        return err;
    show_form(page, kind, query, plan);
    if (record_page_problem(form, err, problem))
        form_render(form, page->view);
    if (err != ERR_INVALID && plan->to[0] != '\0' && !plan->has_more)
        show_plan(page, kind, plan);
    return page_show(page, status_of(err), title, file);
}

static enum err parse(struct page *page, struct form *form, struct folder_query *query)
{
    return form_parse_query(form, page->request, fields, (int)COUNT_OF(fields), query);
}

static enum err choose_first(struct page *page, const struct record_noun *noun)
{
    return page_redirect(page, noun->kind->path, "warning", "Choose a folder first.");
}

enum err page_record_folder(struct page *page)
{
    struct form form;
    struct folder_query query;
    struct record_folder_plan plan = {.count = 0};
    struct problem problem = {0};
    const struct record_noun *noun = record_noun_of_page(page);
    enum err err = parse(page, &form, &query);
    if (query.folder[0] == '\0')
        return choose_first(page, noun);
    const char *to = err == ERR_NONE ? query.to : "";
    struct record_folder_draft draft = {query.folder, to};
    enum err planned =
        record_folder_plan(page->db, page->actor, noun->store, &draft, &plan, &problem);
    if (planned == ERR_NONE && err != ERR_NONE) {
        form_render(&form, page_view(page));
        planned = ERR_INVALID;
        problem = (struct problem){.field = "to", .message = form.errors[0].message};
        form.error_count = 0;
    }
    return show(page, &form, &query, &plan, planned, &problem);
}

/* What was done, and, where the folder holds nothing else, the way back. */
static enum err answer(struct page *page, const struct record_noun *noun,
                       const struct record_folder_plan *plan)
{
    enum { UNDO_MAX = 2000 /* bytes: the message travels in a cookie */ };
    const char *undo = url(page, noun->kind, plan->to, plan->from, plan->count);
    bool may_undo = !plan->is_joined && strlen(undo) <= UNDO_MAX;
    const struct page_step step = {may_undo ? "Undo" : NULL, undo, true};
    return page_redirect_next(
        page, list_url(page, noun->kind, plan->to), "success",
        arena_printf(page->arena, "Folder renamed: %s now in “%s”.",
                     arena_printf(page->arena, plan->count == 1 ? "%s is" : "%s are",
                                  record_page_count(page, plan->count, noun->kind->noun)),
                     plan->to),
        &step, 1);
}

enum err page_record_folder_post(struct page *page)
{
    struct form form, said;
    struct folder_query query;
    struct record_folder_plan plan = {.count = 0};
    struct problem problem = {0};
    const struct record_noun *noun = record_noun_of_page(page);
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, title);
    if (parse(page, &said, &query) != ERR_NONE || query.folder[0] == '\0')
        return choose_first(page, noun);
    struct record_folder_draft draft = {query.folder, query.to};
    err = record_folder_move(page->db, page->actor, noun->store, &draft, query.count, &plan,
                             &problem);
    return err == ERR_NONE ? answer(page, noun, &plan)
                           : show(page, &said, &query, &plan, err, &problem);
}
