#include "data/sign_in/second_factor.h"

#include "pages/handlers.h"
#include "pages/sign_in/enrolment.h"
#include "pages/sign_in/login.h"
#include "pages/sign_in/recovery_page.h"

/* Setting up an authenticator app, or another in its place. */

struct enrol_form {
    const char *enrolment;
    const char *code;
    const char *next;
    bool is_continuing;
};

static const struct form_field fields[] = {
    {.name = "enrolment",
     .label = "Key",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = 400,
     .offset = offsetof(struct enrol_form, enrolment)},
    {.name = "code",
     .label = "Code",
     .kind = FORM_SECRET,
     .is_required = true,
     .max_bytes = 64,
     .offset = offsetof(struct enrol_form, code)},
    FIELD_NEXT(struct enrol_form),
    FIELD_CONTINUE(struct enrol_form),
};

static const char overview[] = "/account/security";

static const char *next_of(const char *next)
{
    return next[0] == '\0' ? overview : kept_form_path(next);
}

enum err page_second_factor(struct page *page)
{
    const struct text *sent = param_find(&page->request->query, "next");
    struct kept_form kept = {.next = next_of(sent == NULL ? "" : sent->data)};
    return enrolment_show(page, 200, &kept);
}

static enum err show_again(struct page *page, const struct form *form, const char *secret,
                           const struct kept_form *kept)
{
    enum err err = enrolment_prepare(page, secret, kept);
    return err == ERR_NONE ? page_show_form(page, form, enrolment_title, enrolment_file) : err;
}

static enum err show_done(struct page *page, const struct recovery_codes *codes,
                          const struct kept_form *kept)
{
    if (codes->codes[0][0] != '\0')
        return recovery_page_show(page, codes, kept, true);
    return page_redirect(page, kept->next, "success",
                         "Your authenticator app is replaced: the one before gives no codes any "
                         "more. All your other sessions have ended.");
}

/* A new secret, for a page that was open for too long. */
static const char *refuse_old(struct page *page, struct form *form)
{
    char secret[TOTP_SECRET_LEN];
    totp_secret_make(secret);
    form_error(form, "code",
               "This page was open for too long. Scan the new code, then enter what the app "
               "shows.");
    return arena_strdup(page->arena, secret);
}

enum err page_second_factor_post(struct page *page)
{
    struct form form;
    struct enrol_form input;
    struct kept_form kept;
    char token[TOKEN_TEXT_LEN];
    struct recovery_codes *codes = arena_alloc(page->arena, sizeof *codes);
    const struct request *request = kept_form_take(page, &kept);
    enum err err = form_parse(&form, request, fields, (int)COUNT_OF(fields), &input);
    kept.next = next_of(input.next);
    kept.is_continuing = input.is_continuing && page_is_own_path(input.next);
    const char *secret = enrolment_open(page, input.enrolment);
    if (secret == NULL) {
        secret = refuse_old(page, &form);
        err = ERR_INVALID;
    }
    if (err != ERR_NONE)
        return show_again(page, &form, secret, &kept);
    struct app_enrolment enrolment = {secret, input.code, page_client(page)};
    err = second_factor_add_app(page->db, page->session, &enrolment, token, codes);
    if (err == ERR_DENIED) {
        form_error(&form, "code",
                   "This code is wrong. Wait for the next one, and check that the clock of your "
                   "phone is right.");
        return show_again(page, &form, secret, &kept);
    }
    if (err == ERR_NONE)
        err = page_begin_session(page, token);
    return err == ERR_NONE ? show_done(page, codes, &kept) : err;
}
