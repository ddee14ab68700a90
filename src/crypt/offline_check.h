#ifndef CRYPT_OFFLINE_CHECK_H
#define CRYPT_OFFLINE_CHECK_H

#include "crypt/signed_note.h"

/* Verifies the set of records with which programs start without Rostrum: a signed JSON object
 * (signed_json.h), {"bundle": 1, "prompts", "agents", "teams", …}; docs/offline.md. Each record has
 * the SHA-256 of its contents, joined by a line feed, as the bill of materials has it. */

enum {
    OFFLINE_FORMAT = 1,                   /* the number under "bundle" */
    OFFLINE_DEPTH = JSON_DEPTH + 6,       /* a config within the list of agents */
    OFFLINE_FILE_MAX = 256 * 1024 * 1024, /* bytes */
};

struct offline_report {
    const char *organization; /* whose it is, by name */
    const char *records;      /* how many there are: "prompts: 2, agents: 1, teams: 0, sets: 0" */
    const json_t *problems;   /* texts: what could not be resolved when it was made */
    bool is_pinned;           /* the key that signed is one of those that were given */
};

/* Without a database. keys are those that may have signed; with none, those in the set are
 * believed. ERR_INVALID with a sentence in static storage or the arena. */
MUST_USE enum err offline_check(struct arena *arena, struct text note, const struct note_key *keys,
                                int key_count, struct offline_report *report, const char **problem)
    __attribute__((nonnull(1, 5, 6)));

#endif
