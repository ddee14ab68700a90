#ifndef DOMAIN_SET_SETTINGS_H
#define DOMAIN_SET_SETTINGS_H

#include "base/json.h"
#include "domain/record/kind.h"

/* The settings of a test set: a JSON object, both keys optional,
 *
 *   for {kind: "prompt" | "agent", name}   which record it tests; none: it is shared
 *   judge {prompt {name, label | version}, repeats 1..5}   a prompt that judges the outputs
 */

enum { SET_SETTINGS_MAX = 4096 /* bytes */ };

/* What a set is for: its facet. */
enum set_subject { SET_FOR_PROMPT, SET_FOR_AGENT, SET_SHARED, SET_SUBJECT_COUNT };

struct set_settings {
    enum set_subject subject;
    const char *for_name;    /* of the record that it tests; NULL: it is shared */
    const char *judge_name;  /* of the prompt that judges; NULL: none */
    const char *judge_label; /* NULL: by version. production if the settings say neither */
    int64_t judge_version;   /* 0: by label */
    int64_t repeats;         /* how often the judge is asked about an output; 1 unless set */
};

/* "prompt", "agent", "shared": as stored, NULL at the end; and as people read them. */
extern const char *const set_subject_names[SET_SUBJECT_COUNT + 1];
extern const char *const set_subject_words[SET_SUBJECT_COUNT + 1];

/* The kind of the record that a set is for; NULL for a shared one. */
const struct record_kind *set_subject_kind(enum set_subject subject);

/* ERR_INVALID for any other word. */
MUST_USE enum err set_subject_parse(const char *name, enum set_subject *subject) NONNULL;

/* Reads and checks; NULL is {}. ERR_INVALID sets *problem to the first thing that is wrong, with
 * its path ("settings.judge.repeats: must be …"). Texts point into json. */
MUST_USE enum err set_settings_read(struct arena *arena, const json_t *json,
                                    struct set_settings *settings, const char **problem)
    __attribute__((nonnull(1, 3, 4)));

/* The canonical JSON, as it is stored: {} for those of a shared set without a judge. */
MUST_USE json_t *set_settings_json(struct arena *arena,
                                   const struct set_settings *settings) NONNULL;

#endif
