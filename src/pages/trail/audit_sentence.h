#ifndef PAGES_AUDIT_SENTENCE_H
#define PAGES_AUDIT_SENTENCE_H

#include "data/trail/audit_list.h"

/* What an event says in the record's words: "Moved production from v3 to v6", "on" the record. */
struct audit_sentence {
    const char *what;
    const char *on;       /* what stands between it and the record's name; "" for nothing */
    const char *diff_url; /* the two versions that it is about beside each other, or NULL */
};

/* From the action and, where they are open, the details. Texts in the arena. An action that has no
 * words is shown by its name. */
struct audit_sentence audit_sentence_of(struct arena *arena,
                                        const struct audit_entry *entry) NONNULL;

/* In what a release or a proposal lets a version do more than the live one: "tools, limits", in the
 * arena; NULL: in nothing, or another event. */
const char *audit_sentence_wider(struct arena *arena, const struct audit_entry *entry) NONNULL;

#endif
