#include "pages/record/record_query.h"

#include <string.h>

static const char *const ins[] = {"bodies", "configs", NULL};
static const char *const types[] = {"text", "chat", NULL};
static const char *const states[] = {"active", "archived", "all", NULL};
static const char *const sorts[] = {"updated", "created", "name", NULL};

enum { TEXT_MAX = 200, CURSOR_MAX = 1000 };

#define LINE(field, words, max)                                                                    \
    {                                                                                              \
        .name = #field, .label = (words), .kind = FORM_LINE, .max_chars = (max),                   \
        .offset = offsetof(struct record_query, field)                                             \
    }
#define CHOICE(field, words, texts)                                                                \
    {                                                                                              \
        .name = #field, .label = (words), .kind = FORM_CHOICE, .choices = (texts),                 \
        .offset = offsetof(struct record_query, field)                                             \
    }
#define OTHER(field, words, form_kind)                                                             \
    {                                                                                              \
        .name = #field, .label = (words), .kind = (form_kind),                                     \
        .offset = offsetof(struct record_query, field)                                             \
    }

static const struct form_field fields[RECORD_PART_COUNT] = {
    [RECORD_PART_Q] = LINE(q, "Search", TEXT_MAX),
    [RECORD_PART_IN] = CHOICE(in, "Place", ins),
    [RECORD_PART_ORGANIZATION] = OTHER(organization, "Organization", FORM_UUID),
    [RECORD_PART_OWNER] = OTHER(owner, "Owner", FORM_UUID),
    [RECORD_PART_TAG] = LINE(tag, "Tag", TEXT_MAX),
    [RECORD_PART_LABEL] = LINE(label, "Label", TEXT_MAX),
    [RECORD_PART_TYPE] = CHOICE(type, "Type", types),
    [RECORD_PART_FOLDER] = LINE(folder, "Folder", TEXT_MAX),
    [RECORD_PART_MODEL] = LINE(model, "Model", TEXT_MAX),
    [RECORD_PART_KIND] = CHOICE(kind, "Kind", team_kind_names),
    [RECORD_PART_STATE] = CHOICE(state, "State", states),
    [RECORD_PART_SORT] = CHOICE(sort, "Order", sorts),
    [RECORD_PART_FILTERS] = OTHER(filters, "Filters", FORM_BOOL),
    [RECORD_PART_CURSOR] = LINE(cursor, "Page", CURSOR_MAX),
};

bool record_query_has(const struct record_query *query, enum record_part part)
{
    if (part < RECORD_PART_TAG || part > RECORD_PART_KIND)
        return true;
    return (query->listing->parts >> part & 1) != 0;
}

/* What the noun does not have says nothing. */
static void clear(struct record_query *query)
{
    for (int i = RECORD_PART_TAG; i <= RECORD_PART_KIND; i++) {
        const struct form_field *field = &fields[i];
        if (record_query_has(query, (enum record_part)i))
            continue;
        if (field->kind == FORM_CHOICE)
            *(int *)((char *)query + field->offset) = -1;
        else
            *(const char **)((char *)query + field->offset) = "";
    }
    if (query->in != (int)query->listing->content)
        query->in = -1;
}

void record_query_parse(struct page *page, const struct record_listing *listing,
                        struct record_query *query, const char **problem)
{
    struct form form;
    *problem = NULL;
    if (form_parse_query(&form, page->request, fields, (int)COUNT_OF(fields), query) != ERR_NONE)
        *problem = form.errors[0].message;
    query->listing = listing;
    clear(query);
}

const struct uuid *record_query_organization(const struct page *page,
                                             const struct record_query *query)
{
    return uuid_is_nil(&query->organization) ? &page->actor->organization_id : &query->organization;
}

void record_query_filter(const struct page *page, const struct record_query *query,
                         struct record_filter *filter)
{
    struct policy_target target = {.organization_id = *record_query_organization(page, query)};
    *filter = (struct record_filter){
        .organization_id = query->organization,
        .q = query->q,
        .in_content = query->in >= 0 && policy_allows(page->actor, query->listing->read, &target),
        .owner_id = query->owner,
        .state = query->state < 0 ? RECORD_ACTIVE : (enum record_shown)query->state,
        .sort = query->sort < 0 ? RECORD_SORT_UPDATED : (enum record_sort)query->sort,
        .cursor = query->cursor,
        .tag = query->tag,
        .label = query->label,
        .type = query->type < 0 ? "" : types[query->type],
        .folder = query->folder,
        .model = query->model,
        .kind = query->kind < 0 ? "" : team_kind_names[query->kind],
    };
}

const char *record_query_name(enum record_part part)
{
    return fields[part].name;
}

/* The first choice of these is what a list without the part shows. */
static bool has_default(enum record_part part)
{
    return part == RECORD_PART_STATE || part == RECORD_PART_SORT;
}

static const char *uuid_value(struct arena *arena, const struct uuid *uuid)
{
    if (uuid_is_nil(uuid))
        return NULL;
    char *text = arena_alloc(arena, UUID_TEXT_LEN);
    uuid_format(uuid, text);
    return text;
}

const char *record_query_value(struct arena *arena, const struct record_query *query,
                               enum record_part part)
{
    const struct form_field *field = &fields[part];
    const void *at = (const char *)query + field->offset;
    if (part == RECORD_PART_IN && query->q[0] == '\0')
        return NULL;
    if (field->kind == FORM_UUID)
        return uuid_value(arena, at);
    if (field->kind == FORM_BOOL)
        return *(const bool *)at ? "1" : NULL;
    if (field->kind == FORM_CHOICE) {
        int choice = *(const int *)at;
        return choice < (has_default(part) ? 1 : 0) ? NULL : field->choices[choice];
    }
    const char *text = *(const char *const *)at;
    return text[0] == '\0' ? NULL : text;
}

static void add_part(struct buf *url, const char *name, const char *value)
{
    buf_add_char(url, strchr(url->data, '?') == NULL ? '?' : '&');
    buf_add_text(url, name);
    buf_add_char(url, '=');
    buf_add_text(url, text_percent_encode(url->arena, value));
}

const char *record_query_url(struct arena *arena, const struct record_query *query,
                             enum record_part without, const char *name, const char *value)
{
    struct buf url;
    buf_init(&url, arena);
    buf_add_text(&url, query->listing->noun->base);
    for (int i = RECORD_PART_Q; i < RECORD_PART_CURSOR; i++) {
        enum record_part part = (enum record_part)i;
        const char *said = record_query_value(arena, query, part);
        if (said != NULL && part != without)
            add_part(&url, record_query_name(part), said);
    }
    if (name != NULL && value != NULL)
        add_part(&url, name, value);
    return url.data;
}

bool record_query_is_filtered(struct arena *arena, const struct record_query *query)
{
    for (int part = RECORD_PART_Q; part < RECORD_PART_SORT; part++)
        if (record_query_value(arena, query, (enum record_part)part) != NULL)
            return true;
    return false;
}
