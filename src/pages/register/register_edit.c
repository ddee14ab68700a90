#include "data/register/register.h"
#include "data/user/user.h"
#include "data/user/user_list.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/register/register_show.h"
#include "web/form_render.h"

/* The form of an entry in the register. */

struct entry_form {
    struct text texts[REGISTER_TEXT_COUNT];
    int risk;
    struct uuid oversight_id;
    int64_t review_on;
    int64_t revision;
};

#define AT(member) offsetof(struct entry_form, member)

static const struct form_field fields[] = {
    {.name = "purpose",
     .label = "Purpose",
     .kind = FORM_TEXT,
     .max_chars = REGISTER_TEXT_MAX,
     .offset = AT(texts[REGISTER_PURPOSE])},
    {.name = "data_categories",
     .label = "Data categories",
     .kind = FORM_TEXT,
     .max_chars = REGISTER_TEXT_MAX,
     .offset = AT(texts[REGISTER_DATA_CATEGORIES])},
    {.name = "affected_people",
     .label = "Affected people",
     .kind = FORM_TEXT,
     .max_chars = REGISTER_TEXT_MAX,
     .offset = AT(texts[REGISTER_AFFECTED_PEOPLE])},
    {.name = "oversight_id",
     .label = "Human oversight",
     .kind = FORM_UUID,
     .offset = AT(oversight_id)},
    {.name = "risk_class",
     .label = "Risk class",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = register_risk_names,
     .offset = AT(risk)},
    {.name = "risk_reason",
     .label = "Reason for the risk class",
     .kind = FORM_TEXT,
     .max_chars = REGISTER_TEXT_MAX,
     .offset = AT(texts[REGISTER_RISK_REASON])},
    {.name = "review_on", .label = "Next review", .kind = FORM_DAY, .offset = AT(review_on)},
    RECORD_REVISION_FIELD(struct entry_form, revision),
};

static void show_people(struct page *page, const struct user_list *users, const struct uuid *chosen,
                        const struct register_entry *entry)
{
    bool is_listed = uuid_is_nil(chosen);
    for (int i = 0; i < users->count; i++) {
        struct view *option = view_add(page->view, "PERSON_OPTION");
        bool is_chosen = uuid_equal(&users->items[i].id, chosen);
        page_uuid(page, option, "VALUE", &users->items[i].id);
        record_page_person(option, "TEXT", users->items[i].full_name);
        view_show(option, "SELECTED", is_chosen);
        is_listed = is_listed || is_chosen;
    }
    if (is_listed || !uuid_equal(chosen, &entry->oversight_id))
        return;
    struct view *option = view_add(page->view, "PERSON_OPTION"); /* who can't be chosen anew */
    page_uuid(page, option, "VALUE", chosen);
    view_text(option, "TEXT",
              arena_printf(page->arena, "%s (inactive)", record_page_name(entry->oversight_name)));
    view_show(option, "SELECTED", true);
}

static void show_risks(struct page *page, int chosen)
{
    for (int i = 0; i < RISK_COUNT; i++) {
        struct view *option = view_add(page->view, "RISK_OPTION");
        view_text(option, "VALUE", register_risk_names[i]);
        view_text(option, "TEXT", register_risk_titles[i]);
        view_show(option, "SELECTED", i == chosen);
    }
}

/* The page with the entry as it is; what was typed comes over it. */
static enum err fill(struct page *page, const struct record_noun *noun, struct record_head *head,
                     const struct entry_form *typed, struct register_entry *entry)
{
    struct user_list users;
    struct record_head ahead = record_page_ahead(page, noun);
    user_list_choices_ahead(page->db, &page->actor->organization_id);
    register_entry_ahead(page->db, &ahead);
    enum err err = record_page_load(page, noun, RECORD_HEAD_ONLY, head);
    if (err != ERR_NONE)
        return err;
    record_page_subhead(page, noun, head, "Register entry of");
    if (!record_page_allows(page, noun->kind->change, head))
        return ERR_DENIED;
    err = register_entry_get(page->db, page->actor, head, entry);
    if (err == ERR_NONE)
        err = user_list_choices(page->db, page->actor, &head->organization_id, &users);
    if (err != ERR_NONE)
        return err;
    register_show_entry(page, page->view, entry);
    view_text(page->view, "REVIEW_ON", register_show_day(page, entry->review_on));
    view_number(page->view, "REVISION", entry->revision);
    show_people(page, &users, typed == NULL ? &entry->oversight_id : &typed->oversight_id, entry);
    show_risks(page, typed == NULL ? (int)entry->risk : typed->risk);
    return ERR_NONE;
}

static const char *title_of(struct page *page, const struct record_head *head)
{
    return arena_printf(page->arena, "Register entry of %s: edit", head->name);
}

enum err page_register_edit(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct register_entry entry;
    enum err err = fill(page, noun, head, NULL, &entry);
    return err == ERR_NONE ? page_show(page, 200, title_of(page, head), "register/edit.tpl") : err;
}

static struct register_draft draft_of(struct page *page, const struct entry_form *typed)
{
    struct register_draft draft = {.record_id = page->match.ids[0],
                                   .based_on_revision = typed->revision,
                                   .risk = (enum register_risk)typed->risk,
                                   .oversight_id = typed->oversight_id,
                                   .review_on = typed->review_on};
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        draft.texts[i] = typed->texts[i].data == NULL
                             ? ""
                             : arena_copy(page->arena, typed->texts[i].data, typed->texts[i].len);
    return draft;
}

/* What someone else saved meanwhile, beside what was typed; saving again replaces it. */
static void show_stale(struct page *page, struct form *form, const struct register_entry *now,
                       const struct register_draft *yours)
{
    form_error(form, "",
               arena_printf(page->arena,
                            "This entry was saved by %s while you were editing it. What you typed "
                            "is still here, and what differs is below it. Save again to replace "
                            "what is there.",
                            record_page_name(now->author_name)));
    form_render(form, page_view(page));
    view_number(page->view, "REVISION", now->revision);
    struct view *stale = view_add(page->view, "STALE");
    view_number(stale, "NOW_VERSION", now->revision);
    view_include(stale, "STALE_FIELDS", "record/stale.tpl");
    struct view *others = view_add(stale, "OTHER_FIELDS");
    for (int i = 0; i < REGISTER_TEXT_COUNT; i++)
        record_page_differs(others, register_text_titles[i], now->texts[i], yours->texts[i]);
    record_page_differs(others, "Risk class", register_risk_titles[now->risk],
                        register_risk_titles[yours->risk]);
    record_page_differs(others, "Next review", register_show_day(page, now->review_on),
                        register_show_day(page, yours->review_on));
}

static enum err refuse(struct page *page, const struct record_noun *noun, struct form *form,
                       const struct entry_form *typed, enum err refusal)
{
    struct record_head *head = arena_alloc(page->arena, noun->store->size);
    struct register_draft yours = draft_of(page, typed);
    struct register_entry entry;
    enum err err = fill(page, noun, head, typed, &entry);
    if (err != ERR_NONE)
        return err;
    if (refusal != ERR_STALE)
        return record_page_refuse(page, form, refusal, title_of(page, head), "register/edit.tpl");
    show_stale(page, form, &entry, &yours);
    view_include(page->view, "ERROR_SUMMARY", "shell/errors.tpl");
    return page_show(page, 409, title_of(page, head), "register/edit.tpl");
}

enum err page_register_edit_post(struct page *page)
{
    const struct record_noun *noun = record_noun_of_page(page);
    struct entry_form typed;
    struct form form;
    struct problem problem = {0};
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err == ERR_NONE) {
        struct register_draft draft = draft_of(page, &typed);
        err = register_save(page->db, page->actor, noun->store, &draft, &problem);
        if (err == ERR_NONE)
            return page_redirect(
                page, record_page_url(page, noun->kind, &page->match.ids[0], "/register"),
                "success", "Saved in the register.");
        if (err != ERR_STALE && !record_page_problem(&form, err, &problem))
            return err;
    }
    return refuse(page, noun, &form, &typed, err);
}
