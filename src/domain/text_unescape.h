#ifndef DOMAIN_TEXT_UNESCAPE_H
#define DOMAIN_TEXT_UNESCAPE_H

#include "base/text.h"

/* Takes the escapes of JSON ("\n", "\u00e9", RFC 8259, section 7) and those of ASCII in addresses
 * ("%40", RFC 3986, section 2.1) out of a text, wherever they stand: for who looks for words in it.
 * What is no such escape stays. False, and the text is as it was, if there are none; else it is a
 * copy in the arena, and valid UTF-8 if the text was. */
bool text_unescape(struct arena *arena, struct text *text) NONNULL;

#endif
