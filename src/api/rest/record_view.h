#ifndef API_RECORD_VIEW_H
#define API_RECORD_VIEW_H

#include "api/call.h"
#include "api/field.h"
#include "data/release/record_label.h"

/* A record of any kind as its address names it, read and answered. */

/* The store of the kind that the address is about. */
const struct record_store *record_view_store(const struct call *call) NONNULL;

/* Reads the head of the record {id} of the address, of any kind, into *head. Errors as record_load.
 */
MUST_USE enum err record_view_load(struct call *call, enum permission permission,
                                   enum record_depth depth, struct record_head **head) NONNULL;

/* Its labels, as lists have them. */
MUST_USE enum err record_view_labels(struct call *call, const struct record_head *head,
                                     struct record_marks *marks) NONNULL;

/* One of them. A new reference. */
MUST_USE json_t *record_view_label(const struct record_label *label) NONNULL;

/* Which version is shown, and whether the record's events are. */
struct record_view_choice {
    struct record_source source; /* its head is loaded */
    const char *label; /* that was asked for, "": the number was; it counts as served (usage.h).
                          NULL: it does not */
    bool has_events;
};

/* The record with this version, without its events. A new reference. */
MUST_USE enum err record_view_json(struct call *call, const struct record_source *source,
                                   json_t **json) NONNULL;

/* Answers with the record, or with its version alone. */
MUST_USE enum err record_view_answer(struct call *call, int status,
                                     const struct record_view_choice *choice) NONNULL;
MUST_USE enum err record_view_answer_version(struct call *call,
                                             const struct record_source *source) NONNULL;

#endif
