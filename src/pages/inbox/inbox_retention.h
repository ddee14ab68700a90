#ifndef PAGES_INBOX_RETENTION_H
#define PAGES_INBOX_RETENTION_H

#include "pages/inbox/inbox_block.h"

/* What is due for deletion by the rules of retention. */
extern const struct inbox_block inbox_retention;

#endif
