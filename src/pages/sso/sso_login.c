#include <string.h>

#include "data/sso/sso_begin.h"
#include "data/sso/sso_sign_in.h"
#include "pages/handlers.h"
#include "pages/shell/page_wait.h"
#include "pages/sign_in/enrolment.h"
#include "pages/sign_in/login.h"
#include "pages/sign_in/login_step.h"
#include "web/static_file.h"

/* Signing in through the provider of one's organization. The browser leaves by a link and not by a
 * form, because form-action of our policy holds for where a form is redirected to as well. It comes
 * back with a GET, which changes nothing here: its answer is a form that goes on, by itself where
 * there are scripts. */

static const char begin_title[] = "Sign in with SSO";
static const char begin_file[] = "sso/begin.tpl";
static const char return_path[] = "/login/sso/callback";
#define RETRY_AFTER "5" /* seconds */

enum { SLUG_BYTES = 100, CODE_BYTES = 4000, STATE_BYTES = 100, ISSUER_BYTES = 1000 };

/* ---- leaving ------------------------------------------------------------------------------- */

struct begin_query {
    const char *organization;
    const char *next;
};

static const struct form_field begin_fields[] = {
    {.name = "organization",
     .label = "Short name of your organization",
     .kind = FORM_LINE,
     .max_bytes = SLUG_BYTES,
     .offset = offsetof(struct begin_query, organization)},
    FIELD_NEXT(struct begin_query),
};

/* Short names are read in any case: one that is the address of the way back is written in capitals.
 */
static const char *start_path(struct page *page, const char *slug, const char *next)
{
    if (strcmp(slug, "callback") == 0)
        slug = "CALLBACK";
    return arena_printf(page->arena, "/login/sso/%s?next=%s",
                        text_percent_encode(page->arena, slug),
                        text_percent_encode(page->arena, next));
}

/* Whoever is there: the page that leads on to the provider. */
static void show_link(struct page *page, const char *slug, const char *next)
{
    struct view *link = view_add(page_view(page), "GO");
    view_text(link, "URL", start_path(page, slug, next));
    view_text(page->view, "SCRIPT_URL", static_file_url("sso.js"));
}

enum err page_sso(struct page *page)
{
    struct form form;
    struct begin_query query;
    enum err wrong =
        form_parse_query(&form, page->request, begin_fields, (int)COUNT_OF(begin_fields), &query);
    (void)wrong; /* a wrong value counts as absent */
    const char *slug = text_lower_ascii(page->arena, query.organization);
    const char *next = kept_form_path(query.next);
    view_text(page_view(page), "ORGANIZATION", query.organization);
    view_text(page->view, "NEXT", next);
    enum err err = slug[0] == '\0' ? ERR_NONE : sso_look(page->db, slug);
    if (err == ERR_NOT_FOUND)
        form_error(&form, "organization",
                   "No single sign-on is set up under this short name. An administrator of your "
                   "organization finds it in its settings.");
    view_show(page->view, "ASK", slug[0] == '\0' || err != ERR_NONE);
    if (err == ERR_NOT_FOUND)
        return page_show_form(page, &form, begin_title, begin_file);
    if (err != ERR_NONE)
        return err;
    if (slug[0] != '\0')
        show_link(page, slug, next);
    return page_show(page, 200, begin_title, begin_file);
}

static const char *return_address(struct page *page)
{
    return arena_printf(page->arena, "%s%s", page->config->public_url, return_path);
}

/* ---- what to say when it does not work ------------------------------------------------------ */

/* %s: the organization. */
static const struct {
    int status;
    const char *text;
} refusals[SSO_REFUSAL_COUNT] = {
    [SSO_REFUSED_NOT] = {200, ""},
    [SSO_REFUSED_STATE] = {422, "This sign-in began in another browser, was used already, or took "
                                "longer than ten minutes. Begin again."},
    [SSO_REFUSED_PROVIDER] = {422,
                              "The sign-in provider did not confirm who you are. Try again; if "
                              "it happens again, tell an administrator of your organization."},
    [SSO_REFUSED_UNREACHABLE] = {503, "The sign-in provider can't be reached just now, or did not "
                                      "answer as it should. Try again in a minute."},
    [SSO_REFUSED_BUSY] = {503, "Several people are signing in through this provider just now. Try "
                               "again in a few seconds."},
    [SSO_REFUSED_UNVERIFIED] = {403,
                                "The sign-in provider does not confirm that your email address "
                                "is yours. Ask whoever runs it to verify the address."},
    [SSO_REFUSED_UNKNOWN] = {403, "You have no account in %s; ask an administrator to invite you."},
    [SSO_REFUSED_OTHER] = {403, "Your account in %s is linked to someone else at the sign-in "
                                "provider. Ask an administrator to unlink it."},
    [SSO_REFUSED_PASSWORD] = {403,
                              "Your account has rights beyond %s, and does not sign in through "
                              "its provider. Sign in with your password."},
    [SSO_REFUSED_SUSPENDED] = {403,
                               "Your organization is suspended: nobody of it can sign in until "
                               "it is resumed. Nothing was deleted."},
};

static enum err show_refusal(struct page *page, enum sso_refusal refusal, const char *organization)
{
    const char *text = refusals[refusal].text;
    const char *gap = strstr(text, "%s");
    struct view *view = page_view(page);
    if (gap != NULL)
        text =
            arena_printf(page->arena, "%.*s%s%s", (int)(gap - text), text, organization, gap + 2);
    view_text(view, "MESSAGE", text);
    view_text(page->layout, "PATH", "/login/sso"); /* not what the provider said */
    if (refusals[refusal].status == 503)
        response_header(page->response, "Retry-After", RETRY_AFTER);
    return page_show(page, refusals[refusal].status, "You are not signed in", "sso/refused.tpl");
}

static enum err show_wait(struct page *page)
{
    struct form form = {.request = page->request, .params = &page->request->query};
    view_text(page_view(page), "ORGANIZATION", "");
    view_text(page->view, "NEXT", "/");
    view_show(page->view, "ASK", true);
    return page_show_wait(page, &form, begin_title, begin_file);
}

static enum err start(struct page *page, const char *slug)
{
    const struct text *sent = param_find(&page->request->query, "next");
    struct sso_start start = {.redirect_uri = return_address(page),
                              .next = kept_form_path(sent == NULL ? "" : sent->data),
                              .turns = page->calls};
    enum err err = sso_begin(page->db, text_lower_ascii(page->arena, slug), &start);
    if (err == ERR_UNAVAILABLE && !db_has_failed(page->db))
        return show_refusal(page, start.refusal, "");
    if (err != ERR_NONE)
        return err;
    page_set_cookie(page, COOKIE_SSO, start.cookie);
    response_leave(page->response, start.url);
    return ERR_NONE;
}

enum err page_sso_start(struct page *page)
{
    return start(page, page->match.token);
}

/* ---- coming back ---------------------------------------------------------------------------- */

struct return_form {
    const char *state;
    const char *code;
    const char *iss;
};

static const struct form_field return_fields[] = {
    {.name = "state",
     .label = "State",
     .kind = FORM_LINE,
     .max_bytes = STATE_BYTES,
     .offset = offsetof(struct return_form, state)},
    {.name = "code",
     .label = "Code",
     .kind = FORM_LINE,
     .max_bytes = CODE_BYTES,
     .offset = offsetof(struct return_form, code)},
    {.name = "iss",
     .label = "Issuer",
     .kind = FORM_LINE,
     .max_bytes = ISSUER_BYTES,
     .offset = offsetof(struct return_form, iss)},
};

enum err page_sso_callback(struct page *page)
{
    struct form form;
    struct return_form sent;
    enum err wrong =
        form_parse_query(&form, page->request, return_fields, (int)COUNT_OF(return_fields), &sent);
    bool has_error = param_find(&page->request->query, "error") != NULL;
    if (!has_error && sent.state[0] == '\0' && sent.code[0] == '\0') { /* nobody came back */
        response_redirect(page->response, "/login/sso");
        return ERR_NONE;
    }
    if (wrong != ERR_NONE || has_error || sent.code[0] == '\0')
        return show_refusal(page, SSO_REFUSED_PROVIDER, "");
    struct view *view = page_view(page);
    view_text(page->layout, "PATH", "/"); /* the code is nobody else's */
    view_text(view, "STATE", sent.state);
    view_text(view, "CODE", sent.code);
    view_text(view, "ISS", sent.iss);
    view_text(view, "SCRIPT_URL", static_file_url("sso.js"));
    return page_show(page, 200, "Signing you in", "sso/continue.tpl");
}

static enum err come_in(struct page *page, const struct sso_end *end)
{
    struct kept_form kept = {.next = kept_form_path(end->next)};
    if (end->sign_in.needs_code)
        return login_step_ask(page, end->sign_in.token, &kept);
    page_remember_device(page, end->email);
    enum err err = page_begin_session(page, end->sign_in.token);
    if (err == ERR_NONE && end->sign_in.enrol_by != 0)
        kept.next = enrolment_path(page, kept.next);
    return err == ERR_NONE ? kept_form_go_on(page, &kept) : err;
}

enum err page_sso_callback_post(struct page *page)
{
    struct form form;
    struct return_form sent;
    struct sso_end end;
    const char *cookie = page_cookie(page, COOKIE_SSO);
    enum err err =
        form_parse(&form, page->request, return_fields, (int)COUNT_OF(return_fields), &sent);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Continue");
    const struct sso_return back = {
        .cookie = cookie == NULL ? "" : cookie,
        .state = sent.state,
        .code = sent.code,
        .issuer = sent.iss,
        .redirect_uri = return_address(page),
        .client = page_client(page),
        .turns = page->calls,
    };
    err = sso_sign_in(page->db, &back, &end);
    if (err == ERR_LIMITED)
        return show_wait(page);
    if (err == ERR_UNAVAILABLE && !db_has_failed(page->db))
        return show_refusal(page, SSO_REFUSED_BUSY, "");
    if (err != ERR_NONE)
        return err;
    page_set_cookie(page, COOKIE_SSO, NULL);
    return end.refusal == SSO_REFUSED_NOT ? come_in(page, &end)
                                          : show_refusal(page, end.refusal, end.organization_name);
}
