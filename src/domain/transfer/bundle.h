#ifndef DOMAIN_BUNDLE_H
#define DOMAIN_BUNDLE_H

#include "base/json.h"
#include "domain/agent/config_problem.h"
#include "domain/team/team_rules.h"

/* The document that moves prompts, agents and teams between organizations, as docs/import-export.md
 * describes it: read here into records that know nothing of a database. Langfuse's export of
 * prompts is read into the same. What a record says is checked for its shape alone; the rules of
 * prompts, configs and teams are those of their verbs. */

enum bundle_noun { BUNDLE_PROMPT, BUNDLE_AGENT, BUNDLE_TEAM, BUNDLE_NOUN_COUNT };

enum {
    BUNDLE_FORMAT = 1,             /* the number under "rostrum" */
    BUNDLE_MAX = 16 * 1024 * 1024, /* bytes of a document that is read */
    BUNDLE_RECORDS_MAX = 50000,
    BUNDLE_VERSIONS_MAX = 10000, /* of a record, likewise the next */
    BUNDLE_LABELS_MAX = 1000,
};

/* "prompt", "agent", "team"; and back, ERR_INVALID for any other word. */
extern const char *const bundle_noun_names[BUNDLE_NOUN_COUNT + 1];
MUST_USE enum err bundle_noun_parse(const char *name, enum bundle_noun *noun) NONNULL;

/* A record of the document, not read yet. */
struct bundle_entry {
    enum bundle_noun noun;
    const char *name;   /* "" if it has none */
    const char *path;   /* "prompts[3]" */
    const json_t *json; /* of a Langfuse document: an array of the prompt's versions */
};

struct bundle {
    struct arena *arena;
    bool is_langfuse;
    const char *organization;     /* whose document it is; "" if it does not say */
    struct bundle_entry *entries; /* prompts, then agents, then teams, each as they stand */
    int count;
    json_t *index;     /* names to places, by noun */
    json_t *agent_ids; /* ids of agents to their names */
};

struct bundle_label {
    const char *label;
    int64_t version;
};

/* A version of a prompt or an agent. */
struct bundle_version {
    int64_t number;
    bool is_chat;
    struct text body; /* of a prompt: text, or canonical JSON of a chat; of an agent: its config */
    const char *settings; /* of a prompt: a JSON object or "" */
    const char *message;  /* "" for none */
};

struct bundle_member {
    const char *agent; /* by name */
    enum team_role role;
    int64_t agent_version; /* the pinned one; 0: none */
};

struct bundle_record {
    enum bundle_noun noun;
    const char *name;
    const char *path;
    const char *description; /* NULL: the document does not say, likewise of tags */
    bool is_archived;
    struct bundle_version *versions; /* numbers rise; the last one is the current one */
    int version_count;
    const char *tags; /* of a prompt, separated by commas */
    struct bundle_label *labels;
    int label_count;
    enum team_kind kind;
    struct bundle_member *members;
    int member_count;
    json_t *settings; /* of a team: its edges name agents by name; the arena's */
};

/* Reads the outline of a document: {"rostrum": 1, "kind": "organization", …}, or what Langfuse
 * exports (an array of prompts, {"data": […]}, or one prompt). ERR_INVALID with a sentence for what
 * is none of them, or too large. Everything is owned by the arena. */
MUST_USE enum err bundle_open(struct arena *arena, const char *text, size_t len,
                              struct bundle *bundle, const char **problem) NONNULL;

/* The place of the first record of this name, or -1. */
int bundle_find(const struct bundle *bundle, enum bundle_noun noun, const char *name) NONNULL;

#endif
