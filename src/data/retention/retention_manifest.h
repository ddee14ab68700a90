#ifndef DATA_RETENTION_MANIFEST_H
#define DATA_RETENTION_MANIFEST_H

#include "base/buf.h"
#include "crypt/token.h"
#include "data/retention/retention_run.h"

/* The manifest of a run as people and programs read it: its lines, in pages. Its hash is SHA-256 of
 * all lines of this text, each with a line break:
 *     POSITION KIND NOUN ID NUMBER CLOCK OUTCOME
 *     1 audit event 019a1b2c-… 0 2026-05-03T14:05:06.123456Z deleted */

struct retention_line {
    int64_t position; /* from 1 */
    const struct retention_kind *kind;
    const char *noun; /* "prompt", "event" … */
    struct uuid row_id;
    int64_t number; /* of a version; else 0 */
    int64_t clock_at;
    const char *outcome; /* "due", "held", "kept", "deleted" */
    const char *name;    /* of the record, if it is one that is there; else NULL */
};

enum { RETENTION_LINES_LIMIT = 100 };

struct retention_line_list {
    struct retention_line *items;
    int count;
    int64_t next; /* the position to go on after; 0: there are no more */
};

/* The lines after a position. ERR_NOT_FOUND for a run that the actor may not see. */
MUST_USE enum err retention_line_list(struct db *db, const struct actor *actor,
                                      const struct uuid *run_id, int64_t after,
                                      struct retention_line_list *list) NONNULL;

/* The same lines as the text above, at most count of them; *next as above. */
MUST_USE enum err retention_manifest_text(struct db *db, const struct actor *actor,
                                          const struct uuid *run_id, int64_t after, int count,
                                          struct buf *text, int64_t *next) NONNULL;

/* The hash of the text of all lines, in hexadecimal. */
MUST_USE enum err retention_manifest_hash(struct db *db, const struct actor *actor,
                                          const struct uuid *run_id,
                                          char hash[SHA256_HEX_LEN]) NONNULL;

/* How many lines of each kind have each outcome. */
struct retention_counts {
    int64_t due, held, kept, deleted;
};
MUST_USE enum err
retention_count_lines(struct db *db, const struct actor *actor, const struct uuid *run_id,
                      struct retention_counts counts[RETENTION_KIND_COUNT]) NONNULL;

/* ---- runs --------------------------------------------------------------------------------- */

enum { RETENTION_RUNS_LIMIT = 20 };

struct retention_run_list {
    struct retention_run *items; /* newest first */
    int count;
    const char *next; /* cursor, or NULL */
};

/* ERR_DENIED without the right; ERR_INVALID for a bad cursor. */
MUST_USE enum err retention_run_list(struct db *db, const struct actor *actor, const char *cursor,
                                     struct retention_run_list *list) NONNULL;
MUST_USE enum err retention_run_get(struct db *db, const struct actor *actor, const struct uuid *id,
                                    struct retention_run *run) NONNULL;

/* What waits for administrators: the newest dry run, if something is due in it and no live run came
 * after it. *run has due_count 0 if not. */
MUST_USE enum err retention_run_due(struct db *db, const struct actor *actor,
                                    struct retention_run *run) NONNULL;
void retention_run_due_ahead(struct db *db, const struct actor *actor) NONNULL;

#endif
