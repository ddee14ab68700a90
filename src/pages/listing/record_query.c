#include "pages/listing/record_query.h"

#include <string.h>

#include "base/buf.h"
#include "pages/record/record_noun.h"

static const char *const states[] = {"active", "archived", "all", NULL};
static const char *const stages[] = {"unreleased", "review", "unserved", "stopped", NULL};
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
    [RECORD_PART_Q] = {.name = "q",
                       .label = "Search",
                       .kind = FORM_TEXT, /* what can't be searched for is shown again as it is */
                       .offset = offsetof(struct record_query, typed)},
    [RECORD_PART_OWNER] = OTHER(owner, "Owner", FORM_UUID),
    [RECORD_PART_TAG] = LINE(tag, "Tag", TEXT_MAX),
    [RECORD_PART_LABEL] = LINE(label, "Label", TEXT_MAX),
    [RECORD_PART_FACET] = LINE(facet, "", TEXT_MAX),
    [RECORD_PART_FOLDER] = LINE(folder, "Folder", TEXT_MAX),
    [RECORD_PART_STATE] = CHOICE(state, "State", states),
    [RECORD_PART_STAGE] = {.name = "show",
                           .label = "Show",
                           .kind = FORM_CHOICE,
                           .choices = stages,
                           .offset = offsetof(struct record_query, stage)},
    [RECORD_PART_SORT] = CHOICE(sort, "Order", sorts),
    [RECORD_PART_FILTERS] = OTHER(filters, "Filters", FORM_BOOL),
    [RECORD_PART_CURSOR] = LINE(cursor, "Page", CURSOR_MAX),
};

void record_query_parse(struct page *page, struct record_query *query, const char **problem)
{
    struct form form;
    const struct record_noun *noun = record_noun_of_page(page);
    const struct record_listing *listing = noun->listing;
    struct form_field *own = arena_array(page->arena, RECORD_PART_COUNT, sizeof *own);
    memcpy(own, fields, sizeof fields);
    own[RECORD_PART_FACET].name = noun->kind->facet;
    own[RECORD_PART_FACET].label = listing->facet_title;
    *problem = NULL;
    if (form_parse_query(&form, page->request, own, RECORD_PART_COUNT, query) != ERR_NONE)
        *problem = form.errors[0].message;
    query->noun = noun;
    query->listing = listing;
    query->q = text_trim(page->arena, query->typed.data);
}

void record_query_filter(const struct record_query *query, struct record_filter *filter)
{
    *filter = (struct record_filter){
        .q = query->q,
        .owner_id = query->owner,
        .state = query->state < 0 ? RECORD_ACTIVE : (enum record_shown)query->state,
        .stage = query->stage < 0 ? RECORD_ANY_STAGE
                                  : (enum record_stage)(query->stage + RECORD_UNRELEASED),
        .tag = query->tag,
        .label = query->label,
        .facet = query->facet,
        .folder = query->folder,
        .sort = query->sort < 0 ? RECORD_SORT_UPDATED : (enum record_sort)query->sort,
        .cursor = query->cursor,
        .with_links = query->listing->link_noun != NULL,
        .with_state = true,
    };
}

const char *record_query_name(const struct record_query *query, enum record_part part)
{
    return part == RECORD_PART_FACET ? query->noun->kind->facet : fields[part].name;
}

const char *record_query_facet(const struct record_listing *listing, const char *facet)
{
    return listing->facet_words == NULL ? facet : listing->facet_words(facet);
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
    if (part == RECORD_PART_Q)
        return query->q[0] == '\0' ? NULL : query->q;
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
    buf_add_text(&url, query->noun->kind->path);
    for (int i = RECORD_PART_Q; i < RECORD_PART_CURSOR; i++) {
        enum record_part part = (enum record_part)i;
        const char *said = record_query_value(arena, query, part);
        if (said != NULL && part != without)
            add_part(&url, record_query_name(query, part), said);
    }
    if (name != NULL && value != NULL)
        add_part(&url, name, value);
    return url.data;
}

static bool asks_for_more_than(struct arena *arena, const struct record_query *query,
                               enum record_part known)
{
    for (int i = RECORD_PART_Q; i < RECORD_PART_SORT; i++) {
        enum record_part part = (enum record_part)i;
        if (part != known && record_query_value(arena, query, part) != NULL)
            return true;
    }
    return false;
}

bool record_query_is_filtered(struct arena *arena, const struct record_query *query)
{
    return asks_for_more_than(arena, query, RECORD_PART_NOTHING);
}

bool record_query_is_narrowed(struct arena *arena, const struct record_query *query)
{
    return asks_for_more_than(arena, query, RECORD_PART_FOLDER);
}
