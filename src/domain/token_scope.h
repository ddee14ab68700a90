#ifndef DOMAIN_TOKEN_SCOPE_H
#define DOMAIN_TOKEN_SCOPE_H

#include "base/err.h"

/* What an API token may be used for. A token has one or more scopes; what it may do is what both
 * its scopes and the persona of its owner allow (policy.h). */
enum token_scope {
    SCOPE_PROMPTS_READ = 1 << 0,
    SCOPE_PROMPTS_WRITE = 1 << 1,
    SCOPE_LABELS_MOVE = 1 << 2,
    SCOPE_AGENTS_READ = 1 << 3,
    SCOPE_AGENTS_WRITE = 1 << 4,
    SCOPE_AUDIT_READ = 1 << 5,
    SCOPE_TRANSFER = 1 << 6,
    SCOPE_PROVISION = 1 << 7, /* is alone, and of a service account */
    SCOPE_TESTS_RUN = 1 << 8, /* spends money at endpoints */
    SCOPE_RULES = 1 << 9,
    SCOPE_ALL = (1 << 10) - 1 - SCOPE_PROVISION, /* that can be combined */
};

struct token_scope_name {
    unsigned scope;
    const char *name;  /* stable, in forms, problems and events: "prompts:read" */
    const char *title; /* as people read it */
    const char *text;  /* what it allows, in one sentence */
};

/* In the order in which people choose from them. */
enum { TOKEN_SCOPE_COUNT = 10 };
extern const struct token_scope_name token_scopes[TOKEN_SCOPE_COUNT];

/* The scope of a name; ERR_INVALID if there is none. */
MUST_USE enum err token_scope_parse(const char *name, unsigned *scope) NONNULL;

#endif
