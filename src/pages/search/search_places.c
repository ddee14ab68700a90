#include "pages/search/search_places.h"

#include <string.h>

#include "domain/record/kind.h"
#include "domain/text_match.h"

struct place {
    const char *text;
    const char *words; /* what people also call it */
    const char *url;
    const char *icon;
    enum permission permission;
};

/* Beside the kinds of records. */
static const struct place pages[] = {
    {"People", "users members", "/users", "users", PERMISSION_USER_SEE},
    {"Audit log", "history events trail", "/audit", "audit", PERMISSION_AUDIT_SEE},
    {"Import", "upload bring Langfuse", "/import", "upload", PERMISSION_IMPORT},
    {"Export", "download backup", "/export", "download", PERMISSION_EXPORT},
    {"Starters", "templates examples", "/starters", "starter", PERMISSION_IMPORT},
    {"Account", "profile name email", "/account", "user", PERMISSION_ACCOUNT},
    {"Password", "account change", "/account/password", "key", PERMISSION_ACCOUNT},
    {"Sessions", "account devices sign out", "/account/sessions", "lock", PERMISSION_ACCOUNT},
    {"API tokens", "keys secrets programs access", "/account/tokens", "key", PERMISSION_ACCOUNT},
    {"Tokens of the organization", "API keys secrets programs", "/settings/tokens", "key",
     PERMISSION_TOKEN_ORGANIZATION},
    {"Service accounts", "programs bots API tokens", "/settings/service-accounts", "key",
     PERMISSION_TOKEN_ORGANIZATION},
    {"Settings", "organization", "/settings/organization", "settings",
     PERMISSION_ORGANIZATION_RENAME},
    {"Organizations", "customers enter", "/organizations", "home", PERMISSION_ORGANIZATION_ENTER},
    {"Help", "keyboard shortcuts terms", "/help", "help", PERMISSION_SIGNED_IN},
};

static const struct place first[] = {
    {"Home", "start dashboard", "/", "start", PERMISSION_SIGNED_IN},
    {"Inbox", "needs review waiting news", "/inbox", "inbox", PERMISSION_SIGNED_IN},
};
static const struct place invitation = {"Invite user", "create new add person people", "/users/new",
                                        "mail", PERMISSION_USER_CHANGE};

/* What was typed, and where its hits go. */
struct choice {
    struct page *page;
    const struct text_query *query;
    struct arena *scratch;
    const char *title;
    struct view *group; /* made with its first place */
};

static bool is_meant(const struct choice *choice, const struct place *place)
{
    struct text_match match;
    struct text_span span;
    if (text_query_is_empty(choice->query))
        return true;
    text_match_begin(&match, choice->query, choice->scratch);
    (void)text_match_look(&match, place->text, strlen(place->text), &span);
    (void)text_match_look(&match, place->words, strlen(place->words), &span);
    return match.missing == 0;
}

static void offer(struct choice *choice, const struct place *place)
{
    const struct actor *actor = choice->page->actor;
    const struct policy_target own = {actor->organization_id, actor->user_id, NULL};
    if (!policy_allows(actor, place->permission, &own) || !is_meant(choice, place))
        return;
    if (choice->group == NULL) {
        choice->group = view_add(choice->page->view, "PLACES");
        view_text(choice->group, "PLACES_TITLE", choice->title);
    }
    struct view *row = view_add(choice->group, "PLACE");
    view_text(row, "URL", place->url);
    view_text(row, "TEXT", place->text);
    view_text(row, "WORDS", place->words);
    view_text(row, "ICON", place->icon);
}

static void offer_pages(struct choice *choice)
{
    struct arena *arena = choice->page->arena;
    for (size_t i = 0; i < COUNT_OF(first); i++)
        offer(choice, &first[i]);
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        const struct record_kind *kind = &record_kinds[i];
        offer(choice, &(struct place){kind->title, "list all", kind->path, kind->name, kind->see});
        offer(choice, &(struct place){arena_printf(arena, "Unreleased %s", kind->nouns),
                                      "not live drafts production",
                                      arena_printf(arena, "%s?show=unreleased", kind->path),
                                      kind->name, kind->see});
    }
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        offer(choice, &pages[i]);
}

static void offer_new(struct choice *choice)
{
    struct arena *arena = choice->page->arena;
    for (size_t i = 0; i < COUNT_OF(record_kinds); i++) {
        const struct record_kind *kind = &record_kinds[i];
        offer(choice,
              &(struct place){arena_printf(arena, "New %s", kind->noun), "create add",
                              arena_printf(arena, "%s/new", kind->path), "plus", kind->create});
    }
    offer(choice, &invitation);
}

void search_places_show(struct page *page, const char *q)
{
    enum { SCRATCH_MAX = 1 << 20 };
    const char *problem = NULL;
    struct choice choice = {.page = page, .title = "Go to"};
    (void)page_view(page);
    if (text_query_parse(page->arena, q, &choice.query, &problem) != ERR_NONE)
        return;
    choice.scratch = arena_create(SCRATCH_MAX);
    offer_pages(&choice);
    choice.title = "Create";
    choice.group = NULL;
    offer_new(&choice);
    arena_destroy(choice.scratch);
}
