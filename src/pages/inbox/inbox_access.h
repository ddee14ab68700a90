#ifndef PAGES_INBOX_ACCESS_H
#define PAGES_INBOX_ACCESS_H

#include "pages/inbox/inbox_block.h"

/* An access review that is due. */
extern const struct inbox_block inbox_access;

#endif
