#ifndef DOMAIN_SCOPE_H
#define DOMAIN_SCOPE_H

#include "base/json.h"

/* What the next version of a record may do that the live one may not: a list of findings, each
 * about one subject. agent_scope() and team_scope() make it; this file knows no kind of record.
 * What can't be put in an order (another model, another address) is "changed", and counts as wider
 * wherever something is marked: who approves looks once too often rather than once too rarely. */

enum scope_verdict { SCOPE_WIDER, SCOPE_CHANGED, SCOPE_NARROWER, SCOPE_SAME, SCOPE_VERDICT_COUNT };

enum scope_subject {
    SCOPE_KIND,
    SCOPE_MEMBERS,
    SCOPE_EDGES,
    SCOPE_MODEL,
    SCOPE_TOOLS,
    SCOPE_MCP_SERVERS,
    SCOPE_HANDOFFS,
    SCOPE_ENDPOINT,
    SCOPE_LIMITS,
    SCOPE_OUTPUT,
    SCOPE_OTHER, /* keys that Rostrum does not know and keeps */
    SCOPE_SUBJECT_COUNT
};

struct scope_finding {
    enum scope_subject subject;
    enum scope_verdict verdict;
    const char *what; /* "Tool refund_payment added"; of SCOPE_SAME the subject's words */
};

/* Of each verdict the first SCOPE_FINDINGS_MAX are kept, and the others counted. */
enum { SCOPE_FINDINGS_MAX = 50 };

struct scope {
    struct arena *arena;
    bool is_first; /* nothing is live: findings say what the next one may do at all */
    struct scope_finding *findings; /* those of a subject together; what is the same last */
    int count;
    int counts[SCOPE_VERDICT_COUNT]; /* with those that were not kept */
    unsigned wider;                  /* a bit for each subject that is wider or changed */
    unsigned found;                  /* a bit for each subject that anything was found about */
};

/* The subjects in which the next one may do more, as events keep them: ["tools", "mcp_servers"],
 * owned by the arena. NULL: there is none. */
MUST_USE json_t *scope_wider_names(const struct scope *scope) NONNULL;

/* Such an array as people read it: "tools, MCP servers", in the arena; a name that is unknown as it
 * is. NULL for anything else. */
MUST_USE const char *scope_wider_words(struct arena *arena, const json_t *names)
    __attribute__((nonnull(1)));

/* ---- for those who compare ---------------------------------------------------------------- */

void scope_begin(struct scope *scope, struct arena *arena, bool is_first) NONNULL;

void scope_add(struct scope *scope, enum scope_subject subject, enum scope_verdict verdict,
               const char *format, ...) PRINTF(4, 5);

/* Says that a subject is there and the same, if nothing was found about it. */
void scope_add_same(struct scope *scope, enum scope_subject subject) NONNULL;

/* A limit before and after; 0: not limited. In a first release only a limit that is there is found.
 */
struct scope_limit {
    const char *title; /* "Max turns" */
    const char *unit;  /* " s", or "" */
    const char *what;  /* "turns", "time": "No longer limited in time" */
};
void scope_add_limit(struct scope *scope, enum scope_subject subject,
                     const struct scope_limit *limit, const int64_t values[2]) NONNULL;

/* A text as findings show it: cut to 80 characters, with an ellipsis, and isolated from the words
 * around it if it may run from the right to the left. In the arena. */
MUST_USE const char *scope_text(const struct scope *scope, const char *text) NONNULL;

/* "Setting guardrails changed": the keys of an object that differ, but for those that the caller
 * compares (NULL at the end). prefix goes before it, "" or "Model: ". Either may be NULL, and
 * anything. */
void scope_add_keys(struct scope *scope, enum scope_subject subject, const char *prefix,
                    const json_t *const sides[2], const char *const *known)
    __attribute__((nonnull(1, 3, 4, 5)));

#endif
