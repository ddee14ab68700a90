#include "data/sign_in/second_factor.h"
#include "data/sign_in/sign_in_step.h"
#include "pages/handlers.h"
#include "pages/shell/page_wait.h"
#include "pages/sign_in/login.h"
#include "pages/sign_in/login_step.h"
#include "pages/sign_in/passkey_form.h"

/* The second step of signing in: a code of the authenticator app, or a recovery code. */

static const char over_text[] =
    "Enter your password again: more than five minutes have passed, or too many codes were wrong.";

struct code_form {
    const char *code;
    const char *recovery_code;
    const char *next;
    bool is_continuing;
};

static const struct form_field fields[] = {
    {.name = "code",
     .label = "Code",
     .kind = FORM_SECRET,
     .max_bytes = 64,
     .offset = offsetof(struct code_form, code)},
    {.name = "recovery_code",
     .label = "Recovery code",
     .kind = FORM_SECRET,
     .max_bytes = 64,
     .offset = offsetof(struct code_form, recovery_code)},
    FIELD_NEXT(struct code_form),
    FIELD_CONTINUE(struct code_form),
};

/* Whoever has no step is asked for the password. */
static enum err begin_again(struct page *page, const struct kept_form *kept)
{
    if (kept->is_continuing)
        return page_login_again(page, kept, over_text);
    const char *path =
        arena_printf(page->arena, "/login?next=%s", text_percent_encode(page->arena, kept->next));
    return page_redirect(page, path, "warning", over_text);
}

enum err page_login_code(struct page *page)
{
    const struct text *sent = param_find(&page->request->query, "next");
    const char *token = page_cookie(page, COOKIE_PRESESSION);
    struct kept_form kept = {.next = kept_form_path(sent == NULL ? "" : sent->data)};
    enum err err = token == NULL ? ERR_NOT_FOUND : sign_in_step_find(page->db, token);
    if (err == ERR_NOT_FOUND)
        return begin_again(page, &kept);
    if (err != ERR_NONE)
        return err;
    return login_step_show(page, &kept);
}

static void say_wrong(struct form *form, bool is_recovery)
{
    const char *field = is_recovery ? "recovery_code" : "code";
    if (is_recovery)
        form_error(form, field, "This is not one of your recovery codes, or it was used before.");
    else
        form_error(form, field,
                   "This code is wrong, or it was used before. Wait for the next one, and check "
                   "that the clock of your phone is right.");
}

static enum err go_on(struct page *page, const struct kept_form *kept, int codes_left)
{
    if (codes_left < 0 || kept->is_continuing)
        return kept_form_go_on(page, kept);
    bool are_few = codes_left <= RECOVERY_CODES_FEW;
    const struct page_step step = {are_few ? "Make new recovery codes" : NULL, "/account/security",
                                   false};
    return page_redirect_next(page, kept->next, are_few ? "warning" : "success",
                              arena_printf(page->arena,
                                           "You are signed in with a recovery code, which does "
                                           "not work any more. You have %d left.",
                                           codes_left),
                              &step, 1);
}

static enum err show_again(struct page *page, struct form *form, const struct kept_form *kept,
                           bool is_recovery, enum err err)
{
    kept_form_show(page, kept);
    passkey_form_offer(page);
    view_show(page->view, "WITH_RECOVERY", is_recovery);
    if (err == ERR_LIMITED)
        return page_show_wait(page, form, login_step_title, login_step_file);
    return page_show_form(page, form, login_step_title, login_step_file);
}

enum err page_login_code_post(struct page *page)
{
    struct form form;
    struct code_form input;
    struct kept_form kept;
    struct sign_in_end end;
    const struct request *request = kept_form_take(page, &kept);
    const char *step = page_cookie(page, COOKIE_PRESESSION);
    enum err err = form_parse(&form, request, fields, (int)COUNT_OF(fields), &input);
    kept.next = kept_form_path(input.next);
    kept.is_continuing = input.is_continuing && page_is_own_path(input.next);
    bool is_recovery = input.code[0] == '\0' && input.recovery_code[0] != '\0';
    if (err == ERR_NONE && !is_recovery && input.code[0] == '\0') {
        form_error(&form, "code", "Enter the code that your authenticator app shows.");
        err = ERR_INVALID;
    }
    if (err != ERR_NONE)
        return show_again(page, &form, &kept, is_recovery, err);
    if (step == NULL)
        return begin_again(page, &kept);
    struct session_client client = page_client(page);
    err = sign_in_step_finish(page->db, step, is_recovery ? input.recovery_code : input.code,
                              &client, &end);
    if (err == ERR_NOT_FOUND)
        return begin_again(page, &kept);
    if (err == ERR_DENIED)
        say_wrong(&form, is_recovery);
    if (err == ERR_DENIED || err == ERR_LIMITED)
        return show_again(page, &form, &kept, is_recovery, err);
    if (err != ERR_NONE)
        return err;
    page_remember_device(page, end.email);
    err = page_begin_session(page, end.token);
    return err == ERR_NONE ? go_on(page, &kept, end.codes_left) : err;
}

struct continue_form {
    const char *next;
    bool is_continuing;
};

static const struct form_field continue_fields[] = {
    FIELD_NEXT(struct continue_form),
    FIELD_CONTINUE(struct continue_form),
};

enum err page_login_continue_post(struct page *page)
{
    struct form form;
    struct continue_form input;
    struct kept_form kept;
    const struct request *request = kept_form_take(page, &kept);
    enum err err =
        form_parse(&form, request, continue_fields, (int)COUNT_OF(continue_fields), &input);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Continue");
    kept.next = kept_form_path(input.next);
    kept.is_continuing = input.is_continuing && page_is_own_path(input.next);
    return kept_form_go_on(page, &kept);
}
