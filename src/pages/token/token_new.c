#include <string.h>

#include "base/clock.h"
#include "data/agent/agent.h"
#include "data/token/api_token_change.h"
#include "data/token/service_account.h"
#include "domain/token_scope.h"
#include "pages/handlers.h"
#include "pages/record/record_page.h"
#include "pages/token/token_view.h"

/* Making an API token, and rotating one. */

static const char *const day_choices[] = {"7", "30", "60", "90", "180", "365", NULL};
static const char *const day_words[] = {"7 days",  "30 days",  "60 days",
                                        "90 days", "180 days", "1 year"};
static const int64_t days_of[] = {7, 30, 60, 90, 180, 365};
enum { DAYS_USUAL = 3 };

static const char *const overlap_choices[] = {"0", "1", "24", "168", "720", NULL}; /* hours */
static const char *const overlap_words[] = {"Not at all: it stops now", "1 hour", "24 hours",
                                            "7 days", "30 days"};
static const int64_t overlap_hours[] = {0, 1, 24, 168, 720};
enum { OVERLAP_USUAL = 2 };

#define FIELD_DAYS(form)                                                                           \
    {                                                                                              \
        .name = "days", .label = "Expires after", .kind = FORM_CHOICE, .is_required = true,        \
        .choices = day_choices, .offset = offsetof(form, days)                                     \
    }

static void show_choices(struct view *view, const char *section, const char *const *values,
                         const char *const *words, int selected)
{
    for (int i = 0; values[i] != NULL; i++) {
        struct view *option = view_add(view, section);
        view_text(option, "VALUE", values[i]);
        view_text(option, "TEXT", words[i]);
        view_show(option, "SELECTED", i == selected);
    }
}

/* ---- making one --------------------------------------------------------------------------- */

struct token_form {
    const char *name;
    struct text_list scopes;
    const char *folder;
    int days;
    struct uuid account;
    struct uuid agent;
};

static const struct form_field fields[] = {
    {.name = "name",
     .label = "Name",
     .kind = FORM_LINE,
     .is_required = true,
     .max_chars = TOKEN_NAME_MAX,
     .offset = offsetof(struct token_form, name)},
    {.name = "scopes",
     .label = "Scopes",
     .kind = FORM_TEXTS,
     .offset = offsetof(struct token_form, scopes)},
    {.name = "folder",
     .label = "Folder",
     .kind = FORM_LINE,
     .max_chars = 200,
     .offset = offsetof(struct token_form, folder)},
    FIELD_DAYS(struct token_form),
    {.name = "account",
     .label = "Service account",
     .kind = FORM_UUID,
     .offset = offsetof(struct token_form, account)},
    {.name = "agent",
     .label = "Agent",
     .kind = FORM_UUID,
     .offset = offsetof(struct token_form, agent)},
};

static const char new_title[] = "Create API token";
static const char new_file[] = "token/token_new.tpl";

/* Whose token it becomes: the page's person, or whom its address names. */
struct owner {
    enum token_owner owner;
    struct uuid id;
    const char *name; /* NULL: the person themself */
    const char *back; /* where one came from */
};

static enum err find_account(struct page *page, const struct uuid *id, struct owner *owner)
{
    struct service_account account;
    enum err err = service_account_get(page->db, page->actor, id, &account);
    if (err == ERR_NONE && !account.is_active)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *owner = (struct owner){TOKEN_OF_ACCOUNT, *id, account.name, "/settings/service-accounts"};
    return err;
}

static enum err find_agent(struct page *page, const struct uuid *id, struct owner *owner)
{
    struct record_head *head = arena_alloc(page->arena, agent_store.size);
    enum err err = record_load(page->db, page->actor, &agent_store, id, PERMISSION_AGENT_SEE,
                               RECORD_HEAD_ONLY, head);
    if (err == ERR_NONE && head->archived_at != 0)
        err = ERR_NOT_FOUND;
    if (err == ERR_NONE)
        *owner = (struct owner){TOKEN_OF_AGENT, *id, head->name,
                                record_page_url(page, &record_kinds[RECORD_AGENT], id, "/tokens")};
    return err;
}

static enum err find_owner(struct page *page, const struct token_form *typed, struct owner *owner)
{
    if (page->match.route->permission == PERMISSION_ACCOUNT) {
        *owner = (struct owner){.owner = TOKEN_OF_USER, .back = "/account/tokens"};
        return ERR_NONE;
    }
    if (!uuid_is_nil(&typed->account))
        return find_account(page, &typed->account, owner);
    return uuid_is_nil(&typed->agent) ? ERR_NOT_FOUND : find_agent(page, &typed->agent, owner);
}

static bool has_scope(const struct text_list *scopes, const char *name)
{
    for (int i = 0; i < scopes->count; i++)
        if (strcmp(scopes->items[i].data, name) == 0)
            return true;
    return false;
}

static void show_new(struct page *page, const struct token_form *typed, const struct owner *owner)
{
    struct view *view = page_view(page);
    view_text(view, "NAME", typed->name);
    view_text(view, "FOLDER", typed->folder);
    view_text(view, "ACTION", arena_printf(page->arena, "%s/new", token_view_base(page)));
    view_text(view, "BACK", owner->back);
    view_show(view, "OWN", owner->owner == TOKEN_OF_USER);
    if (owner->owner != TOKEN_OF_USER) {
        bool is_account = owner->owner == TOKEN_OF_ACCOUNT;
        struct view *for_whom = view_add(view, is_account ? "FOR_ACCOUNT" : "FOR_AGENT");
        view_text(for_whom, "OWNER", owner->name);
        page_uuid(page, for_whom, "OWNER_ID", &owner->id);
    }
    for (int i = 0; i < TOKEN_SCOPE_COUNT; i++) {
        struct view *scope = view_add(view, "SCOPE");
        view_text(scope, "SCOPE_NAME", token_scopes[i].name);
        view_text(scope, "SCOPE_TITLE", token_scopes[i].title);
        view_text(scope, "SCOPE_TEXT", token_scopes[i].text);
        view_show(scope, "CHECKED", has_scope(&typed->scopes, token_scopes[i].name));
    }
    show_choices(view, "DAY_OPTION", day_choices, day_words,
                 typed->days < 0 ? DAYS_USUAL : typed->days);
}

enum err page_token_new(struct page *page)
{
    struct form form;
    struct token_form asked;
    struct owner owner;
    (void)!form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), &asked);
    enum err err = find_owner(page, &asked, &owner);
    if (err != ERR_NONE)
        return err;
    struct token_form empty = {.name = "", .folder = "", .days = -1};
    show_new(page, &empty, &owner);
    return page_show(page, 200, new_title, new_file);
}

static enum err read_scopes(struct form *form, const struct text_list *names, unsigned *scopes)
{
    *scopes = 0;
    for (int i = 0; i < names->count; i++) {
        unsigned scope = 0;
        if (token_scope_parse(names->items[i].data, &scope) != ERR_NONE) {
            form_error(form, "scopes", "Choose scopes from the list.");
            return ERR_INVALID;
        }
        *scopes |= scope;
    }
    return ERR_NONE;
}

static enum err create(struct page *page, struct form *form, const struct token_form *typed,
                       const struct owner *owner, struct api_token_made *made)
{
    struct problem problem;
    struct api_token_new token_new = {.owner = owner->owner,
                                      .owner_id = owner->id,
                                      .name = typed->name,
                                      .folder = typed->folder,
                                      .days = days_of[typed->days]};
    enum err err = read_scopes(form, &typed->scopes, &token_new.scopes);
    if (err != ERR_NONE)
        return err;
    err = api_token_create(page->db, page->actor, &token_new, made, &problem);
    (void)record_page_problem(form, err, &problem);
    return err;
}

enum err page_token_new_post(struct page *page)
{
    struct form form;
    struct token_form typed;
    struct owner owner;
    struct api_token_made made;
    enum err wrong = form_parse(&form, page->request, fields, (int)COUNT_OF(fields), &typed);
    enum err err = find_owner(page, &typed, &owner);
    if (err != ERR_NONE)
        return err;
    err = wrong == ERR_NONE ? create(page, &form, &typed, &owner, &made) : wrong;
    if (err == ERR_NONE)
        return token_view_made(page, &made, "API token created", owner.back);
    if (err == ERR_UNAVAILABLE || err == ERR_NOT_FOUND)
        return err;
    show_new(page, &typed, &owner);
    return record_page_refuse(page, &form, err, new_title, new_file);
}

/* ---- rotating ----------------------------------------------------------------------------- */

struct rotate_form {
    struct uuid secret;
    int overlap;
    int days;
};

static const struct form_field rotate_fields[] = {
    {.name = "secret",
     .label = "Secret",
     .kind = FORM_UUID,
     .is_required = true,
     .offset = offsetof(struct rotate_form, secret)},
    {.name = "overlap",
     .label = "Overlap",
     .kind = FORM_CHOICE,
     .is_required = true,
     .choices = overlap_choices,
     .offset = offsetof(struct rotate_form, overlap)},
    FIELD_DAYS(struct rotate_form),
};

static const char rotate_file[] = "token/token_rotate.tpl";

static const char *rotate_title(struct page *page, const struct api_token *token)
{
    return arena_printf(page->arena, "Rotate %s", token->name);
}

static enum err load(struct page *page, struct api_token *token)
{
    enum err err = api_token_get(page->db, page->actor, &page->match.ids[0], token);
    if (err == ERR_NONE && !api_token_may_rotate(page->actor, token))
        err = ERR_DENIED;
    return err;
}

static void show_rotation(struct page *page, const struct api_token *token,
                          const struct rotate_form *typed)
{
    struct view *view = page_view(page);
    token_view(page, view, token);
    show_choices(view, "OVERLAP_OPTION", overlap_choices, overlap_words,
                 typed->overlap < 0 ? OVERLAP_USUAL : typed->overlap);
    show_choices(view, "DAY_OPTION", day_choices, day_words,
                 typed->days < 0 ? DAYS_USUAL : typed->days);
}

enum err page_token_rotate(struct page *page)
{
    struct api_token token;
    enum err err = load(page, &token);
    if (err != ERR_NONE)
        return err;
    show_rotation(page, &token, &(struct rotate_form){.overlap = -1, .days = -1});
    return page_show(page, 200, rotate_title(page, &token), rotate_file);
}

enum err page_token_rotate_post(struct page *page)
{
    struct form form;
    struct rotate_form typed;
    struct api_token token;
    struct api_token_made made;
    struct problem problem;
    enum err wrong =
        form_parse(&form, page->request, rotate_fields, (int)COUNT_OF(rotate_fields), &typed);
    enum err err = load(page, &token);
    if (err != ERR_NONE)
        return err;
    if (wrong == ERR_NONE) {
        struct api_token_rotation rotation = {
            token.id, typed.secret, overlap_hours[typed.overlap] * CLOCK_HOUR, days_of[typed.days]};
        wrong = api_token_rotate(page->db, page->actor, &rotation, &made, &problem);
        (void)record_page_problem(&form, wrong, &problem);
    }
    if (wrong == ERR_NONE)
        return token_view_made(page, &made, "API token rotated", token_view_base(page));
    if (wrong == ERR_UNAVAILABLE || wrong == ERR_NOT_FOUND)
        return wrong;
    show_rotation(page, &token, &typed);
    return record_page_refuse(page, &form, wrong, rotate_title(page, &token), rotate_file);
}
