#include "data/set/set_content.h"
#include "pages/handlers.h"
#include "pages/overview/record_copy.h"
#include "pages/record/record_editor.h"
#include "pages/record/record_page.h"
#include "pages/set/set_form.h"
#include "pages/set/set_form_show.h"
#include "pages/set/set_noun.h"
#include "web/form_render.h"

/* A new test set: empty, for a prompt or an agent, or a copy of another one. */

static const char title[] = "New test set";
static const char file[] = "set/new.tpl";

static enum err prepare(struct page *page, const struct form *form, const struct set_form *typed)
{
    record_editor_show(page, &set_noun, NULL);
    return set_form_show(page, form, typed, NULL);
}

static enum err refuse(struct page *page, struct form *form, const struct set_form *typed,
                       enum err why)
{
    enum err err = prepare(page, form, typed);
    return err == ERR_NONE ? record_page_refuse(page, form, why, title, file) : err;
}

/* ?from=ID: everything of another set but its name. */
static enum err copy(struct page *page, const char *from, struct set_form *typed)
{
    struct uuid id;
    struct set set;
    struct set_content content;
    if (uuid_parse(from, &id) != ERR_NONE)
        return ERR_NOT_FOUND;
    enum err err = set_get(page->db, page->actor, &id, &set);
    if (err != ERR_NONE)
        return err;
    if (set.cases.data == NULL)
        return ERR_DENIED;
    set_content_read(page->arena, &set.content, &content);
    set_form_of(page, &set, &content, typed);
    typed->name = record_copy_name(page->arena, set.name);
    typed->revision = 0;
    view_text(view_add(page_view(page), "COPIED"), "SOURCE_NAME", set.name);
    return ERR_NONE;
}

/* ?for=prompt&id=ID: begins with what it tests, called as that. */
static enum err begin_for(struct page *page, const char *kind_name, struct set_form *typed)
{
    const struct text *id_text = param_find(&page->request->query, "id");
    enum set_subject subject;
    struct uuid id;
    if (id_text == NULL || uuid_parse(id_text->data, &id) != ERR_NONE ||
        set_subject_parse(kind_name, &subject) != ERR_NONE || subject == SET_SHARED)
        return ERR_NOT_FOUND;
    const struct record_noun *noun = record_nouns[set_subject_kind(subject)->id];
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_load(page->db, page->actor, noun->store, &id, noun->kind->see,
                               RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    typed->subject = (int)subject;
    typed->target = head->name;
    typed->name = arena_printf(page->arena, "%s tests", head->name);
    return ERR_NONE;
}

enum err page_set_new(struct page *page)
{
    const struct text *from = param_find(&page->request->query, "from");
    const struct text *subject = param_find(&page->request->query, "for");
    struct set_form typed;
    enum err err = ERR_NONE;
    set_form_blank(&typed);
    if (from != NULL)
        err = copy(page, from->data, &typed);
    else if (subject != NULL)
        err = begin_for(page, subject->data, &typed);
    if (err == ERR_NONE)
        err = prepare(page, NULL, &typed);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err create(struct page *page, struct form *form, const struct set_form *typed)
{
    struct set_draft draft = set_form_draft(page, typed);
    struct problem problem = {0};
    struct record_saved saved;
    enum err err = set_create(page->db, page->actor, &draft, &saved, &problem);
    if (err == ERR_NONE)
        return record_page_created(page, &set_noun, &saved);
    return set_form_problem(form, err, &problem) ? refuse(page, form, typed, err) : err;
}

enum err page_set_new_post(struct page *page)
{
    struct set_form typed;
    struct form form;
    enum set_form_action action;
    enum err err = set_form_parse(page, &form, NULL, &typed, &action);
    if (err != ERR_NONE)
        return refuse(page, &form, &typed, ERR_INVALID);
    if (action == SET_FORM_SAVE)
        return create(page, &form, &typed);
    err = prepare(page, &form, &typed);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}
