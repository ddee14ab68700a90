#include "web/form_unknown.h"

#include <string.h>

enum { SHOWN_NAME_MAX = 40 /* bytes */ };

static void say_unknown(struct form *form, const char *kind, const char *name)
{
    size_t len = strlen(name);
    size_t shown = text_cut(name, len, SHOWN_NAME_MAX);
    form_error(form, "",
               arena_printf(form->request->arena, "This form has no %s named \"%.*s%s\".", kind,
                            (int)shown, name, shown < len ? "…" : ""));
}

void form_refuse_unknown(struct form *form)
{
    for (int i = 0; i < form->params->count; i++) {
        const char *name = form->params->items[i].name;
        if (strcmp(name, "csrf") == 0 || form_find(form, name) != NULL)
            continue;
        say_unknown(form, "field", name);
        return;
    }
    const struct upload_list *files = &form->request->files;
    for (int i = 0; i < files->count; i++) {
        const struct form_field *field = form_find(form, files->items[i].field);
        if (field != NULL && field->kind == FORM_FILE)
            continue;
        say_unknown(form, "file", files->items[i].field);
        return;
    }
}
