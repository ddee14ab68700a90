#include "base/network.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

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

static bool has_same_bits(const uint8_t *a, const uint8_t *b, int64_t bits)
{
    for (int64_t bit = 0; bit < bits; bit++)
        if (((a[bit / 8] ^ b[bit / 8]) & (0x80U >> (bit % 8))) != 0)
            return false;
    return true;
}

static bool is_in(const struct network_address *address, const struct range *range)
{
    return has_same_bits(address->bytes, range->bytes, range->bits);
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

/* ---- lists of networks -------------------------------------------------------------------- */

enum { NETWORK_TEXT_MAX = 64 };

struct network {
    struct network_address address;
    int64_t bits;
};

/* "10.0.0.0/8", or an address alone. */
static bool parse_network(const char *text, size_t len, struct network *network)
{
    char copy[NETWORK_TEXT_MAX];
    if (len >= sizeof copy)
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    char *slash = strchr(copy, '/');
    if (slash != NULL)
        *slash = '\0';
    if (!network_parse(copy, &network->address))
        return false;
    int64_t most = 8 * (int64_t)network->address.len;
    network->bits = most;
    if (slash != NULL && number_parse(NUMBER_PREFIX, slash + 1, &network->bits) != ERR_NONE)
        return false;
    return network->bits <= most;
}

/* The network that the list begins with; *list moves behind it. False at its end, and for one that
 * can't be read, which *list then still begins with. */
static bool next_network(const char **list, struct network *network)
{
    *list += strspn(*list, " ");
    size_t len = strcspn(*list, " ");
    if (len == 0 || !parse_network(*list, len, network))
        return false;
    *list += len;
    return true;
}

bool network_is_list(const char *networks)
{
    struct network network;
    while (next_network(&networks, &network))
        continue;
    return *networks == '\0';
}

bool network_is_in(const char *address, const char *networks)
{
    struct network_address wanted;
    struct network network;
    if (!network_parse(address, &wanted))
        return false;
    while (next_network(&networks, &network))
        if (network.address.len == wanted.len &&
            has_same_bits(network.address.bytes, wanted.bytes, network.bits))
            return true;
    return false;
}

static bool is_good_host(const char *host, size_t len)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-:[]";
    return len > 0 && host[0] != ':' && host[len - 1] != ':' && strspn(host, letters) == len;
}

/* One of them, up to the next space. */
static bool is_good_one(const char *origin, size_t len)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        size_t scheme = strlen(schemes[i]);
        if (len > scheme && strncmp(origin, schemes[i], scheme) == 0)
            return is_good_host(origin + scheme, len - scheme);
    }
    return false;
}

bool network_is_origin_list(const char *origins)
{
    for (const char *at = origins + strspn(origins, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t len = strcspn(at, " ");
        if (!is_good_one(at, len))
            return false;
        at += len;
    }
    return true;
}
