#ifndef CRYPT_LOG_CHECK_H
#define CRYPT_LOG_CHECK_H

#include "base/text.h"
#include "crypt/checkpoint.h"

/* Verifies an export of audit logs without keys or a database, line by line, in constant memory.
 * The format is that of docs/audit.md:
 *
 *     {"rostrum_audit_export":1,"keys":1,"logs":1}
 *     {"key":"a public key as C2SP writes it"}             as many as there are keys
 *     {"log":"organization id","events":2,"checkpoints":1} as many as there are logs, and of each:
 *     {"seq":1,"event":{…}}                                an event, of which {…} is the leaf
 *     {"seq":2,"leaf":"hex"}                               an event that retention deleted
 *     {"checkpoint":"the note"}                            behind the last event that it covers
 *
 * The last line of a log is the checkpoint that covers all of it. Whatever else is in a line, or
 * missing, or too much, is a problem. Or else the lines are proofs of single events
 * (proof_check.h). */

struct log_report {
    int64_t log_count;
    int64_t event_count;
    int64_t deleted_count; /* of these, how many are there by their hash only */
    int64_t checkpoint_count;
    int64_t kept_count;  /* checkpoints that were expected, and there */
    int64_t proof_count; /* of single events, in a file of proofs */
    int64_t line_count;
    const char *problem; /* NULL: none; else a sentence about the line line_count, or the end */
};

struct log_check;

/* keys are those that may have signed, which others vouch for; with none, those of the export. The
 * caller owns it, and calls log_check_end, whose report lives in the arena. */
struct log_check *log_check_begin(struct arena *arena, const struct note_key *keys, int key_count)
    __attribute__((nonnull(1)));

/* Checkpoints that were kept from before, or elsewhere, which the caller has checked: each must be
 * one of a log of the export, as it was at that size. They stay the caller's, and are sorted. */
void log_check_expect(struct log_check *check, struct checkpoint *kept, int64_t count)
    __attribute__((nonnull(1)));

/* The next line, without its line break. ERR_INVALID if there is a problem, now or before. */
MUST_USE enum err log_check_line(struct log_check *check, struct text line) NONNULL;

/* The export is over. ERR_INVALID if there is a problem. */
MUST_USE enum err log_check_end(struct log_check *check, struct log_report *report) NONNULL;

/* A problem that the caller found, such as a line without an end. */
void log_check_fail(struct log_check *check, const char *problem) NONNULL;

#endif
