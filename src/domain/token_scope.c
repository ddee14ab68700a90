#include "domain/token_scope.h"

#include <string.h>

const struct token_scope_name token_scopes[TOKEN_SCOPE_COUNT] = {
    {SCOPE_PROMPTS_READ, "prompts:read", "Read prompts and test sets",
     "Prompts and test sets, their versions, labels and history."},
    {SCOPE_PROMPTS_WRITE, "prompts:write", "Write prompts and test sets",
     "Create, change, archive and delete prompts and test sets."},
    {SCOPE_LABELS_MOVE, "labels:move", "Move labels",
     "Move and propose labels on everything that the token may read."},
    {SCOPE_AGENTS_READ, "agents:read", "Read agents and teams",
     "Agents and teams, their versions, labels and history."},
    {SCOPE_AGENTS_WRITE, "agents:write", "Write agents and teams",
     "Create, change, archive and delete agents and teams."},
    {SCOPE_AUDIT_READ, "audit:read", "Read the audit log",
     "As much of the audit log as the owner may see."},
    {SCOPE_TRANSFER, "transfer", "Import and export",
     "Import and export documents, within what the other scopes allow."},
    {SCOPE_TESTS_RUN, "tests:run", "Run tests",
     "Start and cancel test runs of everything that the token may read, which costs what models "
     "cost."},
    {SCOPE_RULES, "rules:write", "Set release rules",
     "Set what labels need before they move, and review labels that moved without it."},
    {SCOPE_PROVISION, "users:provision", "Provision people",
     "Create, change and deactivate people over SCIM 2.0. It can't be combined with another "
     "scope."},
};

enum err token_scope_parse(const char *name, unsigned *scope)
{
    for (int i = 0; i < TOKEN_SCOPE_COUNT; i++) {
        if (strcmp(token_scopes[i].name, name) == 0) {
            *scope = token_scopes[i].scope;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}
