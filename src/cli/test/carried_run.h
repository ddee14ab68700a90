#ifndef CLI_CARRIED_RUN_H
#define CLI_CARRIED_RUN_H

#include "crypt/answer_file.h"
#include "domain/run/run_document.h"

/* A sealed test run on the machine beside the model, and the file into which its answers are
 * written, a line each, so that whoever ends it loses nothing that is there. */

struct carried_run {
    struct arena *arena; /* that all of it lies in */
    struct runner_key *key;
    struct run_document document;
    char digest[SHA256_HEX_LEN];
    const char *model;           /* that is asked */
    const char *const *requests; /* of each case, as they are sent */
    const char *path;            /* of the answers */
    int file;                    /* open and locked; -1 */
    struct answer_writer writer;
    int64_t count;  /* answers that are there */
    int64_t tokens; /* that they took */
    int64_t len;    /* bytes of the file */
    bool is_over;   /* it has its end */
};

/* Opens the sealed run. model NULL: the one that it says. False: the person was told why not. */
bool carried_run_open(struct carried_run *run, const char *path, const char *model)
    __attribute__((nonnull(1, 2)));

/* Opens the file of answers, run->path, goes on where it ends, and begins one that is empty. False:
 * the person was told. */
bool carried_run_resume(struct carried_run *run) NONNULL;

/* Adds the answer at position run->count, or the end, and waits until it is on the disk. line lies
 * in a scratch arena. False: the person was told. */
bool carried_run_add(struct carried_run *run, struct arena *scratch,
                     struct answer_line *line) NONNULL;
bool carried_run_end(struct carried_run *run, const char *stopped) NONNULL;

void carried_run_close(struct carried_run *run) NONNULL;

#endif
