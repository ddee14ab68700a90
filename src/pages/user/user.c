#include "data/user/user.h"

#include <stdio.h>
#include <string.h>

#include "data/account/provision.h"
#include "data/mail/mail_queue.h"
#include "pages/handlers.h"
#include "pages/user/user_access.h"
#include "pages/user/user_requests.h"
#include "pages/user/user_view.h"
#include "pages/user/user_work.h"
#include "web/form_render.h"

/* The list of people, and one person's page. */

enum { USERS_PER_PAGE = 25 };

static const char *const state_texts[USER_STATE_COUNT] = {"Active", "Invited", "Inactive"};

/* The list in the URL: filters, and where the page begins. */
struct list_query {
    struct text typed;
    const char *search; /* the same without white space at the ends */
    int persona;
    int state;
    int64_t cursor_time;
    struct uuid cursor_id;
    bool is_backward;
};

static const struct form_field query_fields[] = {
    {.name = "q",
     .label = "Search",
     .kind = FORM_TEXT, /* what can't be searched for is shown again as it is */
     .offset = offsetof(struct list_query, typed)},
    {.name = "persona",
     .label = "Persona",
     .kind = FORM_CHOICE,
     .choices = persona_names,
     .offset = offsetof(struct list_query, persona)},
    {.name = "state",
     .label = "State",
     .kind = FORM_CHOICE,
     .choices = user_state_names,
     .offset = offsetof(struct list_query, state)},
    {.name = "at",
     .label = "Page",
     .kind = FORM_INT,
     .number = NUMBER_MOMENT,
     .offset = offsetof(struct list_query, cursor_time)},
    {.name = "from",
     .label = "Page",
     .kind = FORM_UUID,
     .offset = offsetof(struct list_query, cursor_id)},
    {.name = "newer",
     .label = "Page",
     .kind = FORM_BOOL,
     .offset = offsetof(struct list_query, is_backward)},
};

/* "/users?…" with every filter but the one left out ("": none is). */
static char *list_url(struct page *page, const char *left_out)
{
    struct buf url;
    buf_init(&url, page->arena);
    buf_add_text(&url, "/users");
    char separator = '?';
    static const char *const filters[] = {"q", "persona", "state"};
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        const struct text *value = param_find(&page->request->query, filters[i]);
        if (value == NULL || value->len == 0 || strcmp(filters[i], left_out) == 0)
            continue;
        buf_printf(&url, "%c%s=%s", separator, filters[i],
                   text_percent_encode(page->arena, value->data));
        separator = '&';
    }
    return url.data;
}

static void add_page_link(struct page *page, struct view *pager, const char *section, int64_t time,
                          const struct uuid *id)
{
    char id_text[UUID_TEXT_LEN];
    uuid_format(id, id_text);
    const char *base = list_url(page, "");
    bool has_filter = base[sizeof "/users" - 1] == '?';
    view_text(view_add(pager, section), "URL",
              arena_printf(page->arena, "%s%cat=%lld&from=%s%s", base, has_filter ? '&' : '?',
                           (long long)time, id_text, section[0] == 'N' ? "&newer=1" : ""));
}

/* On the way to the newer ones: on from where the list ended, and back from its last row. */
static void add_ends(struct page *page, struct view *pager, const struct user_list *list,
                     bool has_newer)
{
    if (has_newer)
        add_page_link(page, pager, "NEWER_URL", list->next_time, &list->next_id);
    if (list->count == 0)
        return;
    const struct user *last = &list->items[list->count - 1];
    add_page_link(page, pager, "OLDER_URL", last->updated_at, &last->id);
}

/* On the way to the older ones: back from the first row, and on from where the list ended. */
static void add_begins(struct page *page, struct view *pager, const struct user_list *list,
                       bool has_newer, bool has_older)
{
    if (has_newer && list->count > 0)
        add_page_link(page, pager, "NEWER_URL", list->items[0].updated_at, &list->items[0].id);
    if (has_older)
        add_page_link(page, pager, "OLDER_URL", list->next_time, &list->next_id);
}

/* Newer and older, as far as there is something; a search that ran out of time goes on. */
static void show_pager(struct page *page, const struct list_query *query,
                       const struct user_list *list)
{
    bool has_newer = query->is_backward ? list->has_more : query->cursor_time != 0;
    bool has_older = query->is_backward || list->has_more;
    if (!has_newer && !has_older)
        return;
    struct view *pager = view_add(page->view, "PAGER");
    view_include(page->view, "PAGER_LINKS", "shell/pager.tpl");
    if (list->is_out_of_time)
        view_text(view_add(pager, "PAGER_NOTE"), "PAGER_TEXT",
                  "There are more people to search through: go on to the next page.");
    if (query->is_backward)
        add_ends(page, pager, list, has_newer);
    else
        add_begins(page, pager, list, has_newer, has_older);
}

static void add_filter(struct page *page, const char *name, const char *text)
{
    struct view *filter = view_add(page->view, "FILTER");
    view_text(filter, "TEXT", text);
    view_text(filter, "WITHOUT_URL", list_url(page, name));
}

static bool show_active_filters(struct page *page, const struct list_query *query)
{
    if (query->search[0] != '\0')
        add_filter(page, "q", query->search);
    if (query->persona >= 0)
        add_filter(page, "persona", persona_names[query->persona]);
    if (query->state >= 0)
        add_filter(page, "state", state_texts[query->state]);
    return query->search[0] != '\0' || query->persona >= 0 || query->state >= 0;
}

static void show_filters(struct page *page, const struct list_query *query, bool is_full)
{
    struct view *view = page->view;
    view_text(view, "Q", query->search);
    if (!is_full)
        return;
    struct view *choices = view_add(view, "CHOICES");
    form_options(choices, "PERSONA_OPTION", persona_names,
                 query->persona < 0 ? NULL : persona_names[query->persona]);
    for (int i = 0; i < USER_STATE_COUNT; i++) {
        struct view *option = view_add(choices, "STATE_OPTION");
        view_text(option, "VALUE", user_state_names[i]);
        view_text(option, "TEXT", state_texts[i]);
        view_show(option, "SELECTED", i == query->state);
    }
}

static struct user_filter filter_of(const struct list_query *query)
{
    return (struct user_filter){
        .search = query->search,
        .persona = query->persona,
        .state = query->state,
        .cursor_time = query->cursor_time,
        .cursor_id = query->cursor_id,
        .is_backward = query->is_backward && query->cursor_time != 0,
        .limit = USERS_PER_PAGE,
    };
}

enum err page_user_list(struct page *page)
{
    struct form form;
    struct list_query query;
    enum err wrong =
        form_parse_query(&form, page->request, query_fields, (int)COUNT_OF(query_fields), &query);
    (void)wrong; /* a wrong value counts as absent */
    query.search = text_trim(page->arena, query.typed.data);
    struct user_filter filter = filter_of(&query);
    query.is_backward = filter.is_backward;
    struct user_list list;
    user_requests_ahead(page);
    enum err err = user_list(page->db, page->actor, &filter, &list);
    bool is_refused = err == ERR_INVALID && list.problem != NULL;
    if (err != ERR_NONE && !is_refused)
        return err;
    struct view *view = page_view(page);
    if (is_refused)
        view_text(view_add(view, "PROBLEM"), "MESSAGE", list.problem);
    err = user_requests_show(page);
    if (err != ERR_NONE)
        return err;
    bool is_full = policy_allows_some(page->actor, PERMISSION_USER_READ);
    bool is_filtered = show_active_filters(page, &query);
    show_filters(page, &query, is_full);
    for (int i = 0; i < list.count; i++)
        user_view(page, view_add(view, "ROW"), &list.items[i]);
    show_pager(page, &query, &list);
    view_show(view, "TABLE", list.count > 0);
    view_show(view, "NOTHING", list.count == 0 && !list.is_out_of_time && !is_refused);
    view_show(view, "FILTERED", is_filtered);
    view_show(view, "FULL_LIST", is_full);
    view_show(view, "NAMES_ONLY", !is_full);
    view_show(view, "MAY_INVITE",
              policy_allows_some(page->actor, PERMISSION_USER_CHANGE) &&
                  !policy_is_outside(page->actor, &page->actor->organization_id));
    return page_show(page, 200, "People", "user/user_list.tpl");
}

/* The buttons of a person's page; the verbs ask the policy again. */
static void show_actions(struct page *page, const struct user *user, int64_t owned_count)
{
    struct view *view = page->view;
    bool is_self = uuid_equal(&user->id, &page->actor->user_id);
    bool may_change = user_may_change(page->actor, user);
    view_show(view, "IS_SELF", is_self);
    view_show(view, "MAY_EDIT", may_change);
    if (!may_change)
        return;
    view_show(view, "MAY_SEE_DATA",
              user->full_name != NULL && policy_allows_some(page->actor, PERMISSION_RETENTION));
    /* an account in somebody else's organization is the way to its content */
    bool is_inside = !policy_is_outside(page->actor, &page->actor->organization_id);
    bool has_mail = mail_is_on(page->db);
    view_show(view, "MAY_MAIL_INVITATION", has_mail && is_inside && user->state == USER_INVITED);
    view_show(view, "MAY_MAIL_RESET",
              has_mail && is_inside && user->state == USER_ACTIVE && !user->is_sso_only);
    view_show(view, "MAY_INVITE_AGAIN", is_inside && user->state == USER_INVITED);
    view_show(view, "MAY_RESET", is_inside && user->state == USER_ACTIVE && !user->is_sso_only);
    view_show(view, "MAY_UNLINK", is_inside && !is_self && user->has_sso);
    view_show(view, "MAY_REMOVE_FACTOR",
              is_inside && !is_self && (user->has_app || user->has_passkey));
    view_show(view, "MAY_DEACTIVATE", user->state != USER_INACTIVE);
    view_show(view, "MAY_ACTIVATE", user->state == USER_INACTIVE);
    view_show(view, "MAY_HAND_OVER", owned_count > 0);
    view_show(view, "MAY_GRANT_SUPERUSER",
              !is_self && !user->is_superuser && user->state == USER_ACTIVE &&
                  policy_allows_some(page->actor, PERMISSION_SUPERUSER_GRANT));
}

/* What a provisioning service of the organization wrote about the person. */
static enum err show_provision(struct page *page, const struct user *user)
{
    struct provision provision;
    enum err err = provision_find(page->db, page->actor, &user->id, &provision);
    if (err != ERR_NONE || uuid_is_nil(&provision.id))
        return err;
    struct view *view = view_add(page->view, "PROVISIONED");
    if (provision.origin.external_id != NULL)
        view_text(view_add(view, "EXTERNAL"), "EXTERNAL_ID", provision.origin.external_id);
    page_time(page, view, "SINCE", provision.created_at);
    page_time(page, view, "ENDED", provision.ended_at);
    return ERR_NONE;
}

enum err page_user_show(struct page *page)
{
    struct user user;
    int64_t owned_count = 0;
    user_ahead(page->db, page->actor, &page->match.ids[0]);
    user_work_ahead(page, &page->match.ids[0]);
    user_access_show_ahead(page, &page->match.ids[0]);
    provision_ahead(page->db, &page->actor->organization_id, &page->match.ids[0]);
    enum err err = user_get(page->db, page->actor, &page->match.ids[0], &user);
    if (err != ERR_NONE)
        return err;
    user_view(page, page_view(page), &user);
    err = user_work_show(page, &user, &owned_count);
    if (err == ERR_NONE)
        err = user_access_show(page, &user);
    err = show_provision(page, &user);
    if (err != ERR_NONE)
        return err;
    show_actions(page, &user, owned_count);
    return page_show(page, 200, user_view_name(&user), "user/user_show.tpl");
}
