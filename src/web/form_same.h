#ifndef WEB_FORM_SAME_H
#define WEB_FORM_SAME_H

#include "base/text.h"

/* A form can't hold every text: a browser sends line breaks in its own way, an input of one line
 * drops them, and outer white space is trimmed. What comes back as a form would send the stored
 * text was not changed by anyone, so the stored text stays, byte for byte. The editors of all
 * records ask here, for every text that an import or a program may have stored. */

/* For a FORM_TEXT or one of FORM_TEXTS in a textarea: stored if typed is the same but for its line
 * breaks, otherwise typed. stored.data NULL: there was none. */
MUST_USE struct text form_same_text(struct arena *arena, struct text typed, struct text stored)
    __attribute__((nonnull(1)));

/* The same for texts without NUL. */
MUST_USE const char *form_same_lines(struct arena *arena, const char *typed,
                                     const char *stored) NONNULL;

/* For an input of one line: stored if typed is the same but for line breaks and outer white space,
 * otherwise typed. */
MUST_USE const char *form_same_line(struct arena *arena, const char *typed,
                                    const char *stored) NONNULL;

#endif
