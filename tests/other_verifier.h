#ifndef TESTS_OTHER_VERIFIER_H
#define TESTS_OTHER_VERIFIER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypt/signed_note.h"

/* The verifier in Python, tests/audit_verify.py, for what the one in C is asked about as well. */

struct other_verifier {
    char folder[40];
    int file_count;
};

static inline struct other_verifier other_verifier_open(void)
{
    struct other_verifier verifier = {.folder = "/tmp/other-verifier-XXXXXX"};
    assert_non_null(mkdtemp(verifier.folder));
    return verifier;
}

static inline void other_verifier_write(const struct other_verifier *verifier, const char *name,
                                        struct text text)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", verifier->folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_int_equal(fwrite(text.data, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

/* One more file: an export, proofs of events, or a certificate. */
static inline void other_verifier_add(struct other_verifier *verifier, struct text text)
{
    char name[32];
    (void)snprintf(name, sizeof name, "file-%d", verifier->file_count++);
    other_verifier_write(verifier, name, text);
}

/* How many of the files it finds sound with this key, or with their own (NULL). The files are gone
 * afterwards. */
static inline int other_verifier_count(struct other_verifier *verifier, struct arena *arena,
                                       const struct note_key *key)
{
    char command[512];
    int count = -1;
    if (key != NULL) {
        char *line = arena_printf(arena, "%s\n", note_key_text(arena, key));
        other_verifier_write(verifier, "keys", (struct text){line, strlen(line)});
    }
    (void)snprintf(command, sizeof command,
                   "cd %s && python3 '%s/tests/audit_verify.py' %s file-* | grep -c ': sound: '; "
                   "rm -r %s",
                   verifier->folder, getenv("top_srcdir"), key == NULL ? "" : "--key keys",
                   verifier->folder);
    FILE *output = popen(command, "re");
    assert_non_null(output);
    assert_int_equal(fscanf(output, "%d", &count), 1);
    (void)pclose(output);
    return count;
}

#endif
