#ifndef CLI_KEY_LIST_H
#define CLI_KEY_LIST_H

#include "crypt/signed_note.h"

enum { KEY_LIST_MAX = 100 };

/* The public keys of a file, one a line, as "audit keys" prints them: at least one. On an error the
 * person has been told. */
MUST_USE enum err key_list_read(const char *path, struct note_key keys[KEY_LIST_MAX],
                                int *count) NONNULL;

#endif
