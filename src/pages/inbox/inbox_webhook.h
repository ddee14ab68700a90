#ifndef PAGES_INBOX_WEBHOOK_H
#define PAGES_INBOX_WEBHOOK_H

#include "pages/inbox/inbox_block.h"

/* Webhooks that were disabled because they fail. */
extern const struct inbox_block inbox_webhook;

#endif
