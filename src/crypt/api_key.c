#include "crypt/api_key.h"

#include <string.h>

#include "base/text.h"

enum {
    PREFIX_LEN = 7, /* "pk-rst-" */
    ID_LEN = 32,
    SECRET_AT = PREFIX_LEN + ID_LEN + 1,
    CHECK_LEN = 8,
    CHECK_AT = API_SECRET_LEN - 1 - CHECK_LEN,
};

/* An id without its dashes. */
static void put_id(const struct uuid *id, char out[ID_LEN])
{
    char text[UUID_TEXT_LEN];
    uuid_format(id, text);
    for (const char *p = text; *p != '\0'; p++)
        if (*p != '-')
            *out++ = *p;
}

/* Only in lower case, as it was given out: one spelling a key. */
static enum err take_id(const char *digits, struct uuid *id)
{
    static const int groups[] = {8, 4, 4, 4, 12};
    char text[UUID_TEXT_LEN];
    char again[ID_LEN];
    char *next = text;
    const char *from = digits;
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        if (i > 0)
            *next++ = '-';
        memcpy(next, from, (size_t)groups[i]);
        next += groups[i];
        from += groups[i];
    }
    *next = '\0';
    if (uuid_parse(text, id) != ERR_NONE)
        return ERR_INVALID;
    put_id(id, again);
    return memcmp(again, digits, ID_LEN) == 0 ? ERR_NONE : ERR_INVALID;
}

static void put_check(const char *secret, char check[CHECK_LEN + 1])
{
    char hex[SHA256_HEX_LEN];
    sha256_hex(secret, CHECK_AT, hex);
    memcpy(check, hex, CHECK_LEN);
    check[CHECK_LEN] = '\0';
}

void api_public_make(const struct uuid *organization_id, const struct uuid *token_id,
                     char out[API_PUBLIC_LEN])
{
    memcpy(out, "pk-rst-", PREFIX_LEN);
    put_id(organization_id, out + PREFIX_LEN);
    out[SECRET_AT - 1] = '-';
    put_id(token_id, out + SECRET_AT);
    out[API_PUBLIC_LEN - 1] = '\0';
}

void api_secret_make(const struct uuid *organization_id, char out[API_SECRET_LEN],
                     char prefix[API_PREFIX_LEN])
{
    memcpy(out, "sk-rst-", PREFIX_LEN);
    put_id(organization_id, out + PREFIX_LEN);
    out[SECRET_AT - 1] = '-';
    secret_make(out + SECRET_AT);
    put_check(out, out + CHECK_AT);
    memcpy(prefix, out + SECRET_AT, API_PREFIX_LEN - 1);
    prefix[API_PREFIX_LEN - 1] = '\0';
}

static enum err parse_start(const char *text, const char *prefix, struct uuid *organization_id)
{
    if (memcmp(text, prefix, PREFIX_LEN) != 0 || text[SECRET_AT - 1] != '-')
        return ERR_INVALID;
    return take_id(text + PREFIX_LEN, organization_id);
}

enum err api_public_parse(const char *text, struct uuid *organization_id, struct uuid *token_id)
{
    if (strlen(text) != API_PUBLIC_LEN - 1)
        return ERR_INVALID;
    enum err err = parse_start(text, "pk-rst-", organization_id);
    return err == ERR_NONE ? take_id(text + SECRET_AT, token_id) : err;
}

enum err api_secret_parse(const char *text, struct uuid *organization_id)
{
    char check[CHECK_LEN + 1];
    if (strlen(text) != API_SECRET_LEN - 1)
        return ERR_INVALID;
    put_check(text, check);
    if (memcmp(check, text + CHECK_AT, CHECK_LEN) != 0)
        return ERR_INVALID;
    return parse_start(text, "sk-rst-", organization_id);
}
