#include "crypt/blind_index.h"

#include <idn2.h>
#include <string.h>

#include "base/text.h"

enum {
    ADDRESS_LEN_MAX = 254, /* RFC 5321, section 4.5.3.1.3, without the angle brackets */
    LOCAL_LEN_MAX = 64,    /* section 4.5.3.1.1 */
    DOMAIN_LEN_MAX = 253,  /* RFC 1035: 255 bytes on the wire */
    LABEL_LEN_MAX = 63,
};

#define LETTERS_DIGITS "abcdefghijklmnopqrstuvwxyz0123456789"

/* The characters of an unquoted local part (RFC 5322 atext and the dot), in lower case, or any
 * letter outside of ASCII (RFC 6531). */
static bool is_local_part(const char *local, size_t len)
{
    static const char allowed[] = LETTERS_DIGITS ".!#$%&'*+/=?^_`{|}~-";
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)local[i] < 0x80 && strchr(allowed, local[i]) == NULL)
            return false;
    return len > 0 && len <= LOCAL_LEN_MAX && !text_has_control(local, len, false);
}

/* Letters, digits and inner dashes (RFC 1123, section 2.1). */
static bool is_label(const char *label, size_t len)
{
    return len > 0 && len <= LABEL_LEN_MAX && strspn(label, LETTERS_DIGITS "-") >= len &&
           label[0] != '-' && label[len - 1] != '-';
}

/* A domain of A-labels in lower case: at least two labels, or localhost. */
static bool is_domain(const char *domain)
{
    if (strlen(domain) > DOMAIN_LEN_MAX)
        return false;
    const char *label = domain;
    for (;;) {
        size_t len = strcspn(label, ".");
        if (!is_label(label, len))
            return false;
        if (label[len] == '\0')
            return label != domain || strcmp(domain, "localhost") == 0;
        label += len + 1;
    }
}

/* The domain as A-labels, NULL if there is no such form. */
static char *to_ascii(struct arena *arena, const char *domain)
{
    char *ascii = NULL;
    if (idn2_to_ascii_8z(domain, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
        return NULL;
    char *copy = text_lower_ascii(arena, ascii);
    idn2_free(ascii);
    return copy;
}

enum err email_normalize(struct arena *arena, const char *email, char **normalized,
                         const char **problem)
{
    *problem = "Enter an email address like name@example.org.";
    if (!text_is_utf8(email, strlen(email)))
        return ERR_INVALID;
    char *address = text_lower_ascii(arena, text_trim(arena, email));
    char *at = strchr(address, '@');
    if (strlen(address) > ADDRESS_LEN_MAX) {
        *problem = "The address is too long: use at most 254 characters.";
        return ERR_INVALID;
    }
    if (at == NULL || strchr(at + 1, '@') != NULL ||
        !is_local_part(address, (size_t)(at - address)))
        return ERR_INVALID;
    char *domain = to_ascii(arena, at + 1);
    if (domain == NULL || !is_domain(domain)) {
        *problem = "Check the part after the @: it is not the name of a mail domain.";
        return ERR_INVALID;
    }
    char *whole = arena_printf(arena, "%.*s@%s", (int)(at - address), address, domain);
    if (strlen(whole) > ADDRESS_LEN_MAX) {
        *problem = "The address is too long: use at most 254 characters.";
        return ERR_INVALID;
    }
    *normalized = whole;
    *problem = NULL;
    return ERR_NONE;
}

void email_index(const struct keyring *ring, const char *normalized,
                 uint8_t out[KEYRING_HASHES][HASH_LEN])
{
    keyring_hash_all(ring, KEY_PURPOSE_EMAIL_INDEX, normalized, strlen(normalized), out);
}

void external_index(const struct keyring *ring, struct arena *arena,
                    const struct uuid *organization_id, const char *external_id,
                    uint8_t out[KEYRING_HASHES][HASH_LEN])
{
    size_t len = strlen(external_id);
    uint8_t *bytes = arena_alloc(arena, sizeof organization_id->bytes + len);
    memcpy(bytes, organization_id->bytes, sizeof organization_id->bytes);
    memcpy(bytes + sizeof organization_id->bytes, external_id, len);
    keyring_hash_all(ring, KEY_PURPOSE_EXTERNAL, bytes, sizeof organization_id->bytes + len, out);
}

enum err email_check(const char *email, const char **problem)
{
    enum { ARENA_LEN = 64 * 1024 };
    struct arena *arena = arena_create(ARENA_LEN + strlen(email) * 8);
    char *normalized = NULL;
    enum err err = email_normalize(arena, email, &normalized, problem);
    arena_destroy(arena);
    return err;
}
