#ifndef PAGES_AGENT_FORM_SHOW_H
#define PAGES_AGENT_FORM_SHOW_H

#include "pages/agent/agent_form.h"

/* The editor of a new agent: agent/new.tpl. Errors as agent_form_show. */
MUST_USE enum err agent_form_show_new(struct page *page, const struct form *form,
                                      const struct agent_form *typed)
    __attribute__((nonnull(1, 3)));

/* Puts everything that was typed into the page's view, with agent/fields.tpl as {{>FIELDS}}. With
 * the messages of the form, if there are any, at their inputs. Errors as prompt_list. */
MUST_USE enum err agent_form_show(struct page *page, const struct form *form,
                                  const struct agent_form *typed) __attribute__((nonnull(1, 3)));

#endif
