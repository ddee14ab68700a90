#include "crypt/crypt_use.h"

#include "base/err.h"

#define MASTER "master key, HKDF-Expand with \""
#define HMAC   "HMAC-SHA256 (RFC 2104), 256 bits"
#define XCHACHA                                                                                    \
    "XChaCha20-Poly1305 with a random nonce (draft-irtf-cfrg-xchacha), a 256-bit key and tag of "  \
    "128 bits"

/* Each info stands in two tables: written once. */
#define INFO_CHECK       "rostrum1/check"
#define INFO_WRAP        "rostrum1/wrap"
#define INFO_EMAIL_INDEX "rostrum1/email-index"
#define INFO_SESSION     "rostrum1/session"
#define INFO_LINK        "rostrum1/link"
#define INFO_CSRF        "rostrum1/csrf"
#define INFO_COOKIE      "rostrum1/cookie"
#define INFO_SOURCE      "rostrum1/source"
#define INFO_STEP        "rostrum1/step"
#define INFO_SIGN        "rostrum1/sign"
#define INFO_API_TOKEN   "rostrum1/api-token"
#define INFO_EXTERNAL    "rostrum1/external"
#define INFO_SEALED      "rostrum1/sealed-cookie"
#define INFO_ANSWERS     "rostrum1/answers"

const char *const crypt_purpose_infos[KEY_PURPOSE_COUNT] = {
    [KEY_PURPOSE_CHECK] = INFO_CHECK,
    [KEY_PURPOSE_WRAP] = INFO_WRAP,
    [KEY_PURPOSE_EMAIL_INDEX] = INFO_EMAIL_INDEX,
    [KEY_PURPOSE_SESSION] = INFO_SESSION,
    [KEY_PURPOSE_LINK] = INFO_LINK,
    [KEY_PURPOSE_CSRF] = INFO_CSRF,
    [KEY_PURPOSE_COOKIE] = INFO_COOKIE,
    [KEY_PURPOSE_SOURCE] = INFO_SOURCE,
    [KEY_PURPOSE_STEP] = INFO_STEP,
    [KEY_PURPOSE_SIGN] = INFO_SIGN,
    [KEY_PURPOSE_API_TOKEN] = INFO_API_TOKEN,
    [KEY_PURPOSE_EXTERNAL] = INFO_EXTERNAL,
    [KEY_PURPOSE_SEALED_COOKIE] = INFO_SEALED,
    [KEY_PURPOSE_ANSWERS] = INFO_ANSWERS,
};

const struct crypt_use crypt_uses[] = {
    [KEY_PURPOSE_CHECK] = {"Key check values", HMAC, MASTER INFO_CHECK "\"",
                           "notices at the start that a key is not the one the database was made "
                           "with"},
    [KEY_PURPOSE_WRAP] = {"Wrapped data keys", XCHACHA, MASTER INFO_WRAP "\"",
                          "seals the data keys of organizations and persons in the database"},
    [KEY_PURPOSE_EMAIL_INDEX] = {"Index of addresses", HMAC, MASTER INFO_EMAIL_INDEX "\"",
                                 "finds a person by their sealed address"},
    [KEY_PURPOSE_SESSION] = {"Sessions", HMAC, MASTER INFO_SESSION "\"",
                             "what is stored in place of the random token in a cookie"},
    [KEY_PURPOSE_LINK] = {"Links and set-up code", HMAC, MASTER INFO_LINK "\"",
                          "what is stored in place of the random token in a link"},
    [KEY_PURPOSE_CSRF] = {"Form tokens", HMAC, MASTER INFO_CSRF "\"",
                          "bind a form to the session that it was opened in"},
    [KEY_PURPOSE_COOKIE] = {"Signed cookies", HMAC, MASTER INFO_COOKIE "\"",
                            "messages that a browser keeps for the next page and does not change"},
    [KEY_PURPOSE_SOURCE] = {"Sources of refusals", HMAC, MASTER INFO_SOURCE "\"",
                            "counts what people who are not signed in were refused, without their "
                            "addresses"},
    [KEY_PURPOSE_STEP] = {"Steps of signing in", HMAC, MASTER INFO_STEP "\"",
                          "what is stored in place of the random token that a browser has between "
                          "password and second factor"},
    [KEY_PURPOSE_SIGN] =
        {"Signatures", "Ed25519 (RFC 8032)",
         MASTER INFO_SIGN "\" as the seed; public keys are in the database",
         "checkpoints of the audit log, certificates, manifests of backups, and sets "
         "of records for programs"},
    [KEY_PURPOSE_API_TOKEN] = {"API tokens", HMAC, MASTER INFO_API_TOKEN "\"",
                               "what is stored in place of the random secret that a program has"},
    [KEY_PURPOSE_EXTERNAL] = {"Index of external ids", HMAC, MASTER INFO_EXTERNAL "\"",
                              "finds a person by the sealed id that a provisioning service gave "
                              "them"},
    [KEY_PURPOSE_SEALED_COOKIE] = {"Sealed cookies", XCHACHA, MASTER INFO_SEALED "\"",
                                   "what a browser keeps while its person is at the provider of "
                                   "single sign-on"},
    [KEY_PURPOSE_ANSWERS] =
        {"Answers of runners",
         "X25519 and XSalsa20-Poly1305 with a key for each (libsodium's "
         "crypto_box_seal)",
         MASTER INFO_ANSWERS
         "\" as the seed; the public key is in each run that is carried by file",
         "answers of models on their way back from runners"},
    {"Test runs carried by file",
     "X25519 and XSalsa20-Poly1305 with a key for each; answers are "
     "signed with Ed25519 (RFC 8032)",
     "the public key of each runner, which stays with its machine",
     "requests of a test run on their way to a model elsewhere, and who answered them"},
    {"Sealed columns", XCHACHA, "a data key for each organization and for each person, random",
     "what people write and who they are, bound to table, column, organization and row"},
    {"Purpose keys", "HKDF-Expand with SHA-256 (RFC 5869), one block", "master key",
     "one key for each purpose above, so that none is used for two"},
    {"Passwords", "Argon2id (RFC 9106), 3 passes over 64 MiB; the hash is sealed besides",
     "the password, a random salt of 128 bits", "sign-in and asking for the password again"},
    {"Authenticator apps", "TOTP with HMAC-SHA1, 6 digits, 30 seconds (RFC 6238), by liboath",
     "160 random bits for each app, sealed under the person's key",
     "the second step of signing in"},
    {"Passkeys", "ES256, EdDSA or RS256 (WebAuthn Level 2), verified by libfido2",
     "the public key of each passkey; the private one stays on the device", "sign-in"},
    {"Single sign-on", "RS256 with 2048 bits or more, ES256 (RFC 7518), verified by OpenSSL",
     "the public keys that the provider publishes", "the ID tokens of OpenID Connect"},
    {"Webhooks", HMAC " (Standard Webhooks 1.0)",
     "256 random bits for each endpoint, sealed under the organization's key",
     "the signature by which a receiver knows who sent it"},
    {"Agent cards", "ES256 (RFC 7518), signed by OpenSSL over canonical JSON (RFC 8785)",
     "a key for each organization, sealed under its key; the public half is published",
     "agent cards that their organization chose to sign"},
    {"Subjects of single sign-on", HMAC,
     "a random key for each provider, sealed under the organization's key",
     "what is stored in place of the name that a provider has for a person"},
    {"Recovery codes", HMAC, "a random key for each person's codes, sealed under the person's key",
     "what is stored in place of a code of 120 random bits"},
    {"Audit log", "SHA-256 (FIPS 180-4) in a Merkle tree (RFC 6962)", "none",
     "shows that no event was changed, removed or inserted"},
    {"Checksums", "SHA-256 (FIPS 180-4)", "none",
     "migrations, files of backups, contents in certificates, forms that are sent again"},
    {"Random numbers", "the system's generator (getrandom) through libsodium", "none",
     "keys, nonces, salts, tokens and ids"},
    {"Connections of browsers", "TLS 1.2 and 1.3, by nginx", "the certificate of the operator",
     "everything between browser and server"},
    {"Connections to PostgreSQL", "TLS, by libpq, or a Unix socket",
     "the certificate of the database server", "everything between program and database"},
};
const int crypt_use_count = (int)COUNT_OF(crypt_uses);
