#include "base/uuid.h"

#include <string.h>
#include <sys/random.h>

#include "base/clock.h"

static const char digits[] = "0123456789abcdef";

struct uuid uuid_make(void)
{
    struct uuid uuid;
    if (getrandom(uuid.bytes, sizeof uuid.bytes, 0) != (ssize_t)sizeof uuid.bytes)
        die("no random bytes");
    uint64_t millis = (uint64_t)clock_now() / 1000;
    for (int i = 0; i < 6; i++)
        uuid.bytes[i] = (uint8_t)(millis >> (40 - 8 * i));
    uuid.bytes[6] = (uint8_t)((uuid.bytes[6] & 0x0f) | 0x70);
    uuid.bytes[8] = (uint8_t)((uuid.bytes[8] & 0x3f) | 0x80);
    return uuid;
}

struct uuid uuid_make_ordered(int order)
{
    struct uuid uuid = uuid_make();
    uuid.bytes[6] = (uint8_t)(0x70 | ((unsigned)order >> 8 & 0x0f));
    uuid.bytes[7] = (uint8_t)order;
    return uuid;
}

static bool is_dash_place(int i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

enum err uuid_parse(const char *text, struct uuid *uuid)
{
    if (strlen(text) != UUID_TEXT_LEN - 1)
        return ERR_INVALID;
    int nibble = 0;
    for (int i = 0; i < UUID_TEXT_LEN - 1; i++) {
        if (is_dash_place(i)) {
            if (text[i] != '-')
                return ERR_INVALID;
            continue;
        }
        const char *place = strchr(digits, text[i]);
        if (place == NULL)
            return ERR_INVALID;
        uint8_t value = (uint8_t)(place - digits);
        uint8_t *byte = &uuid->bytes[nibble / 2];
        *byte = (uint8_t)(nibble % 2 == 0 ? value << 4 : *byte | value);
        nibble++;
    }
    return ERR_NONE;
}

void uuid_format(const struct uuid *uuid, char out[UUID_TEXT_LEN])
{
    int at = 0;
    for (int i = 0; i < 16; i++) {
        if (is_dash_place(at))
            out[at++] = '-';
        out[at++] = digits[uuid->bytes[i] >> 4];
        out[at++] = digits[uuid->bytes[i] & 0x0f];
    }
    out[at] = '\0';
}

bool uuid_equal(const struct uuid *a, const struct uuid *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

int64_t uuid_random_half(const struct uuid *uuid)
{
    int64_t half = 0;
    memcpy(&half, uuid->bytes + 8, sizeof half);
    return half;
}

bool uuid_is_nil(const struct uuid *uuid)
{
    static const struct uuid nil;
    return uuid_equal(uuid, &nil);
}
