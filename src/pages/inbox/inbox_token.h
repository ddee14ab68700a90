#ifndef PAGES_INBOX_TOKEN_H
#define PAGES_INBOX_TOKEN_H

#include "pages/inbox/inbox_block.h"

/* API tokens that end soon, which the person owns or answers for. */
extern const struct inbox_block inbox_token;

#endif
