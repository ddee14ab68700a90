#ifndef DOMAIN_BUNDLE_H
#define DOMAIN_BUNDLE_H

#include "base/json.h"
#include "base/uuid.h"
#include "domain/agent/config_problem.h"
#include "domain/record/kind.h"
#include "domain/register/register_rules.h"
#include "domain/team/team_rules.h"

/* The document that moves records between organizations, as docs/import-export.md
 * describes it: read here into records that know nothing of a database. What other programs export
 * (format_internal.h) is read into the same. What a record says is checked for its shape alone; the
 * rules of prompts, configs and teams are those of their verbs. */

enum {
    BUNDLE_FORMAT = 1,             /* the number under "rostrum" */
    BUNDLE_MAX = 16 * 1024 * 1024, /* bytes of a document that is read */
    BUNDLE_DEPTH = JSON_DEPTH + 8, /* a config that may be saved, within versions of a record */
    BUNDLE_RECORDS_MAX = 50000,
    BUNDLE_VERSIONS_MAX = 10000, /* of a record, likewise the next */
    BUNDLE_LABELS_MAX = 1000,
};

/* A record of the document, not read yet. */
struct bundle_entry {
    enum record_kind_id kind;
    const char *name;   /* "" if it has none */
    const char *path;   /* "prompts[3]"; "" if the document is this record alone */
    const json_t *json; /* of a Langfuse document: an array of the prompt's versions */
    json_t *paths;      /* of a Langfuse document: where each of these stands, as above */
    const struct config_problems *notes; /* of another format: what will not be kept; or NULL */
};

struct bundle {
    struct arena *arena;
    const char *format; /* "Langfuse", in static storage */
    bool is_langfuse;
    const char *organization;     /* whose document it is; "" if it does not say */
    struct bundle_entry *entries; /* by kind, each as they stand */
    int count;
    int room;
    json_t *index;     /* keys of names to places, by kind */
    json_t *agent_ids; /* ids of agents to their names */
};

struct bundle_label {
    const char *label;
    int64_t version;
};

struct bundle_member {
    const char *agent; /* by name */
    enum team_role role;
    int64_t agent_version;   /* the pinned one; 0: none */
    const char *agent_label; /* the label it follows; NULL: none */
};

struct bundle_version {
    const char *path; /* of what it says: "teams[0]", "teams[0].versions[2]", "[7]" of Langfuse's */
    int64_t number;
    const char *message; /* "" for none */
    /* Of a prompt and an agent. */
    bool is_chat;
    struct text body;     /* text, or JSON of a chat; of an agent its config, of a set its cases */
    const char *settings; /* of a prompt: JSON or ""; of a set JSON */
    /* Of a team. */
    enum team_kind kind;
    struct bundle_member *members;
    int member_count;
    json_t *team_settings; /* its edges name agents by name; the arena's */
};

/* The entry of an agent or a team in the register of AI systems. */
struct bundle_register {
    bool is_there;
    const char *texts[REGISTER_TEXT_COUNT]; /* "" for none */
    enum register_risk risk;
    struct uuid oversight_id; /* nil: nobody; means someone only where the document comes from */
    int64_t review_on;        /* 0: none */
};

struct bundle_record {
    enum record_kind_id kind;
    const char *name;
    const char *path;
    const char *description; /* NULL: the document does not say, likewise of tags */
    bool is_archived;
    struct bundle_version *versions; /* numbers rise; the last one is the current one */
    int version_count;
    const char *tags; /* separated by commas */
    struct bundle_label *labels;
    int label_count;
    struct bundle_register register_entry;
    struct config_problems notes; /* what will not be kept, or is read as something else */
};

/* The newest version of a record that could be read. */
static inline const struct bundle_version *bundle_current(const struct bundle_record *record)
{
    return &record->versions[record->version_count - 1];
}

/* A bundle without records. Everything that is put into it is owned by the arena. */
void bundle_begin(struct bundle *bundle, struct arena *arena) NONNULL;

/* Adds a record under a name as it was typed. The first record of a name is the one that others
 * refer to. */
struct bundle_entry *bundle_add(struct bundle *bundle, enum record_kind_id kind, const char *path,
                                const json_t *json, const char *typed)
    __attribute__((nonnull(1, 3, 5), returns_nonnull));

/* The place of the first record of this name (name_key), or -1. */
int bundle_find(const struct bundle *bundle, enum record_kind_id kind, const char *name) NONNULL;

#endif
