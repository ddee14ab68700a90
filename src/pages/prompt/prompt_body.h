#ifndef PAGES_PROMPT_BODY_H
#define PAGES_PROMPT_BODY_H

#include "data/prompt/prompt.h"
#include "data/record/record_source.h"
#include "domain/prompt/prompt_chat.h"
#include "domain/prompt/prompt_template.h"
#include "pages/shell/page.h"

/* The text of a version as pages show it: a text prompt as one block, a chat as one per message. */

/* The variables of a body, owned by the arena. */
void prompt_body_variables(struct arena *arena, enum prompt_type type, struct text body,
                           struct prompt_variables *out) NONNULL;

/* The names of those in before that after has not, "a, b and c", or NULL if there are none. */
const char *prompt_body_vanished(struct arena *arena, const struct prompt_variables *before,
                                 const struct prompt_variables *after) NONNULL;

/* Adds the blocks to a view, variables and references marked, for prompt/body.tpl, which it
 * includes as {{>BODY_PARTS}}. Past some thousand marks the rest is shown plain. */
struct prompt_body_shown {
    enum prompt_type type;
    struct text body;
    const char *heading;                /* of a text prompt's block: "Body", "Result" */
    const struct record_source *source; /* the version, whose references become links; NULL: none */
};
void prompt_body_show(struct page *page, struct view *view,
                      const struct prompt_body_shown *shown) NONNULL;

/* What looks like a variable in a body and is not one: "{{user-name}}, {{größe}} and 3 more", or
 * NULL if there is nothing. Owned by the arena. */
const char *prompt_body_mistakes(struct arena *arena, enum prompt_type type, struct text body);

/* Adds the same to a view as {{#MISTAKES}} with the reasons, for prompt/mistakes.tpl, which it
 * includes as {{>MISTAKES_PART}}. */
void prompt_body_show_mistakes(struct page *page, struct view *view, enum prompt_type type,
                               struct text body) NONNULL;

/* {{#VARIABLE_NAME}}{{NAME}}{{/VARIABLE_NAME}} for each, {{VARIABLE_COUNT}} and {{#NO_VARIABLES}}.
 */
void prompt_body_show_variables(struct view *view,
                                const struct prompt_variables *variables) NONNULL;

#endif
