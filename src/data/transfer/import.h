#ifndef DATA_IMPORT_H
#define DATA_IMPORT_H

#include "base/problem.h"
#include "data/db/db.h"
#include "domain/policy.h"
#include "domain/transfer/bundle.h"

/* Importing a document (domain/transfer/bundle.h): it is kept sealed, checked record by record,
 * shown as a plan, carried out in batches (import_start.h), and undone on request (import_undo.h).
 * An import belongs to whoever uploaded it; for everyone else it does not exist. Every verb is
 * ERR_DENIED without the right to import; what a record may become is asked of the actor's rights
 * to it besides. Other errors as in prompt.h. */

enum {
    IMPORT_LINES = 100,   /* a page of the plan */
    IMPORT_OPEN_MAX = 10, /* imports of one person that wait */
};
#define IMPORT_LIFETIME (24 * CLOCK_HOUR)

/* What would happen, or happened, to a record. */
enum import_outcome {
    IMPORT_CREATED,
    IMPORT_CHANGED,
    IMPORT_UNCHANGED,
    IMPORT_SKIPPED, /* there already, and left alone on request */
    IMPORT_REFUSED,
    IMPORT_OUTCOME_COUNT
};

/* "created" …; and back, ERR_INVALID for any other word. */
extern const char *const import_outcome_names[IMPORT_OUTCOME_COUNT + 1];
MUST_USE enum err import_outcome_parse(const char *name, enum import_outcome *outcome) NONNULL;

enum import_state {
    IMPORT_CHECKING,
    IMPORT_READY,
    IMPORT_APPLYING, /* some of it is carried out */
    IMPORT_DONE,
    IMPORT_UNDOING, /* some of it is undone */
    IMPORT_UNDONE
};

struct import {
    struct uuid id;
    struct uuid organization_id;
    const char *source; /* the name of the file */
    const char *format; /* what the document was recognized as: "Langfuse prompts" */
    enum import_state state;
    bool skips_existing;
    bool is_renewed; /* records changed between plan and start: this is a new plan */
    int64_t record_count;
    int64_t checked_count;
    int64_t applied_count; /* lines that the batches have dealt with */
    int64_t totals[RECORD_KIND_COUNT][IMPORT_OUTCOME_COUNT]; /* once it is ready */
    int64_t duration_us;                                     /* that it took; once it is done */
    int64_t created_at;
    int64_t expires_at;
};

/* The records that starting it would create or change. */
int64_t import_change_count(const struct import *import) NONNULL;
int64_t import_outcome_count(const struct import *import, enum import_outcome outcome) NONNULL;

MUST_USE enum err import_get(struct db *db, const struct actor *actor, const struct uuid *id,
                             struct import *import) NONNULL;

struct import_list {
    struct import *imports;
    int count;
};
/* The actor's imports that wait, newest first: a plan that would change nothing, because all of it
 * is refused or there already, waits for nothing. The first asks ahead (query_ahead). */
void import_list_ahead(struct db *db, const struct actor *actor) NONNULL;
MUST_USE enum err import_list(struct db *db, const struct actor *actor,
                              struct import_list *list) NONNULL;

/* Inside the data module, of a row of imports: what import_change_count() counts; and what waits,
 * until it expires: an undo that was begun waits as well. */
#define IMPORT_HAS_CHANGES "(totals LIKE '%\"created\"%' OR totals LIKE '%\"changed\"%')"
#define IMPORT_WAITS                                                                               \
    "(phase = 'undoing' OR (state <> 'done' AND (state <> 'ready' OR " IMPORT_HAS_CHANGES ")))"

/* Which lines of the plan: those behind a position; outcome IMPORT_OUTCOME_COUNT is any. */
struct import_line_filter {
    struct uuid import_id;
    enum import_outcome outcome;
    int64_t after;
    const char *applied; /* what became of those to be created or changed; NULL: any line */
};

/* May the actor import at all? */
bool import_is_allowed(const struct actor *actor) NONNULL;

/* Inside a write transaction: the actor's plans that would change nothing expire, but for the last
 * few, which may still be read. */
MUST_USE enum err import_forget_empty(struct db *db, const struct actor *actor) NONNULL;

/* As they are stored: what the document was recognized as, and the totals. */
MUST_USE const char *import_format_totals(struct arena *arena, const struct import *import) NONNULL;

/* Inside a write transaction: totals, state and progress become those of after. ERR_CONFLICT if
 * state or progress are not those of before any more: someone else was faster. The other asks for
 * that alone, before work that would be in vain. */
MUST_USE enum err import_is_still(struct db *db, const struct import *before) NONNULL;
MUST_USE enum err import_update(struct db *db, const struct import *before,
                                const struct import *after) NONNULL;

#endif
