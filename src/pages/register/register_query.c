#include "pages/register/register_query.h"

#include <string.h>

#include "base/buf.h"

struct typed_query {
    int kind;
    const char *model;
    const char *provider;
    int risk;
    struct uuid owner_id;
    bool is_overdue;
    bool is_incomplete;
    int sort;
    const char *from;
};

#define AT(member) offsetof(struct typed_query, member)

static const char *const kinds[] = {"agent", "team", NULL};
static const char *const sorts[] = {"name", "review", "risk", NULL};

static const struct form_field fields[] = {
    {.name = "kind", .label = "Kind", .kind = FORM_CHOICE, .choices = kinds, .offset = AT(kind)},
    {.name = "model", .label = "Model", .kind = FORM_LINE, .max_chars = 200, .offset = AT(model)},
    {.name = "provider",
     .label = "Provider",
     .kind = FORM_LINE,
     .max_chars = 100,
     .offset = AT(provider)},
    {.name = "risk",
     .label = "Risk class",
     .kind = FORM_CHOICE,
     .choices = register_risk_names,
     .offset = AT(risk)},
    {.name = "owner", .label = "Owner", .kind = FORM_UUID, .offset = AT(owner_id)},
    {.name = "overdue", .label = "Overdue", .kind = FORM_BOOL, .offset = AT(is_overdue)},
    {.name = "incomplete", .label = "Incomplete", .kind = FORM_BOOL, .offset = AT(is_incomplete)},
    {.name = "sort", .label = "Sort", .kind = FORM_CHOICE, .choices = sorts, .offset = AT(sort)},
    {.name = "from", .label = "From", .kind = FORM_LINE, .max_chars = 1000, .offset = AT(from)},
};

enum err register_query_parse(struct page *page, struct register_query *query)
{
    struct typed_query typed;
    enum err err =
        form_parse_query(&query->form, page->request, fields, (int)COUNT_OF(fields), &typed);
    query->filter = (struct register_filter){
        .kind = typed.kind < 0 ? NULL : record_kind_find(kinds[typed.kind]),
        .model = typed.model,
        .provider = typed.provider,
        .risk = typed.risk,
        .owner_id = typed.owner_id,
        .is_overdue = typed.is_overdue,
        .is_incomplete = typed.is_incomplete,
        .sort = typed.sort < 0 ? REGISTER_SORT_NAME : (enum register_sort)typed.sort,
        .cursor = typed.from,
    };
    query->is_filtered = typed.kind >= 0 || typed.model[0] != '\0' || typed.provider[0] != '\0' ||
                         typed.risk >= 0 || !uuid_is_nil(&typed.owner_id) || typed.is_overdue ||
                         typed.is_incomplete;
    return err;
}

static bool is_field(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (strcmp(fields[i].name, name) == 0)
            return true;
    return false;
}

static void add_param(struct buf *buf, const char *name, const char *value)
{
    struct arena *arena = buf->arena;
    buf_printf(buf, "%s%s=%s", buf->len == 0 ? "?" : "&", text_percent_encode(arena, name),
               text_percent_encode(arena, value));
}

const char *register_query_with(struct page *page, const char *name, const char *value)
{
    struct buf buf;
    const struct param_list *params = &page->request->query;
    buf_init(&buf, page->arena);
    for (int i = 0; i < params->count; i++) {
        const struct param *param = &params->items[i];
        if (strcmp(param->name, name) != 0 && strcmp(param->name, "from") != 0 &&
            is_field(param->name) && param->value.len > 0)
            add_param(&buf, param->name, param->value.data);
    }
    if (value != NULL)
        add_param(&buf, name, value);
    return buf.data;
}
