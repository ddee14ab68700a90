#include "domain/retention/retention_kind.h"

#include <string.h>

enum { MONTH = 30, YEAR = 365, SEVEN_YEARS = 2557 };

const char *const retention_action_words[RETENTION_ACTION_COUNT] = {
    [RETENTION_DELETE] = "Delete",
    [RETENTION_ANONYMIZE] = "Anonymize",
    [RETENTION_PRUNE] = "Prune to hash",
};

const struct retention_kind retention_kinds[RETENTION_KIND_COUNT] = {
    {RETENTION_VERSIONS, "versions", "Versions without a label", "the version was saved",
     "Older versions of prompts, agents, teams and test sets. The current version, versions that "
     "have or had a label, and versions that a proposal, a comment or another record refers to are "
     "never deleted.",
     RETENTION_DELETE, 2 * YEAR, false},
    {RETENTION_ARCHIVED, "archived", "Archived records", "it was archived",
     "Archived prompts, agents, teams and test sets with everything about them. What another "
     "record refers to is never deleted.",
     RETENTION_DELETE, MONTH, false},
    {RETENTION_PEOPLE, "people", "Deactivated people", "the person was deactivated",
     "Name, address and everything else about a person become unreadable. Who still owns records "
     "is "
     "not touched: transfer them first.",
     RETENTION_ANONYMIZE, YEAR, true},
    {RETENTION_SESSIONS, "sessions", "Sessions and links", "the session or link ended",
     "Sessions that ended, and links of invitations and password resets that were used or expired.",
     RETENTION_DELETE, MONTH, true},
    {RETENTION_AUDIT, "audit", "Audit events", "the event",
     "Who changed what. Number and hash of an event stay, so that the audit log can still be "
     "verified.",
     RETENTION_PRUNE, 400, true},
    {RETENTION_SECURITY, "security", "Security events", "the event",
     "Sign-ins, sessions, failures and refusals. Number and hash of an event stay.",
     RETENTION_PRUNE, 400, true},
    {RETENTION_IMPORTS, "imports", "Imports", "the import expired",
     "Plans and results of imports; the records that they made stay.", RETENTION_DELETE, MONTH,
     true},
    {RETENTION_EXPORTS, "exports", "Exports", "the export",
     "Who exported what. Rostrum keeps no copy of an export, only its event; number and hash of "
     "the "
     "event stay.",
     RETENTION_PRUNE, 400, true},
    {RETENTION_EVIDENCE, "evidence", "Evidence of retention runs", "the end of the run",
     "What each run deleted, line by line, with its certificate.", RETENTION_DELETE, SEVEN_YEARS,
     true},
    {RETENTION_OUTPUTS, "outputs", "Test outputs", "the test run ended",
     "What models answered in test runs, and what the checks found in it. Which cases passed, "
     "tokens, costs and the hash of each output stay.",
     RETENTION_PRUNE, YEAR, true},
};

const struct retention_kind *retention_kind_find(const char *name)
{
    for (int i = 0; i < RETENTION_KIND_COUNT; i++)
        if (strcmp(retention_kinds[i].name, name) == 0)
            return &retention_kinds[i];
    return NULL;
}
