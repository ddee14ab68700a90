#ifndef WEB_TEMPLATE_KEPT_H
#define WEB_TEMPLATE_KEPT_H

#include "base/text.h"
#include "web/view.h"

/* Rendered pieces that the process keeps: the rows of a list are the same from request to request,
 * and expanding them is most of the cost of a page. A piece is found by everything that went into
 * it, byte for byte: the template and all keys and values of its view. */

enum { KEPT_KEY_MAX = 1280, KEPT_HTML_MAX = 2816, KEPT_COUNT = 256 };

/* What goes into a piece. is_whole is false if there is too much of it to be kept. */
struct kept_key {
    bool is_whole;
    size_t len;
    char bytes[KEPT_KEY_MAX];
};

/* The key of a view shown through a template. */
void kept_key_make(const char *file, const struct view *view, struct kept_key *key) NONNULL;

/* The piece, or data NULL. It stays until the next kept_store(). */
struct text kept_find(const struct kept_key *key) NONNULL;

/* Keeps a piece, in place of another one. Too long ones are not kept. */
void kept_store(const struct kept_key *key, struct text html) NONNULL;

#endif
