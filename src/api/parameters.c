#include "api/parameters.h"

#include "base/clock_day.h"

enum { TEXT_MAX = 200, CURSOR_MAX = 1000, TIME_MAX = 40 };

static const char *const truths[] = {"true", "false", NULL};
static const char *const states[] = {"active", "archived", "all", NULL};
static const char *const stages[] = {"unreleased", "review", "unserved", "stopped", NULL};
static const char *const sorts[] = {"updated", "created", "name", NULL};

/* A row of a table of fields, each with what its description says. */
#define LINE(of, field, words, max)                                                                \
    {                                                                                              \
        .name = #field, .label = (words), .kind = FORM_LINE, .max_chars = (max),                   \
        .offset = offsetof(struct of, field)                                                       \
    }
#define CHOICE(of, field, words, texts)                                                            \
    {                                                                                              \
        .name = #field, .label = (words), .kind = FORM_CHOICE, .choices = (texts),                 \
        .offset = offsetof(struct of, field)                                                       \
    }
#define NUMBER(of, field, words, which, without)                                                   \
    {                                                                                              \
        .name = #field, .label = (words), .kind = FORM_INT, .number = (which),                     \
        .fallback = (without), .offset = offsetof(struct of, field)                                \
    }

/* ---- one record --------------------------------------------------------------------------- */

static enum err check_time(const char *value, const char **problem)
{
    int64_t time = 0;
    *problem = "The moment must be a time of RFC 3339, such as 2026-05-03T12:00:00Z.";
    return clock_parse_iso(value, &time);
}

/* As it is typed. */
struct typed_get {
    struct record_get_query query;
    const char *at;
    const char *label;
    int64_t version;
    int audit_log;
};

static const struct form_field get_fields[] = {
    NUMBER(typed_get, version, "The version", NUMBER_VERSION, 0),
    LINE(typed_get, label, "The label", TEXT_MAX),
    {.name = "at",
     .label = "The moment",
     .kind = FORM_LINE,
     .max_chars = TIME_MAX,
     .check = check_time,
     .offset = offsetof(struct typed_get, at)},
    CHOICE(typed_get, audit_log, "The choice of its audit log", truths),
};
const struct api_parameters record_get_parameters = {get_fields, (int)COUNT_OF(get_fields)};

enum err record_get_query_parse(struct call *call, struct record_get_query *query)
{
    struct typed_get typed;
    enum err err = call_query(call, get_fields, (int)COUNT_OF(get_fields), &typed);
    if (err != ERR_NONE)
        return err;
    *query = (struct record_get_query){
        .version = typed.version, .label = typed.label, .audit_log = typed.audit_log};
    if (typed.at[0] != '\0' && clock_parse_iso(typed.at, &query->at) != ERR_NONE)
        die("a time that was checked");
    if (query->version == 0 || (query->label[0] == '\0' && query->at == 0))
        return ERR_NONE;
    return call_bad_query(call, "version", "Ask for a version, or for a label or a moment.");
}

/* ---- lists of records --------------------------------------------------------------------- */

struct typed_list {
    const char *q;
    struct uuid owner;
    const char *tag;
    const char *label;
    const char *facet;
    const char *folder;
    int state;
    int show;
    int sort;
    const char *cursor;
    int64_t limit;
};

#define LIST_FIELDS(facet_name)                                                                    \
    {                                                                                              \
        LINE(typed_list, q, "The search", TEXT_MAX),                                               \
            {.name = "owner",                                                                      \
             .label = "The owner",                                                                 \
             .kind = FORM_UUID,                                                                    \
             .offset = offsetof(struct typed_list, owner)},                                        \
            LINE(typed_list, tag, "The tag", TEXT_MAX),                                            \
            LINE(typed_list, label, "The label", TEXT_MAX),                                        \
            {.name = (facet_name),                                                                 \
             .label = "The " facet_name,                                                           \
             .kind = FORM_LINE,                                                                    \
             .max_chars = TEXT_MAX,                                                                \
             .offset = offsetof(struct typed_list, facet)},                                        \
            LINE(typed_list, folder, "The folder", TEXT_MAX),                                      \
            CHOICE(typed_list, state, "The state", states),                                        \
            CHOICE(typed_list, show, "The choice of what waits", stages),                          \
            CHOICE(typed_list, sort, "The order", sorts),                                          \
            LINE(typed_list, cursor, "The cursor", CURSOR_MAX),                                    \
            NUMBER(typed_list, limit, "The limit", NUMBER_PAGE_ITEMS, 0),                          \
    }

static const struct form_field prompt_list[] = LIST_FIELDS("type");
static const struct form_field agent_list[] = LIST_FIELDS("model");
static const struct form_field team_list[] = LIST_FIELDS("kind");
static const struct form_field set_list[] = LIST_FIELDS("subject");

const struct api_parameters record_list_parameters[RECORD_KIND_COUNT] = {
    [RECORD_PROMPT] = {prompt_list, (int)COUNT_OF(prompt_list)},
    [RECORD_AGENT] = {agent_list, (int)COUNT_OF(agent_list)},
    [RECORD_TEAM] = {team_list, (int)COUNT_OF(team_list)},
    [RECORD_SET] = {set_list, (int)COUNT_OF(set_list)},
};

enum err record_list_query_parse(struct call *call, struct record_filter *filter)
{
    struct typed_list typed;
    const struct api_parameters *parameters = &record_list_parameters[call_kind(call)->id];
    enum err err = call_query(call, parameters->fields, parameters->count, &typed);
    if (err != ERR_NONE)
        return err;
    *filter = (struct record_filter){
        .q = typed.q,
        .owner_id = typed.owner,
        .state = typed.state < 0 ? RECORD_ACTIVE : (enum record_shown)typed.state,
        .stage =
            typed.show < 0 ? RECORD_ANY_STAGE : (enum record_stage)(typed.show + RECORD_UNRELEASED),
        .tag = typed.tag,
        .label = typed.label,
        .facet = typed.facet,
        .folder = typed.folder,
        .sort = typed.sort < 0 ? RECORD_SORT_UPDATED : (enum record_sort)typed.sort,
        .cursor = typed.cursor,
        .limit = (int)typed.limit,
    };
    return ERR_NONE;
}

/* ---- other lists -------------------------------------------------------------------------- */

static const struct form_field page_fields[] = {
    LINE(page_query, cursor, "The cursor", CURSOR_MAX),
    NUMBER(page_query, limit, "The limit", NUMBER_PAGE_ITEMS, 0),
};
const struct api_parameters page_parameters = {page_fields, (int)COUNT_OF(page_fields)};

enum err page_query_parse(struct call *call, struct page_query *query)
{
    return call_query(call, page_fields, (int)COUNT_OF(page_fields), query);
}
