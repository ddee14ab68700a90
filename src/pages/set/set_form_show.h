#ifndef PAGES_SET_FORM_SHOW_H
#define PAGES_SET_FORM_SHOW_H

#include "pages/set/set_form.h"

/* Fills the page's view for set/fields.tpl, which it includes as {{>FIELDS}}. form NULL: it is
 * shown for the first time. saved NULL: a new set. */
MUST_USE enum err set_form_show(struct page *page, const struct form *form,
                                const struct set_form *typed, const struct set_content *saved)
    __attribute__((nonnull(1, 3)));

#endif
