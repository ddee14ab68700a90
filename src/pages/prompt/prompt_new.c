#include "data/prompt/prompt.h"
#include "pages/handlers.h"
#include "pages/overview/record_copy.h"
#include "pages/prompt/prompt_form.h"
#include "pages/prompt/prompt_noun.h"
#include "pages/prompt/prompt_picker.h"
#include "pages/record/record_editor.h"
#include "pages/record/record_page.h"

static const char title[] = "New prompt";
static const char file[] = "prompt/new.tpl";

static enum err prepare(struct page *page, const struct prompt_form *typed)
{
    record_editor_show(page, &prompt_noun, NULL);
    return prompt_form_show(page, typed, &(struct prompt_saved){.prompt = NULL});
}

/* Who may create nothing does not see the form either. */
static enum err show(struct page *page, const struct prompt_form *typed)
{
    enum err err = prepare(page, typed);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err refuse(struct page *page, struct form *form, const struct prompt_form *typed,
                       enum err err)
{
    enum err shown = prepare(page, typed);
    return shown == ERR_NONE ? record_page_refuse(page, form, err, title, file) : shown;
}

/* The prompt that GET /prompts/new?from=ID copies. */
static enum err copy(struct page *page, const struct text *from)
{
    struct uuid id;
    struct prompt prompt;
    struct prompt_form typed;
    if (uuid_parse(from->data, &id) != ERR_NONE)
        return ERR_NOT_FOUND;
    enum err err = record_load(page->db, page->actor, &prompt_store, &id, PERMISSION_PROMPT_SEE,
                               RECORD_WHOLE, &prompt);
    if (err != ERR_NONE)
        return err;
    if (prompt.body.data == NULL)
        return ERR_DENIED;
    prompt_form_of(page, &prompt, &typed);
    typed.name = record_copy_name(page->arena, prompt.name);
    typed.revision = 0;
    view_text(view_add(page_view(page), "COPIED"), "SOURCE_NAME", prompt.name);
    return show(page, &typed);
}

/* Empty, of a type, or in a folder. */
static enum err show_blank(struct page *page)
{
    const struct text *type = param_find(&page->request->query, "type");
    const struct text *folder = param_find(&page->request->query, "folder");
    enum prompt_type chosen = PROMPT_TEXT;
    struct prompt_form blank;
    if (type != NULL && prompt_type_parse(type->data, &chosen) != ERR_NONE)
        chosen = PROMPT_TEXT;
    prompt_form_blank(page, chosen, &blank);
    if (folder != NULL && folder->len > 0)
        blank.name = arena_printf(page->arena, "%s/", folder->data);
    return show(page, &blank);
}

enum err page_prompt_new(struct page *page)
{
    const struct text *from = param_find(&page->request->query, "from");
    prompt_picker_ahead(page);
    return from != NULL ? copy(page, from) : show_blank(page);
}

enum err page_prompt_new_post(struct page *page)
{
    struct prompt_form typed;
    struct form form;
    enum prompt_form_action action;
    if (prompt_form_parse(page, &form, &typed, &action) != ERR_NONE)
        return refuse(page, &form, &typed, ERR_INVALID);
    if (action != PROMPT_FORM_SAVE)
        return show(page, &typed);
    struct prompt_draft draft = prompt_form_draft(&typed);
    struct problem problem = {0};
    struct record_saved saved;
    enum err err = prompt_create(page->db, page->actor, &draft, &saved, &problem);
    if (record_page_problem(&form, err, &problem))
        return refuse(page, &form, &typed, err);
    if (err != ERR_NONE)
        return err;
    return record_page_created(page, &prompt_noun, &saved);
}
