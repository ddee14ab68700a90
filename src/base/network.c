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
