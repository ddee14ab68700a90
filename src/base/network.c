#include "base/network.h"

#include <arpa/inet.h>
#include <string.h>

enum { FOUR_LEN = NETWORK_FOUR_LEN, SIX_LEN = NETWORK_SIX_LEN, FOUR_BEGIN = 3, SIX_BEGIN = 8 };

bool network_parse(const char *text, struct network_address *address)
{
    static const uint8_t mapped[SIX_LEN - FOUR_LEN] = {[10] = 0xff, [11] = 0xff};
    *address = (struct network_address){.len = 0};
    if (inet_pton(AF_INET, text, address->bytes) == 1) {
        address->len = FOUR_LEN;
    } else if (inet_pton(AF_INET6, text, address->bytes) != 1) {
        return false;
    } else if (memcmp(address->bytes, mapped, sizeof mapped) == 0) {
        memmove(address->bytes, address->bytes + sizeof mapped, FOUR_LEN);
        address->len = FOUR_LEN;
    } else {
        address->len = SIX_LEN;
    }
    address->network_len = address->len == FOUR_LEN ? FOUR_BEGIN : SIX_BEGIN;
    return true;
}

/* What is not public: the first bits of each. */
struct range {
    uint8_t bytes[4];
    int bits;
};
static const struct range special_four[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};
/* Of 2000::/3, outside of which nothing of IPv6 is public. */
static const struct range special_six[] = {
    {{0x20, 0x01, 0x00}, 23},       /* Teredo, benchmarks, identifiers */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x20, 0x02}, 16},             /* 6to4 */
    {{0x3f, 0xff}, 20},             /* documentation */
};
static const struct range global_six = {{0x20}, 3};

static bool is_in(const struct network_address *address, const struct range *range)
{
    for (int bit = 0; bit < range->bits; bit++) {
        unsigned mask = 0x80U >> (bit % 8);
        if (((unsigned)address->bytes[bit / 8] & mask) != ((unsigned)range->bytes[bit / 8] & mask))
            return false;
    }
    return true;
}

static bool is_in_any(const struct network_address *address, const struct range *ranges,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_in(address, &ranges[i]))
            return true;
    return false;
}

bool network_is_public(const struct network_address *address)
{
    if (address->len == FOUR_LEN)
        return !is_in_any(address, special_four, COUNT_OF(special_four));
    return is_in(address, &global_six) && !is_in_any(address, special_six, COUNT_OF(special_six));
}
