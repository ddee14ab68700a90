#include "data/sign_in/passkey.h"

#include "data/user/user.h"
#include "domain/record/name.h"
#include "pages/handlers.h"
#include "pages/sign_in/login.h"
#include "pages/sign_in/passkey_form.h"
#include "pages/sign_in/recovery_page.h"

/* Adding, naming and removing one's passkeys, and signing in with one. */

static const char title[] = "Add a passkey";
static const char file[] = "sign_in/passkey_new.tpl";
static const char overview[] = "/account/security";

enum { ANSWER_MAX = 16 * 1024 }; /* bytes of base64url */

struct new_form {
    const char *name;
    const char *client_data;
    const char *auth_data;
    int algorithm;
};

#define ANSWER(form, member, words)                                                                \
    {                                                                                              \
        .name = #member, .label = words, .kind = FORM_LINE, .max_bytes = ANSWER_MAX,               \
        .offset = offsetof(form, member)                                                           \
    }

#define FIELD_NAME(form)                                                                           \
    {                                                                                              \
        .name = "name", .label = "Name", .kind = FORM_LINE, .is_required = true,                   \
        .max_chars = PASSKEY_NAME_MAX, .check = name_check, .offset = offsetof(form, name)         \
    }

/* Their numbers in COSE. */
static const char *const algorithm_names[] = {"-7", "-8", "-257", NULL};
static const int64_t algorithms[] = {-7, -8, -257};

static const struct form_field new_fields[] = {
    FIELD_NAME(struct new_form),
    ANSWER(struct new_form, client_data, "Answer of the browser"),
    ANSWER(struct new_form, auth_data, "Answer of the device"),
    {.name = "algorithm",
     .label = "Algorithm",
     .kind = FORM_CHOICE,
     .choices = algorithm_names,
     .offset = offsetof(struct new_form, algorithm)},
};

static enum err fill_new(struct page *page)
{
    struct user user;
    struct passkey_list list;
    struct buf known;
    enum err err = user_get(page->db, page->actor, &page->actor->user_id, &user);
    if (err == ERR_NONE)
        err = passkey_list(page->db, page->actor, &list);
    if (err != ERR_NONE)
        return err;
    buf_init(&known, page->arena);
    for (int i = 0; i < list.count; i++)
        buf_printf(&known, "%s ", list.items[i].credential_id);
    passkey_form_show(page, PASSKEY_MAKE);
    struct view *view = page->view;
    view_text(view, "NAME", "");
    view_text(view, "HANDLE", passkey_handle(page->db, page->actor));
    view_text(view, "USER", user.email);
    view_text(view, "PERSON", user.full_name);
    view_text(view, "KNOWN", known.len > 0 ? known.data : "");
    return ERR_NONE;
}

enum err page_passkey_new(struct page *page)
{
    enum err err = fill_new(page);
    return err == ERR_NONE ? page_show(page, 200, title, file) : err;
}

static enum err add(struct page *page, const struct new_form *typed, struct recovery_codes *codes)
{
    struct passkey_made made;
    char token[TOKEN_TEXT_LEN];
    struct passkey_site site = passkey_form_site(page);
    struct passkey_answer answer = {typed->client_data, typed->auth_data, NULL};
    if (typed->algorithm < 0)
        return ERR_INVALID;
    enum err err =
        passkey_check_made(db_keyring(page->db), page->arena, &site, passkey_form_cookie(page),
                           &answer, algorithms[typed->algorithm], &made);
    if (err != ERR_NONE)
        return ERR_INVALID;
    struct passkey_new passkey = {&made, typed->name, page_client(page)};
    err = passkey_add(page->db, page->session, &passkey, token, codes);
    return err == ERR_NONE ? page_begin_session(page, token) : err;
}

static enum err refuse_new(struct page *page, struct form *form)
{
    enum err err = fill_new(page);
    return err == ERR_NONE ? page_show_form(page, form, title, file) : err;
}

enum err page_passkey_new_post(struct page *page)
{
    struct form form;
    struct new_form typed;
    const struct kept_form kept = {.next = overview};
    struct recovery_codes *codes = arena_alloc(page->arena, sizeof *codes);
    enum err err = form_parse(&form, page->request, new_fields, (int)COUNT_OF(new_fields), &typed);
    if (err != ERR_NONE)
        return refuse_new(page, &form);
    err = add(page, &typed, codes);
    if (err == ERR_INVALID)
        form_error(&form, "",
                   "The browser's answer does not fit: the page was open for too long, or Rostrum "
                   "was opened at another address. Try again.");
    if (err == ERR_CONFLICT)
        form_error(&form, "",
                   "This passkey is here already, or you have twenty. Remove one first.");
    if (err == ERR_INVALID || err == ERR_CONFLICT)
        return refuse_new(page, &form);
    if (err != ERR_NONE)
        return err;
    if (codes->codes[0][0] != '\0')
        return recovery_page_show(page, codes, &kept, true);
    return page_redirect(page, overview, "success",
                         "The passkey is added. All your other sessions have ended.");
}

struct name_form {
    const char *name;
};

static const struct form_field name_fields[] = {FIELD_NAME(struct name_form)};

enum err page_passkey_rename_post(struct page *page)
{
    struct form form;
    struct name_form typed;
    enum err err =
        form_parse(&form, page->request, name_fields, (int)COUNT_OF(name_fields), &typed);
    if (err != ERR_NONE && page->request->form_refusal == NULL)
        return page_redirect(page, overview, "error", form.errors[0].message);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Rename");
    err = passkey_rename(page->db, page->session, &page->match.ids[0], typed.name);
    return err == ERR_NONE ? page_redirect(page, overview, "success", "The passkey is renamed.")
                           : err;
}

enum err page_passkey_remove_post(struct page *page)
{
    struct form form;
    char token[TOKEN_TEXT_LEN];
    struct session_client client = page_client(page);
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Remove the passkey");
    client.factor = page->session->factor;
    err = passkey_remove(page->db, page->session, &page->match.ids[0], &client, token);
    if (err == ERR_NONE)
        err = page_begin_session(page, token);
    return err == ERR_NONE
               ? page_redirect(page, overview, "success",
                               "The passkey is removed, and all your other sessions have ended. "
                               "Delete it on the device as well.")
               : err;
}

/* ---- signing in ----------------------------------------------------------------------------- */

struct use_form {
    const char *client_data;
    const char *auth_data;
    const char *signature;
    const char *credential_id;
    const char *handle;
    const char *next;
    bool is_continuing;
};

static const struct form_field use_fields[] = {
    ANSWER(struct use_form, client_data, "Answer of the browser"),
    ANSWER(struct use_form, auth_data, "Answer of the device"),
    ANSWER(struct use_form, signature, "Signature"),
    ANSWER(struct use_form, credential_id, "Passkey"),
    ANSWER(struct use_form, handle, "Person"),
    FIELD_NEXT(struct use_form),
    FIELD_CONTINUE(struct use_form),
};

enum err page_login_passkey_post(struct page *page)
{
    struct form form;
    struct use_form typed;
    struct kept_form kept;
    struct sign_in_end end;
    const struct request *request = kept_form_take(page, &kept);
    enum err err = form_parse(&form, request, use_fields, (int)COUNT_OF(use_fields), &typed);
    kept.next = kept_form_path(typed.next);
    kept.is_continuing = typed.is_continuing && page_is_own_path(typed.next);
    if (err != ERR_NONE)
        return page_login_again(page, &kept,
                                "This page was open for too long. Try your passkey again, or sign "
                                "in with your password.");
    const char *step = page_cookie(page, COOKIE_PRESESSION);
    const struct passkey_sign_in sign_in = {
        .step = step == NULL ? "" : step,
        .site = passkey_form_site(page),
        .answer = {typed.client_data, typed.auth_data, typed.signature},
        .cookie = passkey_form_cookie(page),
        .credential_id = typed.credential_id,
        .handle = typed.handle,
        .client = page_client(page),
    };
    err = passkey_sign_in(page->db, &sign_in, &end);
    if (err == ERR_CONFLICT)
        return page_login_again(page, &kept,
                                "Your organization is suspended: nobody of it can sign in until "
                                "it is resumed.");
    if (err == ERR_DENIED)
        return page_login_again(page, &kept,
                                "This passkey does not sign in here: it was removed, or the page "
                                "was open for too long. Try again, or sign in with your password.");
    if (err != ERR_NONE)
        return err;
    page_remember_device(page, end.email);
    err = page_begin_session(page, end.token);
    return err == ERR_NONE ? kept_form_go_on(page, &kept) : err;
}
