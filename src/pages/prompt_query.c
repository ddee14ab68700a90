#include "pages/prompt_query.h"

#include <string.h>

static const char *const ins[] = {"bodies", NULL};
static const char *const types[] = {"text", "chat", NULL};
static const char *const states[] = {"active", "archived", "all", NULL};
static const char *const sorts[] = {"updated", "created", "name", NULL};

#define AT(member) offsetof(struct prompt_query, member)
enum { TEXT_MAX = 200, CURSOR_MAX = 1000 };

static const struct form_field fields[] = {
    {.name = "q", .label = "Search", .kind = FORM_LINE, .max_chars = TEXT_MAX, .offset = AT(q)},
    {.name = "in", .label = "Place", .kind = FORM_CHOICE, .choices = ins, .offset = AT(in)},
    {.name = "organization",
     .label = "Organization",
     .kind = FORM_UUID,
     .offset = AT(organization)},
    {.name = "owner", .label = "Owner", .kind = FORM_UUID, .offset = AT(owner)},
    {.name = "tag", .label = "Tag", .kind = FORM_LINE, .max_chars = TEXT_MAX, .offset = AT(tag)},
    {.name = "label",
     .label = "Label",
     .kind = FORM_LINE,
     .max_chars = TEXT_MAX,
     .offset = AT(label)},
    {.name = "type", .label = "Type", .kind = FORM_CHOICE, .choices = types, .offset = AT(type)},
    {.name = "folder",
     .label = "Folder",
     .kind = FORM_LINE,
     .max_chars = TEXT_MAX,
     .offset = AT(folder)},
    {.name = "state",
     .label = "State",
     .kind = FORM_CHOICE,
     .choices = states,
     .offset = AT(state)},
    {.name = "sort", .label = "Order", .kind = FORM_CHOICE, .choices = sorts, .offset = AT(sort)},
    {.name = "cursor",
     .label = "Page",
     .kind = FORM_LINE,
     .max_chars = CURSOR_MAX,
     .offset = AT(cursor)},
    {.name = "filters", .label = "Filters", .kind = FORM_BOOL, .offset = AT(filters)},
};

void prompt_query_parse(struct page *page, struct prompt_query *query, const char **problem)
{
    struct form form;
    *problem = NULL;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), query) != ERR_NONE)
        *problem = form.errors[0].message;
}

void prompt_query_filter(const struct page *page, const struct prompt_query *query,
                         struct record_filter *filter)
{
    struct policy_target target = {.organization_id = query->organization};
    if (uuid_is_nil(&query->organization))
        target.organization_id = page->actor->organization_id;
    *filter = (struct record_filter){
        .organization_id = query->organization,
        .q = query->q,
        .in_content = query->in == 0 && policy_allows(page->actor, PERMISSION_PROMPT_READ, &target),
        .owner_id = query->owner,
        .tag = query->tag,
        .label = query->label,
        .type = query->type < 0 ? "" : types[query->type],
        .folder = query->folder,
        .state = query->state < 0 ? RECORD_ACTIVE : (enum record_shown)query->state,
        .sort = query->sort < 0 ? RECORD_SORT_UPDATED : (enum record_sort)query->sort,
        .cursor = query->cursor,
    };
}

const char *prompt_query_name(enum prompt_query_part part)
{
    static const char *const names[PROMPT_QUERY_PART_COUNT] = {
        "",      "q",    "in",     "organization", "owner", "tag",
        "label", "type", "folder", "state",        "sort",  "filters"};
    return names[part];
}

static const char *uuid_value(struct arena *arena, const struct uuid *uuid)
{
    if (uuid_is_nil(uuid))
        return NULL;
    char *text = arena_alloc(arena, UUID_TEXT_LEN);
    uuid_format(uuid, text);
    return text;
}

static const char *text_value(const char *text)
{
    return text[0] == '\0' ? NULL : text;
}

/* The first choice is what a list without the part shows. */
static const char *choice_value(const char *const *choices, int choice, int first)
{
    return choice < first ? NULL : choices[choice];
}

const char *prompt_query_value(struct arena *arena, const struct prompt_query *query,
                               enum prompt_query_part part)
{
    switch (part) {
    case PROMPT_QUERY_Q:
        return text_value(query->q);
    case PROMPT_QUERY_IN:
        return query->q[0] == '\0' ? NULL : choice_value(ins, query->in, 0);
    case PROMPT_QUERY_ORGANIZATION:
        return uuid_value(arena, &query->organization);
    case PROMPT_QUERY_OWNER:
        return uuid_value(arena, &query->owner);
    case PROMPT_QUERY_TAG:
        return text_value(query->tag);
    case PROMPT_QUERY_LABEL:
        return text_value(query->label);
    case PROMPT_QUERY_TYPE:
        return choice_value(types, query->type, 0);
    case PROMPT_QUERY_FOLDER:
        return text_value(query->folder);
    case PROMPT_QUERY_STATE:
        return choice_value(states, query->state, 1);
    case PROMPT_QUERY_SORT:
        return choice_value(sorts, query->sort, 1);
    case PROMPT_QUERY_FILTERS:
        return query->filters ? "1" : NULL;
    case PROMPT_QUERY_NOTHING:
    case PROMPT_QUERY_PART_COUNT:
        break;
    }
    return NULL;
}

static void add_part(struct buf *url, const char *name, const char *value)
{
    buf_add_char(url, strchr(url->data, '?') == NULL ? '?' : '&');
    buf_add_text(url, name);
    buf_add_char(url, '=');
    buf_add_text(url, text_percent_encode(url->arena, value));
}

const char *prompt_query_url(struct arena *arena, const struct prompt_query *query,
                             enum prompt_query_part without, const char *name, const char *value)
{
    struct buf url;
    buf_init(&url, arena);
    buf_add_text(&url, "/prompts");
    for (int part = PROMPT_QUERY_Q; part < PROMPT_QUERY_PART_COUNT; part++) {
        const char *said = prompt_query_value(arena, query, (enum prompt_query_part)part);
        if (said != NULL && part != (int)without)
            add_part(&url, prompt_query_name((enum prompt_query_part)part), said);
    }
    if (name != NULL && value != NULL)
        add_part(&url, name, value);
    return url.data;
}

bool prompt_query_is_filtered(struct arena *arena, const struct prompt_query *query)
{
    for (int part = PROMPT_QUERY_Q; part < PROMPT_QUERY_SORT; part++)
        if (prompt_query_value(arena, query, (enum prompt_query_part)part) != NULL)
            return true;
    return false;
}
