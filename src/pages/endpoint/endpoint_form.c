#include "base/setting.h"
#include "data/endpoint/endpoint_change.h"
#include "domain/record/name.h"
#include "pages/endpoint/endpoint_view.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"

/* Adding a model endpoint, and changing it. */

struct endpoint_form {
    const char *name;
    const char *url;
    struct text models;
    int data_class;
    const char *currency;
    int secret_kind;
    const char *secret;
    int64_t timeout_s;
    int64_t context_tokens;
    int64_t revision;
};

enum { TIMEOUT_S_USUAL = 120 };

static const char *const secret_kinds[] = {"none", "own", "operator", NULL};

static const struct form_field fields[] = {
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = NAME_MAX_CHARS,
     .check = name_check,
     .offset = offsetof(struct endpoint_form, name)},
    {.name = "url",
     .label = "Base URL",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = ENDPOINT_URL_MAX,
     .offset = offsetof(struct endpoint_form, url)},
    {.name = "models",
     .label = "Models",
     .kind = FORM_TEXT,
     .is_required = true,
     .max_bytes = ENDPOINT_MODEL_LINES_MAX,
     .offset = offsetof(struct endpoint_form, models)},
    {.name = "secret_kind",
     .label = "API key",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = secret_kinds,
     .offset = offsetof(struct endpoint_form, secret_kind)},
    {.name = "secret",
     .label = "Key",
     .kind = FORM_SECRET,
     .max_bytes = ENDPOINT_SECRET_MAX,
     .offset = offsetof(struct endpoint_form, secret)},
    {.name = "data_class",
     .label = "Data allowed",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = endpoint_class_names,
     .offset = offsetof(struct endpoint_form, data_class)},
    {.name = "timeout_s",
     .label = "Timeout (s)",
     .kind = FORM_INT,
     .is_required = true,
     .number = NUMBER_CALL_TIMEOUT,
     .fallback = TIMEOUT_S_USUAL,
     .offset = offsetof(struct endpoint_form, timeout_s)},
    {.name = "context_tokens",
     .label = "Context limit (tokens)",
     .kind = FORM_INT,
     .number = NUMBER_CONTEXT_TOKENS,
     .offset = offsetof(struct endpoint_form, context_tokens)},
    {.name = "currency",
     .label = "Currency",
     .kind = FORM_LINE,
     .is_required = true,
     .max_bytes = 3,
     .offset = offsetof(struct endpoint_form, currency)},
    RECORD_REVISION_FIELD(struct endpoint_form, revision),
};

static const char new_title[] = "Add model endpoint";
static const char file[] = "endpoint/edit.tpl";

/* ---- showing ------------------------------------------------------------------------------- */

static void show_choices(struct view *view, const struct endpoint_draft *draft)
{
    static const char *const sections[ENDPOINT_SECRET_COUNT] = {"KEY_NONE", "KEY_OWN",
                                                                "KEY_OPERATOR"};
    for (int i = 0; i < ENDPOINT_CLASS_COUNT; i++) {
        struct view *option = view_add(view, "CLASS_OPTION");
        view_text(option, "VALUE", endpoint_class_names[i]);
        view_text(option, "TITLE", endpoint_classes[i].title);
        view_text(option, "TEXT", endpoint_classes[i].text);
        view_show(option, "CHECKED", draft->data_class == (enum endpoint_class)i);
    }
    for (int i = 0; i < ENDPOINT_SECRET_COUNT; i++)
        view_show(view, sections[i], draft->secret_kind == (enum endpoint_secret)i);
    view_show(view, "OPERATOR_HAS_KEYS",
              setting_get(SETTING_MODEL_KEYS)[0] != '\0' ||
                  draft->secret_kind == ENDPOINT_SECRET_OPERATOR);
    view_show(view, "NO_HOSTS", setting_get(SETTING_MODEL_HOSTS)[0] == '\0');
}

static void show_form(struct page *page, const struct endpoint_draft *draft)
{
    struct view *view = page_view(page);
    view_text(view, "NAME", draft->name);
    view_text(view, "URL", draft->url);
    view_text(view, "MODELS", draft->models);
    view_text(view, "CURRENCY", draft->currency);
    view_number(view, "TIMEOUT_S", draft->timeout_s);
    view_text(view, "CONTEXT_TOKENS",
              draft->context_tokens == 0
                  ? ""
                  : arena_printf(page->arena, "%lld", (long long)draft->context_tokens));
    view_number(view, "REVISION_NOW", draft->revision);
    show_choices(view, draft);
}

static void show_key(struct view *view, bool has_key)
{
    view_show(view, "HAS_KEY", has_key);
    view_show(view, "NO_KEY", !has_key);
}

static void show_new(struct page *page, const struct endpoint_draft *draft)
{
    show_form(page, draft);
    show_key(page->view, false);
    view_show(page->view, "IS_NEW", true);
    view_text(page->view, "ACTION", arena_printf(page->arena, "%s/new", endpoint_path));
    view_text(page->view, "BACK", endpoint_path);
    view_text(page->view, "BACK_NAME", "Model endpoints");
}

static void show_old(struct page *page, const struct endpoint *endpoint,
                     const struct endpoint_draft *draft)
{
    show_form(page, draft);
    view_show(page->view, "IS_OLD", true);
    show_key(page->view, endpoint->secret_kind == ENDPOINT_SECRET_OWN);
    view_text(page->view, "ACTION", endpoint_view_url(page, &endpoint->id, "/edit"));
    view_text(page->view, "BACK", endpoint_view_url(page, &endpoint->id, ""));
    view_text(page->view, "BACK_NAME", endpoint->name);
}

/* ---- reading ------------------------------------------------------------------------------- */

/* draft is filled as far as it goes, to be shown again. */
static enum err read_form(struct page *page, struct form *form, struct endpoint_draft *draft)
{
    struct endpoint_form typed;
    enum err err = form_parse(form, page->request, fields, (int)COUNT_OF(fields), &typed);
    *draft = (struct endpoint_draft){
        .name = typed.name,
        .url = typed.url,
        .models = typed.models.data == NULL ? "" : typed.models.data,
        .data_class = (enum endpoint_class)(typed.data_class < 0 ? 0 : typed.data_class),
        .currency = typed.currency,
        .secret_kind = (enum endpoint_secret)(typed.secret_kind < 0 ? 0 : typed.secret_kind),
        .secret = typed.secret,
        .timeout_s = typed.timeout_s,
        .context_tokens = typed.context_tokens,
        .revision = typed.revision,
    };
    return err;
}

/* ---- a new one ----------------------------------------------------------------------------- */

static const struct endpoint_draft nothing_typed = {
    .name = "",
    .url = "",
    .models = "",
    .data_class = ENDPOINT_INTERNAL,
    .currency = "USD",
    .secret_kind = ENDPOINT_SECRET_OWN,
    .secret = "",
    .timeout_s = TIMEOUT_S_USUAL,
};

enum err page_endpoint_new(struct page *page)
{
    show_new(page, &nothing_typed);
    return page_show(page, 200, new_title, file);
}

enum err page_endpoint_new_post(struct page *page)
{
    struct form form;
    struct endpoint_draft draft;
    struct uuid id;
    struct problem problem;
    enum err err = read_form(page, &form, &draft);
    if (err == ERR_NONE) {
        err = endpoint_create(page->db, page->actor, &draft, &id, &problem);
        (void)record_page_problem(&form, err, &problem);
    }
    if (err == ERR_NONE)
        return page_redirect(page, endpoint_view_url(page, &id, ""), "success",
                             "The endpoint is added. Test the connection next.");
    if (err == ERR_UNAVAILABLE || err == ERR_DENIED)
        return err;
    show_new(page, &draft);
    return record_page_refuse(page, &form, err, new_title, file);
}

/* ---- changing ------------------------------------------------------------------------------ */

static const char *edit_title(struct page *page, const struct endpoint *endpoint)
{
    return arena_printf(page->arena, "Edit %s", endpoint->name);
}

enum err page_endpoint_edit(struct page *page)
{
    struct endpoint endpoint;
    enum err err = endpoint_get(page->db, page->actor, &page->match.ids[0], &endpoint);
    if (err != ERR_NONE)
        return err;
    show_old(page, &endpoint,
             &(struct endpoint_draft){.name = endpoint.name,
                                      .url = endpoint.url,
                                      .models = endpoint.models,
                                      .data_class = endpoint.data_class,
                                      .currency = endpoint.currency,
                                      .secret_kind = endpoint.secret_kind,
                                      .secret = "",
                                      .timeout_s = endpoint.timeout_s,
                                      .context_tokens = endpoint.context_tokens,
                                      .revision = endpoint.revision});
    return page_show(page, 200, edit_title(page, &endpoint), file);
}

enum err page_endpoint_edit_post(struct page *page)
{
    struct form form;
    struct endpoint endpoint;
    struct endpoint_draft draft;
    struct problem problem;
    enum err wrong = read_form(page, &form, &draft);
    enum err err = endpoint_get(page->db, page->actor, &page->match.ids[0], &endpoint);
    if (err != ERR_NONE)
        return err;
    if (wrong == ERR_NONE) {
        wrong = endpoint_update(page->db, page->actor, &endpoint.id, &draft, &problem);
        (void)record_page_problem(&form, wrong, &problem);
    }
    if (wrong == ERR_NONE)
        return page_redirect(page, endpoint_view_url(page, &endpoint.id, ""), "success",
                             "The endpoint is saved.");
    if (wrong == ERR_UNAVAILABLE || wrong == ERR_NOT_FOUND)
        return wrong;
    show_old(page, &endpoint, &draft);
    return record_page_refuse(page, &form, wrong, edit_title(page, &endpoint), file);
}
