#ifndef PAGES_INBOX_INVITATION_H
#define PAGES_INBOX_INVITATION_H

#include "pages/inbox/inbox_block.h"

/* Whom members ask an administrator to invite. */
extern const struct inbox_block inbox_invitation;

#endif
