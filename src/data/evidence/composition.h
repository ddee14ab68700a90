#ifndef DATA_COMPOSITION_H
#define DATA_COMPOSITION_H

#include "crypt/token.h"
#include "data/record/record_store.h"

/* What a version of a record was made of at a moment: the versions of other records that it refers
 * to, directly and through others, each with the hashes of its content. */

enum { COMPOSITION_MAX = 500, COMPOSITION_DEPTH = 10 };

struct composition_part {
    const struct record_kind *kind;
    struct uuid id;    /* nil: there was no such record */
    const char *name;  /* as it is called now; of one that is not there, as it was referred to */
    const char *sort;  /* of the link that leads here (record_link.h); NULL: the record itself */
    int parent;        /* index of what refers to it; -1: the record itself */
    int depth;         /* 0: the record itself */
    const char *label; /* the link follows this label; NULL: it names the version */
    int64_t version;   /* 0: the label was on no version then, or the record is not there */
    const char *facet; /* "" without a version */
    const char *author_name; /* NULL: erased, or no version */
    struct uuid author_id;
    int64_t saved_at;
    char hashes[RECORD_PARTS_MAX][SHA256_HEX_LEN]; /* SHA-256 of each part of the content, in the
                                                      order of kind->columns; "": there is none */
};

struct composition {
    struct composition_part *parts; /* [0]: the record itself; each stands behind its parent */
    int count;
    bool is_cut; /* there is more than COMPOSITION_MAX, or deeper than COMPOSITION_DEPTH */
};

/* The composition of a version of a record that was loaded, at a time in microseconds; 0: now. A
 * record that is reached again is listed again, but not followed again. ERR_DENIED for those who
 * may not read it, ERR_NOT_FOUND if there is no such version. */
MUST_USE enum err composition_get(struct db *db, const struct actor *actor,
                                  const struct record_head *head, int64_t version, int64_t time,
                                  struct composition *composition) NONNULL;

/* Inside the data module: the same without asking anyone. */
MUST_USE enum err composition_read(struct db *db, const struct record_head *head, int64_t version,
                                   int64_t time, struct composition *composition) NONNULL;

#endif
