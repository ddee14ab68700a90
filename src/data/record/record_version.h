#ifndef DATA_RECORD_VERSION_H
#define DATA_RECORD_VERSION_H

#include "data/record/record_source.h"

/* The immutable versions of a record. Numbers rise, but some may be left out (imports keep theirs):
 * neighbours are asked for, never computed. */

enum { RECORD_VERSION_LIMIT = 50 };

struct record_version {
    int64_t version;
    int64_t previous; /* the number before, 0: there is none */
    int64_t next;     /* the number after; not set in lists */
    const char *message;
    struct uuid author_id;
    const char *author_name; /* NULL: erased */
    int64_t created_at;
    struct record_content content; /* parts: NULL in lists */
    struct record_source asked;    /* how it was asked for; not set in lists */
    struct uuid stop_id;           /* what stops it; nil: nothing does; not set in lists */
};

struct record_version_list {
    struct record_version *versions; /* newest first */
    int count;
    int64_t next_before;  /* the before_version of the next page, 0 at the end */
    int64_t newer_before; /* of the page before: 0 is the newest, -1: this is the newest */
};

/* RECORD_VERSION_LIMIT versions of a record that was loaded, below before_version (0: from the
 * newest). */
MUST_USE enum err record_version_list(struct db *db, const struct record_head *head,
                                      int64_t before_version,
                                      struct record_version_list *list) NONNULL;

/* The newest ones alone, at most RECORD_VERSION_LIMIT. */
MUST_USE enum err record_version_recent(struct db *db, const struct record_head *head, int limit,
                                        struct record_version_list *list) NONNULL;

/* Asks ahead (query_ahead) for the first of them, and for what record_version_get, or
 * record_version_get_source, reads. */
void record_version_ahead(struct db *db, const struct record_head *head, int limit) NONNULL;
void record_version_load_ahead(struct db *db, const struct record_source *source) NONNULL;

/* One version with its content; number 0 is the current one. ERR_DENIED for who may not read,
 * ERR_NOT_FOUND if it is not there; ERR_STOPPED for a program, of what is stopped (data/stop): then
 * version is whole, and not to be given out. */
MUST_USE enum err record_version_get(struct db *db, const struct actor *actor,
                                     const struct record_head *head, int64_t number,
                                     struct record_version *version) NONNULL;

/* The same of any source, whose head was loaded. ERR_NOT_FOUND also if no version has the label, if
 * the proposal moves a label to or from none, and before the first one. */
MUST_USE enum err record_version_get_source(struct db *db, const struct actor *actor,
                                            const struct record_source *source,
                                            struct record_version *version) NONNULL;

/* The source that a version was asked by: what belongs to it was asked ahead by the same. */
struct record_source record_version_source(const struct record_head *head,
                                           const struct record_version *version) NONNULL;

/* Inside the data module: the same without asking anyone; head needs only store and ids. */
MUST_USE enum err record_version_load(struct db *db, const struct record_head *head, int64_t number,
                                      struct record_version *version) NONNULL;

/* Is this version there? Asks nobody. */
MUST_USE enum err record_version_exists(struct db *db, const struct record_head *head,
                                        int64_t number, bool *exists) NONNULL;

/* A version as it will be stored. Sealing takes as long as its content is: before the transaction
 * begins. */
struct record_version_sealed {
    struct uuid id; /* nil: not sealed yet */
    struct db_value message;
    struct db_value parts[RECORD_PARTS_MAX];
};
MUST_USE enum err record_version_seal(const struct work *work, const struct record_head *head,
                                      const struct record_fields *fields,
                                      struct record_version_sealed *sealed) NONNULL;

/* Writes a version, sealed ahead or now, by the actor, at this time; the first of a record is one
 * whose head has no version yet. ERR_DENIED for a command, which is no author; ERR_CONFLICT if the
 * organization has no room for it (organization_usage.h). */
MUST_USE enum err record_version_insert(const struct work *work, const struct record_head *head,
                                        int64_t number, const struct record_fields *fields,
                                        const struct record_version_sealed *ahead,
                                        int64_t now) NONNULL;

/* Before the record's row is deleted: gives back what it and all its versions took. */
MUST_USE enum err record_version_forget(struct db *db, const struct record_head *head) NONNULL;

/* So many versions more are there than the record's row says; for what inserts them itself. */
void record_version_count(struct db *db, const struct record_head *head, int by) NONNULL;

/* Inside the data module: what a version of a record of this kind takes, and that so much of the
 * record went with it. */
struct record_version_place {
    const struct record_kind *kind;
    struct uuid organization_id;
    struct uuid record_id;
    int64_t number;
};
MUST_USE enum err record_version_size(struct db *db, const struct record_version_place *place,
                                      int64_t *byte_count) NONNULL;
MUST_USE enum err record_version_shrink(struct db *db, const struct record_version_place *place,
                                        int64_t byte_count) NONNULL;

#endif
