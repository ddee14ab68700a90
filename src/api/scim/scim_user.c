#include "data/account/provision.h"

#include <string.h>

#include "api/handlers.h"
#include "api/scim/scim_answer.h"
#include "api/scim/scim_view.h"
#include "base/json.h"
#include "base/number.h"
#include "domain/scim/scim_filter.h"

/* People over SCIM 2.0, to be read. */

struct typed_list {
    const char *filter;
    const char *start;
    const char *count;
};

enum { NUMBER_MAX_LEN = 20 };

static const struct form_field fields[] = {
    {.name = "filter",
     .label = "The filter",
     .kind = FORM_LINE,
     .max_bytes = SCIM_FILTER_MAX,
     .offset = offsetof(struct typed_list, filter)},
    {.name = "startIndex",
     .label = "The first place",
     .kind = FORM_LINE,
     .max_bytes = NUMBER_MAX_LEN,
     .offset = offsetof(struct typed_list, start)},
    {.name = "count",
     .label = "The count",
     .kind = FORM_LINE,
     .max_bytes = NUMBER_MAX_LEN,
     .offset = offsetof(struct typed_list, count)},
};

/* What may be asked for by which attribute. */
static const struct {
    const char *attribute; /* in lower case */
    enum provision_by by;
} filters[] = {
    {"id", PROVISION_ID},
    {"username", PROVISION_EMAIL},
    {"externalid", PROVISION_EXTERNAL_ID},
    {"active", PROVISION_ACTIVE},
};

/* False: nobody can be meant. */
static enum err read_filter(struct call *call, const char *typed, struct provision_filter *filter,
                            bool *is_nobody)
{
    struct scim_filter parsed;
    if (typed[0] == '\0')
        return ERR_NONE;
    if (scim_filter_parse(call->arena, typed, &parsed) != ERR_NONE)
        return ERR_INVALID;
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        if (strcmp(filters[i].attribute, parsed.attribute) != 0)
            continue;
        filter->by = filters[i].by;
        filter->text = parsed.text;
        if (filter->by == PROVISION_ACTIVE)
            return scim_boolean_parse(parsed.text, &filter->is_active);
        if (filter->by == PROVISION_ID)
            *is_nobody = uuid_parse(parsed.text, &filter->id) != ERR_NONE;
        return parsed.is_boolean ? ERR_INVALID : ERR_NONE;
    }
    return ERR_INVALID;
}

/* A number below the first that makes sense stands for that (RFC 7644, 3.4.2.4). */
static enum err read_number(const char *typed, int64_t least, int64_t *number)
{
    bool is_below =
        typed[0] == '-' && typed[1] != '\0' && typed[1 + strspn(typed + 1, "0123456789")] == '\0';
    if (typed[0] == '\0')
        return ERR_NONE;
    if (!is_below && number_parse(NUMBER_PLACE, typed, number) != ERR_NONE)
        return ERR_INVALID;
    if (is_below || *number < least)
        *number = least;
    return ERR_NONE;
}

static enum err answer_list(struct call *call, const struct provision_list *list, int64_t start)
{
    json_t *resources = json_array();
    for (int i = 0; i < list->count; i++)
        json_array_append_new(resources, scim_view(call, &list->items[i]));
    return scim_answer(call, 200,
                       json_pack("{s:[s], s:I, s:I, s:I, s:o}", "schemas",
                                 SCIM_MESSAGE "ListResponse", "totalResults",
                                 (json_int_t)list->total, "startIndex", (json_int_t)start,
                                 "itemsPerPage", (json_int_t)list->count, "Resources", resources));
}

enum err scim_user_list(struct call *call)
{
    static const struct scim_problem bad_filter = {
        "invalidFilter", "A filter is: userName, externalId, id or active, then eq and a value."};
    static const struct scim_problem bad_number = {"invalidValue",
                                                   "startIndex and count are whole numbers."};
    struct form form;
    struct typed_list typed;
    struct provision_list list = {.total = 0};
    struct provision_filter filter = {.by = PROVISION_ALL};
    int64_t start = 1;
    int64_t count = PROVISION_LIST_MAX;
    bool is_nobody = false;
    if (form_parse_query(&form, call->request, fields, (int)COUNT_OF(fields), &typed) != ERR_NONE)
        return scim_refuse(call, &bad_filter);
    if (read_filter(call, typed.filter, &filter, &is_nobody) != ERR_NONE)
        return scim_refuse(call, &bad_filter);
    if (read_number(typed.start, 1, &start) != ERR_NONE ||
        read_number(typed.count, 0, &count) != ERR_NONE)
        return scim_refuse(call, &bad_number);
    filter.from = start - 1;
    filter.count = count < PROVISION_LIST_MAX ? (int)count : PROVISION_LIST_MAX;
    enum err err = is_nobody ? ERR_NONE : provision_list(call->db, call->actor, &filter, &list);
    return err == ERR_NONE ? answer_list(call, &list, start) : err;
}

enum err scim_user_get(struct call *call)
{
    struct provisioned person;
    enum err err = provision_get(call->db, call->actor, &call->match->ids[0], &person);
    return err == ERR_NONE ? scim_view_answer(call, 200, &person) : err;
}
