#ifndef PAGES_USER_REQUESTS_H
#define PAGES_USER_REQUESTS_H

#include "pages/shell/page.h"

/* Requests for invitations on the list of people. */

/* Asks ahead for what user_requests_show reads. */
void user_requests_ahead(struct page *page) NONNULL;

/* Adds to the page's view what waits for who may invite, {{#REQUESTS}} with {{#REQUEST}}, or what
 * the reader has asked for, {{#OWN_REQUESTS}} with {{#REQUEST}}: {{REQUEST_ID}} {{FULL_NAME}}
 * {{EMAIL}} {{PERSONA}} {{REASON}} {{ASKED_BY}}, a time (page_time_here), {{#IS_WAITING}}
 * {{#IS_INVITED}} {{USER_ID}} {{#IS_DECLINED}}; {{#MORE_REQUESTS}}; {{#MAY_ASK}}. */
MUST_USE enum err user_requests_show(struct page *page) NONNULL;

#endif
