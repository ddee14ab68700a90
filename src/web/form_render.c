#include "web/form_render.h"

#include <ctype.h>
#include <string.h>

static const char *upper(struct arena *arena, const char *name, const char *suffix)
{
    char *key = arena_printf(arena, "%s%s", name, suffix);
    for (char *p = key; *p != '\0'; p++)
        *p = (char)toupper((unsigned char)*p);
    return key;
}

static void render_value(const struct form *form, const struct form_field *field, struct view *view)
{
    struct arena *arena = form->request->arena;
    const struct text *typed = param_find(form->params, field->name);
    if (field->kind == FORM_SECRET || field->kind == FORM_UUIDS || field->kind == FORM_TEXTS ||
        field->kind == FORM_FILE)
        return;
    if (field->kind == FORM_BOOL) {
        view_show(view, upper(arena, field->name, "_CHECKED"), typed != NULL);
        return;
    }
    const char *key = upper(arena, field->name, "");
    if (!view_has_text(view, key))
        view_text(view, key, "");
    /* An <input type="date"> holds days alone. */
    if (typed == NULL || (field->kind == FORM_DAY && form_message(form, field->name) != NULL))
        return;
    struct text shown = *typed;
    if (field->kind == FORM_TEXT)
        shown.data = text_to_lf(arena, typed->data, typed->len, &shown.len);
    view_set_key(view, view_key(key), shown.data, shown.len);
}

void form_render(const struct form *form, struct view *view)
{
    for (int i = 0; i < form->field_count; i++) {
        const struct form_field *field = &form->fields[i];
        render_value(form, field, view);
        const char *message = form_message(form, field->name);
        if (message != NULL)
            view_text(view_add(view, upper(form->request->arena, field->name, "_ERROR")), "MESSAGE",
                      message);
    }
    if (form->error_count == 0)
        return;
    struct view *summary = view_add(view, "FORM_ERRORS");
    for (int i = 0; i < form->error_count; i++) {
        const struct form_error *error = &form->errors[i];
        struct view *row = view_add(summary, "FORM_ERROR");
        view_text(row, "FIELD", error->field);
        view_text(row, "LABEL", error->label);
        view_text(row, "MESSAGE", error->message);
        view_show(row, "HAS_FIELD", error->field[0] != '\0');
        if (error->url != NULL) {
            struct view *link = view_add(row, "LINK");
            view_text(link, "URL", error->url);
            view_text(link, "TEXT", error->url_text);
        }
        if (error->path != NULL && error->path[0] != '\0')
            view_text(view_add(row, "AT"), "PATH", error->path);
    }
}

void form_options(struct view *view, const char *section, const char *const *choices,
                  const char *selected)
{
    for (int i = 0; choices[i] != NULL; i++) {
        struct view *option = view_add(view, section);
        view_text(option, "VALUE", choices[i]);
        view_text(option, "TEXT", choices[i]);
        view_show(option, "SELECTED", selected != NULL && strcmp(choices[i], selected) == 0);
    }
}
