#ifndef CRYPT_CRYPT_USE_H
#define CRYPT_CRYPT_USE_H

#include "crypt/key_purpose.h"

/* THE inventory of cryptography: what is used for what, with which key. The key ring takes its
 * purposes from here; /settings/keys shows it, and docs/crypto.md is printed from it. */

struct crypt_use {
    const char *name;      /* "Data keys" */
    const char *algorithm; /* with its standard */
    const char *key;       /* where its key comes from */
    const char *protects;  /* what it is for */
};

/* By key_purpose, then what needs no key of the ring. */
extern const struct crypt_use crypt_uses[];
extern const int crypt_use_count;

/* What the purpose key is expanded with: part of the stored format, a changed one is a different
 * key. */
extern const char *const crypt_purpose_infos[KEY_PURPOSE_COUNT];

#endif
