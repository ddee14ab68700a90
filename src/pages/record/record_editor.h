#ifndef PAGES_RECORD_EDITOR_H
#define PAGES_RECORD_EDITOR_H

#include "pages/record/record_noun.h"

/* What the editors of all kinds have in common: the bar with the buttons, and the properties. */

/* record/editor_bar.tpl as {{>EDITOR_BAR}} and record/properties.tpl as {{>PROPERTIES}}, which the
 * template of the fields includes first in {{#IS_NEW}} or last in {{#IS_SAVED}}. saved_url
 * is the page of the record; NULL: a new one. */
void record_editor_show(struct page *page, const struct record_noun *noun, const char *saved_url)
    __attribute__((nonnull(1, 2)));

/* True if the button of the request asks for the page of the release after the save. */
bool record_editor_releases(const struct page *page) NONNULL;

/* True for the buttons that save; "" is Enter in a browser without a button for it. */
bool record_editor_saves(const char *button) NONNULL;

/* True for those who release to production themselves; others propose. */
bool record_editor_may_release(const struct page *page) NONNULL;

#endif
