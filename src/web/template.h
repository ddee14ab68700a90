#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

/* HTML templates: a C interface to ctemplate. A view is what a template shows: named texts and
 * sections, in the arena, by reference (nothing is copied). The engine pulls from it; no dictionary
 * is built. A name that a section does not have is looked for in the sections around it in
 * the template, innermost first, whichever view has those.
 *
 * Templates lose their indentation and keep their line ends, except those of lines that hold
 * nothing but one tag. Values are escaped for their place; {{KEY}} turns line breaks and tabs in
 * the value into spaces, {{KEY:pre_escape}} keeps every byte of white space: for <pre>, <textarea>
 * and value="". In a query string write {{KEY:url_query_escape}}. */

struct view;

MUST_USE struct view *view_create(struct arena *arena) NONNULL;

/* Keys are string literals; their hash is folded at compile time. */
static inline uint32_t view_hash(const char *key, size_t len)
{
    if (len == 0)
        return 0;
    return (uint32_t)len | (uint32_t)(unsigned char)key[0] << 8 |
           (uint32_t)(unsigned char)key[len / 2] << 16 |
           (uint32_t)(unsigned char)key[len - 1] << 24;
}

struct view_key {
    const char *name;
    size_t len;
    uint32_t hash;
};

static inline struct view_key view_key(const char *name)
{
    size_t len = strlen(name);
    struct view_key key = {name, len, view_hash(name, len)};
    return key;
}

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

/* The repetitions of {{>KEY}} are kept by the process and not expanded again while everything in
 * them stays the same: for the rows of lists. Their template sees only what is in their own view,
 * and no kept include stands in another. */
void view_keep(struct view *view, const char *key) NONNULL;

/* Reads every *.tpl below dir and parses it, once at start. ERR_INVALID (logged with the file) if a
 * file does not begin with the AUTOESCAPE line, uses :none, or does not parse; ERR_NOT_FOUND
 * without a dir. */
MUST_USE enum err template_open(const char *dir) NONNULL;

/* From here on a value that a template shows and no view has is a bug, die(), and not nothing: what
 * tests want. Optional texts stand in sections of their own, or are set to "". */
void template_be_strict(void);

/* Expands a template (its path below dir) at the end of out. A template that is not there is die():
 * all are known at start. */
void template_render(const char *file, const struct view *view, struct buf *out) NONNULL;

#endif
