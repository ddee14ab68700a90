#ifndef PAGES_INBOX_APPROVAL_H
#define PAGES_INBOX_APPROVAL_H

#include "pages/inbox/inbox_block.h"

/* What waits for a second person, and one's own requests that are approved. */
extern const struct inbox_block inbox_approval;

#endif
