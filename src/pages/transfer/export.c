#include "data/transfer/export.h"

#include <string.h>

#include "pages/handlers.h"
#include "pages/record/record_page.h"

static const char title[] = "Export";
static const char file[] = "transfer/export.tpl";

struct export_form {
    bool has_kinds[RECORD_KIND_COUNT];
    bool has_history;
    bool has_archived;
};

static const struct form_field fields[] = {
    {.name = "prompts",
     .label = "Prompts",
     .kind = FORM_BOOL,
     .offset = offsetof(struct export_form, has_kinds[RECORD_PROMPT])},
    {.name = "agents",
     .label = "Agents",
     .kind = FORM_BOOL,
     .offset = offsetof(struct export_form, has_kinds[RECORD_AGENT])},
    {.name = "teams",
     .label = "Teams",
     .kind = FORM_BOOL,
     .offset = offsetof(struct export_form, has_kinds[RECORD_TEAM])},
    {.name = "sets",
     .label = "Test sets",
     .kind = FORM_BOOL,
     .offset = offsetof(struct export_form, has_kinds[RECORD_SET])},
    {.name = "history",
     .label = "All versions",
     .kind = FORM_BOOL,
     .offset = offsetof(struct export_form, has_history)},
    {.name = "archived",
     .label = "Archived records",
     .kind = FORM_BOOL,
     .offset = offsetof(struct export_form, has_archived)},
};

enum err page_export(struct page *page)
{
    static const char *const checked[] = {"PROMPTS_CHECKED", "AGENTS_CHECKED", "TEAMS_CHECKED",
                                          "SETS_CHECKED", "HISTORY_CHECKED"};
    for (size_t i = 0; i < COUNT_OF(checked); i++)
        view_show(page_view(page), checked[i], true);
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return page_show(page, 200, title, file);
}

static enum err next_piece(void *context, struct buf *piece, bool *is_done)
{
    return export_next(context, piece, is_done);
}

static void leave(void *context)
{
    db_abandon(((struct export *)context)->db);
}

/* "rostrum-northwind-2026-05-03.json" would name the customer in whatever folder it lands: the date
 * is enough. */
static enum err send(struct page *page, struct export *export)
{
    char day[CLOCK_DAY_LEN];
    clock_format_day(clock_now(), day);
    page->response->status = 200;
    page->response->content_type = "application/json";
    page->response->stream = (struct response_stream){next_piece, export, leave};
    response_header(
        page->response, "Content-Disposition",
        arena_printf(page->arena, "attachment; filename=\"rostrum-export-%s.json\"", day));
    return ERR_NONE;
}

static bool has_any_kind(const struct export_form *typed)
{
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (typed->has_kinds[i])
            return true;
    return false;
}

enum err page_export_post(struct page *page)
{
    struct form form;
    struct export_form typed;
    struct export *export = arena_alloc(page->arena, sizeof *export);
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE && !has_any_kind(&typed)) {
        form_error(&form, "prompts", "Choose prompts, agents, teams or test sets.");
        err = ERR_INVALID;
    }
    if (err != ERR_NONE)
        return page_show_form(page, &form, title, file);
    struct export_choice choice = {.has_history = typed.has_history,
                                   .has_archived = typed.has_archived};
    memcpy(choice.has_kinds, typed.has_kinds, sizeof choice.has_kinds);
    err = organization_export(page->db, page->actor, &choice, export, &problem);
    if (record_page_problem(&form, err, &problem))
        return record_page_refuse(page, &form, err, title, file);
    return err == ERR_NONE ? send(page, export) : err;
}
