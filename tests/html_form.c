#include "html_form.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { FORMS_MAX = 200, FIELDS_MAX = 400 };

static const char *const entities[][2] = {
    {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};

static const char *decode(struct arena *arena, const char *text, size_t len)
{
    struct buf out;
    buf_init(&out, arena);
    for (size_t at = 0; at < len;) {
        size_t i = 0;
        while (i < COUNT_OF(entities) &&
               strncmp(text + at, entities[i][0], strlen(entities[i][0])) != 0)
            i++;
        bool is_entity = i < COUNT_OF(entities);
        buf_add_char(&out, is_entity ? entities[i][1][0] : text[at]);
        at += is_entity ? strlen(entities[i][0]) : 1;
    }
    return out.data;
}

/* The value of an attribute of the tag that begins here; NULL: it has none. */
static const char *attribute(struct arena *arena, const char *tag, const char *name)
{
    const char *mark = arena_printf(arena, " %s=\"", name);
    const char *found = strstr(tag, mark);
    const char *end = strchr(tag, '>');
    if (found == NULL || end == NULL || found > end)
        return NULL;
    found += strlen(mark);
    return decode(arena, found, strcspn(found, "\""));
}

static bool has_flag(const char *tag, const char *flag)
{
    size_t len = strcspn(tag, ">");
    for (const char *at = strstr(tag, flag); at != NULL && at < tag + len;
         at = strstr(at + 1, flag))
        if (at[-1] == ' ' && (at[strlen(flag)] == ' ' || at[strlen(flag)] == '>'))
            return true;
    return false;
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static const char *without_fragment(struct arena *arena, const char *address)
{
    return address == NULL ? NULL : arena_copy(arena, address, strcspn(address, "#"));
}

/* The value of the chosen option, or of the first that has one. */
static const char *chosen(struct arena *arena, const char *tag)
{
    const char *end = strstr(tag, "</select>");
    const char *value = NULL;
    for (const char *at = strstr(tag, "<option"); at != NULL && at < end;
         at = strstr(at + 1, "<option"))
        if (value == NULL || value[0] == '\0' || has_flag(at, "selected"))
            value = or_empty(attribute(arena, at, "value"));
    return or_empty(value);
}

static const char *typed(struct arena *arena, const char *tag)
{
    const char *text = tag + strcspn(tag, ">") + 1;
    text += text[0] == '\n';
    return decode(arena, text, (size_t)(strstr(text, "</textarea>") - text));
}

static struct html_field read_field(struct arena *arena, const char *tag, const char *what)
{
    struct html_field field = {.tag = what};
    field.name = or_empty(attribute(arena, tag, "name"));
    field.type = attribute(arena, tag, "type");
    if (field.type == NULL)
        field.type = strcmp(what, "button") == 0 ? "submit" : "text";
    field.value = strcmp(what, "select") == 0     ? chosen(arena, tag)
                  : strcmp(what, "textarea") == 0 ? typed(arena, tag)
                                                  : or_empty(attribute(arena, tag, "value"));
    bool is_box = strcmp(field.type, "checkbox") == 0 || strcmp(field.type, "radio") == 0;
    bool is_button = strcmp(what, "button") == 0;
    field.is_sent = !is_button && field.name[0] != '\0' && !has_flag(tag, "disabled") &&
                    (!is_box || has_flag(tag, "checked"));
    if (is_box && field.value[0] == '\0')
        field.value = "on";
    field.is_required = has_flag(tag, "required");
    field.is_invalid = attribute(arena, tag, "aria-invalid") != NULL;
    if (is_button) {
        field.action = without_fragment(arena, attribute(arena, tag, "formaction"));
        field.is_primary = strstr(or_empty(attribute(arena, tag, "class")), "primary") != NULL;
    }
    return field;
}

static void add_field(struct html_form *form, struct html_field field)
{
    for (int i = 0; i < form->count; i++)
        if (strcmp(form->fields[i].name, field.name) == 0)
            field.is_repeated = true;
    form->fields[form->count++] = field;
}

static void read_fields(struct arena *arena, const char *from, const char *end,
                        struct html_form *form)
{
    static const char *const tags[] = {"input", "textarea", "select", "button"};
    form->fields = arena_array(arena, FIELDS_MAX, sizeof *form->fields);
    for (const char *at = strchr(from, '<'); at != NULL && at < end; at = strchr(at + 1, '<'))
        for (size_t i = 0; i < COUNT_OF(tags); i++) {
            size_t len = strlen(tags[i]);
            bool is_tag = strncmp(at + 1, tags[i], len) == 0 && strchr(" >", at[1 + len]) != NULL;
            if (is_tag && form->count == FIELDS_MAX)
                die("a form with more than %d fields", FIELDS_MAX);
            if (is_tag)
                add_field(form, read_field(arena, at, tags[i]));
        }
}

struct html_forms html_forms_read(struct arena *arena, const char *html)
{
    struct html_forms list = {.forms = arena_array(arena, FORMS_MAX, sizeof *list.forms)};
    for (const char *at = strstr(html, "<form "); at != NULL; at = strstr(at + 1, "<form ")) {
        const char *end = strstr(at, "</form>");
        if (end == NULL || list.count == FORMS_MAX)
            die("a form that does not end, or more than %d", FORMS_MAX);
        struct html_form *form = &list.forms[list.count];
        *form = (struct html_form){
            .action = without_fragment(arena, attribute(arena, at, "action")),
            .is_post = strcmp(or_empty(attribute(arena, at, "method")), "post") == 0,
            .is_multipart = attribute(arena, at, "enctype") != NULL,
        };
        if (form->action == NULL)
            continue; /* a dialog's */
        list.count++;
        read_fields(arena, at, end, form);
    }
    return list;
}

bool html_field_is_text(const struct html_field *field)
{
    static const char *const types[] = {"text",     "email", "search", "url",
                                        "password", "tel",   "file"};
    if (field->name[0] == '\0')
        return false;
    if (strcmp(field->tag, "textarea") == 0)
        return true;
    for (size_t i = 0; strcmp(field->tag, "input") == 0 && i < COUNT_OF(types); i++)
        if (strcmp(field->type, types[i]) == 0)
            return true;
    return false;
}
