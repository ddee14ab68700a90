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
    OWN, /* what the actor owns, in the organization that they work in */
    ORG, /* everything in the organization that they work in */
    ANY, /* whatever the target: not about what is in an organization */
};

/* Individual Developer, Enterprise Team, DevOps Engineer, Product Manager, Customer Admin, Platform
 * Admin. */
static const enum reach rows[PERMISSION_COUNT][PERSONA_COUNT] = {
    [PERMISSION_PUBLIC] = {ANY, ANY, ANY, ANY, ANY, ANY},
    [PERMISSION_SIGNED_IN] = {OWN, OWN, OWN, OWN, OWN, OWN},
    [PERMISSION_ACCOUNT] = {OWN, OWN, OWN, OWN, OWN, OWN},
    [PERMISSION_AGENT_SEE] = {ORG, ORG, ORG, ORG, ORG, ORG},
    [PERMISSION_AGENT_READ] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_AGENT_CREATE] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_AGENT_CHANGE] = {OWN, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_AGENT_DELETE] = {NO, NO, NO, OWN, ORG, NO},
    [PERMISSION_TEAM_SEE] = {ORG, ORG, ORG, ORG, ORG, ORG},
    [PERMISSION_TEAM_READ] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_TEAM_CREATE] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_TEAM_CHANGE] = {OWN, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_TEAM_DELETE] = {NO, NO, NO, OWN, ORG, NO},
    [PERMISSION_PROMPT_SEE] = {ORG, ORG, ORG, ORG, ORG, ORG},
    [PERMISSION_PROMPT_READ] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_PROMPT_CREATE] = {ORG, ORG, NO, ORG, ORG, NO},
    [PERMISSION_PROMPT_CHANGE] = {OWN, ORG, NO, ORG, ORG, NO},
    [PERMISSION_PROMPT_DELETE] = {NO, NO, NO, OWN, ORG, NO},
    [PERMISSION_SET_SEE] = {ORG, ORG, ORG, ORG, ORG, ORG},
    [PERMISSION_SET_READ] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_SET_CREATE] = {ORG, ORG, NO, ORG, ORG, NO},
    [PERMISSION_SET_CHANGE] = {OWN, ORG, NO, ORG, ORG, NO},
    [PERMISSION_SET_DELETE] = {NO, NO, NO, OWN, ORG, NO},
    [PERMISSION_LABEL_MOVE] = {OWN, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_LABEL_MOVE_PROTECTED] = {NO, NO, ORG, NO, ORG, NO},
    [PERMISSION_LABEL_PROPOSE] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_LABEL_APPROVE] = {NO, NO, ORG, ORG, ORG, NO},
    [PERMISSION_LABEL_WIDEN] = {NO, NO, NO, NO, ORG, NO},
    [PERMISSION_LABEL_RULE] = {NO, NO, NO, NO, ORG, ORG},
    [PERMISSION_OVERRIDE_REVIEW] = {NO, NO, ORG, ORG, ORG, NO},
    [PERMISSION_TEST_RUN] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_COMMENT_ADD] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_COMMENT_DELETE] = {OWN, OWN, OWN, OWN, ORG, NO},
    [PERMISSION_IMPORT] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_EXPORT] = {ORG, ORG, ORG, ORG, ORG, NO},
    [PERMISSION_USER_SEE] = {ORG, ORG, ORG, ORG, ORG, ORG},
    [PERMISSION_USER_READ] = {NO, NO, NO, NO, ORG, ORG},
    [PERMISSION_USER_CHANGE] = {NO, NO, NO, NO, ORG, ORG},
    [PERMISSION_SUPERUSER_GRANT] = {NO, NO, NO, NO, NO, NO},
    [PERMISSION_INVITATION_ASK] = {ORG, ORG, ORG, ORG, NO, NO},
    [PERMISSION_TOKEN_OWN] = {OWN, OWN, OWN, OWN, OWN, OWN},
    [PERMISSION_TOKEN_ORGANIZATION] = {NO, NO, ORG, NO, ORG, NO},
    [PERMISSION_AUDIT_SEE] = {OWN, OWN, ORG, OWN, ORG, ORG},
    [PERMISSION_AUDIT_CONTENT] = {NO, NO, ORG, ORG, ORG, ORG},
    [PERMISSION_AUDIT_ALL] = {NO, NO, ORG, NO, ORG, ORG},
    [PERMISSION_AUDIT_EXPORT] = {NO, NO, NO, NO, ORG, ORG},
    [PERMISSION_CHECK_SEE] = {NO, NO, NO, NO, ORG, ORG},
    [PERMISSION_WEBHOOK] = {NO, NO, NO, NO, ORG, NO},
    [PERMISSION_ENDPOINT] = {NO, NO, NO, NO, ORG, NO},
    [PERMISSION_RETENTION] = {NO, NO, NO, NO, ORG, ORG},
    [PERMISSION_ORGANIZATION_RENAME] = {NO, NO, NO, NO, ORG, ANY},
    [PERMISSION_ORGANIZATION_CREATE] = {NO, NO, NO, NO, NO, ANY},
    [PERMISSION_ORGANIZATION_SUSPEND] = {NO, NO, NO, NO, NO, ANY},
    [PERMISSION_ORGANIZATION_ENTER] = {NO, NO, NO, NO, NO, ANY},
};

#define SOME_READ   SCOPE_ALL
#define READ_PROMPT (SCOPE_PROMPTS_READ | SCOPE_PROMPTS_WRITE)
#define READ_AGENT  (SCOPE_AGENTS_READ | SCOPE_AGENTS_WRITE)
#define WRITE_SOME  (SCOPE_PROMPTS_WRITE | SCOPE_AGENTS_WRITE)

/* The scopes of which a token needs one. What is not listed is for people alone: their accounts,
 * tokens, and whatever a second person decides. */
static const unsigned scopes[PERMISSION_COUNT] = {
    [PERMISSION_SIGNED_IN] = SOME_READ,
    [PERMISSION_AGENT_SEE] = READ_AGENT,
    [PERMISSION_AGENT_READ] = READ_AGENT,
    [PERMISSION_AGENT_CREATE] = SCOPE_AGENTS_WRITE,
    [PERMISSION_AGENT_CHANGE] = SCOPE_AGENTS_WRITE,
    [PERMISSION_AGENT_DELETE] = SCOPE_AGENTS_WRITE,
    [PERMISSION_TEAM_SEE] = READ_AGENT,
    [PERMISSION_TEAM_READ] = READ_AGENT,
    [PERMISSION_TEAM_CREATE] = SCOPE_AGENTS_WRITE,
    [PERMISSION_TEAM_CHANGE] = SCOPE_AGENTS_WRITE,
    [PERMISSION_TEAM_DELETE] = SCOPE_AGENTS_WRITE,
    [PERMISSION_PROMPT_SEE] = READ_PROMPT,
    [PERMISSION_PROMPT_READ] = READ_PROMPT,
    [PERMISSION_PROMPT_CREATE] = SCOPE_PROMPTS_WRITE,
    [PERMISSION_PROMPT_CHANGE] = SCOPE_PROMPTS_WRITE,
    [PERMISSION_PROMPT_DELETE] = SCOPE_PROMPTS_WRITE,
    [PERMISSION_SET_SEE] = READ_PROMPT,
    [PERMISSION_SET_READ] = READ_PROMPT,
    [PERMISSION_SET_CREATE] = SCOPE_PROMPTS_WRITE,
    [PERMISSION_SET_CHANGE] = SCOPE_PROMPTS_WRITE,
    [PERMISSION_SET_DELETE] = SCOPE_PROMPTS_WRITE,
    [PERMISSION_LABEL_MOVE] = SCOPE_LABELS_MOVE,
    [PERMISSION_LABEL_MOVE_PROTECTED] = SCOPE_LABELS_MOVE,
    [PERMISSION_LABEL_PROPOSE] = SCOPE_LABELS_MOVE,
    [PERMISSION_LABEL_RULE] = SCOPE_RULES,
    [PERMISSION_OVERRIDE_REVIEW] = SCOPE_RULES,
    [PERMISSION_TEST_RUN] = SCOPE_TESTS_RUN,
    [PERMISSION_COMMENT_ADD] = WRITE_SOME,
    [PERMISSION_COMMENT_DELETE] = WRITE_SOME,
    [PERMISSION_IMPORT] = SCOPE_TRANSFER,
    [PERMISSION_EXPORT] = SCOPE_TRANSFER,
    [PERMISSION_USER_SEE] = SOME_READ | SCOPE_PROVISION,
    [PERMISSION_USER_READ] = SCOPE_PROVISION,
    [PERMISSION_USER_CHANGE] = SCOPE_PROVISION,
    [PERMISSION_AUDIT_SEE] = SCOPE_AUDIT_READ,
    [PERMISSION_AUDIT_CONTENT] = SCOPE_AUDIT_READ,
    [PERMISSION_AUDIT_ALL] = SCOPE_AUDIT_READ,
    [PERMISSION_AUDIT_EXPORT] = SCOPE_AUDIT_READ,
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

/* Records belong to a member of their organization, so that who comes from outside makes none; and
 * only members ask for another, and spend what models cost. */
static bool is_for_members(enum permission permission)
{
    return permission == PERMISSION_AGENT_CREATE || permission == PERMISSION_TEAM_CREATE ||
           permission == PERMISSION_PROMPT_CREATE || permission == PERMISSION_SET_CREATE ||
           permission == PERMISSION_IMPORT || permission == PERMISSION_INVITATION_ASK ||
           permission == PERMISSION_TEST_RUN;
}

static enum reach reach_of(const struct actor *actor, enum permission permission)
{
    if (!actor->is_active)
        return NO;
    if (actor->kind == ACTOR_COMMAND)
        return ANY;
    if (actor->kind == ACTOR_TOKEN)
        return (scopes[permission] & actor->token->scopes) != 0 ? rows[permission][actor->persona]
                                                                : NO;
    if (is_for_members(permission) && policy_is_outside(actor, &actor->organization_id))
        return NO;
    if (!actor->is_superuser)
        return rows[permission][actor->persona];
    return rows[permission][PERSONA_PLATFORM_ADMIN] == ANY ? ANY : ORG;
}

const char *policy_folder(const struct actor *actor)
{
    return actor->token == NULL || actor->token->folder == NULL ? "" : actor->token->folder;
}

bool policy_folder_has(const char *folder, const char *below)
{
    size_t len = strlen(folder);
    return len == 0 ||
           (strncmp(folder, below, len) == 0 && (below[len] == '\0' || below[len] == '/'));
}

/* Is what is acted on outside the folder that a token is restricted to? */
static bool is_elsewhere(const struct actor *actor, enum permission permission,
                         const struct policy_target *target)
{
    if (permission == PERMISSION_SIGNED_IN || permission == PERMISSION_USER_SEE)
        return false;
    const char *folder = policy_folder(actor);
    return folder[0] != '\0' &&
           (target->folder == NULL || !policy_folder_has(folder, target->folder));
}

bool policy_allows(const struct actor *actor, enum permission permission,
                   const struct policy_target *target)
{
    enum reach reach = reach_of(actor, permission);
    if (reach == ANY)
        return true;
    if (reach == NO || !uuid_equal(&actor->organization_id, &target->organization_id) ||
        is_elsewhere(actor, permission, target))
        return false;
    return reach == ORG || uuid_equal(&actor->user_id, &target->owner_id);
}

bool policy_allows_some(const struct actor *actor, enum permission permission)
{
    if (permission == PERMISSION_PUBLIC)
        return true;
    return actor != NULL && reach_of(actor, permission) != NO;
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
    return actor->kind == ACTOR_USER && !uuid_equal(&actor->home_organization_id, organization_id);
}

bool policy_allows_grant(const struct actor *actor, enum persona persona, bool is_superuser)
{
    if (!actor->is_active)
        return false;
    if (actor->is_superuser || actor->kind == ACTOR_COMMAND)
        return true;
    if (is_superuser)
        return false;
    return persona != PERSONA_PLATFORM_ADMIN ||
           (actor->persona == PERSONA_PLATFORM_ADMIN && actor->kind == ACTOR_USER);
}

bool policy_covers(const struct actor *actor, enum persona persona)
{
    for (int i = 0; i < PERMISSION_COUNT; i++)
        if (scopes[i] != 0 && rows[i][persona] > reach_of(actor, (enum permission)i))
            return false;
    return true;
}

bool persona_is_admin(enum persona persona)
{
    return persona == PERSONA_CUSTOMER_ADMIN || persona == PERSONA_PLATFORM_ADMIN;
}
