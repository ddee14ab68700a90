#include "pages/review/review_view.h"

#include "data/review/review_line.h"
#include "data/user/user.h"
#include "pages/record/record_page.h"

static const char *name_or_erased(const char *name)
{
    return name == NULL ? "Erased user" : name;
}

const char *review_view_url(struct page *page, const struct uuid *id, const char *rest)
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    return arena_printf(page->arena, "/settings/access/%s%s", text, rest);
}

/* ---- a person ------------------------------------------------------------------------------- */

static void show_tokens(struct page *page, struct view *view, const struct review_person *person)
{
    view_show(view, "NO_TOKENS", person->token_count == 0);
    if (person->token_count == 0)
        return;
    struct view *tokens = view_add(view, "TOKENS");
    struct buf scopes;
    buf_init(&scopes, page->arena);
    buf_add_text(&scopes, "");
    for (int i = 0; i < TOKEN_SCOPE_COUNT; i++) {
        if ((person->token_scopes & token_scopes[i].scope) == 0)
            continue;
        buf_add_text(&scopes, scopes.len == 0 ? "" : ", ");
        buf_add_text(&scopes, token_scopes[i].title);
    }
    view_text(tokens, "COUNT", record_page_count(page, person->token_count, "token"));
    view_text(tokens, "SCOPES", scopes.data);
    page_time(page, tokens, "ENDS", person->token_ends_at);
}

/* The ways to take it back, for who may. */
static void show_ways(struct page *page, struct view *view, const struct review_person *person)
{
    bool is_self = uuid_equal(&person->id, &page->actor->user_id);
    bool may_change = policy_allows_grant(page->actor, person->persona, person->is_superuser);
    if (is_self || !may_change || person->state == USER_INACTIVE)
        return;
    struct view *ways = view_add(view, "WAYS");
    view_show(ways, "HAS_OPEN", person->session_count + person->token_count > 0);
}

static void show_looks(struct view *view, unsigned marks)
{
    for (int i = 0; i < REVIEW_LOOK_COUNT; i++)
        if ((marks & 1U << i) != 0)
            view_text(view_add(view, "LOOK"), "WORDS", review_look_words[i]);
}

void review_view_person(struct page *page, struct view *view, const struct review_person *person)
{
    page_uuid(page, view, "ID", &person->id);
    view_text(view, "NAME", name_or_erased(person->full_name));
    view_text(view, "EMAIL_ADDRESS", person->email);
    view_text(view, "PERSONA", persona_names[person->persona]);
    view_show(view, "SUPERUSER", person->is_superuser);
    view_show(view, "IS_INVITED", person->state == USER_INVITED);
    view_show(view, "IS_INACTIVE", person->state == USER_INACTIVE);
    show_looks(view, person->marks);
    view_text(view, "FACTOR", review_factor_words(page->arena, person));
    page_time(page, view, "SEEN", person->last_seen_at);
    view_show(view, "NEVER_SEEN", person->last_seen_at == 0);
    if (person->session_count > 0)
        view_text(view_add(view, "OPEN"), "COUNT",
                  record_page_count(page, person->session_count, "session"));
    show_tokens(page, view, person);
    if (person->accounts[0] != '\0')
        view_text(view_add(view, "ACCOUNTS"), "NAMES", person->accounts);
    if (person->has_inviter)
        view_text(view_add(view, "INVITED"), "BY", name_or_erased(person->invited_by));
    page_time(page, view, "CREATED", person->created_at);
    show_ways(page, view, person);
}

/* ---- what changed --------------------------------------------------------------------------- */

static const char *persona_words(struct page *page, enum persona persona, bool is_superuser)
{
    return is_superuser ? arena_printf(page->arena, "%s, superuser", persona_names[persona])
                        : persona_names[persona];
}

static void show_change(struct page *page, struct view *view, const struct review_change *change)
{
    static const char *const sections[REVIEW_CHANGE_KINDS] = {
        "ADDED", "REMOVED", "BACK", "NEW_PERSONA", "FACTOR_GONE", "TOKENS_MADE"};
    page_uuid(page, view, "ID", &change->id);
    view_text(view, "NAME", name_or_erased(change->full_name));
    for (int i = 0; i < REVIEW_CHANGE_KINDS; i++)
        view_show(view, sections[i], (change->kinds & 1U << i) != 0);
    view_text(view, "PERSONA", persona_words(page, change->persona, change->is_superuser));
    view_text(view, "OLD_PERSONA", persona_words(page, change->old_persona, change->was_superuser));
    view_text(view, "TOKEN_COUNT", record_page_count(page, change->token_count, "API token"));
}

void review_view_changes(struct page *page, struct view *view,
                         const struct review_change_list *list)
{
    view_include(view, "CHANGES", "review/changes.tpl");
    view_show(view, "NO_CHANGES", list->count == 0);
    if (list->count == 0)
        return;
    struct view *changes = view_add(view, "HAS_CHANGES");
    for (int i = 0; i < list->count; i++)
        show_change(page, view_add(changes, "CHANGE"), &list->items[i]);
    view_show(changes, "MORE_CHANGES", list->has_more);
}

/* ---- a review ------------------------------------------------------------------------------- */

void review_view(struct page *page, struct view *view, const struct review *review)
{
    view_text(view, "REVIEW_URL", review_view_url(page, &review->id, ""));
    view_text(view, "STARTED_BY", name_or_erased(review->started_by));
    page_time(page, view, "STARTED", review->started_at);
    view_text(view, "SIGNED_BY", name_or_erased(review->signed_by));
    page_time(page, view, "SIGNED", review->signed_at);
    view_number(view, "PERSON_COUNT", review->person_count);
    view_number(view, "ADMIN_COUNT", review->admin_count);
    view_number(view, "FLAGGED_COUNT", review->flagged_count);
    view_number(view, "TOKEN_COUNT", review->token_count);
    view_text(view, "SHA256", review->csv_sha256);
    if (review->note[0] != '\0')
        view_text(view_add(view, "NOTED"), "NOTE", review->note);
    if (review->erased_count > 0)
        view_number(view_add(view, "ERASED"), "COUNT", review->erased_count);
}
