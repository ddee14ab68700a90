#ifndef DOMAIN_POLICY_H
#define DOMAIN_POLICY_H

#include <stdbool.h>

#include "base/uuid.h"
#include "domain/token_scope.h"

/* Who may do what: one table decides everything, routes, buttons and data verbs. */

enum persona {
    PERSONA_INDIVIDUAL_DEVELOPER,
    PERSONA_ENTERPRISE_TEAM,
    PERSONA_DEVOPS_ENGINEER,
    PERSONA_PRODUCT_MANAGER,
    PERSONA_CUSTOMER_ADMIN,
    PERSONA_PLATFORM_ADMIN,
    PERSONA_COUNT
};

/* The names as they are stored and shown, in the order above, NULL at the end. */
extern const char *const persona_names[PERSONA_COUNT + 1];

/* The persona of a stored name; ERR_INVALID if there is none. */
MUST_USE enum err persona_parse(const char *name, enum persona *persona) NONNULL;

/* Who acts. A command (the rostrum program on the server) is an actor without a user; a token acts
 * for the person who owns it, or who answers for the service account or the agent that does. */
enum actor_kind { ACTOR_USER, ACTOR_COMMAND, ACTOR_TOKEN };

/* The API token that somebody acts with. */
struct actor_token {
    struct uuid id;
    const char *name;
    const char *owner_name; /* of the service account or agent that owns it; NULL: a person does */
    unsigned scopes;
    const char *folder; /* the only one whose records it may touch, with those below; NULL: all */
    enum persona default_persona; /* of SCOPE_PROVISION: of people that are made without one */
};

struct actor {
    enum actor_kind kind;
    struct uuid user_id;              /* nil for a command */
    struct uuid organization_id;      /* the one that they work in */
    struct uuid home_organization_id; /* the one that they belong to */
    enum persona persona;
    bool is_active;
    bool is_superuser;
    const struct actor_token *token; /* of ACTOR_TOKEN, otherwise NULL */
};

enum permission {
    PERMISSION_PUBLIC,     /* anyone, signed in or not */
    PERMISSION_SIGNED_IN,  /* what everyone sees who is signed in */
    PERMISSION_ACCOUNT,    /* own profile, password, second factor, sessions, own data export */
    PERMISSION_AGENT_SEE,  /* names and metadata */
    PERMISSION_AGENT_READ, /* the config */
    PERMISSION_AGENT_CREATE,
    PERMISSION_AGENT_CHANGE, /* change, archive, restore */
    PERMISSION_AGENT_DELETE,
    PERMISSION_TEAM_SEE,
    PERMISSION_TEAM_READ,
    PERMISSION_TEAM_CREATE,
    PERMISSION_TEAM_CHANGE,
    PERMISSION_TEAM_DELETE,
    PERMISSION_PROMPT_SEE,  /* names and metadata */
    PERMISSION_PROMPT_READ, /* bodies */
    PERMISSION_PROMPT_CREATE,
    PERMISSION_PROMPT_CHANGE, /* change, archive, restore, transfer */
    PERMISSION_PROMPT_DELETE, /* for good */
    PERMISSION_SET_SEE,       /* names and metadata */
    PERMISSION_SET_READ,      /* bodies */
    PERMISSION_SET_CREATE,
    PERMISSION_SET_CHANGE, /* change, archive, restore, transfer */
    PERMISSION_SET_DELETE, /* for good */
    PERMISSION_LABEL_MOVE,
    PERMISSION_LABEL_MOVE_PROTECTED,
    PERMISSION_LABEL_PROPOSE,   /* a move of a protected label */
    PERMISSION_LABEL_APPROVE,   /* another's proposal */
    PERMISSION_LABEL_WIDEN,     /* what lets an agent do more, where the organization wants it so */
    PERMISSION_LABEL_RULE,      /* what labels need before they move */
    PERMISSION_OVERRIDE_REVIEW, /* a label that another moved without it */
    PERMISSION_TEST_RUN,        /* of what the actor may read */
    PERMISSION_COMMENT_ADD,     /* and change one's own */
    PERMISSION_COMMENT_DELETE,  /* one's own; administrators anyone's */
    PERMISSION_IMPORT,      /* documents and starters; each record asks for its own right as well */
    PERMISSION_EXPORT,      /* what the actor may read, as a document */
    PERMISSION_USER_SEE,    /* names */
    PERMISSION_USER_READ,   /* all fields */
    PERMISSION_USER_CHANGE, /* invite, change, deactivate; hand over ownership */
    PERMISSION_SUPERUSER_GRANT, /* only superusers; another administrator approves */
    PERMISSION_INVITATION_ASK,  /* an administrator, to invite someone */
    PERMISSION_TOKEN_OWN,
    PERMISSION_TOKEN_ORGANIZATION,
    PERMISSION_AUDIT_SEE,     /* at least one's own actions */
    PERMISSION_AUDIT_CONTENT, /* the content events of the organization */
    PERMISSION_AUDIT_ALL,     /* all events of the organization */
    PERMISSION_AUDIT_EXPORT,
    PERMISSION_CHECK_SEE, /* how the installation keeps its promises */
    PERMISSION_WEBHOOK,   /* where the organization hears of changes */
    PERMISSION_ENDPOINT,  /* where models are called */
    PERMISSION_RETENTION, /* rules, legal holds, erasure requests */
    PERMISSION_ORGANIZATION_RENAME,
    PERMISSION_ORGANIZATION_CREATE,
    PERMISSION_ORGANIZATION_SUSPEND,
    PERMISSION_ORGANIZATION_ENTER, /* see all by name and number, and work in another */
    PERMISSION_COUNT
};

/* What is acted on. */
struct policy_target {
    struct uuid organization_id;
    struct uuid owner_id; /* the owner, the user themself, the actor of an event; nil if nobody's */
    const char *folder;   /* of a record; NULL: not about one, or about all */
};

/* May the actor do this to the target? An inactive actor may do nothing, a superuser everything in
 * the organization that they work in, a command everything everywhere, a token what its scopes
 * and its owner's persona both allow, and never what a person must decide. No user reaches beyond
 * actor->organization_id: who works in another organization has entered it
 * (data/session/session_enter.h), and creates no records there, which belong to members. */
bool policy_allows(const struct actor *actor, enum permission permission,
                   const struct policy_target *target) NONNULL;

/* The folder that the actor's token is restricted to, "" for everybody else. A list that shows
 * nothing but what is in it, and below it, says so in its target's folder; what asks for a record
 * without saying where it is, such a token is refused. */
const char *policy_folder(const struct actor *actor) NONNULL;

/* Is this folder the other, or below it? Everything is below "". */
bool policy_folder_has(const char *folder, const char *below) NONNULL;

/* Could the actor do this to anything at all? The route table asks before the record is known.
 * actor NULL is someone who has not signed in. */
bool policy_allows_some(const struct actor *actor, enum permission permission);

/* The answer for a record: ERR_NONE, ERR_DENIED if the actor may see it but not do this,
 * ERR_NOT_FOUND if the actor may not even see it (nobody can probe for ids). */
MUST_USE enum err policy_check(const struct actor *actor, enum permission permission,
                               enum permission see, const struct policy_target *target) NONNULL;

/* True if this is an organization that the user does not belong to: audit events say so. */
bool policy_is_outside(const struct actor *actor, const struct uuid *organization_id) NONNULL;

/* May the actor give someone this persona and superuser flag? Nobody can hand out more than they
 * have: a Customer Admin any persona but Platform Admin, only a superuser the superuser flag; and a
 * token neither. */
bool policy_allows_grant(const struct actor *actor, enum persona persona,
                         bool is_superuser) NONNULL;

/* Has the actor every right that a token could get from this persona? Only then may they have a
 * secret that acts with it. */
bool policy_covers(const struct actor *actor, enum persona persona) NONNULL;

/* True for the personas whose sessions are short: Customer Admin, Platform Admin. */
bool persona_is_admin(enum persona persona);

#endif
