#ifndef PAGES_TEAM_FORM_SHOW_H
#define PAGES_TEAM_FORM_SHOW_H

#include "pages/team/team_form.h"

/* Puts everything into the page's view: what was typed, the agents it names and those that may be
 * added, the messages of rows, the diagram; with team/fields.tpl as {{>FIELDS}}. team is the one
 * that is edited, or NULL. Errors as record_list. */
MUST_USE enum err team_form_show(struct page *page, const struct form *form,
                                 const struct team_form *typed, const struct team *team)
    __attribute__((nonnull(1, 2, 3)));

#endif
