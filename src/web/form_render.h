#ifndef WEB_FORM_RENDER_H
#define WEB_FORM_RENDER_H

#include "web/form.h"
#include "web/view.h"

/* Puts what was typed and the messages into a view. For a field "full_name": {{FULL_NAME}} the
 * value as typed (not for secrets, lists, files and what is no day),
 * {{#FULL_NAME_ERROR}}{{MESSAGE}}{{/FULL_NAME_ERROR}}; and the summary
 * {{#FORM_ERRORS}}{{#FORM_ERROR}}{{FIELD}}{{LABEL}}{{MESSAGE}}{{/FORM_ERROR}}{{/FORM_ERRORS}}
 * (FIELD as the id of the input to link to, {{#HAS_FIELD}}; {{#AT}}{{PATH}}{{/AT}} of a value in
 * the field). For a checkbox {{#FULL_NAME_CHECKED}}. A field that was not sent leaves what the page
 * has set, or is "". */
void form_render(const struct form *form, struct view *view) NONNULL;

/* Adds the options of a <select> to a view:
 * {{#SECTION}}{{VALUE}}{{TEXT}}{{#SELECTED}}{{/SELECTED}}{{/SECTION}}. selected is the value that
 * is chosen, or NULL. */
void form_options(struct view *view, const char *section, const char *const *choices,
                  const char *selected) __attribute__((nonnull(1, 2, 3)));

#endif
