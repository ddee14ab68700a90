#include "crypt/totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { SECRET_BYTES = 20, NEIGHBORS = 1 /* steps before and after now's */ };

static void begin(void)
{
    static bool is_begun;
    if (!is_begun && oath_init() != OATH_OK)
        die("liboath does not start");
    is_begun = true;
}

void totp_secret_make(char secret[TOTP_SECRET_LEN])
{
    uint8_t bytes[SECRET_BYTES];
    char *text = NULL;
    size_t len = 0;
    randombytes_buf(bytes, sizeof bytes);
    if (oath_base32_encode((const char *)bytes, sizeof bytes, &text, &len) != OATH_OK ||
        len != TOTP_SECRET_LEN - 1)
        die("liboath makes no base32");
    memcpy(secret, text, TOTP_SECRET_LEN);
    sodium_memzero(text, len);
    free(text);
    sodium_memzero(bytes, sizeof bytes);
}

/* The code of a step. */
static void make_code(const char *secret, int64_t step, char code[TOTP_DIGITS + 1])
{
    char *bytes = NULL;
    size_t len = 0;
    begin();
    if (oath_base32_decode(secret, strlen(secret), &bytes, &len) != OATH_OK ||
        oath_hotp_generate(bytes, len, (uint64_t)step, TOTP_DIGITS, false,
                           OATH_HOTP_DYNAMIC_TRUNCATION, code) != OATH_OK)
        die("a secret that makes no code");
    sodium_memzero(bytes, len);
    free(bytes);
}

/* Without the spaces that apps show; what is no code becomes one that fits nothing. */
static void read_typed(const char *typed, char code[TOTP_DIGITS + 1])
{
    size_t len = 0;
    memset(code, ' ', TOTP_DIGITS);
    code[TOTP_DIGITS] = '\0';
    for (; *typed != '\0'; typed++) {
        if (*typed == ' ')
            continue;
        if (len == TOTP_DIGITS) {
            code[0] = ' ';
            return;
        }
        code[len++] = *typed;
    }
}

enum err totp_find_step(const char *secret, const char *code, int64_t now, int64_t *step)
{
    char typed[TOTP_DIGITS + 1];
    char expected[TOTP_DIGITS + 1];
    int64_t current = now / (TOTP_STEP_S * CLOCK_SECOND);
    enum err err = ERR_DENIED;
    *step = 0;
    read_typed(code, typed);
    for (int64_t at = current - NEIGHBORS; at <= current + NEIGHBORS; at++) {
        make_code(secret, at, expected);
        if (sodium_memcmp(typed, expected, TOTP_DIGITS) == 0) {
            *step = at;
            err = ERR_NONE;
        }
    }
    sodium_memzero(expected, sizeof expected);
    return err;
}
