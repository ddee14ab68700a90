#ifndef DATA_USAGE_H
#define DATA_USAGE_H

#include "base/clock.h"
#include "data/db/db.h"
#include "domain/record/kind.h"
#include "domain/record/label.h"

/* What programs were served: noted in the memory of the process while it answers, which costs no
 * question and no waiting, and written in batches after an answer was sent, USAGE_WRITE_EVERY after
 * the oldest note at the latest. What a process that is killed had not written is lost: the last
 * USAGE_LOST_AT_MOST. Whoever ends as it should (a signal to stop, plain CGI) writes everything. */
struct usage_notes;

#define USAGE_WRITE_EVERY  (5 * CLOCK_SECOND)
#define USAGE_LOST_AT_MOST (10 * CLOCK_SECOND)

/* Different things that a process remembers until they are written: record, version, label, token,
 * protocol and day. From USAGE_FULL on they are written after the next answer. One answer that has
 * more than there is room for loses the rest, which is logged ("usage.lost"). */
enum { USAGE_MAX = 16384, USAGE_FULL = 2048 };

enum { USAGE_LABEL_SIZE = 40 }; /* a label and its NUL, and no gap behind it */

/* What the program spoke. */
enum usage_protocol {
    USAGE_API, /* our own: /api/v1 */
    USAGE_LANGFUSE,
    USAGE_MCP,
    USAGE_A2A,
    USAGE_MLFLOW,
    USAGE_BUNDLE, /* as a part of /api/v1/bundle */
    USAGE_PROTOCOL_COUNT
};

/* By enum usage_protocol: as they are stored, and as people read them. */
extern const char *const usage_protocol_names[USAGE_PROTOCOL_COUNT];
extern const char *const usage_protocol_titles[USAGE_PROTOCOL_COUNT];

/* A version that an answer has the content of. */
struct usage_served {
    enum record_kind_id kind;
    struct uuid record_id;
    int64_t version;              /* which it was */
    char label[USAGE_LABEL_SIZE]; /* that was asked for, "latest" as well; "": the number was */
    enum usage_protocol protocol;
};

/* For usage_served.label. NULL: "". */
void usage_set_label(struct usage_served *served, const char *label) __attribute__((nonnull(1)));

/* Lasts as long as the process. */
struct usage_notes *usage_create(void);

/* The open request's answer has this: once for each record in it, with 200 as with 304 (the program
 * goes on with that version). token_id: nil if nobody had to be known. Counts once the request is
 * over (usage_settle). */
void usage_note(struct usage_notes *usage, const struct uuid *organization_id,
                const struct uuid *token_id, const struct usage_served *served) NONNULL;

/* The request is over: what it noted counts, or, if another answer is given after all, does not. */
void usage_settle(struct usage_notes *usage, bool is_served) NONNULL;

/* In how many milliseconds there is something to write; 0: now, -1: there is nothing. */
MUST_USE int usage_due_in_ms(const struct usage_notes *usage) NONNULL;

/* Writes some of it, in a request of its own and one transaction of USAGE_BATCH at most, so that
 * whoever asks meanwhile does not wait long; the rest is due after USAGE_PAUSE. What can't be
 * written now is tried again after USAGE_WRITE_EVERY. Several processes may at the same time. */
enum { USAGE_BATCH = 64 };
#define USAGE_PAUSE (CLOCK_SECOND / 100)
void usage_write_some(struct usage_notes *usage, struct db *db, struct arena *arena) NONNULL;

/* All of it, or until something can't be written. */
void usage_write(struct usage_notes *usage, struct db *db, struct arena *arena) NONNULL;

#endif
