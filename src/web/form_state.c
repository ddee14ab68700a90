#include "web/form_state.h"

#include <string.h>

const struct form_field *form_find(const struct form *form, const char *name)
{
    for (int i = 0; i < form->field_count; i++)
        if (strcmp(form->fields[i].name, name) == 0)
            return &form->fields[i];
    return NULL;
}

static void add_error(struct form *form, const char *field, const char *path, const char *message)
{
    if (form->error_count == FORM_ERRORS_MAX)
        return; /* the person has enough to do */
    const struct form_field *declared = form_find(form, field);
    form->errors[form->error_count++] =
        (struct form_error){.field = field,
                            .label = declared == NULL ? "" : declared->label,
                            .path = path,
                            .message = message};
}

void form_error(struct form *form, const char *field, const char *message)
{
    add_error(form, field, NULL, message);
}

void form_error_at(struct form *form, const char *field, const char *path, const char *message)
{
    add_error(form, field, path, message);
}

void form_error_link(struct form *form, const char *url, const char *text)
{
    if (form->error_count == 0)
        die("a link without a message");
    form->errors[form->error_count - 1].url = url;
    form->errors[form->error_count - 1].url_text = text;
}

const char *form_message(const struct form *form, const char *field)
{
    for (int i = 0; i < form->error_count; i++)
        if (strcmp(form->errors[i].field, field) == 0)
            return form->errors[i].message;
    return NULL;
}
