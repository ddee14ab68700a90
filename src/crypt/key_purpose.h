#ifndef CRYPT_KEY_PURPOSE_H
#define CRYPT_KEY_PURPOSE_H

/* What a key is for. Each purpose has its own key: HKDF-Expand (RFC 5869) of the master key, one
 * HMAC-SHA256 block over "rostrum1/<purpose>" || 0x01. */
enum key_purpose {
    KEY_PURPOSE_CHECK,         /* the key check value in the database */
    KEY_PURPOSE_WRAP,          /* wraps data keys */
    KEY_PURPOSE_EMAIL_INDEX,   /* blind index of addresses */
    KEY_PURPOSE_SESSION,       /* hash of session tokens */
    KEY_PURPOSE_LINK,          /* hash of one-time links and of the set-up code */
    KEY_PURPOSE_CSRF,          /* form tokens */
    KEY_PURPOSE_COOKIE,        /* signed cookies: flash messages */
    KEY_PURPOSE_SOURCE,        /* network addresses that refusals are counted by */
    KEY_PURPOSE_STEP,          /* hash of the tokens between password and second factor */
    KEY_PURPOSE_SIGN,          /* the seed of the Ed25519 key of signed notes */
    KEY_PURPOSE_API_TOKEN,     /* hash of the secrets of API tokens */
    KEY_PURPOSE_EXTERNAL,      /* blind index of what provisioning services call people */
    KEY_PURPOSE_SEALED_COOKIE, /* what a browser keeps and can't read: single sign-on */
    KEY_PURPOSE_ANSWERS, /* the seed of the X25519 key that answers of runners are sealed to */
    KEY_PURPOSE_COUNT
};

#endif
