#ifndef DOMAIN_AUTOGEN_AGENT_INTERNAL_H
#define DOMAIN_AUTOGEN_AGENT_INTERNAL_H

#include "domain/transfer/format_internal.h"

/* An agent of AutoGen. Its name may be taken by another one of the document: then it has one of its
 * own, and who refers to it within its team finds that in `names`. */
struct autogen_agent {
    const json_t *component;
    const char *path;    /* where the document has it */
    const char *name;    /* the one that it gets here */
    const json_t *names; /* of its team: those of the document to those here */
};

/* Adds the agent to the bundle. */
void autogen_agent_add(struct bundle *bundle, const struct autogen_agent *agent) NONNULL;

/* The name that a component has: of its config, or its label. */
MUST_USE const char *autogen_name(const json_t *component);

/* What is called so behind the last dot of a component's provider: "AssistantAgent". */
MUST_USE const char *autogen_class(const json_t *component);

/* A model client as the model of a config, a new reference; its credentials are not kept. */
MUST_USE json_t *autogen_model(const struct format_draft *draft, const char *path,
                               const json_t *client) NONNULL;

#endif
