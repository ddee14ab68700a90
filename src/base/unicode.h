#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Normal forms and case folding of UTF-8 (Unicode Standard Annex 15, and section 3.13 of the
 * standard), with the tables of utf8proc. Everything here takes time linear in the length. A byte
 * that is not part of a well-formed sequence reads as U+FFFD, so that nothing fails; callers refuse
 * such text at the door. The results are well-formed and owned by the arena. */

/* NFC: what is stored. */
MUST_USE struct text unicode_nfc(struct arena *arena, const char *text, size_t len) NONNULL;

/* For comparing, never for showing. */
enum unicode_fold {
    /* NFKC_Casefold: equal for texts that differ in case, in width, in how accents are composed, or
     * in what can't be seen (default ignorable characters). */
    UNICODE_SAME,
    /* The same without accents: "Café" becomes "cafe". */
    UNICODE_UNACCENTED
};
MUST_USE struct text unicode_fold(struct arena *arena, const char *text, size_t len,
                                  enum unicode_fold fold) NONNULL;

/* Where the bytes start … end of the folded text stand in the text that was folded, widened to
 * whole characters with their marks. Costs as much as folding once more. */
struct unicode_range {
    size_t start, end; /* bytes */
};
MUST_USE struct unicode_range unicode_unfold(struct arena *arena, struct text text,
                                             enum unicode_fold fold,
                                             struct unicode_range folded) NONNULL;

/* Classes of characters. */

/* A control (Cc), format (Cf) or separator character (Zl, Zp): it changes how the rest is shown.
 * The bidirectional overrides are format characters. */
bool unicode_is_control(uint32_t c);

/* Neither assigned by the version of Unicode in use nor for private use; surrogates likewise. */
bool unicode_is_unassigned(uint32_t c);

/* Nothing to the eye when it stands alone: white space, marks, fillers, the empty Braille cell and
 * everything that is default ignorable. */
bool unicode_is_blank(uint32_t c);

#endif
