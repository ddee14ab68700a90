#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/number.h"
#include "base/text.h"
#include "web/view_key.h"

/* What a template shows: named texts and sections, in the arena, by reference (nothing is copied).
 * The template engine pulls from it; no dictionary is built. A name that a section does not have is
 * looked for in the sections around it in the template, innermost first, whichever view has those.
 */

struct view;

MUST_USE struct view *view_create(struct arena *arena) NONNULL;

void view_set_key(struct view *view, struct view_key key, const char *value, size_t len)
    __attribute__((nonnull(1)));
struct view *view_add_key(struct view *view, struct view_key key) NONNULL;

/* Sets {{KEY}}. NULL prints as nothing. Setting a key again replaces it. */
static inline void view_text(struct view *view, const char *key, const char *value)
{
    view_set_key(view, view_key(key), value, value == NULL ? 0 : strlen(value));
}

/* Does the view itself have {{KEY}}? */
bool view_has_text(const struct view *view, const char *key) NONNULL;

/* Sets {{KEY}} to a number in decimal. */
void view_number(struct view *view, const char *key, int64_t number) NONNULL;

/* Sets {{KEY_MIN}}, {{KEY_MAX}} and {{KEY_RANGE}}, "1 to 36500", to the limits of a number: what
 * an input and its hint say is what form_parse() takes. */
void view_limits(struct view *view, const char *key, enum number number) NONNULL;

/* Adds one repetition of {{#KEY}}…{{/KEY}} and returns the view inside it. A section without any is
 * hidden. */
static inline struct view *view_add(struct view *view, const char *key)
{
    return view_add_key(view, view_key(key));
}

/* Shows {{#KEY}} once if the condition holds. */
static inline void view_show(struct view *view, const char *key, bool condition)
{
    if (condition)
        (void)view_add_key(view, view_key(key));
}

/* {{>KEY}} includes the template file, seen from this view, or once for each view_add() of the key
 * and seen from there. file must outlive the request. */
void view_include(struct view *view, const char *key, const char *file) NONNULL;

/* {{>KEY}} is this HTML, which template_render() made before; it must outlive the request. */
void view_html(struct view *view, const char *key, struct text html) NONNULL;

struct view_value;
struct view_group;

/* For the template engine: look in the view itself, and nowhere else. NULL if it does not have the
 * key. What they give is read with web/view_internal.h. */
struct view_value *view_find_value(const struct view *view, struct view_key key) NONNULL;
struct view_group *view_find_group(const struct view *view, struct view_key key) NONNULL;

#endif
