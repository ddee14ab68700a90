#ifndef CRYPT_SIGNED_NOTE_H
#define CRYPT_SIGNED_NOTE_H

#include "base/json.h"
#include "crypt/keyring.h"

/* Texts that anybody can check: signed notes of the C2SP (c2sp.org/signed-note). A text of UTF-8
 * that ends in a line break; an empty line; and "— NAME BASE64" with a line break, of four bytes
 * of the key's id and the Ed25519 signature (RFC 8032) of the text with its last line break. Each
 * master key has one signing key, whose seed is its purpose key. */

enum { NOTE_KEY_LEN = 32, NOTE_NAME_LEN = 8 + KID_LEN + 1 };

/* A public key, and the name it goes by: "rostrum/" and the id of its master key. */
struct note_key {
    char name[NOTE_NAME_LEN];
    uint8_t bytes[NOTE_KEY_LEN];
};

/* The public key of a master key; of the active one with kid NULL. ERR_NOT_FOUND if the ring has
 * none of that id. */
MUST_USE enum err note_key_of(const struct keyring *ring, const char *kid, struct note_key *key)
    __attribute__((nonnull(1, 3)));

/* The key of this kid with these public bytes. */
void note_key_set(struct note_key *key, const char *kid, const uint8_t bytes[NOTE_KEY_LEN]) NONNULL;

/* As C2SP writes it for those who check: "NAME+HEX ID+BASE64"; and as PEM (RFC 8410), for openssl.
 * note_key_read: ERR_INVALID if it is not one. Owned by the arena. */
char *note_key_text(struct arena *arena, const struct note_key *key) NONNULL;
char *note_key_pem(struct arena *arena, const struct note_key *key) NONNULL;
MUST_USE enum err note_key_read(const char *text, struct note_key *key) NONNULL;

/* Signs a text, which ends in a line break and has no other control characters, with the active
 * key: the whole note, owned by the arena. */
char *signed_note_make(const struct keyring *ring, struct arena *arena, const char *text) NONNULL;

/* The same for a JSON value, indented: certificates and manifests. */
char *signed_note_make_json(const struct keyring *ring, struct arena *arena,
                            const json_t *json) NONNULL;

/* Checks a note. ERR_INVALID if it is none, or one of these keys made a signature of another text;
 * ERR_NOT_FOUND if none of them signed it. Then *text is what was signed, owned by the arena, and
 * *key the key that did. */
MUST_USE enum err signed_note_open(struct arena *arena, const struct note_key *keys, int key_count,
                                   const char *note, const char **text, const struct note_key **key)
    __attribute__((nonnull(1, 4, 5, 6)));

#endif
