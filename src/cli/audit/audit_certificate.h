#ifndef CLI_AUDIT_CERTIFICATE_H
#define CLI_AUDIT_CERTIFICATE_H

#include <stdbool.h>

#include "crypt/certificate.h"

/* Is the file a certificate, and no export of a log? It begins with an indented object. */
bool audit_certificate_is(const char *path) NONNULL;

/* Verifies it, and says on standard output what came of it: the exit status. */
int audit_certificate_verify(const char *path, const struct note_key *keys, int key_count)
    __attribute__((nonnull(1)));

#endif
