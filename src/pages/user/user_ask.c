#include "data/account/invitation_request.h"
#include "pages/handlers.h"
#include "pages/user/user_fields.h"
#include "pages/user/user_requests.h"

/* Asking an administrator to invite someone, and declining. */

struct ask_form {
    const char *email;
    const char *full_name;
    int persona;
    const char *reason;
};

static const struct form_field ask_fields[] = {
    FIELD_FULL_NAME(struct ask_form),
    FIELD_EMAIL(struct ask_form),
    {.name = "user_persona",
     .label = "Persona",
     .kind = FORM_CHOICE,
     .choices = persona_names,
     .offset = offsetof(struct ask_form, persona)},
    {.name = "reason",
     .label = "Reason",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = INVITATION_REQUEST_REASON_MAX,
     .offset = offsetof(struct ask_form, reason)},
};

static const char ask_title[] = "Ask for an invitation";
static const char ask_file[] = "user/user_ask.tpl";

/* Every persona that an administrator of an organization may give. */
static void show_choices(struct page *page, int persona)
{
    struct view *view = page_view(page);
    view_text(view, "FULL_NAME", "");
    view_text(view, "EMAIL", "");
    view_text(view, "REASON", "");
    for (int i = 0; i < PERSONA_COUNT; i++) {
        if (i == PERSONA_PLATFORM_ADMIN)
            continue;
        struct view *option = view_add(view, "PERSONA_OPTION");
        view_text(option, "VALUE", persona_names[i]);
        view_text(option, "TEXT", persona_names[i]);
        view_show(option, "SELECTED", i == persona);
    }
}

enum err page_user_ask(struct page *page)
{
    show_choices(page, -1);
    return page_show(page, 200, ask_title, ask_file);
}

static enum err show_again(struct page *page, const struct form *form, const struct ask_form *input)
{
    show_choices(page, input->persona);
    return page_show_form(page, form, ask_title, ask_file);
}

enum err page_user_ask_post(struct page *page)
{
    struct form form;
    struct ask_form input;
    enum err err = form_parse(&form, page->request, ask_fields, (int)COUNT_OF(ask_fields), &input);
    if (input.persona < 0 && form_message(&form, "user_persona") == NULL) {
        form_error(&form, "user_persona", "Choose a persona.");
        err = ERR_INVALID;
    }
    if (err != ERR_NONE)
        return show_again(page, &form, &input);
    struct invitation_request_draft draft = {
        .full_name = input.full_name,
        .email = input.email,
        .persona = (enum persona)input.persona,
        .reason = input.reason,
    };
    struct uuid id;
    struct problem problem;
    err = invitation_request_create(page->db, page->actor, &draft, &id, &problem);
    if (err == ERR_INVALID || err == ERR_CONFLICT) {
        form_error(&form, problem.field, problem.message);
        return show_again(page, &form, &input);
    }
    if (err != ERR_NONE)
        return err;
    return page_redirect(page, "/users", "success",
                         arena_printf(page->arena,
                                      "Your administrators are asked to invite %s. You see here "
                                      "what they decide.",
                                      input.full_name));
}

enum err page_user_request_decline_post(struct page *page)
{
    struct form form;
    struct invitation_request request;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Decline the request");
    err = invitation_request_decline(page->db, page->actor, &page->match.ids[0], &request);
    if (err != ERR_NONE)
        return err;
    return page_redirect(
        page, "/users", "success",
        arena_printf(page->arena, "The request for %s is declined.", request.full_name));
}
