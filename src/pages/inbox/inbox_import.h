#ifndef PAGES_INBOX_IMPORT_H
#define PAGES_INBOX_IMPORT_H

#include "pages/inbox/inbox_block.h"

/* One's imports that are not carried out yet. */
extern const struct inbox_block inbox_import;

#endif
