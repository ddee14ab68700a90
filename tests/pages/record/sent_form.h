#ifndef TESTS_PAGES_RECORD_SENT_FORM_H
#define TESTS_PAGES_RECORD_SENT_FORM_H

#include "base/buf.h"
#include "base/text.h"
#include "fixture.h"
#include "html_form.h"

/* The form of an editor as a browser sends it. */

/* What a browser sends of a field: a text area's line breaks are CR LF whatever they were, an input
 * of one line has none. */
static inline const char *as_sent(struct arena *arena, const struct html_field *field)
{
    bool has_lines = strcmp(field->tag, "textarea") == 0;
    struct text lines;
    struct buf sent;
    lines.data = text_to_lf(arena, field->value, strlen(field->value), &lines.len);
    buf_init(&sent, arena);
    for (size_t i = 0; i < lines.len; i++)
        if (lines.data[i] != '\n')
            buf_add_char(&sent, lines.data[i]);
        else if (has_lines)
            buf_add_text(&sent, "\r\n");
    return sent.data;
}

/* The form of the page as it is sent by its main button, with one text replaced (from NULL: none).
 */
static inline const char *form_of(struct fixture *f, const struct response *response,
                                  const char *from, const char *to)
{
    static char kept[64 * 1024];
    struct arena *arena = f->page_arena;
    struct html_forms forms = html_forms_read(arena, response->body.data);
    struct buf out;
    buf_init(&out, arena);
    for (int i = 0; i < forms.count; i++) {
        const struct html_form *form = &forms.forms[i];
        if (!form->is_post ||
            (strstr(form->action, "/edit") == NULL && strstr(form->action, "/new") == NULL))
            continue;
        for (int k = 0; k < form->count; k++) {
            const struct html_field *field = &form->fields[k];
            if (!field->is_sent || field->name[0] == '\0')
                continue;
            const char *sent = as_sent(arena, field);
            if (strcmp(field->name, "pin") == 0)
                sent = ""; /* "Latest", which html_forms_read takes for no choice */
            if (from != NULL && strcmp(sent, from) == 0)
                sent = to;
            buf_printf(&out, "%s%s=%s", out.len > 0 ? "&" : "", field->name,
                       text_percent_encode(arena, sent));
        }
    }
    assert_true(out.len > 0 && out.len < sizeof kept);
    memcpy(kept, out.data, out.len + 1);
    return kept;
}

#endif
