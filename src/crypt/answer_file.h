#ifndef CRYPT_ANSWER_FILE_H
#define CRYPT_ANSWER_FILE_H

#include "crypt/runner_key.h"
#include "crypt/token.h"

/* The file in which the answers to a test run come back: text, a line each,
 *
 *     SIGNATURE {"rostrum_answers":1,"run":…,"digest":…,"runner":…,"kid":…,"model":…}
 *     SIGNATURE {"position":0,"case":"c1","repeat":1,"tokens":9,"after":HASH,"answer":SEALED}
 *     …
 *     SIGNATURE {"end":2,"after":HASH}
 *
 * in the order of the positions. SIGNATURE is the runner's (Ed25519, base64url) of three lines
 * without the last line break: "rostrum-answers 1", the digest of the run, and the SHA-256 of the
 * JSON in hexadecimal. HASH is the SHA-256 of the whole line before, so that nothing can be left
 * out, put between or taken from another attempt. Answers are sealed (answer_key.h). The end says
 * how many there are; "stopped" in it says why there are fewer than were planned. */

enum { ANSWER_FILE_MAX = 16 * 1024 * 1024 - 64 * 1024 /* bytes, so that an upload holds it */ };

/* What the first line says. */
struct answer_head {
    const char *run;    /* its id */
    const char *digest; /* SHA-256 of its document, in hexadecimal */
    const char *runner; /* the line of its key */
    const char *kid;    /* of the master key to which answers are sealed */
    const char *model;  /* that was asked, by the name that it has there */
};

struct answer_line {
    int64_t position;
    const char *case_id;
    int64_t repeat; /* 1, 2 … */
    int64_t tokens; /* that count against the cap */
    struct text sealed;
};

/* ---- writing: each gives a line with its end, in the arena ---------------------------------- */

/* A file that is being written. */
struct answer_writer {
    const struct runner_key *key;
    const char *digest;          /* of the run */
    char before[SHA256_HEX_LEN]; /* the hash of the line before */
};

struct text answer_file_begin(struct arena *arena, struct answer_writer *writer,
                              const struct answer_head *head) NONNULL;
struct text answer_file_add(struct arena *arena, struct answer_writer *writer,
                            const struct answer_line *line) NONNULL;
/* stopped: "", or why there are fewer than were planned: "tokens". */
struct text answer_file_end(struct arena *arena, struct answer_writer *writer, int64_t count,
                            const char *stopped) NONNULL;

/* ---- reading ------------------------------------------------------------------------------- */

/* What the first line says, whoever signed it. ERR_INVALID: it is not such a file. In the arena. */
MUST_USE enum err answer_file_head(struct arena *arena, struct text file,
                                   struct answer_head *head) NONNULL;

/* What the answers have to be. */
struct answer_plan {
    const struct runner_public *key;
    const char *digest;
    const char *const *case_ids;
    int64_t case_count, planned_count;
    bool is_resumed; /* the end may be missing, and so may the rest of the last line */
};

struct answer_file {
    struct answer_head head;
    struct answer_line *lines; /* by position */
    int64_t count;
    bool has_end;
    const char *stopped;            /* ""; see above */
    size_t whole_len;               /* bytes of whole lines */
    char last_hash[SHA256_HEX_LEN]; /* of the last of them */
};

/* Reads and checks all of it. ERR_INVALID: *problem names what is wrong, and the case: "Case c7,
 * repeat 2: changed since it was signed.", in the arena or static. */
MUST_USE enum err answer_file_read(struct arena *arena, struct text file,
                                   const struct answer_plan *plan, struct answer_file *answers,
                                   const char **problem) NONNULL;

#endif
