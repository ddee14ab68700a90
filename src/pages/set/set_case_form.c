#include "pages/set/set_case_form.h"

#include <string.h>

#include "base/buf.h"
#include "domain/grade/check_type.h"
#include "domain/prompt/prompt_chat.h"
#include "pages/shell/form_rows.h"
#include "web/form_same.h"

const char *const set_inputs[] = {"variables", "messages", NULL};
const char *const set_letters[] = {"", "any", NULL};

#define AT(member) offsetof(struct set_case_form, member)

void set_case_fields(size_t offset, struct form_field fields[SET_CASE_FIELDS])
{
    static const struct form_field table[SET_CASE_FIELDS] = {
        {.name = "open", .label = "Case", .kind = FORM_LINE, .offset = AT(id)},
        {.name = "case_name",
         .label = "Case name",
         .kind = FORM_LINE,
         .max_chars = SET_CASE_NAME_MAX,
         .offset = AT(name)},
        {.name = "input",
         .label = "Input",
         .kind = FORM_CHOICE,
         .choices = set_inputs,
         .offset = AT(input)},
        {.name = "variable_name",
         .label = "Variable",
         .kind = FORM_TEXTS,
         .offset = AT(variable_names)},
        {.name = "variable_value",
         .label = "Value",
         .kind = FORM_TEXTS,
         .offset = AT(variable_values)},
        {.name = "role", .label = "Role", .kind = FORM_TEXTS, .offset = AT(roles)},
        {.name = "content", .label = "Content", .kind = FORM_TEXTS, .offset = AT(contents)},
        {.name = "expected", .label = "Expected", .kind = FORM_TEXT, .offset = AT(expected)},
        {.name = "check_type", .label = "Check", .kind = FORM_TEXTS, .offset = AT(check_types)},
        {.name = "check_value", .label = "Value", .kind = FORM_TEXTS, .offset = AT(check_values)},
        {.name = "check_case", .label = "Letters", .kind = FORM_TEXTS, .offset = AT(check_cases)},
        {.name = "check_tool", .label = "Tool", .kind = FORM_TEXTS, .offset = AT(check_tools)},
        {.name = "critical", .label = "Critical", .kind = FORM_BOOL, .offset = AT(is_critical)},
        {.name = "note",
         .label = "Note",
         .kind = FORM_TEXT,
         .max_chars = SET_CASE_NOTE_MAX,
         .offset = AT(note)},
    };
    for (int i = 0; i < SET_CASE_FIELDS; i++) {
        fields[i] = table[i];
        fields[i].offset += offset;
    }
}

static struct text text_of(const char *text)
{
    return (struct text){text == NULL ? "" : text, text == NULL ? 0 : strlen(text)};
}

/* ---- rows -------------------------------------------------------------------------------------
 */

static struct form_rows variable_rows(struct arena *arena, struct set_case_form *typed, int more)
{
    struct form_rows rows = {.lists = {&typed->variable_names, &typed->variable_values},
                             .column_count = 2};
    form_rows_begin(arena, &rows, more);
    return rows;
}

static struct form_rows message_rows(struct arena *arena, struct set_case_form *typed, int more)
{
    struct form_rows rows = {.lists = {&typed->roles, &typed->contents}, .column_count = 2};
    form_rows_begin(arena, &rows, more);
    return rows;
}

static struct form_rows check_rows(struct arena *arena, struct set_case_form *typed, int more)
{
    struct form_rows rows = {.lists = {&typed->check_types, &typed->check_values,
                                       &typed->check_cases, &typed->check_tools},
                             .column_count = 4};
    form_rows_begin(arena, &rows, more);
    return rows;
}

void set_case_form_press(struct arena *arena, struct set_case_form *typed, const char *button)
{
    struct form_rows variables = variable_rows(arena, typed, 1);
    struct form_rows messages = message_rows(arena, typed, 1);
    struct form_rows checks = check_rows(arena, typed, 1);
    if (strcmp(button, "variable-add") == 0)
        form_rows_append(&variables, (const struct text[]){text_of(""), text_of("")});
    else if (strcmp(button, "message-add") == 0)
        form_rows_append(&messages, (const struct text[]){text_of("user"), text_of("")});
    else if (strcmp(button, "check-add") == 0)
        form_rows_append(&checks, (const struct text[]){text_of("contains"), text_of(""),
                                                        text_of(""), text_of("")});
    else if (!form_rows_press(&variables, "variable-", button) &&
             !form_rows_press(&messages, "message-", button))
        (void)form_rows_press(&checks, "check-", button);
}

/* ---- a case as inputs --------------------------------------------------------------------------
 */

bool set_case_is_rich(struct arena *arena, const struct set_case *set_case)
{
    for (size_t i = 0; i < json_array_size(set_case->messages); i++) {
        struct chat_message message;
        if (chat_message_parse(arena, json_array_get(set_case->messages, i), &message) != NULL ||
            chat_message_is_rich(&message))
            return true;
    }
    return false;
}

static void add_variables(struct arena *arena, const json_t *variables, struct set_case_form *out)
{
    const char *name = NULL;
    json_t *value = NULL;
    struct form_rows rows = variable_rows(arena, out, (int)json_object_size(variables));
    json_object_foreach((json_t *)variables, name, value)
    {
        form_rows_append(&rows,
                         (const struct text[]){text_of(name), text_of(json_string_value(value))});
    }
}

static void add_messages(struct arena *arena, const struct set_case *set_case,
                         struct set_case_form *out)
{
    int count = (int)json_array_size(set_case->messages);
    struct form_rows rows = message_rows(arena, out, count);
    if (set_case_is_rich(arena, set_case))
        return;
    for (int i = 0; i < count; i++) {
        const json_t *message = json_array_get(set_case->messages, (size_t)i);
        form_rows_append(&rows, (const struct text[]){text_of(json_text(message, "role")),
                                                      text_of(json_text(message, "content"))});
    }
}

/* A text as it is, texts one a line, anything else as JSON. */
static struct text check_value(struct arena *arena, const json_t *value)
{
    struct buf lines;
    size_t index = 0;
    json_t *item = NULL;
    buf_init(&lines, arena);
    if (value == NULL)
        return text_of("");
    if (json_is_string(value))
        return (struct text){json_string_value(value), json_string_length(value)};
    if (!json_is_array(value))
        return json_format(arena, value, JSON_INDENTED);
    json_array_foreach(value, index, item)
    {
        buf_printf(&lines, "%s%s", index > 0 ? "\n" : "",
                   json_is_string(item) ? json_string_value(item)
                                        : json_format(arena, item, JSON_LINE).data);
    }
    return (struct text){lines.data, lines.len};
}

static void add_checks(struct arena *arena, const json_t *checks, struct set_case_form *out)
{
    size_t index = 0;
    json_t *check = NULL;
    struct form_rows rows = check_rows(arena, out, (int)json_array_size(checks));
    json_array_foreach(checks, index, check)
    {
        bool is_any = json_is_true(json_object_get(check, "ignore_case"));
        form_rows_append(&rows,
                         (const struct text[]){text_of(json_text(check, "type")),
                                               check_value(arena, json_object_get(check, "value")),
                                               text_of(is_any ? "any" : ""),
                                               text_of(json_text(check, "tool"))});
    }
}

void set_case_form_of(struct arena *arena, const struct set_case *set_case,
                      struct set_case_form *out)
{
    *out = (struct set_case_form){
        .id = set_case->id,
        .name = set_case->name,
        .input = set_case->messages == NULL ? SET_INPUT_VARIABLES : SET_INPUT_MESSAGES,
        .expected = text_of(set_case->expected),
        .is_critical = set_case->is_critical,
        .note = text_of(set_case->note),
    };
    add_variables(arena, set_case->variables, out);
    add_messages(arena, set_case, out);
    add_checks(arena, set_case->checks, out);
}

/* ---- inputs as a case --------------------------------------------------------------------------
 */

static bool is_same_text(struct arena *arena, struct text typed, struct text stored)
{
    struct text same = form_same_text(arena, typed, stored);
    return same.len == stored.len && memcmp(same.data, stored.data, same.len) == 0;
}

static bool is_same_list(struct arena *arena, const struct text_list *typed,
                         const struct text_list *stored)
{
    if (typed->count != stored->count)
        return false;
    for (int i = 0; i < typed->count; i++)
        if (!is_same_text(arena, typed->items[i], stored->items[i]))
            return false;
    return true;
}

/* Would a browser send this for the case as it is? */
static bool is_untouched(struct arena *arena, const struct set_case_form *typed,
                         const struct set_case *before)
{
    struct set_case_form stored;
    set_case_form_of(arena, before, &stored);
    return strcmp(form_same_line(arena, typed->name, stored.name), stored.name) == 0 &&
           typed->input == stored.input && typed->is_critical == stored.is_critical &&
           is_same_text(arena, typed->expected, stored.expected) &&
           is_same_text(arena, typed->note, stored.note) &&
           is_same_list(arena, &typed->variable_names, &stored.variable_names) &&
           is_same_list(arena, &typed->variable_values, &stored.variable_values) &&
           is_same_list(arena, &typed->roles, &stored.roles) &&
           is_same_list(arena, &typed->contents, &stored.contents) &&
           is_same_list(arena, &typed->check_types, &stored.check_types) &&
           is_same_list(arena, &typed->check_values, &stored.check_values) &&
           is_same_list(arena, &typed->check_cases, &stored.check_cases) &&
           is_same_list(arena, &typed->check_tools, &stored.check_tools);
}

/* Rows that nobody filled in are none. */
static json_t *read_variables(struct arena *arena, const struct set_case_form *typed,
                              const char **problem)
{
    json_t *variables = json_keep(arena, json_object());
    for (int i = 0; i < typed->variable_names.count; i++) {
        const char *name = text_trim(arena, typed->variable_names.items[i].data);
        struct text value = typed->variable_values.items[i];
        if (name[0] == '\0' && value.len == 0)
            continue;
        if (json_object_get(variables, name) != NULL)
            *problem = arena_printf(arena, "variables: “%s” is there twice.", name);
        json_object_set_new(variables, name, json_stringn(value.data, value.len));
    }
    return variables;
}

static json_t *read_messages(struct arena *arena, const struct set_case_form *typed)
{
    json_t *messages = json_keep(arena, json_array());
    for (int i = 0; i < typed->roles.count; i++)
        json_array_append_new(
            messages,
            json_pack("{s:s, s:o}", "role", typed->roles.items[i].data, "content",
                      json_stringn(typed->contents.items[i].data, typed->contents.items[i].len)));
    return messages;
}

static json_t *read_lines(struct arena *arena, struct text value)
{
    json_t *lines = json_keep(arena, json_array());
    const char *at = value.data;
    while (at != NULL && *at != '\0') {
        const char *end = strchr(at, '\n');
        size_t len = end == NULL ? strlen(at) : (size_t)(end - at);
        if (len > 0)
            json_array_append_new(lines, json_stringn(at, len));
        at = end == NULL ? NULL : end + 1;
    }
    return lines;
}

/* What was typed as a value of this type; NULL: nothing. What is no JSON stays a text, and the
 * rules of checks say what is wrong with it. */
static json_t *read_value(struct arena *arena, const struct check_type *type, struct text value)
{
    const char *ignored = NULL;
    json_t *json = NULL;
    switch (type == NULL ? CHECK_ANY_TEXT : type->value) {
    case CHECK_NOTHING:
        return NULL;
    case CHECK_TEXTS:
        return read_lines(arena, value);
    case CHECK_SCHEMA_OR_NOTHING:
        if (text_trim(arena, value.data)[0] == '\0')
            return NULL;
        break;
    case CHECK_SCHEMA:
    case CHECK_DURATION:
    case CHECK_COST:
        break;
    case CHECK_ANY_TEXT:
    case CHECK_TEXT:
    case CHECK_PATTERN:
        return json_keep(arena, json_stringn(value.data, value.len));
    }
    if (json_parse(arena, value.data, value.len, &json, &ignored) == ERR_NONE)
        return json;
    return json_keep(arena, json_stringn(value.data, value.len));
}

static json_t *read_checks(struct arena *arena, const struct set_case_form *typed)
{
    json_t *checks = json_keep(arena, json_array());
    for (int i = 0; i < typed->check_types.count; i++) {
        const char *name = typed->check_types.items[i].data;
        const char *tool = text_trim(arena, typed->check_tools.items[i].data);
        const struct check_type *type = check_type_find(name);
        json_t *check = json_pack("{s:s}", "type", name);
        json_t *value = read_value(arena, type, typed->check_values.items[i]);
        json_array_append_new(checks, check);
        if (value != NULL)
            json_object_set(check, "value", value);
        if (type != NULL && type->may_ignore_case &&
            strcmp(typed->check_cases.items[i].data, "any") == 0)
            json_object_set_new(check, "ignore_case", json_true());
        if (type != NULL && type->may_name_tool && tool[0] != '\0')
            json_object_set_new(check, "tool", json_string(tool));
    }
    return checks;
}

enum err set_case_form_read(struct arena *arena, const struct set_case_form *typed,
                            const struct set_case *before, struct set_case *out,
                            const char **problem)
{
    json_t *json = json_keep(arena, json_object());
    *problem = NULL;
    if (is_untouched(arena, typed, before)) {
        *out = *before;
        return ERR_NONE;
    }
    json_object_set_new(json, "id", json_string(before->id));
    json_object_set_new(json, "name", json_string(typed->name));
    if (typed->input != SET_INPUT_MESSAGES)
        json_object_set(json, "variables", read_variables(arena, typed, problem));
    else
        json_object_set(json, "messages",
                        set_case_is_rich(arena, before) ? before->messages
                                                        : read_messages(arena, typed));
    if (typed->expected.len > 0)
        json_object_set_new(json, "expected",
                            json_stringn(typed->expected.data, typed->expected.len));
    json_object_set(json, "checks", read_checks(arena, typed));
    json_object_set_new(json, "critical", json_boolean(typed->is_critical));
    json_object_set_new(json, "note", json_stringn(typed->note.data, typed->note.len));
    json_object_set_new(json, "origin", json_string(set_origin_names[before->origin]));
    return *problem != NULL ? ERR_INVALID : set_case_read(arena, json, "", out, problem);
}
