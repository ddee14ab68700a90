#include "domain/approval/approval_kind.h"

#include <string.h>

const struct approval_kind approval_kinds[APPROVAL_KIND_COUNT] = {
    {APPROVAL_LABEL, "label", "Release of a protected label", PERMISSION_LABEL_PROPOSE,
     PERMISSION_LABEL_APPROVE, 14, 0, false},
    {APPROVAL_ERASURE, "erasure", "Erasure of a person", PERMISSION_RETENTION, PERMISSION_RETENTION,
     14, 120, true},
    {APPROVAL_HOLD_RELEASE, "hold_release", "Release of a legal hold", PERMISSION_RETENTION,
     PERMISSION_RETENTION, 14, 7, false},
    {APPROVAL_SUPERUSER, "superuser", "Superuser rights", PERMISSION_SUPERUSER_GRANT,
     PERMISSION_USER_CHANGE, 7, 7, true},
    {APPROVAL_RETENTION_RUN, "retention_run", "Live retention run", PERMISSION_RETENTION,
     PERMISSION_RETENTION, 7, 7, false},
    {APPROVAL_CLOSING, "closing", "Closing the organization", PERMISSION_ORGANIZATION_RENAME,
     PERMISSION_ORGANIZATION_RENAME, 14, 14, false},
    {APPROVAL_RESUME, "resume", "Resuming what was stopped", PERMISSION_LABEL_MOVE_PROTECTED,
     PERMISSION_LABEL_APPROVE, 7, 7, false},
};

const struct approval_kind *approval_kind_find(const char *name)
{
    for (int i = 0; i < APPROVAL_KIND_COUNT; i++)
        if (strcmp(approval_kinds[i].name, name) == 0)
            return &approval_kinds[i];
    return NULL;
}
