#ifndef CRYPT_PASSWORD_TEXT_H
#define CRYPT_PASSWORD_TEXT_H

#include "base/arena.h"
#include "base/text.h"

/* A password in NFC, as NIST SP 800-63B wants it: keyboards compose accents in different ways.
 * Every password that is hashed, compared or judged goes through here. In an arena of its own,
 * which password_text_end wipes, unless nothing had to be made. */
struct password_text {
    struct arena *arena; /* or NULL */
    struct text text;
};
struct password_text password_text_make(const char *password) NONNULL;
void password_text_end(struct password_text *made) NONNULL;

#endif
