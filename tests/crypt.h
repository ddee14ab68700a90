#ifndef TESTS_CRYPT_H
#define TESTS_CRYPT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "crypt/keyring.h"

/* A ring with the key of bytes 0 to 31 active, and one of 32 times 7 for decryption. */
#define RING_KEY_A "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define RING_KEY_B "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="

/* Opens a ring of the given lines through a temporary file that is gone afterwards; NULL if it
 * can't. The caller closes it. */
static inline struct keyring *ring_of(const char *lines)
{
    char path[] = "/tmp/ring-test-XXXXXX";
    int fd = mkstemp(path);
    if (fd < 0)
        return NULL;
    struct keyring *ring = NULL;
    bool is_written = dprintf(fd, "%s", lines) > 0;
    if (close(fd) != 0 || !is_written || keyring_open(path, &ring) != ERR_NONE)
        ring = NULL;
    (void)unlink(path);
    return ring;
}

#endif
