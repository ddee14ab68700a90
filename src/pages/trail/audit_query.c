#include "pages/trail/audit_query.h"

#include <string.h>

#include "base/clock.h"
#include "base/clock_local.h"

enum { EVENTS_PER_PAGE = 50, PLACE_MAX = 64, PART_COUNT = 6, MORE_FIELDS = 2 };

const char *const audit_query_actions[][2] = {
    {"", "Any action"},
    {"prompt.", "Prompts"},
    {"label.", "Labels"},
    {"agent.", "Agents"},
    {"team.", "Teams"},
    {"set.", "Test sets"},
    {"user.", "Users"},
    {"session.", "Sign-ins and sessions"},
    {"organization.", "Organization"},
    {"import.", "Imports"},
    {"audit.", "Audit log"},
    {"request.", "Refusals"},
    {NULL, NULL},
};

static const char *const actions[] = {"",       "prompt.",  "label.",   "agent.",        "team.",
                                      "set.",   "user.",    "session.", "organization.", "import.",
                                      "audit.", "request.", NULL};
_Static_assert(COUNT_OF(actions) == COUNT_OF(audit_query_actions), "each action has its words");

static const struct form_field fields[PART_COUNT + 1] = {
    {.name = "actor",
     .label = "Person",
     .kind = FORM_UUID,
     .offset = offsetof(struct audit_query, actor)},
    {.name = "record",
     .label = "Record",
     .kind = FORM_UUID,
     .offset = offsetof(struct audit_query, record)},
    {.name = "action",
     .label = "Action",
     .kind = FORM_CHOICE,
     .choices = actions,
     .offset = offsetof(struct audit_query, action)},
    {.name = "from",
     .label = "From",
     .kind = FORM_DAY,
     .offset = offsetof(struct audit_query, from)},
    {.name = "until",
     .label = "Until",
     .kind = FORM_DAY,
     .offset = offsetof(struct audit_query, until)},
    {.name = "outside",
     .label = "By platform administrators",
     .kind = FORM_BOOL,
     .offset = offsetof(struct audit_query, is_outside)},
    {.name = "before",
     .label = "Page",
     .kind = FORM_LINE,
     .max_chars = PLACE_MAX,
     .offset = offsetof(struct audit_query, before)},
};

enum err audit_query_parse(struct page *page, struct form *form, struct audit_query *query)
{
    return form_parse_query(form, page->request, fields, (int)COUNT_OF(fields), query);
}

struct form_field *audit_query_fields(struct page *page, size_t offset, int *count)
{
    struct form_field *own = arena_array(page->arena, PART_COUNT + MORE_FIELDS, sizeof *own);
    memcpy(own, fields, PART_COUNT * sizeof *own);
    for (int i = 0; i < PART_COUNT; i++)
        own[i].offset += offset;
    *count = PART_COUNT;
    return own;
}

struct audit_filter audit_query_filter(const struct page *page, const struct audit_query *query)
{
    const char *zone = page_zone(page);
    int64_t day_after = query->until + CLOCK_DAY;
    return (struct audit_filter){
        .actor_id = query->actor,
        .record_id = query->record,
        .action = query->action > 0 ? actions[query->action] : "",
        .from = query->from > 0 ? clock_local_start(zone, query->from) : 0,
        .until = query->until > 0 ? clock_local_start(zone, day_after) : 0,
        .only_outside = query->is_outside,
        .before = query->before,
        .limit = EVENTS_PER_PAGE,
    };
}

struct buf audit_query_url(struct page *page, const char *path, const char *const *names,
                           size_t count)
{
    struct buf url;
    buf_init(&url, page->arena);
    buf_printf(&url, "%s?", path);
    const struct param_list *query = &page->request->query;
    for (int i = 0; i < query->count; i++) {
        bool is_left_out = query->items[i].value.len == 0;
        for (size_t j = 0; j < count; j++)
            is_left_out = is_left_out || strcmp(query->items[i].name, names[j]) == 0;
        if (!is_left_out)
            buf_printf(&url, "%s=%s&", text_percent_encode(page->arena, query->items[i].name),
                       text_percent_encode(page->arena, query->items[i].value.data));
    }
    return url;
}
