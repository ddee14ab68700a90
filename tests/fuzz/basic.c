/* Authorization headers: what is found in one, put together again, is what was sent. */

#include <string.h>

#include "api/authorization.h"
#include "crypt/base64.h"
#include "fuzz.h"

static void check_basic(struct arena *arena, const struct authorization *sent)
{
    const char *pair = arena_printf(arena, "%s:%s", sent->user, sent->secret);
    struct authorization again;
    struct text bytes;
    /* the alphabet of addresses says the same in other letters */
    const char *encoded = base64url_make(arena, (struct text){pair, strlen(pair)});
    FUZZ_REQUIRE(base64url_open(arena, encoded, &bytes) == ERR_NONE && bytes.len == strlen(pair));
    FUZZ_REQUIRE(strchr(sent->user, ':') == NULL);
    for (char *at = (char *)(uintptr_t)encoded; *at != '\0'; at++)
        *at = *at == '-' ? '+' : *at == '_' ? '/' : *at;
    const char *header = arena_printf(arena, "Basic %s", encoded);
    FUZZ_REQUIRE(authorization_parse(arena, header, &again) == ERR_NONE);
    FUZZ_REQUIRE(strcmp(again.user, sent->user) == 0);
    FUZZ_REQUIRE(strcmp(again.secret, sent->secret) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    struct authorization sent;
    if (arena == NULL)
        arena = arena_create(64 * 1024 * 1024);
    const char *header = arena_copy(arena, size == 0 ? "" : (const char *)data, size);
    if (authorization_parse(arena, header, &sent) == ERR_NONE) {
        FUZZ_REQUIRE(sent.secret != NULL);
        if (sent.user == NULL)
            FUZZ_REQUIRE(strstr(header, sent.secret) != NULL);
        else
            check_basic(arena, &sent);
    }
    arena_reset(arena);
    return 0;
}
