#ifndef PAGES_INBOX_REGISTER_H
#define PAGES_INBOX_REGISTER_H

#include "pages/inbox/inbox_block.h"

/* Entries of the register whose review is due. */
extern const struct inbox_block inbox_register;

#endif
