#ifndef PAGES_SET_INPUTS_H
#define PAGES_SET_INPUTS_H

#include "domain/set/set_cases.h"
#include "domain/set/set_settings.h"
#include "pages/shell/page.h"

/* What a case that is added is asked, before anybody typed: the variables of the last case that has
 * some, without their values; in the first case those of the prompt or agent that the set is for,
 * and a message of the user where it has none. Sets "variables" or "messages" of the case. */
void set_inputs_begin(struct page *page, enum set_subject subject, const char *target,
                      const struct set_cases *cases, json_t *added) NONNULL;

#endif
