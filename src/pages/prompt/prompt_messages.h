#ifndef PAGES_PROMPT_MESSAGES_H
#define PAGES_PROMPT_MESSAGES_H

#include "pages/prompt/prompt_form_shape.h"
#include "pages/shell/page.h"

/* The messages of a chat in the editor: two lists of equal length, role and content. A message that
 * is more than a role and a text has the role "assistant:json", and as content the rest of it as
 * JSON. */

/* A form has at most REQUEST_PARAMS_MAX values, and each message is two of them. */
enum { PROMPT_MESSAGES_MAX = 90 };

/* A new chat: a system and a user message, both empty. */
void prompt_messages_start(struct page *page, struct text_list *roles,
                           struct text_list *contents) NONNULL;

/* The messages of a stored chat. */
void prompt_messages_of(struct page *page, struct text body, struct text_list *roles,
                        struct text_list *contents) NONNULL;

/* Does what a button says: "add", "remove:N", "up:N", "down:N", N from 1. Anything else, and a
 * number that is none of the list, changes nothing. */
void prompt_messages_change(struct page *page, const char *button, struct text_list *roles,
                            struct text_list *contents) NONNULL;

/* Sets typed->body to the chat's JSON, or to nothing (data NULL) if something is wrong, which with
 * is_saving becomes a message of the field body. */
void prompt_messages_body(struct page *page, struct form *form, struct prompt_form *typed,
                          bool is_saving) NONNULL;

/* Gives each message of *body that nobody changed its text as it is stored, and if that is all of
 * them, the stored chat itself. *body may be nothing. */
void prompt_messages_keep(struct page *page, struct text stored, struct text *body) NONNULL;

/* Is the message at the index such JSON, into which nothing can be put? */
bool prompt_messages_is_json(const struct prompt_form *typed, int index) NONNULL;

/* {{#CHAT_MESSAGE}} for each. */
void prompt_messages_show(struct page *page, struct view *view,
                          const struct prompt_form *typed) NONNULL;

#endif
