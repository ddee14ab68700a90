#include <string.h>

#include "data/account/invitation_request_list.h"
#include "data/account/one_time_link.h"
#include "data/account/user_change.h"
#include "data/account/user_new.h"
#include "data/mail/mail_queue.h"
#include "data/user/user.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page_password.h"
#include "pages/shell/page_wait.h"
#include "pages/sign_in/login.h"
#include "pages/user/user_fields.h"
#include "pages/user/user_view.h"

/* Inviting someone, and changing their record. */

struct user_form {
    struct uuid request;
    const char *email;
    const char *full_name;
    int persona;
    bool is_superuser;
    int64_t version;
    const char *current_password;
};

/* An invitation has the fields up to the persona, an edit all but the first. */
static const struct form_field user_fields[] = {
    {.name = "request",
     .label = "Request",
     .kind = FORM_UUID,
     .offset = offsetof(struct user_form, request)},
    FIELD_FULL_NAME(struct user_form),
    FIELD_EMAIL(struct user_form),
    {.name = "user_persona",
     .label = "Persona",
     .kind = FORM_CHOICE,
     .choices = persona_names,
     .offset = offsetof(struct user_form, persona)},
    {.name = "is_superuser",
     .label = "Superuser",
     .kind = FORM_BOOL,
     .offset = offsetof(struct user_form, is_superuser)},
    FIELD_VERSION(struct user_form),
    FIELD_CURRENT_PASSWORD(struct user_form),
};

enum { FIELD_COUNT = COUNT_OF(user_fields), NEW_FIELD_COUNT = FIELD_COUNT - 3 };

static const char new_title[] = "Invite user";
static const char new_file[] = "user/user_new.tpl";

static void show_new_choices(struct page *page, const struct user_form *input)
{
    struct view *view = page_view(page);
    view_text(view, "FULL_NAME", input->full_name);
    view_text(view, "EMAIL", input->email);
    user_view_personas(page, view, input->persona);
}

/* Who asked for it, and why. */
static void show_request(struct page *page, const struct invitation_request *request)
{
    struct view *asked = view_add(page_view(page), "ASKED");
    page_uuid(page, asked, "REQUEST_ID", &request->id);
    view_text(asked, "ASKED_BY",
              request->requested_by_name == NULL ? "An erased user" : request->requested_by_name);
    view_text(asked, "REASON", request->reason);
}

/* The form, filled in with what was asked for. */
static enum err show_requested(struct page *page, const struct uuid *id)
{
    struct invitation_request request;
    enum err err = invitation_request_get(page->db, page->actor, id, &request);
    if (err == ERR_NOT_FOUND)
        return page_redirect(page, "/users", "info", "This request does not wait any more.");
    if (err != ERR_NONE)
        return err;
    struct user_form input = {
        .email = request.email, .full_name = request.full_name, .persona = (int)request.persona};
    show_new_choices(page, &input);
    show_request(page, &request);
    return page_show(page, 200, new_title, new_file);
}

enum err page_user_new(struct page *page)
{
    struct form form;
    struct user_form asked;
    enum err wrong = form_parse_query(&form, page->request, user_fields, 1, &asked);
    if (wrong == ERR_NONE && !uuid_is_nil(&asked.request))
        return show_requested(page, &asked.request);
    struct user_form input = {.email = "", .full_name = "", .persona = -1};
    show_new_choices(page, &input);
    return page_show(page, 200, new_title, new_file);
}

static enum err show_new_again(struct page *page, const struct form *form,
                               const struct user_form *input)
{
    struct invitation_request request;
    enum err err = uuid_is_nil(&input->request)
                       ? ERR_NOT_FOUND
                       : invitation_request_get(page->db, page->actor, &input->request, &request);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        return err;
    show_new_choices(page, input);
    if (err == ERR_NONE)
        show_request(page, &request);
    return page_show_form(page, form, new_title, new_file);
}

/* The event is written. */
static enum err refuse_outside(struct page *page, struct form *form, const struct user_form *input)
{
    form_error(form, "",
               "Only people of this organization invite others into it: an account there is the "
               "way to its content. Ask one of its administrators.");
    enum err err = show_new_again(page, form, input);
    page->response->status = 403;
    return err == ERR_NONE ? ERR_DENIED : err;
}

enum err page_user_new_post(struct page *page)
{
    struct form form;
    struct user_form input;
    enum err err = form_parse(&form, page->request, user_fields, NEW_FIELD_COUNT, &input);
    if (input.persona < 0 && form_message(&form, "user_persona") == NULL) {
        form_error(&form, "user_persona", "Choose a persona.");
        err = ERR_INVALID;
    }
    if (err != ERR_NONE)
        return show_new_again(page, &form, &input);
    struct user_new user_new = {
        .email = input.email,
        .full_name = input.full_name,
        .persona = (enum persona)input.persona,
        .request_id = input.request,
    };
    struct user_invitation invitation;
    struct problem problem;
    err = user_invite(page->db, page->actor, &user_new, &invitation, &problem);
    if (err == ERR_INVALID || err == ERR_CONFLICT) {
        (void)record_page_problem(&form, err, &problem);
        return show_new_again(page, &form, &input);
    }
    if (err == ERR_DENIED && policy_is_outside(page->actor, &page->actor->organization_id))
        return refuse_outside(page, &form, &input);
    if (err != ERR_NONE)
        return err;
    return user_view_link(page, &invitation.user_id, LINK_INVITATION,
                          mail_is_on(page->db) ? NULL : invitation.token);
}

/* Only the personas that may be chosen, and nothing to choose for oneself. */
static void show_edit_choices(struct page *page, const struct user *user, int persona,
                              bool is_superuser)
{
    struct view *view = page_view(page);
    bool is_self = uuid_equal(&user->id, &page->actor->user_id);
    user_view(page, view, user);
    view_number(view, "BASE_VERSION", user->version);
    view_show(view, "IS_SELF", is_self);
    view_show(view, "ASK_PASSWORD", !page_is_reauthenticated(page));
    if (page->actor->is_superuser && user->is_superuser)
        view_show(view_add(view, "MAY_TAKE_SUPERUSER"), "CHECKED", is_superuser);
    if (!is_self)
        user_view_personas(page, view_add(view, "MAY_CHOOSE"), persona);
}

static const char edit_file[] = "user/user_edit.tpl";

static const char *edit_title(struct page *page, const struct user *user)
{
    return arena_printf(page->arena, "Edit %s", user_view_name(user));
}

/* The record and the right to change it; who may not gets 403 here already. */
static enum err load_user(struct page *page, struct user *user)
{
    enum err err = user_get(page->db, page->actor, &page->match.ids[0], user);
    bool is_self = uuid_equal(&page->match.ids[0], &page->actor->user_id);
    if (err == ERR_NONE && !is_self && !user_may_change(page->actor, user))
        err = ERR_DENIED;
    return err;
}

enum err page_user_edit(struct page *page)
{
    struct user user;
    enum err err = load_user(page, &user);
    if (err != ERR_NONE)
        return err;
    show_edit_choices(page, &user, (int)user.persona, user.is_superuser);
    view_text(page->view, "FULL_NAME", user.full_name);
    view_text(page->view, "EMAIL", user.email);
    return page_show(page, 200, edit_title(page, &user), edit_file);
}

static struct user_change change_of(const struct page *page, const struct user *user,
                                    const struct user_form *input)
{
    return (struct user_change){
        .id = user->id,
        .version = input->version,
        .full_name = input->full_name,
        .email = input->email,
        .persona = input->persona < 0 ? user->persona : (enum persona)input->persona,
        .is_superuser = user->is_superuser && (input->is_superuser || !page->actor->is_superuser),
    };
}

/* Address and rights need the password again. */
static bool is_sensitive(const struct user *user, const struct user_change *change)
{
    return user->email == NULL || strcmp(user->email, change->email) != 0 ||
           user->persona != change->persona || user->is_superuser != change->is_superuser;
}

static enum err save_user(struct page *page, struct form *form, const struct user *user,
                          const struct user_form *input)
{
    struct user_change change = change_of(page, user, input);
    struct problem problem;
    enum err err = ERR_NONE;
    if (is_sensitive(user, &change))
        err = page_reauthenticate(page, form, input->current_password);
    if (err != ERR_NONE)
        return err;
    err = user_update(page->db, page->actor, &change, &problem);
    if (err == ERR_INVALID || err == ERR_CONFLICT) {
        form_error(form, problem.field, problem.message);
        return ERR_INVALID;
    }
    if (err == ERR_STALE)
        form_error(form, "",
                   "Someone else changed this user in the meantime. Compare, then save again to "
                   "put your values in place of theirs.");
    return err;
}

/* The form as it was typed, after whatever stood in the way. */
static enum err show_edit_again(struct page *page, struct form *form, const struct user *user,
                                const struct user_form *input, enum err err)
{
    show_edit_choices(page, user, input->persona < 0 ? (int)user->persona : input->persona,
                      input->is_superuser);
    if (err == ERR_STALE)
        user_view_stale(page->view, user);
    if (err == ERR_LIMITED)
        return page_show_wait(page, form, edit_title(page, user), edit_file);
    if (err == ERR_UNAVAILABLE)
        return page_show_busy(page, form, edit_title(page, user), edit_file);
    return page_show_form(page, form, edit_title(page, user), edit_file);
}

enum err page_user_edit_post(struct page *page)
{
    struct form form;
    struct user_form input;
    struct user user;
    enum err wrong = form_parse(&form, page->request, user_fields + 1, FIELD_COUNT - 1, &input);
    enum err err = load_user(page, &user);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? save_user(page, &form, &user, &input) : wrong;
    if (err == ERR_NONE)
        return page_redirect(page, user_view_path(page, &user.id, ""), "success",
                             arena_printf(page->arena, "%s is saved.", input.full_name));
    if (err != ERR_INVALID && err != ERR_STALE && err != ERR_LIMITED && err != ERR_UNAVAILABLE)
        return err;
    return show_edit_again(page, &form, &user, &input, err);
}
