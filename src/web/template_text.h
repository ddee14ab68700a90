#ifndef WEB_TEMPLATE_TEXT_H
#define WEB_TEMPLATE_TEXT_H

#include <stddef.h>

#include "base/err.h"

/* The text of a template before the engine reads it: for the template shim alone. */

/* Why a template is refused, as a sentence; NULL if nothing speaks against it. It must begin with
 * the AUTOESCAPE line and hold nothing that ctemplate would let pass: raw output, modifiers of our
 * own, other delimiters, and a tag without its end. */
MUST_USE const char *template_text_check(const char *text) NONNULL;

/* Takes the indentation, which no page needs, and returns the new length. Line ends stay, because
 * they part words; ctemplate takes those of lines that hold nothing but a tag. */
MUST_USE size_t template_text_strip(char *text) NONNULL;

#endif
