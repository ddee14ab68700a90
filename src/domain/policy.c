#include "domain/policy.h"

#include <string.h>

const char *const persona_names[PERSONA_COUNT + 1] = {
    "Individual Developer",
    "Enterprise Team",
    "DevOps Engineer",
    "Product Manager",
    "Customer Admin",
    "Platform Admin",
    NULL,
};

/* How far a right reaches. */
enum reach {
    NO,
    OWN, /* what the actor owns, in the own organization */
    ORG, /* everything in the own organization */
    ALL, /* every organization */
};

struct row {
    const char *name;
    enum reach reach[PERSONA_COUNT]; /* in the order of enum persona */
};

/* Individual Developer, Enterprise Team, DevOps Engineer, Product Manager, Customer Admin, Platform
 * Admin. */
static const struct row rows[PERMISSION_COUNT] = {
    [PERMISSION_PUBLIC] = {"public", {ALL, ALL, ALL, ALL, ALL, ALL}},
    [PERMISSION_SIGNED_IN] = {"account", {OWN, OWN, OWN, OWN, OWN, OWN}},
    [PERMISSION_AGENT_SEE] = {"agent.see", {ORG, ORG, ORG, ORG, ORG, ALL}},
    [PERMISSION_AGENT_READ] = {"agent.read", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_AGENT_CREATE] = {"agent.create", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_AGENT_CHANGE] = {"agent.change", {OWN, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_AGENT_DELETE] = {"agent.delete", {NO, NO, NO, OWN, ORG, NO}},
    [PERMISSION_TEAM_SEE] = {"team.see", {ORG, ORG, ORG, ORG, ORG, ALL}},
    [PERMISSION_TEAM_READ] = {"team.read", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_TEAM_CREATE] = {"team.create", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_TEAM_CHANGE] = {"team.change", {OWN, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_TEAM_DELETE] = {"team.delete", {NO, NO, NO, OWN, ORG, NO}},
    [PERMISSION_PROMPT_SEE] = {"prompt.see", {ORG, ORG, ORG, ORG, ORG, ALL}},
    [PERMISSION_PROMPT_READ] = {"prompt.read", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_PROMPT_CREATE] = {"prompt.create", {ORG, ORG, NO, ORG, ORG, NO}},
    [PERMISSION_PROMPT_CHANGE] = {"prompt.change", {OWN, ORG, NO, ORG, ORG, NO}},
    [PERMISSION_PROMPT_DELETE] = {"prompt.delete", {NO, NO, NO, OWN, ORG, NO}},
    [PERMISSION_LABEL_MOVE] = {"label.move", {OWN, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_LABEL_MOVE_PROTECTED] = {"label.move_protected", {NO, NO, ORG, NO, ORG, NO}},
    [PERMISSION_LABEL_PROPOSE] = {"label.propose", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_LABEL_APPROVE] = {"label.approve", {NO, NO, ORG, ORG, ORG, NO}},
    [PERMISSION_IMPORT] = {"import", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_EXPORT] = {"export", {ORG, ORG, ORG, ORG, ORG, NO}},
    [PERMISSION_USER_SEE] = {"user.see", {ORG, ORG, ORG, ORG, ORG, ALL}},
    [PERMISSION_USER_READ] = {"user.read", {NO, NO, NO, NO, ORG, ALL}},
    [PERMISSION_USER_CHANGE] = {"user.change", {NO, NO, NO, NO, ORG, ALL}},
    [PERMISSION_TOKEN_OWN] = {"token.own", {OWN, OWN, OWN, OWN, OWN, OWN}},
    [PERMISSION_TOKEN_ORGANIZATION] = {"token.organization", {NO, NO, ORG, NO, ORG, NO}},
    [PERMISSION_AUDIT_SEE] = {"audit.see", {OWN, OWN, ORG, OWN, ORG, ALL}},
    [PERMISSION_AUDIT_CONTENT] = {"audit.content", {NO, NO, ORG, ORG, ORG, ALL}},
    [PERMISSION_AUDIT_ALL] = {"audit.all", {NO, NO, ORG, NO, ORG, ALL}},
    [PERMISSION_AUDIT_EXPORT] = {"audit.export", {NO, NO, NO, NO, ORG, ALL}},
    [PERMISSION_RETENTION] = {"retention", {NO, NO, NO, NO, ORG, ALL}},
    [PERMISSION_ORGANIZATION_RENAME] = {"organization.rename", {NO, NO, NO, NO, ORG, ALL}},
    [PERMISSION_ORGANIZATION_CREATE] = {"organization.create", {NO, NO, NO, NO, NO, ALL}},
    [PERMISSION_ORGANIZATION_SUSPEND] = {"organization.suspend", {NO, NO, NO, NO, NO, ALL}},
};

enum err persona_parse(const char *name, enum persona *persona)
{
    for (int i = 0; i < PERSONA_COUNT; i++) {
        if (strcmp(persona_names[i], name) == 0) {
            *persona = (enum persona)i;
            return ERR_NONE;
        }
    }
    return ERR_INVALID;
}

const char *permission_name(enum permission permission)
{
    return rows[permission].name;
}

static bool is_almighty(const struct actor *actor)
{
    return actor->is_superuser || actor->kind == ACTOR_COMMAND;
}

static enum reach reach_of(const struct actor *actor, enum permission permission)
{
    if (!actor->is_active)
        return NO;
    return is_almighty(actor) ? ALL : rows[permission].reach[actor->persona];
}

bool policy_allows(const struct actor *actor, enum permission permission,
                   const struct policy_target *target)
{
    enum reach reach = reach_of(actor, permission);
    if (reach == ALL)
        return true;
    if (reach == NO || !uuid_equal(&actor->organization_id, &target->organization_id))
        return false;
    return reach == ORG || uuid_equal(&actor->user_id, &target->owner_id);
}

bool policy_allows_some(const struct actor *actor, enum permission permission)
{
    if (permission == PERMISSION_PUBLIC)
        return true;
    return actor != NULL && reach_of(actor, permission) != NO;
}

bool policy_spans_organizations(const struct actor *actor, enum permission permission)
{
    return reach_of(actor, permission) == ALL;
}

enum err policy_check(const struct actor *actor, enum permission permission, enum permission see,
                      const struct policy_target *target)
{
    if (!policy_allows(actor, see, target))
        return ERR_NOT_FOUND;
    return policy_allows(actor, permission, target) ? ERR_NONE : ERR_DENIED;
}

bool policy_is_outside(const struct actor *actor, const struct uuid *organization_id)
{
    return actor->kind == ACTOR_USER && !uuid_equal(&actor->organization_id, organization_id);
}

bool policy_allows_grant(const struct actor *actor, enum persona persona, bool is_superuser)
{
    if (!actor->is_active)
        return false;
    if (is_almighty(actor))
        return true;
    if (is_superuser)
        return false;
    return persona != PERSONA_PLATFORM_ADMIN || actor->persona == PERSONA_PLATFORM_ADMIN;
}

bool persona_is_admin(enum persona persona)
{
    return persona == PERSONA_CUSTOMER_ADMIN || persona == PERSONA_PLATFORM_ADMIN;
}
