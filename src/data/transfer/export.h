#ifndef DATA_EXPORT_H
#define DATA_EXPORT_H

#include "base/buf.h"
#include "base/problem.h"
#include "base/uuid.h"
#include "data/db/db.h"
#include "data/transfer/exported_record.h"
#include "domain/policy.h"
#include "domain/transfer/bundle.h"

/* The prompts, agents and teams of the actor's organization as one document, which import.h takes:
 * docs/import-export.md. A record a line, by name. It is made in pieces while it is sent, so that
 * its length costs no memory. Each piece is what is there when it is made: records that are renamed
 * meanwhile may be missing. */

struct export_choice {
    bool has_kinds[RECORD_KIND_COUNT];
    bool has_history; /* all versions; else the current and the labelled ones */
    bool has_archived;
};

struct export
{
    struct db *db;
    struct arena *arena; /* of what lives until the end */
    struct actor actor;
    struct export_choice choice;
    const char *head; /* before the first list */
    int kind;         /* whose list is being written */
    const char *last; /* the key of the last name in it; "" at its beginning */
    bool is_begun, is_alone;
    bool is_open; /* a record is not whole yet: */
    struct exported_record record;
    int64_t counts[RECORD_KIND_COUNT];
};

/* Begins the document of what the actor may read, and writes the event "organization.export" with
 * how many records there are. ERR_DENIED for who may not export. */
MUST_USE enum err organization_export(struct db *db, const struct actor *actor,
                                      const struct export_choice *choice, struct export *export,
                                      struct problem *problem) NONNULL;

/* Adds the next records, as a request of its own in the piece's arena; *is_done with the last. */
MUST_USE enum err export_next(struct export *export, struct buf *piece, bool *is_done) NONNULL;

/* One record alone as such a document: its current and its labeled versions; and the event
 * "KIND.export". export_next makes the pieces. ERR_NOT_FOUND for what the actor may not
 * see, ERR_DENIED for what the actor may not read. *name is the record's, in the arena. */
MUST_USE enum err record_export(struct db *db, const struct actor *actor,
                                const struct record_kind *kind, const struct uuid *id,
                                struct export *export, const char **name) NONNULL;

#endif
