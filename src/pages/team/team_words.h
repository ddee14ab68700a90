#ifndef PAGES_TEAM_WORDS_H
#define PAGES_TEAM_WORDS_H

#include "data/team/team.h"

/* What a team is in words: for its page, and to compare two states of it. In the arena. */

/* When a team ends: "After 20 turns", and so on. */
enum { TEAM_ENDS_MAX = 5 };
struct team_ends {
    const char *sentences[TEAM_ENDS_MAX];
    int count;
};
struct team_ends team_words_ends(struct arena *arena,
                                 const struct team_termination *termination) NONNULL;

/* Which version of its agent a member is: "Latest", "Pinned to v3", "Label production". */
MUST_USE const char *team_words_pin(struct arena *arena, const struct team_member *member) NONNULL;

/* Lines of "1. Ada, Lead, Latest" and of "Ada to Bea: if approved". names has one for each member.
 */
MUST_USE const char *team_words_members(struct arena *arena, const struct team_plan *plan,
                                        const char *const *names) NONNULL;
MUST_USE const char *team_words_edges(struct arena *arena, const struct team_plan *plan,
                                      const char *const *names) NONNULL;
/* The sentences of team_words_ends, one a line. */
MUST_USE const char *team_words_termination(struct arena *arena,
                                            const struct team_termination *termination) NONNULL;

#endif
