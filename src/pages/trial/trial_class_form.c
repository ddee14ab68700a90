#include "data/trial/trial_class.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* How sensitive the data of a record is, which says to which endpoints it is sent. */

enum { CLASS_BYTES = 20 };

struct class_form {
    const char *data_class; /* "": that of the organization */
};

static enum err load(struct page *page, const struct record_noun *noun, struct record_head **head,
                     struct trial_class *class)
{
    *head = arena_alloc(page->arena, noun->store->size);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, *head);
    if (err == ERR_NONE && !record_page_allows(page, noun->kind->change, *head))
        err = ERR_DENIED;
    return err == ERR_NONE ? trial_class_get(page->db, *head, class) : err;
}

static void show_choice(struct page *page, const char *value, const char *title, const char *text,
                        bool is_chosen)
{
    struct view *view = view_add(page->view, "CLASS");
    view_text(view, "VALUE", value);
    view_text(view, "TITLE", title);
    view_text(view, "TEXT", text);
    view_show(view, "CHECKED", is_chosen);
}

static enum err show(struct page *page, const struct record_noun *noun,
                     const struct record_head *head, const struct trial_class *class)
{
    const struct endpoint_class_words *usual = &endpoint_classes[class->organization];
    bool may_lower = trial_class_may_lower(page->actor);
    record_page_subhead(page, noun, head, "Data class of");
    if (may_lower || class->organization >= class->record)
        show_choice(page, "", arena_printf(page->arena, "As usual: %s", usual->title),
                    "What administrators chose for the organization.", !class->is_own);
    for (int i = 0; i < ENDPOINT_CLASS_COUNT; i++)
        if (may_lower || i >= (int)class->record)
            show_choice(page, endpoint_class_names[i], endpoint_classes[i].title,
                        endpoint_classes[i].text, class->is_own && i == (int)class->record);
    view_show(page->view, "ONLY_HIGHER", !may_lower);
    return ERR_NONE;
}

enum err page_trial_class(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = NULL;
    struct trial_class class;
    enum err err = load(page, noun, &head, &class);
    if (err == ERR_NONE)
        err = show(page, noun, head, &class);
    return err == ERR_NONE
               ? record_page_show(page, 200, "Data class of", head->name, "trial/class.tpl")
               : err;
}

static enum err refuse(struct page *page, const struct record_noun *noun, struct form *form,
                       const struct record_head *head, enum err why)
{
    struct trial_class class;
    enum err err = trial_class_get(page->db, head, &class);
    if (err == ERR_NONE)
        err = show(page, noun, head, &class);
    if (err != ERR_NONE)
        return err;
    return record_page_refuse(page, form, why,
                              arena_printf(page->arena, "Data class of %s", head->name),
                              "trial/class.tpl");
}

enum err page_trial_class_post(struct page *page)
{
    static const struct form_field fields[] = {{.name = "data_class",
                                                .label = "Data class",
                                                .kind = FORM_LINE,
                                                .max_bytes = CLASS_BYTES,
                                                .offset = offsetof(struct class_form, data_class)}};
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = NULL;
    struct trial_class class;
    struct class_form typed = {.data_class = ""};
    struct form form;
    struct problem problem;
    enum err err = load(page, noun, &head, &class);
    if (err != ERR_NONE)
        return err;
    if (form_parse(&form, page->request, fields, COUNT_OF(fields), &typed) != ERR_NONE)
        return refuse(page, noun, &form, head, ERR_INVALID);
    err = trial_class_set(page->db, page->actor, head,
                          typed.data_class == NULL ? "" : typed.data_class, &problem);
    if (err == ERR_INVALID || err == ERR_DENIED) {
        (void)record_page_problem(&form, err, &problem);
        return refuse(page, noun, &form, head, err);
    }
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, record_page_url(page, noun->kind, &head->id, "/preview"), "success",
                         "Data class saved.");
}
