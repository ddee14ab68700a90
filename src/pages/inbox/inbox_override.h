#ifndef PAGES_INBOX_OVERRIDE_H
#define PAGES_INBOX_OVERRIDE_H

#include "pages/inbox/inbox_block.h"

/* Labels that were moved without their evidence, for those who might have stopped it. */
extern const struct inbox_block inbox_override;

#endif
