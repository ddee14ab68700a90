#ifndef DOMAIN_FRAMEWORK_WORK_INTERNAL_H
#define DOMAIN_FRAMEWORK_WORK_INTERNAL_H

#include "domain/framework/framework_shape.h"

/* What the writers of all formats share: where files go, and what is lost on the way. */

struct framework_loss;

struct framework_work {
    struct arena *arena;
    const struct framework_source *source;
    struct framework_export *out;
    struct framework_loss *losses; /* FRAMEWORK_LOSSES_MAX, by what is lost */
    int loss_count;
    bool has_more;
};

void framework_work_begin(struct framework_work *work) NONNULL;
/* Makes the sentences of what was lost. */
void framework_work_end(struct framework_work *work) NONNULL;

/* Adds a file: text, JSON, or JSON below lines of comment (NULL: none). The value is owned by the
 * arena. */
void framework_work_add(struct framework_work *work, const char *name, const char *content_type,
                        struct text text) NONNULL;
void framework_work_add_json(struct framework_work *work, const char *name,
                             const json_t *json) NONNULL;

/* Something is lost, of an agent or (NULL) as a whole; said once, with the names of the agents if
 * there are several. The sentence is copied. */
void framework_work_lose(struct framework_work *work, const struct framework_agent *agent,
                         const char *format, ...) PRINTF(3, 4);

/* Every key of the object that is not in the list (NULL at its end) is lost: "limits.timeout_s".
 * object may be NULL. */
void framework_work_lose_keys(struct framework_work *work, const struct framework_agent *agent,
                              const char *path, const json_t *object, const char *const *carried)
    __attribute__((nonnull(1, 3, 5)));

/* The keys of a config that every format takes or does not know: instructions that could not be
 * resolved, messages of a chat, and the keys that are not in the list. */
void framework_work_lose_config(struct framework_work *work, const struct framework_agent *agent,
                                const char *const *carried) NONNULL;

/* The members that are left out. */
void framework_work_lose_missing(struct framework_work *work) NONNULL;

/* What is lost of a team beyond its members: those that are left out, its settings, and its
 * termination by key but for those in the list. */
void framework_work_lose_team(struct framework_work *work, const char *const *carried) NONNULL;

/* An id for each agent, no two alike: lower case letters and digits, words joined by the
 * character. With '_' each is an identifier of Python. */
const char **framework_work_ids(struct framework_work *work, char joint) NONNULL;

/* The index of the member with this name, -1: there is none. */
int framework_work_find(const struct framework_work *work, const char *name) NONNULL;

/* The member that leads the team, else the first; at least one is there. */
int framework_work_lead(const struct framework_work *work) NONNULL;

/* Is the model offered by this provider, in any case of its letters? */
bool framework_work_is_from(const struct framework_agent *agent, const char *provider) NONNULL;

/* Copies a member of one object to another under another name, if it is there. */
void framework_work_copy(json_t *to, const char *new_key, const json_t *from, const char *key)
    __attribute__((nonnull(1, 2, 4)));

/* Has the MCP server an address? One that a program starts itself has none: it is lost. Its keys
 * but name, url and headers are lost as well. */
bool framework_work_has_url(struct framework_work *work, const struct framework_agent *agent,
                            const json_t *server) NONNULL;

/* The headers of an MCP server as texts: of a secret "${NAME}", which is said. A new reference;
 * NULL: there are none. */
json_t *framework_work_headers(struct framework_work *work, const struct framework_agent *agent,
                               const json_t *server) NONNULL;

#endif
