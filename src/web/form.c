#include "web/form.h"

#include <ctype.h>
#include <string.h>

#include "base/clock.h"
#include "base/clock_day.h"
#include "base/number.h"
#include "web/form_unknown.h"

static struct arena *arena_of(const struct form *form)
{
    return form->request->arena;
}

/* "Full name" as it stands within a sentence: "a full name", "an email", "tags"; a "u" is that of
 * "user". */
static const char *in_sentence(struct arena *arena, const char *label)
{
    char *text = arena_strdup(arena, label);
    if (isupper((unsigned char)text[0]) && !isupper((unsigned char)text[1]))
        text[0] = (char)tolower((unsigned char)text[0]);
    size_t len = strlen(text);
    if (len > 2 && text[len - 1] == 's' && text[len - 2] != 's')
        return text;
    bool has_vowel = text[0] != '\0' && strchr("aeio", text[0]) != NULL;
    return arena_printf(arena, "%s %s", has_vowel ? "an" : "a", text);
}

static void say_missing(struct form *form, const struct form_field *field)
{
    bool is_chosen =
        field->kind == FORM_CHOICE || field->kind == FORM_UUID || field->kind == FORM_FILE;
    form_error(form, field->name,
               arena_printf(arena_of(form), "%s %s.", is_chosen ? "Choose" : "Enter",
                            in_sentence(arena_of(form), field->label)));
}

/* The length rules; false if a message was left. */
static bool has_good_length(struct form *form, const struct form_field *field, struct text value)
{
    size_t chars = text_count_chars(value.data, value.len);
    const char *unit = NULL;
    size_t actual = 0;
    size_t most = 0;
    if (field->max_chars > 0 && chars > field->max_chars) {
        unit = "characters";
        actual = chars;
        most = field->max_chars;
    } else if (field->max_bytes > 0 && value.len > field->max_bytes) {
        unit = "bytes";
        actual = value.len;
        most = field->max_bytes;
    }
    if (unit == NULL)
        return true;
    form_error(form, field->name,
               arena_printf(arena_of(form), "%s is too long: %zu %s, at most %zu.", field->label,
                            actual, unit, most));
    return false;
}

/* What holds for every kind of text: required, not too long, and the domain's rule. */
static bool is_good_text(struct form *form, const struct form_field *field, struct text value)
{
    if (value.len == 0) {
        if (field->is_required)
            say_missing(form, field);
        return !field->is_required;
    }
    if (!has_good_length(form, field, value))
        return false;
    const char *problem = NULL;
    if (field->check == NULL || field->check(value.data, &problem) == ERR_NONE)
        return true;
    if (problem == NULL)
        problem = arena_printf(arena_of(form), "%s is not valid.", field->label);
    form_error(form, field->name, problem);
    return false;
}

static struct text to_lf(struct arena *arena, struct text typed)
{
    struct text lines;
    lines.data = text_to_lf(arena, typed.data, typed.len, &lines.len);
    return lines;
}

static void parse_line(struct form *form, const struct form_field *field, struct text typed,
                       void *out)
{
    struct text line = {text_trim(arena_of(form), typed.data), 0};
    line.len = strlen(line.data);
    if (text_has_control(line.data, line.len, false)) {
        form_error(form, field->name,
                   arena_printf(arena_of(form), "%s must be one line without control characters.",
                                field->label));
        return;
    }
    if (is_good_text(form, field, line))
        *(const char **)out = line.data;
}

static void parse_int(struct form *form, const struct form_field *field, const char *value,
                      int64_t *out)
{
    if (number_parse(field->number, value, out) != ERR_NONE)
        form_error(form, field->name,
                   arena_printf(arena_of(form), "%s must be %s.", field->label,
                                number_limits[field->number].words));
}

static void parse_choice(struct form *form, const struct form_field *field, const char *value,
                         int *out)
{
    for (int i = 0; field->choices[i] != NULL; i++) {
        if (strcmp(field->choices[i], value) == 0) {
            *out = i;
            return;
        }
    }
    form_error(form, field->name,
               arena_printf(arena_of(form), "Choose %s from the list.",
                            in_sentence(arena_of(form), field->label)));
}

static void parse_uuid(struct form *form, const struct form_field *field, const char *value,
                       struct uuid *out)
{
    struct uuid uuid;
    if (uuid_parse(value, &uuid) == ERR_NONE)
        *out = uuid;
    else
        form_error(form, field->name,
                   arena_printf(arena_of(form), "%s is not a valid id.", field->label));
}

static void parse_day(struct form *form, const struct form_field *field, const char *value,
                      int64_t *out)
{
    if (clock_parse_day(value, out) != ERR_NONE)
        form_error(
            form, field->name,
            arena_printf(arena_of(form), "%s must be a day such as 2026-05-03.", field->label));
}

/* The kinds that are empty or one token. */
static void parse_token(struct form *form, const struct form_field *field, struct text typed,
                        void *out)
{
    const char *value = text_trim(arena_of(form), typed.data);
    if (*value == '\0') {
        if (field->is_required)
            say_missing(form, field);
        return;
    }
    if (field->kind == FORM_INT)
        parse_int(form, field, value, out);
    else if (field->kind == FORM_CHOICE)
        parse_choice(form, field, value, out);
    else if (field->kind == FORM_UUID)
        parse_uuid(form, field, value, out);
    else
        parse_day(form, field, value, out);
}

/* What a field holds that did not come, or came wrong. */
static void set_absent(const struct form_field *field, void *out)
{
    switch (field->kind) {
    case FORM_LINE:
    case FORM_SECRET:
        *(const char **)out = "";
        break;
    case FORM_TEXT:
        *(struct text *)out = (struct text){"", 0};
        break;
    case FORM_INT:
        *(int64_t *)out = field->fallback;
        break;
    case FORM_BOOL:
        *(bool *)out = false;
        break;
    case FORM_CHOICE:
        *(int *)out = -1;
        break;
    case FORM_UUID:
        *(struct uuid *)out = (struct uuid){{0}};
        break;
    case FORM_DAY:
        *(int64_t *)out = 0;
        break;
    case FORM_UUIDS:
        *(struct uuid_list *)out = (struct uuid_list){NULL, 0};
        break;
    case FORM_TEXTS:
        *(struct text_list *)out = (struct text_list){NULL, 0};
        break;
    case FORM_FILE:
        *(struct upload *)out = (struct upload){field->name, "", {NULL, 0}};
        break;
    }
}

static void parse_single(struct form *form, const struct form_field *field, struct text typed,
                         void *out)
{
    switch (field->kind) {
    case FORM_LINE:
        parse_line(form, field, typed, out);
        break;
    case FORM_SECRET:
        if (is_good_text(form, field, typed))
            *(const char **)out = typed.data;
        break;
    case FORM_TEXT:
        typed = to_lf(arena_of(form), typed);
        if (is_good_text(form, field, typed))
            *(struct text *)out = typed;
        break;
    case FORM_BOOL:
        *(bool *)out = true;
        break;
    case FORM_INT:
    case FORM_CHOICE:
    case FORM_UUID:
    case FORM_DAY:
        parse_token(form, field, typed, out);
        break;
    case FORM_UUIDS:
    case FORM_TEXTS:
    case FORM_FILE:
        die("the field %s is no single value", field->name);
    }
}

static int count_values(const struct form *form, const char *name)
{
    int count = 0;
    for (int i = 0; i < form->params->count; i++)
        if (strcmp(form->params->items[i].name, name) == 0)
            count++;
    return count;
}

/* An empty id is that of a checkbox or hidden input that stands for "none". */
static void add_uuid(struct form *form, const struct form_field *field, struct text typed,
                     struct uuid_list *list, struct uuid *items)
{
    if (typed.len == 0)
        return;
    int before = form->error_count;
    parse_uuid(form, field, typed.data, &items[list->count]);
    if (form->error_count == before)
        list->count++;
}

static void parse_list(struct form *form, const struct form_field *field, void *out)
{
    int room = count_values(form, field->name);
    struct uuid_list uuids = {NULL, 0};
    struct text_list texts = {NULL, 0};
    struct uuid *ids = arena_array(arena_of(form), (size_t)room, sizeof *ids);
    struct text *lines = arena_array(arena_of(form), (size_t)room, sizeof *lines);
    for (int i = 0; i < form->params->count && form_message(form, field->name) == NULL; i++) {
        const struct param *param = &form->params->items[i];
        if (strcmp(param->name, field->name) != 0)
            continue;
        if (field->kind == FORM_UUIDS) {
            add_uuid(form, field, param->value, &uuids, ids);
            continue;
        }
        lines[texts.count] = to_lf(arena_of(form), param->value);
        (void)has_good_length(form, field, lines[texts.count++]);
    }
    if (field->is_required && uuids.count + texts.count == 0 &&
        form_message(form, field->name) == NULL)
        form_error(form, field->name,
                   field->kind == FORM_UUIDS ? "Choose at least one." : "Enter at least one.");
    uuids.items = ids;
    texts.items = lines;
    if (field->kind == FORM_UUIDS)
        *(struct uuid_list *)out = uuids;
    else
        *(struct text_list *)out = texts;
}

static void parse_file(struct form *form, const struct form_field *field, struct upload *out)
{
    const struct upload_list *files = &form->request->files;
    int count = count_values(form, field->name);
    for (int i = 0; i < files->count; i++) {
        if (strcmp(files->items[i].field, field->name) != 0)
            continue;
        count++;
        *out = files->items[i];
    }
    const char *problem = NULL;
    if (count > 1)
        problem = "was sent more than once";
    else if (count == 1 && out->bytes.data == NULL)
        problem = "must be a file";
    else if (field->max_bytes > 0 && out->bytes.len > field->max_bytes)
        problem = arena_printf(arena_of(form), "is too long: %zu bytes, at most %zu",
                               out->bytes.len, field->max_bytes);
    if (problem != NULL)
        form_error(form, field->name,
                   arena_printf(arena_of(form), "%s %s.", field->label, problem));
    else if (count == 0 && field->is_required)
        say_missing(form, field);
}

static void parse_field(struct form *form, const struct form_field *field, void *out)
{
    set_absent(field, out);
    if (field->kind == FORM_FILE) {
        parse_file(form, field, out);
        return;
    }
    if (field->kind == FORM_UUIDS || field->kind == FORM_TEXTS) {
        parse_list(form, field, out);
        return;
    }
    const struct text *typed = param_find(form->params, field->name);
    if (typed == NULL) {
        if (field->is_required)
            say_missing(form, field);
        return;
    }
    if (count_values(form, field->name) > 1)
        form_error(form, field->name,
                   arena_printf(arena_of(form), "%s was sent more than once.", field->label));
    else
        parse_single(form, field, *typed, out);
}

/* NUL, which comes with what is pasted from some programs, was left out of the value: the person
 * looks at it before it is saved so. */
static void refuse_nul(struct form *form)
{
    for (int i = 0; i < form->params->count; i++) {
        const struct param *param = &form->params->items[i];
        const struct form_field *field = form_find(form, param->name);
        if (param->had_nul && field != NULL && form_message(form, param->name) == NULL)
            form_error(form, param->name,
                       arena_printf(arena_of(form),
                                    "%s had a NUL character, which no text can hold. It is left "
                                    "out here: check the text and send it again.",
                                    field->label));
    }
}

static enum err parse_fields(struct form *form, void *out)
{
    for (int i = 0; i < form->field_count; i++)
        parse_field(form, &form->fields[i], (char *)out + form->fields[i].offset);
    refuse_nul(form);
    return form->error_count == 0 ? ERR_NONE : ERR_INVALID;
}

enum err form_parse(struct form *form, const struct request *request,
                    const struct form_field *fields, int field_count, void *out)
{
    *form = (struct form){
        .request = request, .params = &request->form, .fields = fields, .field_count = field_count};
    if (request->form_refusal != NULL)
        form_error(form, "", request->form_refusal);
    form_refuse_unknown(form);
    return parse_fields(form, out);
}

enum err form_parse_query(struct form *form, const struct request *request,
                          const struct form_field *fields, int field_count, void *out)
{
    *form = (struct form){.request = request,
                          .params = &request->query,
                          .fields = fields,
                          .field_count = field_count};
    return parse_fields(form, out);
}
