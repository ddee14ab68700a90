/* UTF-8: what text_is_utf8 takes, every other function can walk; the other way round, whatever
 * comes from code points is taken. */

#include <string.h>

#include "base/text.h"
#include "fuzz.h"

static void walk(const char *text, size_t len)
{
    size_t at = 0;
    size_t count = 0;
    while (at < len) {
        size_t before = at;
        uint32_t c = text_next_char(text, len, &at);
        FUZZ_REQUIRE(at > before && at <= len && at - before <= 4);
        FUZZ_REQUIRE(c <= 0x10ffff && (c < 0xd800 || c > 0xdfff));
        FUZZ_REQUIRE((c < 0x80) == (at - before == 1));
        count++;
    }
    FUZZ_REQUIRE(count == text_count_chars(text, len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    if (arena == NULL)
        arena = arena_create(64 * 1024 * 1024);
    const char *text = (const char *)data;
    bool is_utf8 = text_is_utf8(text, size);
    if (is_utf8)
        walk(text, size);
    size_t lf_len = 0;
    const char *lf = text_to_lf(arena, text, size, &lf_len);
    FUZZ_REQUIRE(lf_len <= size && memchr(lf, '\r', lf_len) == NULL);
    FUZZ_REQUIRE(text_is_utf8(lf, lf_len) == is_utf8);
    if (!text_has_control(text, size, false))
        FUZZ_REQUIRE(!text_has_nul(text, size) && lf_len == size);
    char *decoded = NULL;
    size_t decoded_len = 0;
    const char *encoded = text_percent_encode(arena, arena_copy(arena, text, size));
    FUZZ_REQUIRE(text_percent_decode(arena, encoded, strlen(encoded), true, &decoded,
                                     &decoded_len) == ERR_NONE);
    FUZZ_REQUIRE(decoded_len == strnlen(text, size) && memcmp(decoded, text, decoded_len) == 0);
    arena_reset(arena);
    return 0;
}
