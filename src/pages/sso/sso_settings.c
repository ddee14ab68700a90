#include "base/clock.h"
#include "data/organization/organization.h"
#include "data/sso/sso_check.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/shell/page.h"

/* The sign-in provider of the organization. */

static const char title[] = "Single sign-on";
static const char file[] = "sso/settings.tpl";
static const char path[] = "/settings/sso";

static const struct form_field fields[] = {
    {.name = "issuer",
     .label = "Issuer",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = SSO_ISSUER_MAX,
     .offset = offsetof(struct sso_settings, issuer)},
    {.name = "client_id",
     .label = "Client ID",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = SSO_CLIENT_MAX,
     .offset = offsetof(struct sso_settings, client_id)},
    {.name = "client_secret",
     .label = "Client secret",
     .kind = FORM_SECRET,
     .max_bytes = SSO_SECRET_MAX,
     .offset = offsetof(struct sso_settings, client_secret)},
    {.name = "is_only",
     .label = "Only by SSO",
     .kind = FORM_BOOL,
     .offset = offsetof(struct sso_settings, is_only)},
    {.name = "trusts_factor",
     .label = "The provider asks for a second factor",
     .kind = FORM_BOOL,
     .offset = offsetof(struct sso_settings, trusts_factor)},
    {.name = "revision",
     .label = "Revision",
     .kind = FORM_INT,
     .number = NUMBER_REVISION,
     .offset = offsetof(struct sso_settings, revision)},
};

static const char *callback(struct page *page)
{
    return arena_printf(page->arena, "%s/login/sso/callback", page->config->public_url);
}

static void show_provider(struct page *page, const struct sso_provider *provider)
{
    struct view *view = page_view(page);
    bool is_set = provider->revision > 0;
    view_text(view, "ISSUER", is_set ? provider->issuer : "");
    view_text(view, "CLIENT_ID", is_set ? provider->client_id : "");
    view_show(view, "IS_ONLY_CHECKED", provider->is_only);
    view_show(view, "TRUSTS_FACTOR_CHECKED", provider->trusts_factor);
}

/* What is there whatever was typed. */
static enum err fill(struct page *page, struct sso_provider *provider)
{
    struct organization organization;
    *provider = (struct sso_provider){.revision = 0};
    enum err err = sso_provider_get(page->db, page->actor, provider);
    if (err == ERR_NOT_FOUND)
        err = ERR_NONE;
    if (err == ERR_NONE)
        err = organization_get(page->db, page->actor, &page->actor->organization_id, &organization);
    if (err != ERR_NONE)
        return err;
    struct view *view = page_view(page);
    view_text(view, "CALLBACK", callback(page));
    view_text(view, "SLUG", organization.slug);
    view_text(
        view, "ADDRESS",
        arena_printf(page->arena, "%s/login/sso/%s", page->config->public_url, organization.slug));
    view_show(view, "IS_SET", provider->revision > 0);
    view_show(view, "IS_NOT_SET", provider->revision == 0);
    view_show(view, "ONLY_NOW", provider->is_only);
    view_number(view, "REVISION_NOW", provider->revision);
    return ERR_NONE;
}

enum err page_sso_settings(struct page *page)
{
    struct sso_provider provider;
    enum err err = fill(page, &provider);
    if (err != ERR_NONE)
        return err;
    show_provider(page, &provider);
    return page_show(page, 200, title, file);
}

/* Whoever was too late has seen that now, and sends the form again over what the other one saved.
 */
static enum err refuse(struct page *page, struct form *form, enum err err)
{
    struct sso_provider provider;
    enum err filled = fill(page, &provider);
    return filled == ERR_NONE ? record_page_refuse(page, form, err, title, file) : filled;
}

enum err page_sso_settings_post(struct page *page)
{
    struct form form;
    struct sso_settings typed;
    struct problem problem;
    enum err err = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    if (err != ERR_NONE)
        return refuse(page, &form, err);
    err = sso_provider_set(page->db, page->actor, &typed, &problem);
    if ((err == ERR_INVALID || err == ERR_STALE) && record_page_problem(&form, err, &problem))
        return refuse(page, &form, err);
    return err == ERR_NONE
               ? page_redirect(
                     page, path, "success",
                     "Single sign-on is saved. Check the connection, then sign in through "
                     "it yourself.")
               : err;
}

enum err page_sso_off_post(struct page *page)
{
    struct form form;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Turn off single sign-on");
    err = sso_provider_remove(page->db, page->actor);
    return err == ERR_NONE || err == ERR_NOT_FOUND
               ? page_redirect(page, path, "success",
                               "Single sign-on is off. People sign in with their passwords; "
                               "people without one need a reset link.")
               : err;
}

/* ---- checking ------------------------------------------------------------------------------- */

static const char *const step_texts[SSO_CHECK_STEPS] = {
    [SSO_STEP_FIND] = "Its document was found",
    [SSO_STEP_READ] = "Its document has what single sign-on needs",
    [SSO_STEP_KEYS] = "Its keys were fetched",
    [SSO_STEP_COUNT] = "It knows the client and its secret",
};

static void show_check(struct page *page, const struct sso_check *check)
{
    struct view *view = view_add(page->view, "CHECK");
    bool is_good = check->done == SSO_CHECK_STEPS;
    for (int i = 0; i < check->done; i++) {
        struct view *step = view_add(view, "STEP");
        bool is_right = check->problems[i] == NULL;
        view_text(step, "TEXT", step_texts[i]);
        view_show(step, "IS_RIGHT", is_right);
        if (!is_right)
            view_text(view_add(step, "IS_WRONG"), "PROBLEM", check->problems[i]);
        is_good = is_good && is_right;
    }
    view_show(view, "IS_GOOD", is_good);
}

enum err page_sso_check_post(struct page *page)
{
    struct form form;
    struct sso_check check;
    struct sso_provider provider;
    enum err err = page_parse_empty(page, &form);
    if (err != ERR_NONE)
        return page_offer_again(page, &form, "Check connection");
    err = sso_check(page->db, page->actor, callback(page), page->calls, &check);
    if (err == ERR_UNAVAILABLE && !db_has_failed(page->db))
        return page_redirect(page, path, "error",
                             "The provider is being asked for others just now. Check again in a "
                             "few seconds.");
    if (err == ERR_NOT_FOUND)
        return page_redirect(page, path, "error", "Save a provider first.");
    if (err == ERR_NONE)
        err = fill(page, &provider);
    if (err != ERR_NONE)
        return err;
    show_provider(page, &provider);
    show_check(page, &check);
    return page_show(page, 200, title, file);
}
