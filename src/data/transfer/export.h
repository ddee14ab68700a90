#ifndef DATA_EXPORT_H
#define DATA_EXPORT_H

#include "base/buf.h"
#include "base/problem.h"
#include "data/db/db.h"
#include "base/uuid.h"
#include "domain/policy.h"
#include "domain/transfer/bundle.h"

/* The prompts, agents and teams of the actor's organization as one document, which import.h takes:
 * docs/import-export.md. A record a line, by name. */

enum { EXPORT_MAX = 64 << 20 /* bytes */ };

struct export_choice {
    bool has_kinds[RECORD_KIND_COUNT];
    bool has_history; /* all versions; else the current and the labelled ones */
    bool has_archived;
};

struct export
{
    struct buf document; /* the arena's */
    int64_t counts[RECORD_KIND_COUNT];
};

/* Writes the document of what the actor may read, and the event "organization.export". ERR_DENIED
 * for who may not export; ERR_CONFLICT, with a message, for more than EXPORT_MAX. */
MUST_USE enum err organization_export(struct db *db, const struct actor *actor,
                                      const struct export_choice *choice, struct export *export,
                                      struct problem *problem) NONNULL;

/* One record alone as such a document: its current and its labeled versions. ERR_NOT_FOUND for what
 * the actor may not see, ERR_DENIED for what the actor may not read. */
struct export_of_record {
    const char *name;
    struct buf document; /* the arena's */
};
MUST_USE enum err record_export(struct db *db, const struct actor *actor,
                                const struct record_kind *kind, const struct uuid *id,
                                struct export_of_record *export) NONNULL;

#endif
